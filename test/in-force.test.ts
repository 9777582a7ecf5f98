/** When versions were in force, by what was published and withdrawn; the commands' own story is in evidence-story.test.ts. */

import { expect, test } from 'vitest';
import type { Withdrawal } from '../src/evidence/approvals/approval-request.ts';
import type { Chain } from '../src/evidence/chain.ts';
import {
  type DatedVersion,
  datedVersions,
  inForceOf,
} from '../src/evidence/publications/in-force.ts';
import { endedBy, inForceOn, untilWords } from '../src/report/in-force.ts';

const at = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`;

interface Step {
  readonly day: number;
  /** Absent where the diagram is not in the publication. */
  readonly model?: string;
  readonly version?: number;
  /** Who approved, on that day; a draft where fewer than needed. */
  readonly by?: readonly string[];
}

/** A chain in which all holds, of what matters here. */
async function story(
  steps: readonly Step[],
  withdrawals: Readonly<Record<string, readonly Withdrawal[]>> = {},
  needed = 1,
): Promise<readonly DatedVersion[]> {
  const commits = steps.map((_, i) => ({ id: `c${i}`, parents: [`s${i}`] }));
  const all = steps.map(({ day, model, version = 1, by = [] }, i) => {
    const approvals = by.map((one) => ({ by: one, time: at(day) }));
    const draft = by.length < needed ? { draft: true } : {};
    const one = { model, version, ...draft, approvals, date: at(day).slice(0, 10) };
    const diagrams = model === undefined ? {} : { a: one };
    const manifest = { tool: { settings: {} }, published: at(day), files: {}, diagrams };
    return { commit: commits[i], manifest, files: {} };
  });
  const chain = {
    tip: commits.at(-1)?.id,
    history: {
      byId: new Map(commits.map((commit) => [commit.id, commit])),
      trust: new Map(steps.map((_, i) => [`s${i}`, { policy: { approvals: needed } }])),
    },
    publications: {
      all,
      approvals: { withdrawals: async ({ model }: { model: string }) => withdrawals[model] ?? [] },
    },
  };
  return (await datedVersions(chain as unknown as Chain)).get('a') ?? [];
}

const withdrew = (by: string, day: number): Withdrawal => ({
  by,
  time: at(day),
  committed: at(day),
});
const words = (versions: readonly DatedVersion[]) =>
  versions.map((one) => (one.draft ? 'DRAFT' : (untilWords(one) ?? 'in force')));

test('a version is in force until the next one is approved, drafts in between or not', async () => {
  const versions = await story([
    { day: 1, model: 'A', by: ['x'] },
    { day: 3, model: 'B', version: 2 },
    { day: 5, model: 'B', version: 2, by: ['x'] },
  ]);
  expect(words(versions)).toEqual([
    'until 2026-11-05, when version 2 was published',
    'DRAFT',
    'in force',
  ]);
  expect(inForceOn(versions, '2026-10-31')).toBeUndefined();
  expect(endedBy(versions, '2026-10-31')).toBeUndefined();
  expect(inForceOn(versions, '2026-11-04')).toBe(versions[0]);
  expect(inForceOn(versions, '2026-11-05')).toBe(versions[2]);
});

test('a withdrawal ends it, and nothing older comes back; approved anew, it is in force again', async () => {
  const steps = [
    { day: 1, model: 'A', by: ['x'] },
    { day: 2, model: 'B', version: 2, by: ['x'] },
    { day: 5, model: 'B', version: 2 },
  ];
  const withdrawn = { B: [withdrew('x', 4)] };
  const ended = await story(steps, withdrawn);
  expect(words(ended)[1]).toBe('until 2026-11-04, when x withdrew the approval');
  expect(inForceOn(ended, '2026-11-03')).toBe(ended[1]);
  expect(inForceOn(ended, '2026-11-04')).toBeUndefined();
  expect(endedBy(ended, '2026-11-04')).toBe(ended[1]);
  expect(inForceOf(ended)).toBe(ended[2]);
  const again = await story([...steps, { day: 7, model: 'B', version: 2, by: ['x'] }], withdrawn);
  expect(words(again).slice(1)).toEqual([words(ended)[1], 'DRAFT', 'in force']);
  expect(inForceOn(again, '2026-11-06')).toBeUndefined();
  expect(inForceOn(again, '2026-11-07')).toBe(again[3]);
});

test('a withdrawal counts under a draft of something else, and before anything is published', async () => {
  const [first] = await story(
    [
      { day: 1, model: 'A', by: ['x'] },
      { day: 3, model: 'B', version: 2 },
    ],
    { A: [withdrew('x', 4)] },
  );
  expect(first?.until).toMatchObject({ how: 'withdrawn', by: 'x' });
  // Of a branch that was merged only after the publication.
  const [late] = await story([{ day: 5, model: 'A', by: ['x'] }], {
    A: [{ ...withdrew('x', 5), committed: at(2) }],
  });
  expect(late?.until?.time).toBe(at(5));
});

test('while enough approvals are left, it stays in force', async () => {
  const steps = [{ day: 1, model: 'A', by: ['x', 'y', 'z'] }];
  const [one] = await story(steps, { A: [withdrew('z', 3)] }, 2);
  expect(one).toMatchObject({ withdrawn: [{ by: 'z' }] });
  expect(one?.until).toBeUndefined();
  const [two] = await story(steps, { A: [withdrew('z', 3), withdrew('x', 4)] }, 2);
  expect(two?.until).toMatchObject({ how: 'withdrawn', by: 'x', time: at(4) });
});

test('an approval that was lost otherwise, and a diagram that is published no more', async () => {
  const lost = await story([
    { day: 1, model: 'A', by: ['x'] },
    { day: 2, model: 'A' },
  ]);
  expect(words(lost)[0]).toContain('until 2026-11-02, when it was published as a draft');
  // Back to an older model as a draft is another round.
  const round = await story([
    { day: 1, model: 'A', by: ['x'] },
    { day: 2, model: 'B', version: 2 },
    { day: 3, model: 'A', version: 2 },
  ]);
  expect(words(round)[0]).toBe('in force');
  const steps = [{ day: 1, model: 'A', by: ['x'] }, { day: 2 }, { day: 3 }];
  const gone = await story(steps);
  expect(words(gone)).toEqual(['until 2026-11-02, when the diagram was no longer published']);
  expect(inForceOf(gone)).toBe(gone[0]);
  expect(words(await story([...steps, { day: 4, model: 'A', by: ['x'] }]))[0]).not.toContain(
    'no more',
  );
});
