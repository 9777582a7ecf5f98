/** `render --watch`: draws again on every change that matters, and outlives mistakes. */

import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cadastre, estate, put } from './run-cli.ts';

const diagram = `import { account, diagram } from 'cadastre';
import { name } from './_parts.ts';
export default diagram('Watched', { content: account(name) });
`;

test('draws again when an imported file changes, survives an error, and ends by Ctrl-C', async () => {
  const root = estate({
    'diagrams/a.ts': diagram,
    'diagrams/_parts.ts': `export const name = 'First';\n`,
  });
  let log = '';
  let printed = '';
  let child: ChildProcess | undefined;
  const ended = cadastre(root, ['render', '--watch', '-f', 'svg'], {
    onStart: (started) => {
      child = started;
      started.stdout?.on('data', (text: string) => {
        printed += text;
      });
      started.stderr?.on('data', (text: string) => {
        log += text;
      });
    },
  });
  const told = (text: RegExp): Promise<void> =>
    expect
      .poll(() => log, { timeout: 10_000, interval: 30 })
      .toMatch(text) as unknown as Promise<void>;
  const drawn = (): string => readFileSync(join(root, 'out/a.svg'), 'utf8');
  const change = (text: string): void => {
    log = '';
    printed = '';
    put(root, { 'diagrams/_parts.ts': text });
  };

  await told(/watching for changes/);
  expect(drawn()).toContain('First');

  change(`export const name = 'Second';\n`);
  await told(/_parts\.ts changed\n[\s\S]*1 diagram drawn, \d files changed/);
  // What is as before is not listed again.
  expect(printed).toBe('out/a.svg\nout/a.model.json\n');
  expect(drawn()).toContain('Second');

  change(`export const name = ;\n`);
  await told(/^diagrams\/_parts\.ts:1:\d+: error syntax: [\s\S]*0 diagrams drawn/m);
  expect(drawn()).toContain('Second');

  change(`export const name = 'Third';\n`);
  await told(/1 diagram drawn, \d files changed/);
  expect(drawn()).toContain('Third');

  log = '';
  printed = '';
  put(root, { 'diagrams/b.ts': diagram.replace('Watched', 'New') });
  await told(/^\[\d\/2\] b\n1 diagram drawn, 1 unchanged, 2 files changed$/m);
  expect(printed).toBe('out/b.svg\nout/b.model.json\n');

  log = '';
  rmSync(join(root, 'diagrams/b.ts'));
  await told(
    /warning left-over: diagrams\/b\.ts was deleted, but its output still exists: out\/b\.svg, out\/b\.model\.json/,
  );

  child?.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 130 });
}, 60_000);
