/** What an auditor opens: the page in a real browser without a network, the tables, and the bundle as one file. */

import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { zipSync } from 'fflate';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../src/model/digest.ts';
import { ADDED, type BundleStory, bundleStory, HOSTILE } from './bundle-story.ts';
import { chromiumPath, withNeed } from './required.ts';

let story: BundleStory;
let folder = '';

/** Writes what is in a bundle into a folder, as an auditor unpacks it. */
function unpack(files: BundleStory['files'], into: string): void {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(into, name)), { recursive: true });
    writeFileSync(join(into, name), bytes);
  }
}

beforeAll(async () => {
  story = await bundleStory();
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cadastre-bundle-page-')));
  unpack(story.files, folder);
}, 180_000);
afterAll(() => {
  story?.estate.remove();
  rmSync(folder, { recursive: true, force: true });
});

const text = (name: string): string => Buffer.from(story.files[name] ?? []).toString('utf8');

// Chromium is a large program that few have as a package; CI must (CADASTRE_REQUIRE).
withNeed('chromium', describe)('index.html in Chromium', () => {
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const said: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: chromiumPath() as string,
      args: '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
        ' ',
      ),
    });
    const context = await browser.newContext({
      offline: true,
      viewport: { width: 1300, height: 1000 },
    });
    page = await context.newPage();
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (thrown) => said.push(thrown.message));
    await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  });
  afterAll(() => browser?.close());

  test('asks for nothing but files beside it, and complains of nothing', async () => {
    expect(asked.length).toBeGreaterThan(1);
    for (const url of asked) expect(url).toMatch(new RegExp(`^${pathToFileURL(folder).href}/`));
    expect(said).toEqual([]);
    expect(await page.title()).toMatch(/^Diagrams and their evidence, \d{4}-\d\d-\d\d$/);
  });

  test('shows the picture of every diagram', async () => {
    const widths = await page
      .locator('figure.screen img')
      .evaluateAll((all) =>
        all.map((img) => (img as unknown as { naturalWidth: number }).naturalWidth),
      );
    expect(widths).toHaveLength(3);
    for (const width of widths) expect(width).toBeGreaterThan(100);
  });

  test('shows hostile names as text, and runs nothing', async () => {
    const shown = await page.locator('body').textContent();
    for (const name of Object.values(HOSTILE)) expect(shown).toContain(name);
    expect(await page.locator('script, iframe, object, form, [onerror], [onload]').count()).toBe(0);
    expect(await page.locator('img:not([src^="pictures/"])').count()).toBe(0);
  });

  test('on paper each picture has a sheet of its own, as wide as that or as high', async () => {
    await page.emulateMedia({ media: 'print' });
    try {
      // As text: the tests know no types of a browser.
      const sheets =
        await page.evaluate(`[...document.querySelectorAll('figure.sheet > img')].map((img) => {
        const { page, breakAfter, display } = getComputedStyle(img.parentElement);
        const { width, height } = img.getBoundingClientRect();
        const room = img.parentElement.getBoundingClientRect().width;
        return { page, breakAfter, display, fills: width === room || height >= 699 };
      })`);
      expect(sheets).toEqual(
        Array.from({ length: 3 }, () => ({
          page: 'picture',
          breakAfter: 'page',
          display: 'block',
          fills: true,
        })),
      );
      expect(await page.locator('figure.screen').first().isVisible()).toBe(false);
    } finally {
      await page.emulateMedia({ media: 'screen' });
    }
  });

  test('says which version is in force, and which is a draft', async () => {
    const section = (title: string) =>
      page.locator('section.diagram', { has: page.getByRole('heading', { name: title }) });
    const payments = await section('Payments').textContent();
    expect(payments).toContain('in force');
    expect(payments).toMatch(/A newer DRAFT of \S+ is not approved/);
    expect(payments).toContain('added subnet "app"');
    const picture = await section('Payments').locator('figure.screen img').getAttribute('src');
    expect(picture).toMatch(/^pictures\/payments_/);
    expect(picture).not.toContain('DRAFT');
    // Six months after the day of its publication; what is not in force has none.
    const day = /published (\S+)\. Files/.exec(payments ?? '')?.[1] ?? '';
    const due = /Next review due(\d{4}-\d\d-\d\d)/.exec(payments ?? '')?.[1] ?? '';
    const days = (Date.parse(due) - Date.parse(day)) / 86_400_000;
    expect(days).toBeGreaterThan(178);
    expect(days).toBeLessThan(186);
    const never = await section('Never approved').textContent();
    expect(never).not.toContain('Next review due');
    expect(never).toContain('This is a DRAFT.');
    expect(never).toContain('DRAFT – not approved');
  });

  test('every link inside the bundle leads somewhere', async () => {
    const links = await page
      .locator('a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
    expect(links.length).toBeGreaterThan(10);
    for (const link of links)
      if (link.startsWith('#')) expect(await page.locator(link).count(), link).toBe(1);
      else expect(Object.keys(story.files)).toContain(decodeURIComponent(link));
  });

  test('tells which facts were checked, what held, and what is left to the assessor', async () => {
    const folded = page.locator('.folded');
    expect(await folded.count()).toBe(1);
    expect(await folded.isVisible()).toBe(false);
    const summary = page.locator('summary');
    expect(await summary.textContent()).toMatch(
      /^\d+ facts checked: 2 do not hold, 1 waived, \d+ hold/,
    );
    await summary.click();
    expect(await folded.isVisible()).toBe(true);
    const state = async (rule: string) =>
      (await folded.locator('tr', { hasText: rule }).locator('td').allTextContents()).slice(0, 2);
    expect(await state('segment-cidr')).toEqual(['holds', '4 checked']);
    expect(await state('storage-exposed')).toEqual(['does not hold', '1 of 1']);
    expect(await state('covers-stated')).toEqual(['waived', '1 waived']);
    expect(await state('out-of-scope-justified')).toEqual(['nothing to check', '']);
    expect(await state('approver-differs')).toEqual(['holds', '']);
    // Of the rules of the config, which do not run for the page, what the manifest says.
    expect(await state('acme/always')).toEqual(['acme/always', 'does not hold']);
    const all = await folded.textContent();
    expect(all).toContain('as of');
    expect(all).toContain('that the diagram matches the configuration of the systems it shows');
    await summary.click();
    expect(await folded.isVisible()).toBe(false);
  });

  test('nothing is cut off on paper, not even long lists, and nothing is folded', async () => {
    const long = page.locator('ul.changes', { hasText: `subnet "${ADDED.at(-1)}"` });
    const hidden = () =>
      long.evaluate((e) => {
        const { scrollHeight, clientHeight } = e as unknown as Record<string, number>;
        return (scrollHeight ?? 0) - (clientHeight ?? 0);
      });
    expect(await hidden()).toBeGreaterThan(100);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 1040, height: 720 });
    expect(await hidden()).toBe(0);
    expect(await long.locator('li').count()).toBeGreaterThanOrEqual(ADDED.length);
    expect(await page.locator('.folded').isVisible()).toBe(true);
    const cut = await page.locator('ul.changes, .scroll, figure').evaluateAll((all) =>
      (
        all as unknown as {
          scrollHeight: number;
          clientHeight: number;
          scrollWidth: number;
          clientWidth: number;
          className: string;
        }[]
      )
        .filter((e) => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
        .map((e) => e.className),
    );
    expect(cut).toEqual([]);
    const pdf = await page.pdf({ preferCSSPageSize: true, format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'screen' });
  });
});

test('the page says who is trusted, with the fingerprints of ssh-keygen', () => {
  const html = text('index.html');
  for (const person of ['eng', 'app', 'ci'] as const) {
    const printed = story.estate.fingerprint(person);
    expect(printed).toMatch(/^SHA256:/);
    expect(html).toContain(printed);
  }
  expect(html).not.toContain(story.estate.fingerprint('eve'));
});

test('segments.csv: zones in force and where they are set, no formula', () => {
  const lines = text('segments.csv').split('\r\n');
  expect(lines[0]).toBe(
    '\ufeffdiagram,version,approved,segment,id,kind,zone,zone set on,CIDR,region,account,in,owner,account data,environment,justification',
  );
  expect(lines).toContain(
    'payments,1,yes,data,,subnet,cde,cde,10.20.1.0/24,eu-west-1,payments (100000000007),payments / cde,Payments,,,',
  );
  expect(lines).toContain(
    'payments,1,yes,edge,,subnet,untrusted,,10.30.1.0/24,,payments (100000000007),payments / shop,Payments,,,',
  );
  // The draft's subnet is not in force.
  expect(text('segments.csv')).not.toContain('10.30.2.0/24');
  expect(text('segments.csv')).not.toMatch(/(^|,)"?=/m);
  expect(text('segments.csv')).toContain("'=HYPERLINK");
});

test('links.csv: what crosses a zone border, with its control', () => {
  expect(text('links.csv').split('\r\n')).toContain(
    'payments,1,yes,web in payments / shop / edge,vault in payments / cde / data,connection,,forward,tcp/5432,sg-vault,yes,tokens,PAN (tokenized); expiry (tls),orders,untrusted,cde,yes',
  );
  // As on the page.
  expect(text('index.html')).toContain('<td>PAN (tokenized); expiry (tls)</td>');
});

test('components.csv: what a store keeps of account data, and how it is protected', () => {
  expect(text('components.csv')).toMatch(
    /,vault,[^\n]*,"PAN \(encrypted, keys: aws:kms card-key\)"/,
  );
  expect(text('index.html')).toContain('PAN (encrypted, keys: aws:kms card-key)');
});

test('page and readme count the commits by what each holds by, as `verify` does', () => {
  const commits = '5 commits: 5 signed by keys in force';
  expect(text('index.html')).toContain(`<li>From the root on there are ${commits}.`);
  expect(text('README.txt')).toContain(`History    ${commits}\n`);
  expect(text('index.html')).not.toMatch(/every commit[^<.]* signed/i);
});

describe('the bundle as one file', () => {
  /** Of a changed bundle in a folder where there is no repository. */
  async function verified(bytes: Uint8Array, ...options: string[]) {
    const nowhere = mkdtempSync(join(tmpdir(), 'cadastre-nowhere-'));
    try {
      writeFileSync(join(nowhere, 'b.zip'), bytes);
      return await story.estate.cadastre(
        ['verify', 'b.zip', '--root', story.rootHash, ...options],
        nowhere,
      );
    } finally {
      rmSync(nowhere, { recursive: true, force: true });
    }
  }
  /** With `SHA256SUMS` of what it now holds, which is as it was signed where nothing is changed. */
  function zipped(changed: Readonly<Record<string, Uint8Array>>): Uint8Array {
    const { SHA256SUMS: _, 'SHA256SUMS.sig': signature, ...files } = { ...story.files, ...changed };
    const sums = Object.keys(files)
      .sort()
      .map((name) => `${sha256(files[name] as Uint8Array)}  ${name}\n`);
    const signed =
      Object.keys(changed).length === 0 && signature ? { 'SHA256SUMS.sig': signature } : {};
    const list = { SHA256SUMS: Buffer.from(sums.join('')) };
    return zipSync({ ...files, ...list, ...signed }, { level: 0 });
  }
  const refused = (
    code: string | RegExp,
    { stdout, stderr, code: exit }: Awaited<ReturnType<typeof verified>>,
  ) => {
    expect(stdout + stderr).toMatch(code);
    expect(exit).not.toBe(0);
    expect(stdout).not.toContain('verified from');
  };

  test('the same history gives the same bytes', async () => {
    const again = story.estate.path('again.zip');
    const { code } = await story.estate.cadastre(['bundle', '-o', again]);
    expect(code).toBe(0);
    expect(readFileSync(again).equals(readFileSync(story.zip))).toBe(true);
  }, 60_000);

  test('is verified where there is no repository, pictures drawn again', async () => {
    const { stdout, stderr, code } = await verified(readFileSync(story.zip));
    expect(stdout, stderr).toContain(`verified from the root ${story.rootHash}`);
    expect(stdout).toContain('drawing its model gives these pictures');
    expect(stdout).toContain('pictures, models and pages match the history');
    expect(code).toBe(0);
  }, 120_000);

  test('zipped anew with nothing changed it still holds: the tests below fail for what they change', async () => {
    expect((await verified(zipped({}), '--no-redraw')).code).toBe(0);
  }, 60_000);

  test('another root is refused', async () => {
    const other = story.estate.git('rev-parse', 'HEAD~1');
    refused(
      /FAIL\s+anchored/,
      await story.estate.cadastre(['verify', story.zip, '--root', other, '--no-redraw']),
    );
  }, 60_000);

  test('cut off', async () => {
    refused(/bundle-broken/, await verified(readFileSync(story.zip).subarray(0, -4000)));
  }, 60_000);

  test('a path that leads elsewhere', async () => {
    refused(
      /bundle-broken.*is not a plain relative path/s,
      await verified(zipped({ '../x': Buffer.from('x') })),
    );
  }, 60_000);

  test.each(['index.html', 'segments.csv', 'verify.sh', 'trust/allowed_signers'])(
    '%s changed, and SHA256SUMS with it',
    async (name) => {
      const changed = Buffer.concat([story.files[name] as Uint8Array, Buffer.from('\n')]);
      refused(
        new RegExp(`FAIL\\s+bundle\\s+${name}`),
        await verified(zipped({ [name]: changed }), '--no-redraw'),
      );
    },
    60_000,
  );

  test('a picture changed, and SHA256SUMS with it', async () => {
    const name = Object.keys(story.files).find((path) => path.endsWith('.svg')) as string;
    const changed = Buffer.from(text(name).replace('</svg>', '<g/></svg>'));
    refused(
      /FAIL\s+bundle\s+pictures\//,
      await verified(zipped({ [name]: changed }), '--no-redraw'),
    );
  }, 60_000);

  test('said to be by another version: words are not judged, unless it is asked for; more files are refused', async () => {
    const { by: _, ...head } = JSON.parse(text('bundle.json'));
    const other = `${JSON.stringify({ ...head, tool: 'cadastre 99.0.0' }, undefined, 2)}\n`;
    const changed = {
      'bundle.json': Buffer.from(other),
      'index.html': Buffer.from('<h1>Fine</h1>'),
    };
    const { stdout, code } = await verified(zipped(changed), '--no-redraw');
    // Neither made anew nor signed by anybody: that is said, and no pass.
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^- +bundle +index\.html/m)]);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^verified in part from the root \w+: history and pictures; not: .*index\.html/,
    );
    refused(/FAIL\s+bundle\s+index/, await verified(zipped(changed), '--require-redraw'));
    const more = { ...changed, 'setup.exe': Buffer.from('MZ') };
    refused(/FAIL\s+bundle\s+setup\.exe/, await verified(zipped(more), '--no-redraw'));
    const twice = Buffer.from(text('bundle.json').replace('{', '{\n  "tip": "0",'));
    refused(/bundle-broken/, await verified(zipped({ 'bundle.json': twice }), '--no-redraw'));
  }, 120_000);

  test('a picture more, and SHA256SUMS with it', async () => {
    const more = { 'pictures/more.svg': Buffer.from('<svg/>') };
    refused(/nothing in the history produces it/, await verified(zipped(more), '--no-redraw'));
  }, 60_000);
});
