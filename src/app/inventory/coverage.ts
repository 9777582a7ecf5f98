/** What an estate holds, by type and source, and how much of it pictures show. */

import { RECORD_TYPES } from '../../inventory/inventory.ts';
import { TYPE_WORDS } from '../../inventory/type-words.ts';
import { type Diagnostic, failure, hasErrors, type Outcome } from '../../model/diagnostic.ts';
import { byCodeUnit, byKey } from '../../model/order.ts';
import { compileSource } from '../compile/compile-source.ts';
import { countsOf } from '../compile/counts.ts';
import { drawnEstates } from '../import/drawn-estates.ts';
import type { Project } from '../project.ts';
import { type JoinedEstate, joinedEstate } from './joined-estate.ts';
import { listedWord } from './listed-types.ts';

/** One type of resource. */
export interface TypeCoverage {
  /** The word for a type that Cadastre models, else the source's own name. */
  readonly type: string;
  /** By source; `SOURCE listing` where a listing of the cloud counts it, and nothing else of it is known. */
  readonly found: Readonly<Record<string, number>>;
  /** Diagrams that show some of it, with how many elements and links. */
  readonly drawn: readonly { readonly diagram: string; readonly n: number }[];
  /** Of the diagram that shows most of it: shown as a part or a number of something else. */
  readonly folded: number;
  /** Of the same diagram: left out by its options. */
  readonly omitted: number;
  readonly modelled: boolean;
}

export interface EstateCoverage {
  readonly estate: string;
  readonly types: readonly TypeCoverage[];
}

/** What the ledger of pictures calls otherwise. */
const COUNTED: Readonly<Record<string, string>> = {
  root: 'ou',
  'unlisted-vpc': 'vpc',
  'peering-connection': 'peering',
  'virtual-private-gateway': 'vpn-gateway',
};

interface DrawnCount {
  readonly diagram: string;
  readonly n: number;
  readonly folded: number;
  readonly omitted: number;
}

/** Of each diagram of the estate, by type, what it shows. */
async function shownTypes(
  estate: string,
  project: Project,
): Promise<Outcome<ReadonlyMap<string, readonly DrawnCount[]>>> {
  const drawn = await drawnEstates(project);
  const diagnostics: Diagnostic[] = [...drawn.diagnostics];
  const shown = new Map<string, DrawnCount[]>();
  for (const file of drawn.files.get(estate) ?? []) {
    const compiled = await compileSource(file, project);
    diagnostics.push(...compiled.diagnostics.filter(({ severity }) => severity === 'error'));
    for (const { name: diagram, diagram: model } of compiled.diagrams) {
      const sums = new Map<string, DrawnCount>();
      for (const { kind, drawn: n, folded, omitted } of countsOf(model)) {
        const type = COUNTED[kind] ?? kind;
        const before = sums.get(type) ?? { diagram, n: 0, folded: 0, omitted: 0 };
        const more = {
          n: n + before.n,
          folded: folded + before.folded,
          omitted: omitted + before.omitted,
        };
        sums.set(type, { diagram, ...more });
      }
      for (const [type, one] of sums) shown.set(type, [...(shown.get(type) ?? []), one]);
    }
  }
  if (hasErrors(diagnostics)) return failure(diagnostics);
  return { value: shown, diagnostics };
}

type Found = Map<string, { counts: Map<string, number>; modelled: boolean }>;

function foundTypes({ reconciled, recorded }: JoinedEstate): Found {
  const found: Found = new Map();
  const add = (type: string, source: string, n: number, modelled: boolean): void => {
    if (n === 0) return;
    const row = found.get(type) ?? { counts: new Map<string, number>(), modelled };
    row.counts.set(source, (row.counts.get(source) ?? 0) + n);
    found.set(type, row);
  };
  for (const { source, inventory } of reconciled.parts)
    for (const type of RECORD_TYPES) add(TYPE_WORDS[type], source.id, inventory[type].size, true);
  for (const { inventory, unmapped, listed = new Map<string, number>() } of recorded) {
    for (const [type, n] of unmapped) add(type, inventory.source.id, n, false);
    for (const [name, n] of listed) {
      const { type, modelled } = listedWord(name);
      add(type, `${inventory.source.id} listing`, n, modelled);
    }
  }
  return found;
}

/**
 * @param name the only estate that is recorded when absent
 * Errors: those of `joinedEstate`, and of the estate's diagrams.
 */
export async function coverageOfEstate(
  name: string | undefined,
  project: Project,
): Promise<Outcome<EstateCoverage>> {
  const joined = await joinedEstate(name, project);
  if (!joined.value) return failure(joined.diagnostics);
  const { estate } = joined.value;
  const shown = await shownTypes(estate, project);
  if (!shown.value) return failure([...joined.diagnostics, ...shown.diagnostics]);
  const pictures = shown.value;
  const types = [...foundTypes(joined.value)].map(([type, { counts, modelled }]): TypeCoverage => {
    const all = [...(pictures.get(type) ?? [])].sort((a, b) => byCodeUnit(a.diagram, b.diagram));
    const most = [...all].sort((a, b) => b.n + b.folded - (a.n + a.folded))[0];
    return {
      type,
      found: Object.fromEntries([...counts].sort(byKey)),
      drawn: all.flatMap(({ diagram, n }) => (n > 0 ? [{ diagram, n }] : [])),
      ...{ folded: most?.folded ?? 0, omitted: most?.omitted ?? 0, modelled },
    };
  });
  const order = ({ type, modelled }: TypeCoverage): string => `${modelled ? 0 : 1}${type}`;
  return {
    value: { estate, types: types.sort((a, b) => byCodeUnit(order(a), order(b))) },
    diagnostics: [...joined.diagnostics, ...shown.diagnostics],
  };
}
