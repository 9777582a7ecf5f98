/** Models of the format 1 keep their bytes, their digests and their approvals; in the format 2 no sentence is signed. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readModel } from '../src/app/verify/published-model.ts';
import { compare, isEmpty } from '../src/compare/compare.ts';
import { describe as inWords } from '../src/compare/describe.ts';
import { canonicalModel, inFormat1 } from '../src/model/canonical.ts';
import type { Diagram } from '../src/model/diagram.ts';
import { reasonText, subjectText } from '../src/model/unresolved.ts';
import { estate } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const OLD = fileURLToPath(new URL('fixtures/format-1', import.meta.url));
const NOW = fileURLToPath(new URL('../out', import.meta.url));
const models = readdirSync(OLD).filter((name) => name.endsWith('.model.json'));

const textOf = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

function diagramOf(text: string): Diagram {
  const diagram = readModel(text);
  if (!diagram) throw new Error('not a model');
  return diagram;
}

describe.each(models)('%s of the format 1', (name) => {
  const old = textOf(OLD, name);

  test('is read as it was written, byte for byte', () => {
    expect(canonicalModel(diagramOf(old))).toBe(old);
    expect(isEmpty(compare(diagramOf(old), diagramOf(old)))).toBe(true);
  });

  test('differs from the same content of today by its format, and says so', () => {
    const before = diagramOf(old);
    const { unresolved, census: _, ...rest } = before;
    const coded = diagramOf(textOf(NOW, 'estate-network.overview.model.json')).unresolved;
    // As today's version makes it: the same entries, in codes.
    const after: Diagram = {
      ...rest,
      format: 'cadastre/diagram@2',
      unresolved: coded.filter(({ element }) => unresolved.some((u) => u.element === element)),
    };
    expect(after.unresolved).toHaveLength(unresolved.length);
    expect(inWords(compare(before, after))).toEqual([
      'diagram: format of the model cadastre/diagram@1 became cadastre/diagram@2',
    ]);
    expect(canonicalModel({ ...inFormat1(after), census: before.census ?? [] })).toBe(
      canonicalModel({ ...before, census: before.census ?? [] }),
    );
  });
});

test('a model of today holds codes where the format 1 held sentences, and no census', () => {
  const names = readdirSync(NOW).filter((name) => name.endsWith('.model.json'));
  const all = names.map((name) => diagramOf(textOf(NOW, name)));
  expect(all.flatMap(({ unresolved }) => unresolved).length).toBeGreaterThan(0);
  for (const diagram of all) {
    expect(diagram).not.toHaveProperty('census');
    for (const { what, reason } of diagram.unresolved) {
      expect(what).toEqual({ type: expect.stringMatching(/^[a-z-]+$/), name: expect.any(String) });
      expect(reason).toEqual({ code: expect.stringMatching(/^[a-z-]+$/) });
    }
  }
});

test('the census is no part of what is signed', () => {
  const diagram = diagramOf(textOf(NOW, 'estate-network.cde.model.json'));
  const census = [{ kind: 'vpc', found: 9, folded: 0, omitted: 4, unresolved: 0 }];
  expect(canonicalModel({ ...diagram, census })).toBe(canonicalModel(diagram));
});

test.each<[string, object]>([
  ['a reason that is a number', { what: 'x', reason: 7 }],
  ['a reason without a code', { what: 'x', reason: { type: 'vpn' } }],
  ['a parameter that is no text', { what: { type: 'vpc', name: {} }, reason: 'x' }],
  ['no subject', { reason: { code: 'peer-not-named' } }],
])('a model with %s is none', (_, entry) => {
  const model = JSON.parse(textOf(NOW, 'card-payment-flow.model.json'));
  expect(readModel(JSON.stringify(model))).toBeDefined();
  expect(readModel(JSON.stringify({ ...model, unresolved: [entry] }))).toBeUndefined();
});

test('codes of a later version are shown as they stand', () => {
  const reason = { code: 'constructor' } as unknown as Parameters<typeof reasonText>[0];
  expect(reasonText(reason)).toBe('constructor');
  const what = { type: 'moon-base', name: 'alpha' } as unknown as Parameters<typeof subjectText>[0];
  expect(subjectText(what)).toBe('moon-base alpha');
  expect(reasonText({ code: 'attachment-kind-not-recorded', type: 'vpn' })).toBe(
    'Cartography has no nodes for the far ends of attachments of the type vpn',
  );
});

test('a history of the format 1 verifies, with its approvals', async () => {
  const bundle = join(OLD, 'mockupbank-evidence.zip');
  const root = textOf(OLD, 'ROOT.txt').trim();
  const { stdout } = await cadastre(estate({}), [
    ...['verify', bundle, '--root', root, '--no-redraw', '--json'],
  ]);
  // Page and tables of the zip are those of the version that made it: only the history counts here.
  const verdicts: { check: string; verdict: string }[] = JSON.parse(stdout).verdicts;
  const failed = verdicts.filter(({ verdict }) => verdict === 'fail').map(({ check }) => check);
  expect(failed.filter((check) => check !== 'bundle')).toEqual([]);
  const passed = verdicts.filter(({ verdict }) => verdict === 'pass').map(({ check }) => check);
  expect(passed).toEqual(expect.arrayContaining(['anchored', 'signature', 'files', 'approvals']));
}, 60_000);
