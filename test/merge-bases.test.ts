/** Best common ancestors, as git finds them. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Commit } from '../src/evidence/git/commit.ts';
import { MergeBases } from '../src/evidence/history/merge-bases.ts';

/** Parents of each commit, by their places among those before it; some have none. */
const histories = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 2, maxLength: 14 })
  .map((rows) => rows.map((row, i) => [...new Set(i === 0 ? [] : row.map((n) => n % i))]));

/** The commits in a real repository, made by one run of git. */
function imported(folder: string, parents: readonly (readonly number[])[]): string[] {
  const who = 'a <a@example.com> 1700000000 +0000';
  const text = parents
    .map((from, i) => {
      const [first, ...more] = from;
      const lines = [
        'commit refs/heads/x',
        `mark :${i + 1}`,
        `committer ${who}`,
        `data ${String(i).length}`,
        `${i}`,
        ...(first === undefined ? [] : [`from :${first + 1}`]),
        ...more.map((n) => `merge :${n + 1}`),
      ];
      return `reset refs/heads/x\n\n${lines.join('\n')}\n\n`;
    })
    .join('');
  const git = (args: string[], input = ''): string =>
    execFileSync('git', args, { cwd: folder, input, encoding: 'utf8' });
  git(['init', '-q', '--bare', '.']);
  git(['fast-import', '--quiet', '--force', '--export-marks=marks'], text);
  const marks = execFileSync('cat', [join(folder, 'marks')], { encoding: 'utf8' });
  const ids = new Map(
    marks.split('\n').map((line) => line.slice(1).split(' ') as [string, string]),
  );
  return parents.map((_, i) => ids.get(String(i + 1)) ?? '');
}

test('are those that git finds, in any history', () => {
  fc.assert(
    fc.property(histories, fc.nat(), fc.nat(), (parents, m, n) => {
      const folder = mkdtempSync(join(tmpdir(), 'cadastre-bases-'));
      try {
        const ids = imported(folder, parents);
        const commits = parents.map(
          (from, i) => ({ id: ids[i], parents: from.map((p) => ids[p]) }) as unknown as Commit,
        );
        const bases = new MergeBases(new Map(commits.map((commit) => [commit.id, commit])));
        const [a = '', b = ''] = [ids[m % ids.length], ids[n % ids.length]];
        let found = '';
        try {
          const args = ['merge-base', '--all', a, b];
          found = execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
        } catch (thrown) {
          expect((thrown as { status?: number }).status).toBe(1);
        }
        expect([...bases.of(a, b)].sort()).toEqual(found.split('\n').filter(Boolean).sort());
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 60, interruptAfterTimeLimit: 40_000 },
  );
}, 90_000);

test('a commit that is not in the history is an error, not "they have none"', () => {
  const one = { id: 'a', parents: [] } as unknown as Commit;
  expect(() => new MergeBases(new Map([['a', one]])).of('a', 'b')).toThrow(/not in this history/);
});
