/** Merges made by a hosting service, in a bundle that has but the estate's files of both sides. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type EvidenceEstate, POLICY } from './evidence-estate.ts';
import {
  approve,
  DIAGRAM,
  expectVerified,
  publish,
  publishedEstate,
  rootOf,
  unpackedScript,
} from './evidence-forge.ts';
import type { Files } from './run-cli.ts';

/** Both sides of a merge by the host; `extra` is what it slips in. */
function merged(e: EvidenceEstate, side: Files, main: Files, extra?: Files): void {
  e.as('eng');
  e.git('checkout', '-q', '-b', 'side');
  e.commit('Side', side);
  e.git('checkout', '-q', 'main');
  e.commit('Main', main);
  e.git('config', 'commit.gpgsign', 'false');
  e.git('config', 'user.email', 'noreply@host.example');
  e.git('merge', '-q', '--no-ff', '--no-commit', 'side');
  e.commit('Merge', extra ?? {});
  e.git('config', 'commit.gpgsign', 'true');
  e.git('branch', '-q', '-D', 'side');
}

const LONG = (first: string, last: string): string =>
  DIAGRAM(
    `\n  account('${first}'),\n  account('A'),\n  account('B'),\n  account('C'),\n  account('D'),\n  account('${last}'),\n`,
  );

const text = (word: string): string => `${word}\n`.repeat(40);

test('a bundle holds such merges, and who verifies it sees when one brought in more', async () => {
  const e = await publishedEstate({
    'diagrams/a.ts': LONG('One', 'Two'),
    'src/a/x.txt': text('x'),
    'src/b/y.txt': text('y'),
  });
  try {
    e.as('app');
    e.commit('Trust', { '.cadastre/policy.yaml': `${POLICY}hostMerges: accept\n` });
    merged(
      e,
      { 'diagrams/a.ts': LONG('First', 'Two'), 'src/a/new.txt': 'new' },
      { 'src/b/y.txt': text('z'), 'src/c.txt': 'c' },
    );
    // Both sides change one file of the estate, and many beside it.
    merged(
      e,
      { 'diagrams/a.ts': LONG('First', 'Last'), 'src/a/x.txt': `top\n${text('x')}` },
      { 'diagrams/a.ts': LONG('Other', 'Two'), 'src/a/x.txt': `${text('x')}end\n` },
    );
    await approve(e);
    await publish(e);
    await expectVerified(e, []);
    const zip = e.path('b.zip');
    expect(await e.cadastre(['bundle', '-o', zip])).toMatchObject({ code: 0 });
    const there = await e.cadastre(['verify', zip, '--root', rootOf(e)]);
    expect(there, there.stdout).toMatchObject({ code: 0 });
    const said = spawnSync('sh', [unpackedScript(zip, e.path('u/x')), rootOf(e)], {
      encoding: 'utf8',
    });
    expect(said, said.stdout + said.stderr).toMatchObject({ status: 0 });
    // What nobody signed is not said to be signed.
    const page = readFileSync(e.path('u/index.html'), 'utf8');
    expect(page).toMatch(
      /From the root on there are \d+ commits: \d+ signed by keys in force, 2 unsigned merges by the host, accepted/,
    );

    merged(
      e,
      { 'src/a/more.txt': 'm' },
      { 'src/d.txt': 'd' },
      { 'diagrams/a.ts': LONG('Evil', 'Last') },
    );
    expect((await e.cadastre(['bundle', '-o', zip])).stderr).toMatch(
      /unverified: signature .*differs from the merge/,
    );
  } finally {
    e.remove();
  }
}, 90_000);
