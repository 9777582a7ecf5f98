/** A publication covers all sheets of an atlas: none may differ from what the model makes, be missing, or be added. */

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, posix } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EvidenceEstate } from './evidence-estate.ts';
import {
  copyOf,
  expectRefused,
  expectVerified,
  forgePublication,
  manifestOf,
  publish,
  publishedEstate,
  rootOf,
} from './evidence-forge.ts';
import { put } from './run-cli.ts';

const ATLAS = (
  accounts: readonly string[],
): string => `import { account, connect, diagram, node } from 'cadastre';
const servers = ${JSON.stringify(accounts)}.map((name) => node('aws:ec2', 'server of ' + name));
export default diagram('Accounts', {
  sheets: 'account',
  content: servers.map((one, i) => account(${JSON.stringify(accounts)}[i] ?? '', [one])),
  links: [connect(servers[0], servers[1])],
});
`;

let base: EvidenceEstate;
beforeAll(async () => {
  base = await publishedEstate({
    'cadastre.config.yaml': 'formats: [svg, pdf]\npaper: A4\n',
    'diagrams/a.ts': ATLAS(['One', 'Two', 'Three']),
  });
});
afterAll(() => base.remove());

const start = (): EvidenceEstate => {
  const e = copyOf(base);
  e.as('eng');
  return e;
};

const OTHER = '<svg xmlns="http://www.w3.org/2000/svg"/>';

test('all sheets are published, listed, checked and drawn again', async () => {
  const e = start();
  expect(Object.keys(manifestOf(e).files).sort()).toEqual([
    'a.model.json',
    'a.pdf',
    ...[2, 3, 4].map((n) => `a.sheets/${n}.svg`),
    'a.svg',
  ]);
  expect(readFileSync(join(e.root, 'out/a.svg'), 'utf8')).toContain('href="a.sheets/2.svg"');
  await expectVerified(e, ['--require-redraw']);
  expect(manifestOf(e).tool.settings.paper).toBe('A4');
  const checked = await e.cadastre(['check', '--published']);
  expect(checked.stderr).toMatch(/0 errors|^(?![\s\S]*error)/);
  expect(checked.code, checked.stderr).toBe(0);
});

test('a sheet that the model does not make, another one in its place, or one too few', async () => {
  const other = start();
  forgePublication(other, () => {}, { files: { 'a.sheets/3.svg': OTHER } });
  await expectRefused(other, 'redraw', /gives a different picture/, []);

  const surplus = start();
  forgePublication(surplus, () => {}, { files: { 'a.sheets/5.svg': OTHER } });
  await expectRefused(surplus, 'redraw', /makes no such sheet/, []);

  const missing = start();
  forgePublication(missing, () => {}, { files: { 'a.sheets/4.svg': undefined } });
  await expectRefused(missing, 'redraw', /a sheet of the model is missing/, []);
});

test('what is no sheet of a diagram in the manifest belongs to none', async () => {
  const e = start();
  forgePublication(e, () => {}, { files: { 'a.sheets/1.svg': OTHER } });
  await expectRefused(e, 'files', /belongs to no diagram/);
  const f = start();
  forgePublication(f, () => {}, { files: { 'b.sheets/2.svg': OTHER } });
  await expectRefused(f, 'files', /belongs to no diagram/);
});

test('a PDF that the model does not make is not verified', async () => {
  const e = start();
  forgePublication(e, () => {}, { files: { 'a.pdf': '%PDF-1.7' } });
  await expectRefused(e, 'redraw', /gives a different picture/, []);
});

test('check --published names sheets that are missing, differ or are left over', async () => {
  const e = start();
  rmSync(join(e.root, 'out/a.sheets/3.svg'));
  put(e.root, { 'out/a.sheets/2.svg': OTHER, 'out/a.sheets/9.svg': OTHER });
  const { code, stderr } = await e.cadastre(['check', '--published']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/out\/a\.sheets\/3\.svg is missing/);
  expect(stderr).toMatch(/out\/a\.sheets\/2\.svg differs from what diagrams\/a\.ts produces/);
  expect(stderr).toMatch(/out\/a\.sheets\/9\.svg is a sheet that diagrams\/a\.ts does not make/);
});

test('a later publication with fewer sheets drops those that it does not have', async () => {
  const e = start();
  e.commit('Two accounts', { 'diagrams/a.ts': ATLAS(['One', 'Two']) });
  await publish(e);
  expect(existsSync(join(e.root, 'out/a.sheets/4.svg'))).toBe(false);
  expect(Object.keys(manifestOf(e).files)).not.toContain('a.sheets/4.svg');
  await expectVerified(e, ['--require-redraw']);
});

describe('a bundle', () => {
  let e: EvidenceEstate;
  let zip: string;
  let files: Record<string, Uint8Array>;
  beforeAll(async () => {
    e = base.copy();
    e.as('eng');
    zip = e.path('bundle/evidence.zip');
    const made = await e.cadastre(['bundle', '-o', zip]);
    expect(made, made.stderr).toMatchObject({ code: 0 });
    files = unzipSync(readFileSync(zip));
  });
  afterAll(() => e.remove());
  const named = (end: RegExp): string => Object.keys(files).find((name) => end.test(name)) ?? '';
  const textOf = (name: string): string => strFromU8(files[name] ?? new Uint8Array());

  test('holds all sheets of a version, its page leads to them, and its script checks them', async () => {
    const sheets = Object.keys(files).filter((name) => /pictures\/.*\/\d\.svg$/.test(name));
    expect(sheets).toHaveLength(3);
    expect(textOf(named(/index\.html$/))).toContain('>sheet 2</a>');
    expect(textOf(named(/index\.html$/))).toMatch(/href="[^"]*\/a\.pdf">PDF<\/a>/);
    const verified = await e.cadastre(['verify', zip, '--root', rootOf(e), '--no-redraw']);
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  });

  test('has its sheets where they lead to each other', () => {
    const pictures = Object.keys(files).filter((name) => /pictures\/.*\.svg$/.test(name));
    expect(pictures).toHaveLength(4);
    let links = 0;
    for (const from of pictures)
      for (const [, address = ''] of textOf(from).matchAll(/<a xlink:href="([^"#]+\.svg)"/g)) {
        links++;
        expect(pictures).toContain(posix.join(posix.dirname(from), decodeURIComponent(address)));
      }
    expect(links).toBeGreaterThan(4);
  });

  test('prints each sheet on a page of the paper that it was drawn for', () => {
    const html = textOf(named(/index\.html$/));
    expect(html).toContain('@page paper-a4 { size: 297mm 210mm; margin: 10mm; }');
    const pages = [
      ...html.matchAll(
        /<figure class="sheet paper-a4"><img src="([^"]+)"[^>]*>.*?sheet (\d) of 4/g,
      ),
    ];
    expect(pages.map(([, , n]) => n)).toEqual(['1', '2', '3', '4']);
    const root = posix.dirname(named(/index\.html$/));
    for (const [, src = ''] of pages) expect(Object.keys(files)).toContain(posix.join(root, src));
  });
});
