/** The committed pictures in a real browser: nothing is fetched, and a person can read all of it. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, withNeed } from './required.ts';

const out = fileURLToPath(new URL('../out', import.meta.url));
const script = readFileSync(new URL('./browser/measure.js', import.meta.url), 'utf8').replace(
  'export ',
  '',
);
const pictures = existsSync(out) ? readdirSync(out).filter((name) => name.endsWith('.svg')) : [];
const golden = fileURLToPath(new URL('./fixtures/golden', import.meta.url));
const goldens = readdirSync(golden);

interface Measured {
  readonly problems: readonly string[];
  readonly title: string;
  readonly texts: number;
  readonly icons: number;
  readonly aspect: number;
  readonly points: number;
}

// Chromium is a large program that few have as a package; CI must (CADASTRE_REQUIRE).
withNeed('chromium', describe)('in Chromium', () => {
  let browser: Browser;
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cadastre-browser-'));
    browser = await chromium.launch({
      executablePath: chromiumPath() as string,
      args: '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
        ' ',
      ),
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Shows a file and measures it; `asked` are the addresses that the page wanted besides. */
  async function shown(file: string) {
    const page = await browser.newPage({
      viewport: { width: 1600, height: 1200 },
      serviceWorkers: 'block',
    });
    const address = pathToFileURL(file).href;
    const asked: string[] = [];
    const said: string[] = [];
    await page.route('**', (route) => {
      const url = route.request().url();
      if (url === address) return route.continue();
      asked.push(url);
      return route.abort();
    });
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (thrown) => said.push(thrown.message));
    await page.goto(address);
    const measured = (await page.evaluate(`${script}\nmeasure();`)) as Measured;
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const image = nodes.find((node) => /^(img|image|SvgRoot)$/i.test(String(node.role?.value)));
    await page.close();
    return {
      asked,
      said,
      measured,
      name: image?.name?.value,
      description: image?.description?.value,
    };
  }

  test('there are pictures', () => {
    expect(pictures.length).toBeGreaterThan(0);
  });

  test.each(pictures)('%s stands alone and is legible', async (picture) => {
    const { asked, said, measured, name, description } = await shown(join(out, picture));
    expect(asked).toEqual([]);
    expect(said).toEqual([]);
    expect(measured.problems).toEqual([]);
    expect(measured.texts).toBeGreaterThan(0);
    expect(measured.icons).toBeGreaterThan(0);
    expect(measured.aspect).toBeLessThanOrEqual(2.2);
    expect(measured.points).toBeGreaterThanOrEqual(6.5);
    expect(name).toBe(measured.title);
    expect(description).toMatch(/\d+ elements?, \d+ links?\.$/);
  });

  test.each(goldens)('golden %s has no defect', async (name) => {
    const { asked, measured } = await shown(join(golden, name, 'expected.svg'));
    expect(asked).toEqual([]);
    expect(measured.problems).toEqual([]);
  });

  test('the measure finds each defect', async () => {
    const file = join(folder, 'defects.svg');
    const node = (id: string, x: number, y: number, text: string, more = '') =>
      `<g id="${id}" class="node"><title>${id}</title><polygon fill="#fff" stroke="#000" points="${x},${y} ${x + 100},${y} ${x + 100},${y + 40} ${x},${y + 40}"/><text x="${x + 5}" y="${y + 20}" font-size="12">${text}</text>${more}</g>`;
    writeFileSync(
      file,
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="3000" height="900" viewBox="0 0 3000 900" role="img"><title>Defects</title><defs><symbol id="icon-1" viewBox="0 0 1 1"/></defs>
<image xlink:href="http://127.0.0.1:9/track.png" width="1" height="1"/>
${node('a', 10, 10, 'overlapped')}<g id="b" class="node"><text x="20" y="32" font-size="12">overlapping</text></g>
${node('c', 10, 100, 'a text that is much too long for its box')}
${node('d', 10, 200, '')}${node('e', 200, 200, 'crossed and struck')}${node('f', 400, 200, '')}
<g id="l1" class="edge"><title>d to f</title><path fill="none" stroke="#000" d="M110,216L400,216"/></g>
${node('g', 10, 300, '<tspan fill="#000">ok</tspan>', '<text x="5" y="5" fill="#ddd" font-size="4" transform="translate(40 315)">faint</text>')}
${node('h', 10, 400, '', '<use xlink:href="#icon-1" x="20" y="410" width="20" height="20"/>')}
</svg>`,
    );
    const { asked, measured } = await shown(file);
    expect(asked).toEqual(['http://127.0.0.1:9/track.png']);
    expect([...measured.problems].sort()).toEqual([
      'crossed: e by d to f',
      'faint: "faint" has a contrast of 1.36',
      'iconless: h: nothing is drawn',
      'outside: "a text that is much too long for its box" leaves its box',
      'overlap: "overlapped" and "overlapping"',
      'struck: "crossed and struck" by d to f',
    ]);
    expect(measured.aspect).toBeGreaterThan(2.2);
    expect(measured.points).toBeLessThan(6.5);
  });
});
