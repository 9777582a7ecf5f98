/** The manifest of an estate in which nobody signs yet: `render --manifest`, and `check --published` by it. */

import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evidenceEstate } from './evidence-estate.ts';
import { approve, expectVerified, manifestOf, publish } from './evidence-forge.ts';
import { estate, filesIn, GOOD, put, source } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const IMPORTING = `import { name } from './_names.ts';\n${source('[account(name)]')}`;
const FILES = {
  'cadastre.config.yaml': 'formats: [svg]\n',
  'diagrams/a.ts': GOOD,
  'diagrams/b.ts': IMPORTING,
  'diagrams/_names.ts': `export const name = 'Named';\n`,
};

const manifestIn = (root: string) =>
  JSON.parse(readFileSync(join(root, 'out/manifest.json'), 'utf8'));
const draw = (root: string) => cadastre(root, ['render', '--manifest']);
const check = async (root: string): Promise<string> =>
  (await cadastre(root, ['check', '--published'])).stderr;

describe('render --manifest', () => {
  test('names all files, what they are made from, and nothing that another day would change', async () => {
    const root = estate(FILES);
    const first = await draw(root);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toMatch(/^out\/manifest\.json\nout\/SHA256SUMS$/m);
    execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: join(root, 'out') });
    const { subject, predicate } = manifestIn(root);
    const drawn = filesIn(join(root, 'out')).filter((file) => !/^(manifest|SHA256)/.test(file));
    expect(subject.map(({ name }: { name: string }) => name)).toEqual(drawn.sort());
    const inputs = predicate.diagrams.b.inputs.map(({ path }: { path: string }) => path);
    expect(inputs).toEqual(['cadastre.config.yaml', 'diagrams/_names.ts', 'diagrams/b.ts']);
    expect(Object.keys(predicate).sort()).toEqual(['diagrams', 'tool']);
    expect(JSON.stringify(predicate)).not.toMatch(/20\d\d-/);
    expect(await check(root)).not.toContain('error');
    const before = readFileSync(join(root, 'out/manifest.json'));
    expect((await draw(root)).stderr).toContain('0 files changed');
    expect(readFileSync(join(root, 'out/manifest.json'))).toEqual(before);
  });

  test('is refused for some of the diagrams, and where people sign', async () => {
    const root = estate(FILES);
    const some = await cadastre(root, ['render', '--manifest', 'diagrams/a.ts']);
    expect(some).toMatchObject({ code: 2, stdout: '' });
    expect(some.stderr).toMatch(/error manifest-refused: a manifest lists all diagrams/);
    put(root, { '.cadastre/allowed_signers': 'a@example.com ssh-ed25519 AAAA\n' });
    expect((await draw(root)).stderr).toMatch(
      /error manifest-refused: the estate has a trust file/,
    );
    expect(filesIn(root).filter((file) => file.startsWith('out/'))).toEqual([]);
  });

  test('a diagram that cannot be drawn leaves the manifest as it is', async () => {
    const root = estate(FILES);
    await draw(root);
    const before = readFileSync(join(root, 'out/manifest.json'));
    put(root, { 'diagrams/a.ts': source(`[node('aws:ec3' as never, 'x')]`) });
    expect((await draw(root)).code).toBe(2);
    expect(readFileSync(join(root, 'out/manifest.json'))).toEqual(before);
  });
});

describe('check --published', () => {
  test('sees sources that are not those of the manifest, where the pictures are the same', async () => {
    const root = estate(FILES);
    await draw(root);
    put(root, { 'diagrams/_names.ts': `export const name = 'Named'; // a remark\n` });
    const comment = await check(root);
    expect(comment).toMatch(
      /^diagrams\/b\.ts: error stale: out\/manifest\.json was written for a different diagrams\/_names\.ts\n {4}Run `cadastre render --manifest`/m,
    );
    expect(comment.match(/error/g)).toHaveLength(1);

    put(root, { 'diagrams/b.ts': IMPORTING.replaceAll('_names', '_words') });
    put(root, { 'diagrams/_words.ts': FILES['diagrams/_names.ts'] });
    const moved = await check(root);
    expect(moved).toContain('does not say that "b" is made from diagrams/_words.ts');
    expect(moved).toContain(
      'says that "b" is made from diagrams/_names.ts, which is no longer true',
    );

    put(root, { 'diagrams/c.ts': GOOD });
    await cadastre(root, ['render']);
    expect(await check(root)).toContain('out/manifest.json does not list "c"');
    await draw(root);
    expect(await check(root)).not.toContain('error');
  });

  test('sees pictures that are not those of the manifest, and a manifest that is none', async () => {
    const root = estate(FILES);
    await draw(root);
    rmSync(join(root, 'out/a.svg'));
    expect(await check(root)).toMatch(/error not-published: out\/a\.svg is missing/);
    const file = join(root, 'out/manifest.json');
    const manifest = manifestIn(root);
    delete manifest.predicate.diagrams.a.inputs;
    writeFileSync(file, JSON.stringify(manifest));
    expect(await check(root)).toMatch(/error manifest-broken: the manifest lacks required fields/);
  });

  test('holds for the diagrams of this repository', async () => {
    const ended = await cadastre(join(import.meta.dirname, '..'), ['check', '--published', '-q']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(Object.keys(manifestIn(join(import.meta.dirname, '..')).predicate.diagrams)).toContain(
      'mockupbank-network',
    );
  });
});

test('where people begin to sign, what is published takes the place of the drafts', async () => {
  const e = evidenceEstate({ 'diagrams/a.ts': GOOD });
  try {
    const [trust, later] = [join(e.root, '.cadastre'), e.path('trust')];
    renameSync(trust, later);
    expect(await e.cadastre(['render', '--manifest'])).toMatchObject({ code: 0 });
    e.as('eng');
    e.commit('Drafts');
    renameSync(later, trust);
    const root = e.commit('Trust');
    await approve(e);
    await publish(e);
    expect(manifestOf(e).diagrams.a?.version).toBe(1);
    await expectVerified(e, ['--root', root]);
  } finally {
    e.remove();
  }
});
