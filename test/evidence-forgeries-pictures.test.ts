/** Publications that CI never made, or made of something else. */

import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printManifest } from '../src/evidence/manifest/manifest.ts';
import { sha256 } from '../src/model/digest.ts';
import { type EvidenceEstate, mail, POLICY } from './evidence-estate.ts';
import {
  approve,
  copyOf,
  expectRefused,
  expectVerified,
  forgePublication,
  judged,
  manifestOf,
  ONE,
  publish,
  publishedEstate,
  TWO,
} from './evidence-forge.ts';

let base: EvidenceEstate;
beforeAll(async () => {
  base = await publishedEstate({ 'cadastre.config.yaml': 'formats: [svg, jpg]\n' });
});
afterAll(() => base.remove());

const start = (): EvidenceEstate => {
  const e = copyOf(base);
  e.as('ci');
  return e;
};

const text = (e: EvidenceEstate, name: string): string => readFileSync(join(e.root, name), 'utf8');
const A = { 'a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n' };

test('the genuine publication is verified, drawn again', async () => {
  const { code, said } = await judged(start(), []);
  expect(said).toContainEqual(expect.objectContaining({ check: 'redraw', verdict: 'pass' }));
  expect(said).toContainEqual(expect.objectContaining({ check: 'checkout', verdict: 'pass' }));
  expect(code).toBe(0);
});

test.each(['svg', 'jpg'])('a swapped %s under an untouched manifest', async (format) => {
  const e = start();
  e.commit('Swap', { [`out/a.${format}`]: 'another' });
  await expectRefused(e, 'files', /differs from the one in the manifest/);
});

test('a swapped picture in the checkout alone', async () => {
  const e = start();
  writeFileSync(join(e.root, 'out/a.svg'), 'another');
  await expectRefused(e, 'checkout', /differs from the committed file/);
  rmSync(join(e.root, 'out/a.jpg'));
  await expectRefused(e, 'checkout', /it is missing/);
  await expectVerified(e, ['--no-redraw', 'HEAD']);
});

test('another picture, with a manifest that fits: drawn again it is another', async () => {
  const e = start();
  forgePublication(e, () => {}, { files: A });
  await expectVerified(e);
  await expectRefused(e, 'redraw', /gives a different picture/, []);
});

test('a picture without an entry, an entry without a picture', async () => {
  const extra = start();
  extra.commit('Extra', { 'out/b.svg': 'x' });
  await expectRefused(extra, 'files', /the manifest does not list it/);
  const gone = start();
  rmSync(join(gone.root, 'out/a.jpg'));
  gone.commit('Gone');
  await expectRefused(gone, 'files', /but it is missing/);
});

test('a picture with an entry, of no diagram', async () => {
  const e = start();
  forgePublication(e, () => {}, { files: { 'b.svg': 'x' } });
  await expectRefused(e, 'files', /belongs to no diagram/);
});

test('a symlink in place of a picture', async () => {
  const e = start();
  rmSync(join(e.root, 'out/a.svg'));
  symlinkSync('../diagrams/a.ts', join(e.root, 'out/a.svg'));
  e.commit('Link');
  await expectRefused(e, 'files', /not a regular file/);
});

test('a manifest that is a symlink, is cut off, or is not there', async () => {
  for (const change of ['link', 'cut', 'gone'] as const) {
    const e = start();
    const path = join(e.root, 'out/manifest.json');
    const old = text(e, 'out/manifest.json');
    rmSync(path);
    if (change === 'link') symlinkSync('SHA256SUMS', path);
    if (change === 'cut') writeFileSync(path, old.slice(0, -10));
    e.commit('Manifest');
    await expectRefused(e, 'manifest', /is missing|truncated/);
  }
});

test.each<[string, string, RegExp]>([
  ['leads up', '../.cadastre/policy.yaml', /outside its folder/],
  ['is absolute', '/etc/passwd', /outside its folder/],
  ['differs only in case', 'A.svg', /twice/],
  ['is the same', 'a.svg', /twice/],
])('an entry whose name %s', async (_, name, reason) => {
  const e = start();
  forgePublication(e, () => {}, {
    print: (manifest) => {
      const statement = JSON.parse(printManifest(manifest));
      statement.subject.push({ name, digest: { sha256: sha256('x') } });
      return `${JSON.stringify(statement, undefined, 1)}\n`;
    },
  });
  await expectRefused(e, 'manifest', reason);
});

test('a key that stands in the manifest twice', async () => {
  const e = start();
  forgePublication(e, () => {}, {
    print: (m) => printManifest(m).replace('"version": 1', '"version": 7,\n     "version": 1'),
  });
  await expectRefused(e, 'manifest', /not in canonical form/);
});

test('SHA256SUMS says something else', async () => {
  const e = start();
  const sums = text(e, 'out/SHA256SUMS');
  e.commit('Sums', { 'out/SHA256SUMS': sums.replace(/^[0-9a-f]{4}/, '0000') });
  await expectRefused(e, 'files', /does not match the manifest/);
});

test('a commit that is no publication changes the output folder', async () => {
  const e = start();
  e.as('eng');
  e.commit('Touch up', { 'out/a.svg': 'x' });
  await expectRefused(e, 'published-by-ci', /eng@example.com does not have the role ci/);
});

test('a publication changes something else, too', async () => {
  const e = start();
  e.as('app');
  e.commit('CI writes', {
    '.cadastre/policy.yaml': POLICY.replace(`author: [${mail('eng')}]`, `author: [${mail('ci')}]`),
  });
  forgePublication(e, () => {}, { beside: { 'diagrams/a.ts': TWO } });
  await expectRefused(
    e,
    'published-by-ci',
    /may change only out\/, but this one also changes diagrams/,
  );
});

test.each<[string, string, RegExp, Parameters<typeof forgePublication>[1]]>([
  [
    'another source commit',
    'source-commit',
    /a commit other than/,
    (m) => {
      m.sourceCommit = '0'.repeat(40);
    },
  ],
  [
    'another time',
    'dates',
    /a different time/,
    (m) => {
      m.published = '2020-01-01T00:00:00.000Z';
    },
  ],
  [
    'another version',
    'versions',
    /is version 1/,
    (m) => {
      one(m).version = 7;
    },
  ],
  [
    'another day',
    'dates',
    /the manifest says 2020-01-01/,
    (m) => {
      one(m).date = '2020-01-01';
    },
  ],
  [
    'other makers',
    'makers',
    /the history says eng@example.com/,
    (m) => {
      one(m).makers = ['app@example.com'];
    },
  ],
  [
    'no makers',
    'makers',
    /the manifest says nobody/,
    (m) => {
      one(m).makers = [];
    },
  ],
  [
    'a version before it that there was not',
    'versions',
    /different previous version/,
    (m) => {
      one(m).previous = 'f'.repeat(64);
    },
  ],
  [
    'other inputs',
    'inputs',
    /differs from the file that it was made from/,
    (m) => {
      one(m).inputs = [{ path: 'diagrams/a.ts', sha256: 'f'.repeat(64) }];
    },
  ],
  [
    'inputs that are not there',
    'inputs',
    /secret.ts differs from the file/,
    (m) => {
      one(m).inputs = [
        ...(one(m).inputs as object[]),
        { path: 'secret.ts', sha256: 'f'.repeat(64) },
      ];
    },
  ],
  [
    'inputs from outside',
    'inputs',
    /\.\.\/\.\.\/x differs from/,
    (m) => {
      one(m).inputs = [{ path: '../../x', sha256: 'f'.repeat(64) }];
    },
  ],
  [
    'no inputs',
    'inputs',
    /not among the files that it was made from/,
    (m) => {
      one(m).inputs = [];
    },
  ],
  [
    'an approval that is not there',
    'approvals',
    /claims an approval by boss@x/,
    (m) => {
      one(m).approvals = [{ by: 'boss@x', time: '2026-01-01T00:00:00.000Z' }];
    },
  ],
  [
    'no approval',
    'approvals',
    /leaves out the approval by app/,
    (m) => {
      one(m).approvals = [];
    },
  ],
  [
    'a draft that is none',
    'approvals',
    /says that it is a draft/,
    (m) => {
      one(m).draft = true;
    },
  ],
  [
    'another model',
    'files',
    /not the model that was approved/,
    (m) => {
      one(m).model = 'f'.repeat(64);
    },
  ],
])('a manifest that names %s', async (_, check, reason, change) => {
  const e = start();
  forgePublication(e, change);
  await expectRefused(e, check, reason);
});

// biome-ignore lint/suspicious/noExplicitAny: a forger writes what no type allows
const one = (manifest: ReturnType<typeof manifestOf>): any => manifest.diagrams.a;

test.each<[string, (m: ReturnType<typeof manifestOf>) => void, RegExp]>([
  [
    'another title',
    (m) => {
      one(m).title = 'Everything';
    },
    /does not match the contents of the model/,
  ],
  [
    'a waiver',
    (m) => {
      one(m).waivers = [{ rule: 'x', reason: 'y', until: '2030-01-01' }];
    },
    /does not match the contents/,
  ],
  [
    'fewer findings',
    (m) => {
      one(m).findings = [{ rule: 'x', severity: 'error', message: 'y' }];
    },
    /findings differ/,
  ],
  [
    'counts of what is not drawn',
    (m) => {
      one(m).census = [{ kind: 'vpc', found: 2, folded: 0, omitted: 0, unresolved: 0 }];
    },
    /counts in the manifest do not match the model/,
  ],
])('a manifest that tells of %s', async (_, change, reason) => {
  const e = start();
  forgePublication(e, change);
  await expectRefused(e, '(redraw|findings)', reason, []);
});

test('a model that is none', async () => {
  for (const model of [
    '{}',
    '[',
    '{"format":"cadastre/diagram@1","title":"x","document":{},"elements":{"a":1},"links":{},"hints":[],"waivers":[],"unresolved":[]}',
  ]) {
    const e = start();
    forgePublication(
      e,
      (m) => {
        one(m).model = sha256(model);
      },
      { files: { 'a.model.json': model } },
    );
    await expectRefused(e, 'redraw', /not a valid Cadastre model|cannot be drawn/, []);
    expect((await e.cadastre(['log', 'a'])).stderr).not.toMatch(/This is a bug/);
  }
});

test('pictures that another version drew are neither good nor bad, unless it is asked for', async () => {
  const e = start();
  forgePublication(e, (m) => {
    m.tool = { ...m.tool, version: '0.0.1' };
  });
  const { said, code } = await judged(e, []);
  expect(said).toContainEqual(
    expect.objectContaining({
      check: 'redraw',
      verdict: 'unknown',
      reason: expect.stringMatching(/made by cadastre 0\.0\.1/),
    }),
  );
  expect(code).toBe(0);
  await expectRefused(e, 'redraw', /made by cadastre 0\.0\.1/, ['--require-redraw']);
});

test('settings that lead out of the estate', async () => {
  const e = start();
  forgePublication(e, (m) => {
    m.tool = { ...m.tool, settings: { icons: '../../etc', fonts: [] } };
  });
  await expectRefused(e, 'manifest', /lacks required fields/);
});

test('going back to an older model needs a new approval, by a detour, too', async () => {
  const e = start();
  e.as('eng');
  e.commit('Two', { 'diagrams/a.ts': TWO });
  await approve(e);
  await publish(e);
  e.as('eng');
  e.commit('One again', { 'diagrams/a.ts': ONE });
  await publish(e);
  expect(manifestOf(e).diagrams.a).toMatchObject({ draft: true, version: 3 });
  // Taken away and put back it is no new diagram.
  e.as('eng');
  e.commit('Other', { 'diagrams/b.ts': TWO, 'diagrams/a.ts': TWO });
  await publish(e);
  e.as('eng');
  rmSync(join(e.root, 'diagrams/a.ts'));
  e.commit('Away');
  await publish(e);
  e.as('eng');
  e.commit('Back', { 'diagrams/a.ts': ONE });
  await publish(e);
  expect(manifestOf(e).diagrams.a).toMatchObject({ draft: true, version: 3 });
  await expectVerified(e);
});

test('an old output folder comes back by a merge', async () => {
  const e = start();
  e.git('branch', 'old');
  e.as('eng');
  e.commit('Two', { 'diagrams/a.ts': TWO });
  await publish(e);
  const forged = forgeMerge(e);
  expect(forged).toMatch(/^[0-9a-f]{40}$/);
  await expectRefused(
    e,
    'published-by-ci',
    /a publication cannot be a merge|does not have the role ci/,
  );
});

function forgeMerge(e: EvidenceEstate): string {
  const old = e.git('rev-parse', 'old:out');
  e.git('checkout', '-q', 'old');
  e.as('eng');
  e.commit('Side', { 'note.md': 'x' });
  e.git('checkout', '-q', 'main');
  e.git('merge', '-q', '--no-ff', '--no-commit', 'old');
  e.git('rm', '-q', '-r', '--cached', 'out');
  rmSync(join(e.root, 'out'), { recursive: true });
  e.git('read-tree', '--prefix=out/', '-u', old);
  e.git('commit', '-q', '-S', '-m', 'Merge');
  return e.head();
}
