/** `cadastre log` where the history is not all there, and of a bundle. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EvidenceEstate } from './evidence-estate.ts';
import { approve, publish, publishedEstate, TWO } from './evidence-forge.ts';

let e: EvidenceEstate;
beforeAll(async () => {
  e = await publishedEstate();
  e.as('eng');
  e.commit('Two', { 'diagrams/a.ts': TWO });
  await approve(e);
  await publish(e);
  e.git('config', 'uploadpack.allowFilter', 'true');
}, 120_000);
afterAll(() => e.remove());

test('a shallow clone cannot tell, and does not say that nothing was published', async () => {
  const clone = e.path('shallow');
  e.git('clone', '-q', '--depth', '1', `file://${e.root}`, clone);
  const ended = await e.cadastre(['log', 'a'], clone);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(/error shallow-clone: the clone is shallow/);
  expect(ended.stderr + ended.stdout).not.toMatch(/No version/);
}, 60_000);

test('nor does a partial clone, which is not called broken', async () => {
  const clone = e.path('partial');
  e.git('clone', '-q', '--no-checkout', '--filter=blob:none', `file://${e.root}`, clone);
  const ended = await e.cadastre(['log', 'a'], clone);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(/error shallow-clone: the clone is partial/);
  const verified = await e.cadastre(['verify', '--no-redraw', 'HEAD'], clone);
  expect(verified.code).toBe(1);
  expect(verified.stdout).toMatch(/the clone is partial: .*Fetch what is missing/);
  // What the hint says to do.
  e.git('-C', clone, 'fetch', '-q', '--refetch', '--no-filter');
  expect(await e.cadastre(['log', 'a'], clone)).toMatchObject({ code: 0 });
}, 60_000);

test('a bundle has the same versions, with times that order those of one day', async () => {
  const zip = e.path('b.zip');
  expect(await e.cadastre(['bundle', '-o', zip])).toMatchObject({ code: 0 });
  const here = await e.cadastre(['log', 'a']);
  const there = await e.cadastre(['log', 'a', '--bundle', zip], e.path('x').replace(/\/x$/, ''));
  expect(there).toMatchObject({ code: 0, stdout: here.stdout });
  expect(there.stdout).toMatch(
    /^version 2 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2}[0-9a-f]{12}$/m,
  );
  const none = await e.cadastre(['log', 'a', '--bundle', e.path('none.zip')]);
  expect(none.code).toBe(2);
  expect(none.stderr).toMatch(/error unknown-revision: .*none\.zip/);
}, 90_000);
