/** What the documents show works, and what can go wrong is in them. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { lookup } from '../src/icons/catalogue.ts';
import { DIAGNOSTIC_CODES } from '../src/model/codes.ts';
import { elementFacts, linkFacts } from '../src/model/schema.ts';
import { reasonText, UNRESOLVED_CODES, type UnresolvedReason } from '../src/model/unresolved.ts';
import { WORDS } from '../src/model/words.ts';
import { type Block, blocksOf, linksOf, pages } from './docs-blocks.ts';
import { runWarm } from './warm-cli.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'cadastre-docs-'));
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0H10V10Z"/></svg>';

/** An estate with the titled blocks of a page as its files. */
function estateOf(page: string, blocks: readonly Block[]): string {
  const estate = join(home, page.replace(/\W/g, '-'));
  for (const { title = '', text } of blocks) {
    const path = join(estate, title);
    if (existsSync(path)) throw new Error(`${page}: two blocks are ${title}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  mkdirSync(join(estate, 'icons'), { recursive: true });
  writeFileSync(join(estate, 'icons/hsm.svg'), ICON);
  return estate;
}

describe.each(pages(root))('%s', (page) => {
  const blocks = blocksOf(root, page);
  const titled = blocks.filter((b) => b.title !== undefined);
  const diagrams = titled.filter((b) => /^diagrams\/.*\.(ts|yaml)$/.test(b.title ?? ''));

  test('a block that is a whole file says which', () => {
    const whole = blocks.filter(
      (b) => /^export default /m.test(b.text) || /^title: /m.test(b.text),
    );
    expect(whole.filter((b) => b.title === undefined).map((b) => `${page}:${b.line}`)).toEqual([]);
  });

  // Some pages show none.
  if (diagrams.length > 0)
    test('draws the diagrams that it shows', async () => {
      const estate = estateOf(page, titled);
      const { stdout, stderr } = await runWarm(estate, ['check', '--json'], process.env);
      const { checked, diagnostics } = JSON.parse(stdout || `{"diagnostics":["${stderr}"]}`);
      const errors = diagnostics.filter((d: { severity?: string }) => d.severity !== 'warning');
      expect(errors).toEqual([]);
      const sources = new Set(checked.map((c: { source: string }) => c.source));
      const parts = diagrams.filter((b) => !/\/_/.test(b.title ?? ''));
      expect(sources).toEqual(new Set(parts.map((b) => b.title)));
    });

  test('YAML reads', () => {
    for (const { text, line } of blocks.filter((b) => b.language === 'yaml'))
      expect(parseDocument(text).errors, `${page}:${line}`).toEqual([]);
  });

  test('leads to files that are there', () => {
    const gone = linksOf(root, page).filter(({ target }) => !existsSync(join(root, target)));
    expect(gone.map(({ target, line }) => `${page}:${line} ${target}`)).toEqual([]);
  });
});

test('every block in TypeScript that is a file has the right types', () => {
  const folder = mkdtempSync(join(home, 'types-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const files = pages(root).flatMap((page) =>
    blocksOf(root, page)
      .filter((b) => b.title?.endsWith('.ts'))
      .map(({ title = '', text }) => {
        const path = join(folder, page.replace(/\W/g, '-'), title);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
        return path;
      }),
  );
  const examples = readdirSync(join(root, 'docs/migration'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, 'docs/migration', name));
  const program = ts.createProgram([...files, ...examples], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
    paths: { cadastre: [join(root, 'src/index.ts')] },
  });
  const shown = [...files, ...examples];
  const problems = ts
    .getPreEmitDiagnostics(program)
    .filter((d) => d.file === undefined || shown.includes(d.file.fileName))
    .map((d) => `${d.file?.fileName} ${ts.flattenDiagnosticMessageText(d.messageText, ' ')}`);
  expect(problems).toEqual([]);
});

test('docs/derived.md lists the codes of what is unresolved, with their words', () => {
  const rows = [...read('docs/derived.md').matchAll(/^\| `([a-z-]+)` +\| (.+?) *\|$/gm)];
  const codes = rows.filter(([, code = '']) => UNRESOLVED_CODES.includes(code));
  expect(codes.map(([, code]) => code)).toEqual([...UNRESOLVED_CODES].sort());
  for (const [, code, words] of codes)
    expect(words).toBe(reasonText({ code, type: '{type}' } as UnresolvedReason));
});

describe('docs/troubleshooting.md', () => {
  const text = read('docs/troubleshooting.md');
  const codesIn = (part: string): string[] =>
    [...part.matchAll(/^\| `([a-z-]+)`/gm)].map((m) => m[1] ?? '');
  const [before = '', checksAndAfter = ''] = text.split('## What verify checks');
  const [checks = '', after = ''] = checksAndAfter.split(/^## /m);
  const textOf = (folder: string): string =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(
        (name) => name.endsWith('.ts') && !name.includes('artwork') && !name.endsWith('codes.ts'),
      )
      .map((name) => read(join(folder, name)))
      .join('\n');
  const sources = textOf('src');
  const codes = new Set<string>(DIAGNOSTIC_CODES);
  const unused = (codes: readonly string[]): string[] =>
    codes.filter((code) => !sources.includes(`'${code.replace(/^raster-/, '')}'`));

  test('lists the codes of all diagnostics, and no others', () => {
    const listed = new Set([...codesIn(before), ...codesIn(after)]);
    expect([...listed].sort()).toEqual([...DIAGNOSTIC_CODES]);
    expect(unused(DIAGNOSTIC_CODES)).toEqual([]);
  });

  test('lists the checks of verify', () => {
    const evidence = textOf('src/evidence') + textOf('src/app/verify');
    const named = [...evidence.matchAll(/\b(?:pass|fail|unknown)\(\s*'([a-z-]+)'/g)]
      .map(([, check = '']) => check)
      .filter((check) => !codes.has(check));
    const listed = new Set(codesIn(checks));
    expect(named.filter((check) => !listed.has(check))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
    expect(unused([...listed])).toEqual([]);
  });
});

test('docs/language.md names every word and every fact', () => {
  const text = read('docs/language.md');
  const named = (key: string): boolean => text.includes(`\`${key}\``);
  const keys = [
    ...Object.keys(WORDS),
    ...Object.keys(elementFacts.shape),
    ...Object.keys(linkFacts.shape),
  ];
  expect(keys.filter((key) => !named(key))).toEqual([]);
});

test('docs/commands.md shows each command and option of the help', async () => {
  const text = read('docs/commands.md');
  const help = async (...args: string[]): Promise<string> =>
    (await runWarm(root, [...args, '--help'], process.env)).stdout;
  const commands = [...(await help()).matchAll(/^ {2}([a-z]+) \[/gm)]
    .map((m) => m[1] ?? '')
    .filter((command) => command !== 'help');
  expect(commands.length).toBeGreaterThan(3);
  for (const command of commands) {
    expect(text.includes(`\n## ${command}\n`), command).toBe(true);
    for (const [option] of (await help(command)).matchAll(/--[a-z][a-z-]+/g))
      if (option !== '--help')
        expect(text.includes(`\`${option}`), `${command} ${option}`).toBe(true);
  }
});

test('docs/migration/kinds.csv leads to kinds of the catalogue', () => {
  const rows = read('docs/migration/kinds.csv').trim().split('\n').slice(1);
  const unknown = rows.filter((row) => lookup(row.split(',')[1] ?? '') === undefined);
  expect(unknown).toEqual([]);
  expect(rows.length).toBeGreaterThan(1800);
});

test('the pictures of docs/migration are what their sources draw', async () => {
  const out = join(home, 'pictures');
  const args = ['render', 'docs/migration', '-o', out, '-f', 'svg', '-q'];
  const { code, stderr } = await runWarm(root, args, process.env);
  expect(code, stderr).toBe(0);
  for (const name of readdirSync(out).filter((file) => file.endsWith('.svg'))) {
    const drawn = readFileSync(join(out, name), 'utf8');
    const kept = join(root, 'docs/migration', name);
    if (process.env.UPDATE_GOLDEN) writeFileSync(kept, drawn);
    expect(existsSync(kept) && readFileSync(kept, 'utf8') === drawn, name).toBe(true);
  }
});
