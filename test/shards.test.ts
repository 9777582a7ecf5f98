/** `render --shard i/n`: several machines draw one batch, and their outputs are those of a single run. */

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isInShard, shardOf } from '../src/app/draw/shard.ts';
import { estate, filesIn, put, source } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const LIST = `import { account, diagram } from 'cadastre';
export default ['x', 'y', 'z', 'w'].map((name) => diagram(name, { name, content: account(name) }));
`;
const FILES = {
  'cadastre.config.yaml': 'formats: [svg, png]\n',
  'diagrams/a.ts': source(`[account('a')]`),
  'diagrams/b.ts': LIST,
  'diagrams/c/d.ts': source(`[account('d')]`),
};

const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    filesIn(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );

const run = async (root: string, ...args: readonly string[]) => {
  const ended = await cadastre(root, ['render', ...args]);
  expect(ended.code, ended.stderr).toBe(0);
  return ended;
};

/** Draws the shards into `folder(i)`, the last one first. */
async function shards(root: string, of: number, folder: (i: number) => string, ...args: string[]) {
  for (let i = of; i >= 1; i--) await run(root, '--shard', `${i}/${of}`, '-o', folder(i), ...args);
}

describe('render --shard', () => {
  test.each([1, 2, 3, 9])('%i shards into one folder write what one run writes', async (of) => {
    const root = estate(FILES);
    await run(root, '--manifest', '-o', 'whole');
    await shards(root, of, () => 'parts', '--manifest');
    const whole = contents(join(root, 'whole'));
    expect(Object.keys(whole)).toHaveLength(6 * 3 + 2);
    expect(contents(join(root, 'parts'))).toEqual(whole);
  });

  test('shards into folders of their own share no picture, and merge into what one run writes', async () => {
    const root = estate(FILES);
    await run(root, '--manifest', '-o', 'whole');
    await shards(root, 3, (i) => `part${i}`, '--manifest');
    const parts = [1, 2, 3].map((i) => filesIn(join(root, `part${i}`)));
    // Two diagrams of three files each, and the manifest of the shard.
    expect(parts.map((files) => files.length)).toEqual([7, 7, 7]);
    expect(new Set(parts.flat()).size).toBe(21);
    for (const i of [2, 3, 1])
      cpSync(join(root, `part${i}`), join(root, 'merged'), { recursive: true });
    const { stdout } = await run(root, '--merge', '-o', 'merged');
    expect(stdout).toBe('merged/manifest.json\nmerged/SHA256SUMS\n');
    expect(contents(join(root, 'merged'))).toEqual(contents(join(root, 'whole')));
  });

  test('without a manifest, shards leave nothing but pictures and models', async () => {
    const root = estate(FILES);
    await run(root, '-o', 'whole');
    await shards(root, 2, () => 'parts');
    expect(contents(join(root, 'parts'))).toEqual(contents(join(root, 'whole')));
  });

  test('a clash between diagrams of two shards is found by both', async () => {
    const clash = `import { account, diagram } from 'cadastre';
export default ['e', 'f'].map((name) => diagram(name, { name, content: account(name) }));\n`;
    const root = estate({ 'diagrams/c.e.ts': source(`[account('a')]`), 'diagrams/c.ts': clash });
    for (const shard of ['1/2', '2/2']) {
      const { code, stderr } = await cadastre(root, ['render', '--shard', shard, '-o', 'x']);
      expect(code).toBe(2);
      expect(stderr).toContain('error output-clash');
    }
  });
});

describe('what does not belong together is not merged', () => {
  const merge = async (root: string) => {
    const { code, stdout, stderr } = await cadastre(root, ['render', '--merge', '-o', 'parts']);
    expect(filesIn(join(root, 'parts'))).not.toContain('manifest.json');
    return { code, stdout, stderr };
  };

  test('a shard that is missing, and a folder without any', async () => {
    const root = estate(FILES);
    expect((await merge(root)).stderr).toMatch(/shard-missing: the folder has no manifest/);
    await run(root, '--shard', '2/3', '--manifest', '-o', 'parts');
    const { code, stderr } = await merge(root);
    expect(code).toBe(2);
    expect(stderr).toMatch(/error shard-missing: no manifest of 2 of 3 shards: 1, 3$/m);
    await run(root, '--shard', '1/2', '--manifest', '-o', 'parts');
    expect((await merge(root)).stderr).toMatch(/batches of 2 and 3 shards/);
  });

  test('shards of different sources: neither the last shard nor --merge takes them for one run', async () => {
    const root = estate(FILES);
    await run(root, '--shard', '1/2', '--manifest', '-o', 'parts');
    put(root, { 'diagrams/c/d.ts': source(`[account('e')]`) });
    await run(root, '--shard', '2/2', '--manifest', '-o', 'parts');
    expect((await merge(root)).stderr).toMatch(/error shard-mismatch: shards 1 and 2 of 2/);
    await run(root, '--shard', '1/2', '--manifest', '-o', 'parts');
    expect(filesIn(join(root, 'parts'))).toContain('manifest.json');
  });

  test('shards of different formats', async () => {
    const root = estate(FILES);
    await run(root, '--shard', '1/2', '--manifest', '-o', 'parts');
    await run(root, '--shard', '2/2', '--manifest', '-o', 'parts', '-f', 'svg');
    expect((await merge(root)).stderr).toContain('error shard-mismatch');
  });

  test('a picture that is another or gone, and a manifest that is broken', async () => {
    const root = estate(FILES);
    await shards(root, 2, (i) => `part${i}`, '--manifest');
    for (const i of [1, 2])
      cpSync(join(root, `part${i}`), join(root, 'parts'), { recursive: true });
    writeFileSync(join(root, 'parts/a.svg'), '<svg/>');
    rmSync(join(root, 'parts/b.x.png'));
    const { stderr } = await merge(root);
    expect(stderr).toContain('a.svg is not the file that shard 1 drew');
    expect(stderr).toContain('b.x.png is not the file that shard 2 drew');
    for (const text of ['{', '{}', '{"format":"cadastre/shard@1","shard":{"number":1,"of":3}}']) {
      writeFileSync(join(root, 'parts/manifest.1-of-2.json'), text);
      expect((await merge(root)).stderr).toMatch(/error shard-broken: manifest\.1-of-2\.json/);
    }
  });
});

describe('the value of --shard', () => {
  test.each(['0/3', '4/3', 'a/b', '1', '1/0', '-1/3', '1/3/5', '1.5/3', '', '1/99999'])(
    '%j is refused, and nothing is drawn',
    (text) => {
      expect(shardOf(text).diagnostics.map(({ code }) => code)).toEqual(['invalid-shard']);
    },
  );

  test('is refused by the command as a diagnostic', async () => {
    const root = estate(FILES);
    const { code, stdout, stderr } = await cadastre(root, ['render', '--shard', '4/3', '-o', 'x']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error invalid-shard: "4\/3" is not a shard\n/);
    expect(filesIn(join(root, 'x'))).toEqual([]);
  });

  test('every position belongs to one shard', () => {
    for (let of = 1; of <= 7; of++)
      for (let position = 0; position < 20; position++) {
        const all = Array.from({ length: of }, (_, i) => ({ number: i + 1, of }));
        expect(all.filter((shard) => isInShard(position, shard))).toHaveLength(1);
      }
  });
});
