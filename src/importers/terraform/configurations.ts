/** Which layers say something of one configuration, and what they say together. */

import { posix } from 'node:path';
import { type Diagnostic, warning } from '../../model/diagnostic.ts';
import { sortedBy } from '../../model/order.ts';
import { isMapped } from '../aws-resources/inventory-of-resources.ts';
import type { DeclaredResource, NoteUnresolved } from '../aws-resources/resource.ts';
import { LAYER_ORDER, type Layer, type LayerResource } from './layer.ts';
import { mergedResource } from './merge.ts';
import { planReferences } from './plan-references.ts';

/** Layers of one root module in one workspace. */
export interface Configuration {
  /** Path of its first layer. */
  readonly scope: string;
  readonly layers: readonly Layer[];
}

/** Shared `type.name`s, of the shorter list. */
function overlap(a: Layer, b: Layer): number {
  const shared = [...a.signature].filter((name) => b.signature.has(name)).length;
  const most = Math.min(a.signature.size, b.signature.size);
  return most === 0 ? 0 : shared / most;
}

/** The folder whose state, plan or code it is: a workspace's state lies below. */
const folderOf = ({ path, kind }: Layer): string =>
  kind === 'code'
    ? path
    : posix.dirname(path).replace(/\/?terraform\.tfstate\.d\/[^/]+$/, '') || '.';

const LIKELY = 0.5;

/** Puts layers that belong together into one. What fits several as well is kept apart, and that is said. */
export function configurations(
  layers: readonly Layer[],
  report: (diagnostic: Diagnostic) => void,
  note: NoteUnresolved,
): readonly Configuration[] {
  const groups: Layer[][] = [];
  for (const kind of LAYER_ORDER)
    for (const layer of newest(
      layers.filter((l) => l.kind === kind),
      report,
    )) {
      const group = groupFor(layer, groups, note);
      if (group) group.push(layer);
      else groups.push([layer]);
    }
  return groups.map((group) => ({ scope: group[0]?.path ?? '', layers: group }));
}

function groupFor(layer: Layer, groups: readonly Layer[][], note: NoteUnresolved) {
  const open = groups.filter((group) => group.every(({ kind }) => kind !== layer.kind));
  const fits = open.map((group) => ({
    group,
    fit: Math.max(...group.map((other) => overlap(layer, other))),
    beside: group.some((other) => folderOf(other) === folderOf(layer)),
  }));
  const beside = fits.filter((one) => one.beside && one.fit > 0);
  if (beside.length === 1) return beside[0]?.group;
  const likely = fits.filter(({ fit }) => fit >= LIKELY);
  const best = Math.max(...likely.map(({ fit }) => fit));
  const [first, ...others] = likely.filter(({ fit }) => fit === best);
  if (first && others.length === 0) return first.group;
  if (first) {
    const names = [first, ...others].map(({ group }) => group[0]?.path).join(', ');
    note(layer.path, `it may belong to any of ${names}: it was joined to none`, layer.at);
  }
  return undefined;
}

/** One state for each history: copies of older states are left out. */
function newest(layers: readonly Layer[], report: (diagnostic: Diagnostic) => void): Layer[] {
  const kept: Layer[] = [];
  const order = [...sortedBy(layers, ({ path }) => path)].sort(
    (a, b) => (b.serial ?? 0) - (a.serial ?? 0),
  );
  for (const layer of order) {
    const { lineage, path } = layer;
    const newer = kept.find((other) => lineage !== undefined && other.lineage === lineage);
    if (newer === undefined) kept.push(layer);
    else
      report(
        warning(
          'import-superseded',
          `an older copy of ${newer.path} (serial ${layer.serial ?? '?'}, not ${newer.serial ?? '?'}): not read`,
          { file: path },
          { hint: 'Leave out backups and copies.' },
        ),
      );
  }
  return sortedBy(kept, ({ path }) => path);
}

/** Resources of a configuration, each once: by address, as it is called today. */
export function resourcesOf(
  { scope, layers: given }: Configuration,
  note: NoteUnresolved,
): readonly DeclaredResource[] {
  const found = new Map<string, [LayerResource, ...LayerResource[]]>();
  const withCode = given.some(({ kind }) => kind === 'code');
  const named = given.flatMap((layer) => planReferences(layer, scope, withCode) ?? []);
  const layers = [...given, ...named];
  const renamed = new Map(layers.flatMap(({ moved }) => [...(moved ?? [])]));
  for (const layer of layers) {
    const { resources, asOf } = layer;
    const seen = new Set<string>();
    for (const own of resources) {
      if (seen.has(own.address) && !named.includes(layer))
        note(own.address, 'the file holds two resources of this address', own.at);
      seen.add(own.address);
      const address = today(own.address, renamed);
      const resource = { ...own, address, ...(asOf === undefined ? {} : { asOf }) };
      const there = found.get(address);
      if (there) there.push(resource);
      else found.set(address, [resource]);
    }
  }
  const resources = [...found.values()].map((same) => ({ ...mergedResource(same), scope }));
  // Beside what is there, what is only meant has to be told apart.
  if (given.some(({ kind }) => kind === 'state' || kind === 'show'))
    for (const { address, type, managed, applied, at } of resources)
      if (managed && !applied && isMapped(type))
        note(address, 'declared, and not in the state', at);
  return resources;
}

/** Follows `moved` blocks, of resources and of modules around them. */
function today(address: string, renamed: ReadonlyMap<string, string>): string {
  let now = address;
  for (let i = 0; i < 20; i++) {
    const exact = renamed.get(now);
    const part = exact === undefined ? moduleOf(now, renamed) : undefined;
    const next = exact ?? part;
    if (next === undefined || next === now) return now;
    now = next;
  }
  return now;
}

function moduleOf(address: string, renamed: ReadonlyMap<string, string>): string | undefined {
  for (const [from, to] of renamed) {
    // `aws_vpc.a` also names `aws_vpc.a[0]` and, for modules, everything in them.
    if (address.startsWith(`${from}.`) && from.includes('module.'))
      return `${to}${address.slice(from.length)}`;
    if (address.startsWith(`${from}[`)) return `${to}${address.slice(from.length)}`;
  }
  return undefined;
}
