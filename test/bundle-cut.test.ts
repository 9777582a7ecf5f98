/** A bundle of the beginning of a history, before anything was published, with pages and pictures of somebody's own. */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { printHead, zipBundle } from '../src/evidence/bundle/bundle.ts';
import { evidenceEstate } from './evidence-estate.ts';
import { ONE } from './evidence-forge.ts';

test('what nothing in the history makes is not verified', async () => {
  const e = evidenceEstate({ 'diagrams/a.ts': ONE });
  try {
    e.as('eng');
    const root = e.commit('First');
    const ids = e.git('rev-list', '--objects', '--no-object-names', root);
    const pack = execFileSync('git', ['pack-objects', '--stdout', '-q'], {
      cwd: e.root,
      env: e.env,
      input: `${ids}\n`,
    });
    const head = printHead({
      ...{ format: 'cadastre/bundle@1', tip: root, root, prefix: '', out: 'out' },
      ...{ objectFormat: 'sha1', tool: 'cadastre 0.1.0' },
    });
    const files = {
      'bundle.json': Buffer.from(head),
      'history.pack': pack,
      'index.html': Buffer.from('<p>Approved by everybody</p>'),
      'pictures/a_v9_2026-11-30_aaaaaa.svg': Buffer.from('<svg/>'),
    };
    const zip = e.path('b.zip');
    writeFileSync(zip, zipBundle(files, undefined));
    const ended = await e.cadastre(['verify', zip, '--root', root, '--json']);
    expect(ended.code).toBe(1);
    const { verdict, verdicts } = JSON.parse(ended.stdout);
    expect(verdict).toBe('refused');
    expect(verdicts).toContainEqual(
      expect.objectContaining({
        ...{ check: 'bundle', verdict: 'fail' },
        reason: expect.stringMatching(/nothing has been published yet/),
      }),
    );
  } finally {
    e.remove();
  }
}, 60_000);
