/** A git that fails in one of its commands never makes a verdict better: an error is not "there is none". */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EvidenceEstate, POLICY } from './evidence-estate.ts';
import { copyOf, judged, publishedEstate, rootOf } from './evidence-forge.ts';
import { programs, where } from './evidence-refusal.ts';
import { expectNoTrace } from './run-cli.ts';

/** With a merge by the host that brings in a file of its own, beside all that diagrams are made from. */
let forged: EvidenceEstate;
beforeAll(async () => {
  forged = await publishedEstate();
  const e = forged;
  e.as('app');
  e.commit('Trust', { '.cadastre/policy.yaml': `${POLICY}hostMerges: accept\n` });
  e.as('eng');
  e.git('checkout', '-q', '-b', 'side');
  e.commit('Side', { 'side.md': 'side' });
  e.git('checkout', '-q', 'main');
  e.commit('Main', { 'main.md': 'main' });
  e.git('config', 'commit.gpgsign', 'false');
  e.git('config', 'user.email', 'noreply@host.example');
  e.git('merge', '-q', '--no-ff', '--no-commit', 'side');
  e.commit('Merge', { 'more.md': 'nobody signed this' });
});
afterAll(() => forged.remove());

/** git as it is, that notes its commands, and ends one of them as told. */
const failing = (log: string, command: string, end: string): string => `#!/bin/sh
command=
skip=
for arg in "$@"; do
  if [ -n "$skip" ]; then skip=; continue; fi
  case "$arg" in -c) skip=1 ;; *) command=$arg; break ;; esac
done
echo "$command" >>${log}
if [ "$command" = "${command}" ]; then ${end}; fi
exec ${where('git')} "$@"
`;

const failedOf = (said: Awaited<ReturnType<typeof judged>>['said']): string[] =>
  said
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ check, subject }) => `${check} ${subject}`);

test('whichever command fails, and however it ends', async () => {
  const e = copyOf(forged);
  const log = e.path('log');
  programs(e, { git: failing(log, 'none', 'exit 1') });
  const before = await judged(e);
  const failed = failedOf(before.said);
  expect(failed).toHaveLength(1);
  const commands = [...new Set(readFileSync(log, 'utf8').split('\n').filter(Boolean))];
  expect(commands).toEqual(
    expect.arrayContaining(['rev-parse', 'rev-list', 'cat-file', 'merge-tree']),
  );
  const args = ['verify', '--no-redraw', '--json', '--root', rootOf(e)];
  for (const command of commands)
    for (const end of ['exit 1', 'exit 128', 'kill -9 $$']) {
      programs(e, { git: failing(log, command, end) });
      const ended = await e.cadastre(args);
      expectNoTrace(ended);
      const how = `${command}: ${end}`;
      expect([1, 2], how).toContain(ended.code);
      const { verdicts } = JSON.parse(ended.stdout || '{}');
      // It says that git failed, or it says at least what it said before.
      if (verdicts) expect(failedOf(verdicts).length, how).toBeGreaterThan(0);
      if (verdicts)
        expect(
          ['complete-history', 'signature'].some((check) =>
            failedOf(verdicts).some((one) => one.startsWith(check)),
          ),
          how,
        ).toBe(true);
      else
        expect(ended.stdout + ended.stderr, how).toMatch(
          /git-failed|git-missing|no-repository|unknown-revision|no-commit/,
        );
    }
}, 300_000);

test('a clone is not taken for whole where git does not say so', async () => {
  const e = copyOf(forged);
  const clone = e.path('clone');
  e.git('clone', '-q', '--depth', '1', `file://${e.root}`, clone);
  const git = `#!/bin/sh
for arg in "$@"; do case "$arg" in --is-shallow-repository) exit 1 ;; esac; done
exec ${where('git')} "$@"
`;
  programs(e, { git });
  const ended = await e.cadastre(['verify', '--no-redraw'], clone);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(/error git-failed: .*rev-parse exited with 1/);
}, 60_000);
