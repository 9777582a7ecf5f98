import { symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { findSources } from '../src/sources/index.ts';
import { estate } from './sources-estate.ts';

const FILES = [
  'diagrams/b.ts',
  'diagrams/B.mts',
  'diagrams/a/z.yaml',
  'diagrams/a/y.yml',
  'diagrams/c.js',
  'diagrams/d.mjs',
  'diagrams/_part.ts',
  'diagrams/_parts/x.ts',
  'diagrams/.hidden/x.ts',
  'diagrams/snapshots/x.yaml',
  'diagrams/node_modules/x/x.js',
  'diagrams/types.d.ts',
  'diagrams/README.md',
  'other/e.ts',
];
const root = estate(Object.fromEntries(FILES.map((name) => [name, ''])));
const find = async (...given: string[]) => {
  const { value, diagnostics } = await findSources(
    root,
    given.map((g) => join(root, g)),
  );
  return { found: value?.map((path) => relative(root, path)), diagnostics };
};

it('finds the diagrams of an estate, by code unit', async () => {
  const { found, diagnostics } = await find();
  expect(diagnostics).toEqual([]);
  expect(found).toEqual(
    ['B.mts', 'a/y.yml', 'a/z.yaml', 'b.ts', 'c.js', 'd.mjs'].map((name) => `diagrams/${name}`),
  );
});

it('takes files and folders, each once, and a part when it is named', async () => {
  const { found } = await find('other', 'diagrams/_part.ts', 'other/e.ts', 'diagrams/a');
  expect(found).toEqual([
    'diagrams/_part.ts',
    'diagrams/a/y.yml',
    'diagrams/a/z.yaml',
    'other/e.ts',
  ]);
});

it('names every path that is none', async () => {
  const { found, diagnostics } = await find('nope', 'diagrams/README.md', 'diagrams/b.ts');
  expect(found).toEqual(['diagrams/b.ts']);
  expect(diagnostics.map((d) => `${d.code}: ${d.message}`)).toEqual([
    'not-found: no such file or folder: nope',
    'unknown-source: diagrams/README.md is not a diagram file',
  ]);
});

it('asks whether a diagram of a near name was meant, wherever it lies', async () => {
  const root = estate({ 'diagrams/aws/accounts.ts': '', 'diagrams/other.yaml': '' });
  const hints = await Promise.all(
    ['accounts', 'diagrams/acounts.ts', 'Other.yml', 'quite-else.ts'].map(
      async (name) => (await findSources(root, [join(root, name)])).diagnostics[0]?.hint,
    ),
  );
  expect(hints).toEqual([
    'Did you mean diagrams/aws/accounts.ts?',
    'Did you mean diagrams/aws/accounts.ts?',
    'Did you mean diagrams/other.yaml?',
    'Name a file or folder that exists, or create it.',
  ]);
});

it('says when an estate has no diagrams folder', async () => {
  const { diagnostics } = await findSources(estate({}), []);
  expect(diagnostics.map((d) => d.message)).toEqual(['no such file or folder: diagrams']);
  expect(diagnostics[0]?.hint).toContain('`cadastre init`');
});

it('names a link that leads nowhere', async () => {
  const root = estate({ 'diagrams/a.ts': '' });
  symlinkSync(join(root, 'gone.ts'), join(root, 'diagrams/b.ts'));
  symlinkSync(join(root, 'gone.md'), join(root, 'diagrams/README.md'));
  const { value, diagnostics } = await findSources(root, []);
  expect(value).toEqual([join(root, 'diagrams/a.ts')]);
  expect(diagnostics.map((d) => `${d.severity} ${d.code}: ${d.message}`)).toEqual([
    'error not-found: diagrams/b.ts is a link to a file that does not exist',
  ]);
});
