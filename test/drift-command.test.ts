/** `cadastre drift` as a user runs it: exit codes, formats, the baseline, data that is too old. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { estate } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const BANK = read('./fixtures/drift/mockupbank.yaml');
const DAY = ['--as-of', '2026-11-30'];
const DEV_BLOCK = 'cidr: "10.50.0.0/16"';

/** The recorded bank, and what is drawn of it. */
const bank = (files: Readonly<Record<string, string>> = {}): string =>
  estate({
    'cadastre.config.ts': read('../cadastre.config.ts'),
    'diagrams/snapshots/mockupbank.json': read('../diagrams/snapshots/mockupbank.json'),
    'diagrams/bank.yaml': BANK,
    ...files,
  });

const json = async (root: string, ...args: readonly string[]) => {
  const { code, stdout, stderr } = await cadastre(root, ['drift', ...DAY, '--json', ...args]);
  return { code, stderr, document: JSON.parse(stdout) };
};

describe('diagrams', () => {
  test('that equal the recorded estate: in sync, with the scope', async () => {
    const root = bank({ 'diagrams/other.yaml': 'title: O\ncontent: [{ kind: vpc, name: v }]\n' });
    const { code, document } = await json(root);
    expect(code).toBe(0);
    expect(document).toMatchObject({
      ...{ format: 'cadastre/drift@1', verdict: 'in-sync', estate: 'mockupbank' },
      ...{ differences: [], incomplete: [], accepted: [], skipped: ['other'] },
      coverage: { percent: 100 },
      scope: [
        { diagram: 'bank.organization', covers: ['all OUs and accounts'] },
        {
          diagram: 'bank.network',
          covers: ['all VPCs with their subnets, gateways, routes and resources'],
          sources: [{ source: 'cartography', day: '2026-11-22' }],
        },
      ],
    });
    const text = await cadastre(root, ['drift', ...DAY]);
    expect(text.stdout).toContain('scope: all OUs and accounts');
    expect(text.stdout).toContain('1 diagram not compared, as no scope is stated: other');
    expect(text.stdout).toMatch(
      /^in sync on 2026-11-30: 138 of 138 running things declared \(100 %\)$/m,
    );
  });

  test('that differ: each difference with both places, in every format', async () => {
    const root = bank({ 'diagrams/bank.yaml': BANK.replace(DEV_BLOCK, 'cidr: "10.51.0.0/16"') });
    const { code, document } = await json(root);
    expect(code).toBe(1);
    const line = BANK.split('\n').findIndex((text) => text.includes(DEV_BLOCK)) - 2;
    expect(document.differences).toMatchObject([
      {
        ...{ diagram: 'bank.network', type: 'vpc', change: 'differs', fact: 'cidr', name: 'dev' },
        ...{ declared: ['10.51.0.0/16'], running: ['10.50.0.0/16'] },
        places: [
          { source: 'diagram', place: { file: 'diagrams/bank.yaml', line } },
          { source: 'cartography', place: { file: 'diagrams/snapshots/mockupbank.json' } },
        ],
      },
    ]);
    const says = 'cidr is declared as 10.51.0.0/16 and is 10.50.0.0/16';
    for (const format of ['text', 'markdown', 'sarif', 'github']) {
      const run = await cadastre(root, ['drift', ...DAY, '--format', format]);
      expect([format, run.code]).toEqual([format, 1]);
      expect(run.stdout).toContain(says);
    }
    const sarif = JSON.parse((await cadastre(root, ['drift', ...DAY, '--format', 'sarif'])).stdout)
      .runs[0].results;
    expect(sarif).toMatchObject([
      { ruleId: 'drift-differs', level: 'error', relatedLocations: [{}] },
    ]);
  });

  test('in files that are named are compared, whether they state a scope or not', async () => {
    const root = bank({
      'diagrams/other.yaml':
        'title: O\ncontent: [{ kind: vpc, name: dev, id: vpc-24b8b3e4fffda1b7d }]\n',
    });
    const { code, document } = await json(root, 'diagrams/other.yaml');
    expect([code, document.verdict]).toEqual([2, 'incomplete']);
    expect(document.incomplete).toMatchObject([{ gap: 'scope-not-stated', diagram: 'other' }]);
    expect(document.coverage.percent).toBeUndefined();
  });

  test('that are derived from the estate cannot be judged against it', async () => {
    const derived = `import { diagram, estate } from 'cadastre';
export default diagram('D', {
  covers: [{ organization: true }],
  content: estate('mockupbank').organization(),
});
`;
    const root = bank({ 'diagrams/derived.ts': derived });
    const { code, document } = await json(root, 'diagrams/derived.ts');
    expect(code).toBe(2);
    expect(document.differences).toEqual([]);
    expect(document.incomplete).toMatchObject([{ gap: 'same-source' }]);
    expect(document.incomplete[0].hint).toContain(
      'cadastre drift --from terraform --to cartography',
    );
  });

  test('of a project without any scope: nothing is compared', async () => {
    const root = bank({
      'diagrams/bank.yaml': 'title: O\ncovers: [All]\ncontent: [{ kind: vpc, name: v }]\n',
    });
    const { code, stderr } = await cadastre(root, ['drift']);
    expect(code).toBe(2);
    expect(stderr).toContain('error no-scope: no diagram states a scope');
  });

  test('that do not load are an error, and nothing is in sync', async () => {
    const root = bank({ 'diagrams/broken.yaml': 'title: O\ncontent: [{ kind: vpx, name: v }]\n' });
    const { code, document } = await json(root);
    expect(code).toBe(2);
    expect(document.verdict).toBeUndefined();
    expect(document.diagnostics).toMatchObject([{ code: 'unknown-kind' }]);
  });
});

describe('data', () => {
  test('older than the limit is never in sync', async () => {
    const root = bank();
    const limit = async (...args: readonly string[]) =>
      (await cadastre(root, ['drift', '--json', ...args])).code;
    expect(await limit('--as-of', '2026-12-22')).toBe(0);
    expect(await limit('--as-of', '2026-12-23')).toBe(2);
    expect(await limit('--as-of', '2026-12-23', '--max-age', '2 months')).toBe(0);
    expect(await limit('--as-of', '2026-11-30', '--max-age', '1 week')).toBe(2);
    const { document } = await json(root, '--max-age', '1 week');
    expect(document.incomplete[0]).toMatchObject({ gap: 'stale', name: 'cartography' });
  });

  test('whose tags were not asked for is not asked for: the config adds a key', async () => {
    const config = read('../cadastre.config.ts').replace("'pci-zone': 'cde'", "'team': 'cards'");
    const { code, document } = await json(bank({ 'cadastre.config.ts': config }));
    expect(code).toBe(2);
    expect(document.incomplete).toMatchObject([{ gap: 'not-asked', diagram: 'bank.network' }]);
    expect(document.differences).toEqual([]);
  });
});

test('the baseline accepts, ends, and is told where it accepts nothing', async () => {
  const entry = (more: string): string => `accept:
  - { type: vpc, id: vpc-24b8b3e4fffda1b7d, change: differs, fact: cidr, reason: moving, ${more} }
`;
  const root = bank({
    'diagrams/bank.yaml': BANK.replace(DEV_BLOCK, 'cidr: "10.51.0.0/16"'),
    '.cadastre/drift.yaml': entry('until: 2026-11-30'),
  });
  const accepted = await json(root);
  expect(accepted.code).toBe(0);
  expect(accepted.document.accepted).toMatchObject([
    { change: 'differs', fact: 'cidr', reason: 'moving', until: '2026-11-30' },
  ]);
  writeFileSync(join(root, '.cadastre/drift.yaml'), entry('until: 2026-11-29'));
  const ended = await json(root);
  expect(ended.code).toBe(1);
  expect(ended.document.diagnostics).toMatchObject([
    { code: 'baseline-expired', origin: { file: '.cadastre/drift.yaml', line: 2 } },
  ]);
  writeFileSync(join(root, 'diagrams/bank.yaml'), BANK);
  writeFileSync(join(root, '.cadastre/drift.yaml'), entry('until: 2027-11-29'));
  const unused = await json(root);
  expect([unused.code, unused.document.diagnostics[0].code]).toEqual([0, 'baseline-unused']);
  expect((await json(root, '--fail-on', 'warning')).code).toBe(1);
  writeFileSync(join(root, '.cadastre/drift.yaml'), 'accept: [x]\n');
  expect((await json(root)).code).toBe(2);
});

describe('usage', () => {
  test.each([
    [['--from', 'terraform'], 'missing-value'],
    [['--from', 'a', '--to', 'b', 'diagrams/bank.yaml'], 'missing-value'],
    [['--from', 'terraform', '--to', 'cartography'], 'unknown-source'],
    [['--from', 'cartography', '--to', 'cartography'], 'unknown-source'],
    [['--against', 'other'], 'unknown-estate'],
    [['diagrams/none.yaml'], 'not-found'],
  ])('%j is refused: %s', async (args, code) => {
    const run = await json(bank(), ...args);
    expect(run.code).toBe(2);
    expect(run.document.diagnostics).toMatchObject([{ code }]);
  });
});
