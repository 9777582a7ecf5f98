/** Published drawings: the facts that they are known to hold, and drafts that draw. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileSource } from '../src/app/compile/compile-source.ts';
import { type DraftElement, draftOf } from '../src/drawings/draft.ts';
import { draftText } from '../src/drawings/yaml-draft.ts';
import { readDrawio } from '../src/formats/drawio.ts';
import { hasErrors } from '../src/model/diagnostic.ts';
import { loadConfig } from '../src/sources/config/config.ts';
import { corpusFile } from './corpus.ts';
import { withNeed } from './required.ts';

const pagesOf = (name: string) => readDrawio(corpusFile(`drawio/${name}.drawio`));
const flat = (all: readonly DraftElement[]): DraftElement[] =>
  all.flatMap((element) => [element, ...flat(element.members)]);

withNeed('corpus', describe)('drawings of others', () => {
  test.each<[string, number, number[], number[], number[]]>([
    ['org-formation-reference-arch', 1, [17], [10], [0]],
    ['org-formation-organization', 1, [23], [4], [18]],
    ['hub-and-spoke-inspection', 2, [55, 40], [4, 3], [46, 32]],
  ])('%s has the cells that it is known for', (name, pages, vertices, edges, held) => {
    const found = pagesOf(name).map(({ cells }) => [...cells.values()]);
    expect(found).toHaveLength(pages);
    const count = (test: (cell: (typeof found)[number][number]) => boolean) =>
      found.map((cells) => cells.filter(test).length);
    expect(count(({ kind }) => kind === 'vertex')).toEqual(vertices);
    expect(count(({ kind }) => kind === 'edge')).toEqual(edges);
    expect(count(({ source, target }) => source !== undefined && target !== undefined)).toEqual(
      edges,
    );
    expect(count(({ kind, parent }) => kind === 'vertex' && parent !== undefined)).toEqual(held);
  });

  test('the organization of the reference has four OUs, and all its accounts; nothing stands in anything', () => {
    const [page] = pagesOf('org-formation-reference-arch');
    const draft = page && draftOf(page);
    const names = (kind: string) =>
      (draft?.content ?? []).flatMap((e) => (e.kind === kind ? e.name : [])).sort();
    expect(names('ou')).toEqual(['OrgnizationRoot', 'ProdOu', 'SdlcOu', 'SharedOu', 'SuspendedOu']);
    expect(names('account')).toEqual([
      'LogArchiveAccount',
      'Management Account',
      'OrgBuildAccount',
      'SecurityAccount',
    ]);
    expect(draft?.content.every(({ members }) => members.length === 0)).toBe(true);
    expect(draft?.links).toHaveLength(10);
  });

  test('the tables of the transit gateway have the rows of its code', () => {
    const tables = pagesOf('hub-and-spoke-inspection').map((page) =>
      flat(draftOf(page).content)
        .filter(({ kind }) => kind === 'route-table')
        .map(({ name, routes }) => [name, routes?.map(({ destination }) => destination)]),
    );
    expect(tables).toEqual([
      [
        ['Spoke Route Table', ['0.0.0.0/0', 'VPC1 CIDR', 'VPC2 CIDR']],
        ['Inspection Route Table', ['VPC1 CIDR', 'VPC2 CIDR']],
      ],
      [
        ['Spoke Route Table', ['0.0.0.0/0']],
        ['Inspection Route Table', ['VPC1 CIDR', 'VPC2 CIDR']],
      ],
    ]);
  });

  test.each([
    'org-formation-reference-arch',
    'org-formation-organization',
    'hub-and-spoke-inspection',
  ])('the draft of %s compiles', async (name) => {
    const root = mkdtempSync(join(tmpdir(), 'cadastre-draft-'));
    try {
      const file = join(root, 'draft.yaml');
      const drafts = pagesOf(name).map(draftOf);
      writeFileSync(file, draftText(`${name}.drawio`, drafts));
      const { value: config } = await loadConfig(root);
      if (!config) throw new Error('no config');
      const { diagrams, diagnostics } = await compileSource(file, { root, config });
      expect(hasErrors(diagnostics)).toBe(false);
      expect(diagrams).toHaveLength(drafts.length);
      diagrams.forEach(({ diagram }, i) => {
        expect(Object.keys(diagram.elements)).toHaveLength(flat(drafts[i]?.content ?? []).length);
        expect(Object.keys(diagram.links)).toHaveLength(drafts[i]?.links.length ?? -1);
      });
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
