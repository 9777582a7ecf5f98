/** Outputs that cannot be written: whole files or none, whatever happens in between. */

import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  CLI,
  estate,
  expectNoTrace,
  filesIn,
  GOOD,
  cadastre as inOwnProcess,
  put,
  source,
} from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const many = (accounts: number): string =>
  source(`organization('Org', Array.from({ length: ${Math.ceil(accounts / 50)} }, (_, i) =>
    ou('OU ' + i, Array.from({ length: 50 }, (_, j) => account('account-' + i + '-' + j)))))`);

describe('an output folder', () => {
  test('that is a file', async () => {
    const root = estate({ 'diagrams/a.ts': GOOD, out: 'a file' });
    const ended = await cadastre(root, ['render', '-f', 'svg']);
    expectNoTrace(ended);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(
      /error unwritable: out\/a\.svg cannot be written: a part of the path is a file/,
    );
    expect(ended.stderr).toMatch(/^ {4}.*`-o`/m);
    expect(ended.stdout).toBe('');
    expect(readFileSync(join(root, 'out'), 'utf8')).toBe('a file');
  });

  test('in which a folder has the name of a picture', async () => {
    const root = estate({ 'diagrams/a.ts': GOOD, 'diagrams/b.ts': GOOD });
    mkdirSync(join(root, 'out/a.model.json'), { recursive: true });
    const ended = await cadastre(root, ['render', '-f', 'svg']);
    expectNoTrace(ended);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/error unwritable: out\/a\./);
    const files = filesIn(join(root, 'out'));
    expect(files.filter((name) => name.startsWith('b'))).toEqual(['b.model.json', 'b.svg']);
    expect(files.filter((name) => name.includes('tmp'))).toEqual([]);
  });

  test('on a file system that may only be read', async () => {
    const root = estate({ 'diagrams/a.ts': GOOD });
    const ended = await cadastre(root, ['render', '-f', 'svg', '-o', '/proc/cadastre']);
    expectNoTrace(ended);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(
      /error unwritable: \/proc\/cadastre\/a\.svg cannot be written: \S/,
    );
  });

  test('that is a symbolic link to nowhere', async () => {
    const root = estate({ 'diagrams/a.ts': GOOD });
    symlinkSync(join(root, 'nowhere'), join(root, 'out'));
    const ended = await cadastre(root, ['render', '-f', 'svg']);
    expectNoTrace(ended);
    expect(ended.code, ended.stderr).toBe(2);
    expect(ended.stderr).toMatch(/error unwritable: /);
  });
});

/** Mounts a file system of 64 KB; false where this is not allowed. */
function mountSmall(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

describe('a full disk', () => {
  test('leaves the pictures as they were, and says so', async () => {
    const root = estate({ 'diagrams/a.ts': GOOD, 'diagrams/big.ts': many(400) });
    const out = join(root, 'out');
    mkdirSync(out);
    const mounted = mountSmall(out);
    if (mounted) onTestFinished(() => void execFileSync('umount', [out]));
    const args = ['render', '-f', 'svg'];
    // Where nothing can be mounted, a limit on the size of files stops the writing as really.
    const ended = mounted
      ? await inOwnProcess(root, args)
      : await new Promise<Awaited<ReturnType<typeof cadastre>>>((resolve) => {
          const child = spawn(
            'bash',
            ['-c', `trap '' XFSZ; ulimit -f 32; exec "$@"`, 'bash', process.execPath, CLI, ...args],
            { cwd: root },
          );
          let stderr = '';
          child.stderr.setEncoding('utf8').on('data', (text: string) => {
            stderr += text;
          });
          child.on('close', (code, signal) => resolve({ code, signal, stderr, stdout: '' }));
        });
    expectNoTrace(ended);
    expect(ended.code, ended.stderr).toBe(2);
    expect(ended.stderr).toMatch(
      mounted
        ? /error unwritable: out\/big\.svg cannot be written: the disk is full/
        : /error unwritable: out\/big\.svg cannot be written: \S/,
    );
    expect(filesIn(out)).toEqual(['a.model.json', 'a.svg']);
  });
});

describe('two diagrams of one output name', () => {
  const clash = async (files: Readonly<Record<string, string>>): Promise<string> => {
    const root = estate(files);
    const ended = await cadastre(root, ['render', '-f', 'svg']);
    expectNoTrace(ended);
    expect(ended.code, ended.stderr).toBe(2);
    expect(filesIn(join(root, 'out'))).toEqual([]);
    return ended.stderr;
  };
  const YAML = 'title: T\ncontent:\n  - { kind: account, name: A }\n';

  test('are refused, with both places', async () => {
    const stderr = await clash({ 'diagrams/a.ts': GOOD, 'diagrams/a.yaml': YAML });
    expect(stderr).toMatch(
      /^diagrams\/a\.yaml:\d+:\d+: error output-clash: diagrams\/a\.yaml and diagrams\/a\.ts would both write a$/m,
    );
    expect(stderr).toMatch(/^ {4}diagrams\/a\.ts:\d+:\d+: the other diagram$/m);
  });

  test('are refused when they differ in case only', async () => {
    expect(await clash({ 'diagrams/Net.ts': GOOD, 'diagrams/net.yaml': YAML })).toMatch(
      /error output-clash: /,
    );
  });

  test('are refused within one file', async () => {
    const list = `import { account, diagram } from 'cadastre';
export default [diagram('A', { name: 'x', content: account('x') }), diagram('B', { name: 'X', content: account('y') })];
`;
    expect(await clash({ 'diagrams/a.ts': list })).toMatch(
      /: error \S+: .*\n {4}diagrams\/a\.ts:2:17: /,
    );
  });

  test('are refused when a name in a list meets a file', async () => {
    const list = `import { account, diagram } from 'cadastre';
export default [diagram('A', { name: 'x', content: account('x') }), diagram('B', { name: 'y', content: account('y') })];
`;
    expect(await clash({ 'diagrams/a.ts': list, 'diagrams/a.x.ts': GOOD })).toMatch(
      /error output-clash: /,
    );
  });
});

describe('an interrupt', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s leaves no half-written file, and ends at once', async (signal, code) => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `diagrams/d${String(i).padStart(2, '0')}.ts`,
        many(150),
      ]),
    );
    const root = estate(files);
    put(root, { 'out/d00.svg': 'from before' });
    let asked = 0;
    const ended = await inOwnProcess(root, ['render', '-f', 'svg,jpg'], {
      onStart: (child) =>
        child.stderr?.on('data', () => {
          if (asked > 0) return;
          asked = performance.now();
          child.kill(signal);
        }),
    });
    expect(performance.now() - asked).toBeLessThan(5000);
    expectNoTrace(ended);
    expect(ended.code, ended.stderr).toBe(code);
    const left = filesIn(join(root, 'out'));
    expect(left.length).toBeLessThan(90);
    expect(left.filter((name) => !/^d\d\d\.(svg|jpg|model\.json)$/.test(name))).toEqual([]);
    for (const name of left) {
      const bytes = readFileSync(join(root, 'out', name));
      const end = { svg: '</svg>\n', json: '}\n', jpg: '\u00ff\u00d9' }[
        name.split('.').at(-1) as 'svg'
      ];
      if (bytes.toString() !== 'from before')
        expect(bytes.subarray(-end.length).toString('latin1')).toBe(end);
      expect(statSync(join(root, 'out', name)).size).toBeGreaterThan(0);
    }
  });
});
