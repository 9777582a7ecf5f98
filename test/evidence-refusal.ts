/** Commands that must refuse, and programs that stand in for git while they run. */

import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect } from 'vitest';
import type { EvidenceEstate } from './evidence-estate.ts';
import { type Ended, expectNoTrace } from './run-cli.ts';

export const stateOf = (e: EvidenceEstate): string[] =>
  [
    ['status', '--porcelain', '--untracked-files=all', '--ignored'],
    ['for-each-ref'],
    ['ls-files', '-s'],
  ].map((args) => {
    try {
      return e.git(...args);
    } catch {
      return '';
    }
  });

/** It ends with this code, says so without a trace, and changes nothing. */
export async function expectRefusal(
  e: EvidenceEstate,
  args: readonly string[],
  code: string,
  message: RegExp = /./,
): Promise<Ended> {
  const before = stateOf(e);
  const ended = await e.cadastre(args);
  expect(ended.stderr).toMatch(new RegExp(`error ${code}: .*(?:${message.source})`));
  // What to do about it comes with it.
  expect(ended.stderr).toMatch(new RegExp(`error ${code}: .*\n {4}\\S`));
  expect(ended.code).toBe(2);
  expectNoTrace(ended);
  expect(stateOf(e)).toEqual(before);
  return ended;
}

/** A folder of programs, found before all others. */
export function programs(
  e: EvidenceEstate,
  scripts: Readonly<Record<string, string>>,
  only = false,
): void {
  const folder = e.path('bin/x').replace(/\/x$/, '');
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  e.env.PATH = only ? folder : `${folder}${delimiter}${process.env.PATH}`;
}

export const where = (program: string): string =>
  execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();

/** `git` as it is, but for one command. */
export const git = (pattern: string, instead: string): string => `#!/bin/sh
for arg in "$@"; do case "$arg" in ${pattern}) ${instead} ;; esac; done
exec ${where('git')} "$@"
`;
