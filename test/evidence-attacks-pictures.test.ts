/** What CI's key, an author or a hosting service may try with pictures, so that one is shown that nobody approved. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EvidenceEstate, evidenceEstate, mail } from './evidence-estate.ts';
import {
  copyOf,
  expectRefused,
  expectVerified,
  forgeCommit,
  forgePublication,
  manifestOf,
  ONE,
  publish,
  publishedEstate,
  TWO,
} from './evidence-forge.ts';
import { put } from './run-cli.ts';

const font = (weight: string): Buffer =>
  readFileSync(
    createRequire(import.meta.url).resolve(
      `@expo-google-fonts/arimo/${weight}/Arimo_${weight}.ttf`,
    ),
  );
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>';
const WITH_ICON = ONE.replace("account('One')", "account('One', { icon: 'own' })");

let base: EvidenceEstate;
beforeAll(async () => {
  base = await publishedEstate({
    'cadastre.config.yaml': 'formats: [svg]\nfonts: [fonts/own.ttf]\n',
    'fonts/own.ttf': font('400Regular'),
    'icons/own.svg': ICON,
    'diagrams/a.ts': WITH_ICON,
  });
});
afterAll(() => base.remove());

const start = (): EvidenceEstate => {
  const e = copyOf(base);
  e.as('eng');
  return e;
};

const NICER = { 'a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' };

test('the genuine publication, with a font and an icon of its own, is drawn again', async () => {
  await expectVerified(start(), ['--require-redraw']);
});

test('another font under an approved model is another model', async () => {
  const e = start();
  e.commit('Letters', { 'fonts/own.ttf': font('700Bold') });
  await publish(e);
  expect(manifestOf(e).diagrams.a).toMatchObject({ draft: true, version: 2 });
});

test('a forged picture in force, behind a newer draft', async () => {
  const e = start();
  forgePublication(e, () => {}, { files: NICER });
  e.as('eng');
  e.commit('Two', { 'diagrams/a.ts': TWO });
  await publish(e);
  expect(manifestOf(e).diagrams.a).toMatchObject({ draft: true });
  await expectRefused(e, 'redraw', /gives a different picture/, []);
});

test('a forged picture whose icon or font is not there, or said to be elsewhere', async () => {
  const e = start();
  forgePublication(
    e,
    ({ diagrams: { a } }) => {
      const one = a as { inputs: readonly { path: string }[] };
      one.inputs = one.inputs.filter(({ path }) => path !== 'icons/own.svg');
    },
    { files: NICER },
  );
  await expectRefused(e, 'redraw', /the icon own has changed/, []);
  forgePublication(e, (manifest) => {
    manifest.tool = { ...manifest.tool, settings: { ...manifest.tool.settings, fonts: [] } };
  });
  await expectRefused(e, 'redraw', /ha(s|ve) changed/, []);
  forgePublication(e, (manifest) => {
    manifest.tool = {
      ...manifest.tool,
      settings: { ...manifest.tool.settings, fonts: ['/x.ttf'] },
    };
  });
  await expectRefused(e, 'redraw', /outside the estate/, ['--require-redraw']);
});

test('an approver who is named twice', async () => {
  const e = start();
  forgePublication(e, ({ diagrams: { a } }) => {
    const one = a as unknown as { approvals: unknown[] };
    one.approvals = [...one.approvals, ...one.approvals];
  });
  await expectRefused(e, 'approvals', /names an approver twice/);
});

test('a publication on what was there before the root is judged as any other', async () => {
  const e = evidenceEstate({ 'cadastre.config.yaml': 'formats: [svg]\n', 'diagrams/a.ts': ONE });
  try {
    e.as('eng');
    e.git('add', 'diagrams');
    e.git('commit', '-q', '-m', 'Before');
    const before = e.head();
    const root = e.commit('Root');
    const published = copyOf(e);
    await publish(published);
    e.git('checkout', '-q', '--detach', before);
    put(
      e.root,
      Object.fromEntries(FILES.map((f) => [`out/${f}`, published.git('show', `HEAD:out/${f}`)])),
    );
    const side = forgePublication(e, ({ diagrams: { a } }) => {
      const one = a as { draft?: true; approvals: unknown };
      delete one.draft;
      one.approvals = [{ by: mail('app'), time: '2026-01-01T00:00:00.000Z' }];
    });
    e.as('eng');
    e.git('checkout', '-q', 'main');
    e.git('merge', '-q', '--no-ff', '-S', '-m', 'Merge', side);
    await expectRefused(e, 'approvals', /claims an approval by app/, [
      '--no-redraw',
      '--root',
      root,
    ]);
  } finally {
    e.remove();
  }
});

const FILES = ['a.svg', 'a.model.json', 'manifest.json', 'SHA256SUMS'];

test('a merge that nobody signed changes what a diagram reads beside its folder', async () => {
  const source = ONE.replace(
    "cadastre';",
    "cadastre';\nimport { name } from '../../shared/name.ts';",
  );
  const e = evidenceEstate(
    {
      'networks/cadastre.config.yaml': 'formats: [svg]\n',
      'networks/diagrams/a.ts': source.replace("'One'", 'name'),
      'shared/name.ts': "export const name = 'One';\n",
    },
    'networks/',
  );
  try {
    e.as('eng');
    e.commit('First');
    await publish(e);
    const main = e.head();
    e.git('checkout', '-q', '-b', 'side');
    e.as('eng');
    const side = e.commit('Side', { 'app/main.c': 'x' });
    e.git('checkout', '-q', 'main');
    const tree = e.commit('Tree', {
      'shared/name.ts': "export const name = 'Two';\n",
      'app/main.c': 'x',
    });
    forgeCommit(e, {
      by: 'eve',
      parents: [main, side],
      tree: e.git('rev-parse', `${tree}^{tree}`),
    });
    e.as('ci');
    const { code, stderr } = await e.cadastre(['publish']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/makers .*not signed by a key in force/),
    ]);
  } finally {
    e.remove();
  }
});
