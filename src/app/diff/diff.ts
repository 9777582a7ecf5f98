/** Two sides, diagram by diagram: what changed, as data and in words. */

import { compare } from '../../compare/compare.ts';
import { type Difference, differences } from '../../compare/differences.ts';
import { type Outcome, quote, refused } from '../../model/diagnostic.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { ConnectivityChange } from '../../reachability/compare-connectivity.ts';
import type { CdePaths } from './cde-paths.ts';
import type { ComparedSide, SideModel } from './compared-side.ts';

export interface DiagramDiff {
  /** Path of its outputs without ending, on the later side where it is there. */
  readonly name: string;
  /** Name on the earlier side, where it is another. */
  readonly was?: string;
  readonly title: string;
  readonly change: 'added' | 'removed' | 'changed' | 'unchanged';
  readonly before?: SideModel;
  readonly after?: SideModel;
  /** Of a diagram that only one side has: none, since all of it is new or gone. */
  readonly differences: readonly Difference[];
}

type DescribedSide = Omit<ComparedSide, 'models' | 'failed' | 'inventory' | 'estates' | 'partial'>;

export interface Diff {
  readonly before: DescribedSide;
  readonly after: DescribedSide;
  /** By name; unchanged ones too. */
  readonly diagrams: readonly DiagramDiff[];
  /** Sources that could not be compiled on one side or both: nothing is said of their diagrams. */
  readonly notCompared: readonly string[];
  /** Of two recorded inventories: which paths are not what they were. */
  readonly connectivity: readonly ConnectivityChange[];
  /** Of revisions and the working tree; absent where a file is compared, or nobody asked. */
  readonly cdePaths?: CdePaths;
}

type Pair = readonly [before: SideModel | undefined, after: SideModel | undefined];

/** Those that are alone with their title. */
function byTitle(models: readonly SideModel[]): Map<string, SideModel | undefined> {
  const found = new Map<string, SideModel | undefined>();
  for (const one of models) {
    const { title } = one.diagram;
    found.set(title, found.has(title) ? undefined : one);
  }
  return found;
}

const areFiles = (...sides: readonly ComparedSide[]): boolean =>
  sides.every(({ what }) => what === 'diagram' || what === 'model');

/** By name; then a file that was renamed, by its title; two single files are compared whatever they are called. */
function pairsOf(before: ComparedSide, after: ComparedSide): Pair[] {
  const [old, now] = [[...before.models.values()], [...after.models.values()]];
  if (areFiles(before, after) && old.length === 1 && now.length === 1) return [[old[0], now[0]]];
  const pairs: Pair[] = now.flatMap((one) => {
    const same = before.models.get(one.name);
    return same ? [[same, one] as const] : [];
  });
  const gone = old.filter(({ name }) => !after.models.has(name));
  const come = now.filter(({ name }) => !before.models.has(name));
  const titles = byTitle(gone);
  const paired = new Set<SideModel>();
  for (const [title, one] of byTitle(come)) {
    const same = titles.get(title);
    if (!one || !same) continue;
    pairs.push([same, one]);
    paired.add(one).add(same);
  }
  for (const one of gone) if (!paired.has(one)) pairs.push([one, undefined]);
  for (const one of come) if (!paired.has(one)) pairs.push([undefined, one]);
  return pairs;
}

/** Against one file, only the diagrams that it may be a version of are compared: of the others it says nothing. */
function narrowed(side: ComparedSide, other: ComparedSide): ComparedSide {
  const isFile = other.what === 'diagram' || other.what === 'model';
  if (!isFile || side.what === 'diagram' || side.what === 'model') return side;
  const titles = new Set([...other.models.values()].map(({ diagram }) => diagram.title));
  const models = [...side.models].filter(
    ([name, { diagram }]) => other.models.has(name) || titles.has(diagram.title),
  );
  return { ...side, models: new Map(models) };
}

/** @param files two single files, whose names say nothing */
function diffOf([before, after]: Pair, files: boolean): DiagramDiff {
  const shown = (after ?? before) as SideModel;
  const { title } = shown.diagram;
  if (!before || !after) {
    return {
      name: shown.name,
      title,
      change: after ? 'added' : 'removed',
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
      differences: [],
    };
  }
  const comparison = compare(before.diagram, after.diagram);
  const renamed = !files && before.name !== after.name;
  const moved: Difference = {
    ...{ kind: 'diagram', change: 'renamed', identity: null, facts: [] },
    ...{ before: before.name, after: after.name },
    words: [`diagram ${before.name} renamed to ${after.name}`],
  };
  const found = [...(renamed ? [moved] : []), ...differences(comparison)];
  return {
    name: after.name,
    ...(renamed ? { was: before.name } : {}),
    title,
    change: found.length > 0 ? 'changed' : 'unchanged',
    before,
    after,
    differences: found,
  };
}

const described = ({
  models: _,
  failed: __,
  inventory: ___,
  estates: ____,
  partial: _____,
  ...side
}: ComparedSide): Diff['before'] => side;

/** Two states of an estate. Errors: `nothing-to-compare`. */
export async function diffInventories(
  before: ComparedSide,
  after: ComparedSide,
): Promise<Outcome<Diff>> {
  if (!before.inventory || !after.inventory)
    return refused(
      'nothing-to-compare',
      `${quote(before.label)} and ${quote(after.label)} are not two recorded inventories`,
      'Compare an inventory with another one, and diagrams with diagrams.',
    );
  const { compareConnectivity } = await import('../../reachability/compare-connectivity.ts');
  const value: Diff = {
    ...{ before: described(before), after: described(after), diagrams: [], notCompared: [] },
    connectivity: compareConnectivity(before.inventory, after.inventory),
  };
  return { value, diagnostics: [] };
}

/** Errors: `nothing-to-compare`: that nothing was looked at must not read as "nothing changed". */
export function diffSides(before: ComparedSide, after: ComparedSide): Outcome<Diff> {
  const notCompared = new Set([...(before.failed ?? []), ...(after.failed ?? [])]);
  const known = (side: ComparedSide): ComparedSide => ({
    ...side,
    models: new Map([...side.models].filter(([, { source = '' }]) => !notCompared.has(source))),
  });
  const old = narrowed(known(before), after);
  const now = narrowed(known(after), before);
  if (old.models.size + now.models.size + notCompared.size === 0)
    return refused(
      'nothing-to-compare',
      `neither ${quote(before.label)} nor ${quote(after.label)} has such a diagram`,
      'Check the names after --only, and the folder that the config names as `sources`.',
    );
  const diagrams = pairsOf(old, now)
    .map((pair) => diffOf(pair, areFiles(before, after)))
    .sort((a, b) => byCodeUnit(a.name, b.name));
  const value = {
    before: described(before),
    after: described(after),
    diagrams,
    notCompared: [...notCompared].sort(),
    connectivity: [],
  };
  return { value, diagnostics: [] };
}

const hasHistory = ({ what }: ComparedSide): boolean =>
  what === 'revision' || what === 'working tree';

/** With the paths into and out of the CDE where both sides are trees of files. Errors: `nothing-to-compare`. */
export async function diffTrees(before: ComparedSide, after: ComparedSide): Promise<Outcome<Diff>> {
  const found = diffSides(before, after);
  if (!found.value || !hasHistory(before) || !hasHistory(after)) return found;
  const { compareCdePaths } = await import('./cde-paths.ts');
  const value = { ...found.value, cdePaths: await compareCdePaths(before, after) };
  return { value, diagnostics: found.diagnostics };
}
