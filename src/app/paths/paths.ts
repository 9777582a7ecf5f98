/** Which paths of an estate are open, closed, or cannot be told. */

import type { Inventory } from '../../inventory/inventory.ts';
import {
  type Diagnostic,
  error,
  failure,
  hasErrors,
  type Outcome,
  quote,
} from '../../model/diagnostic.ts';
import { nearestOf } from '../../model/nearest.ts';
import { PortSet, parsePort, portHint } from '../../model/ports.ts';
import { Reachability } from '../../reachability/analyse.ts';
import type { PathEnd } from '../../reachability/path-ends.ts';
import { rollUp } from '../../reachability/roll-up.ts';
import { placeOfEnd, selectEnds, type ZonesById, zonesOfEnd } from '../../reachability/select.ts';
import { joinedEstate } from '../inventory/joined-estate.ts';
import type { Project } from '../project.ts';
import { type DeclaredZones, declaredZones } from './declared-zones.ts';
import type { ListedEnd, PathLevel, PathList, ZonePath } from './path-list.ts';

export interface PathOptions {
  /** Diagrams that say which zone things are in; all of the project when empty. */
  readonly files: readonly string[];
  readonly estate?: string;
  readonly from?: string;
  /** `zone:cde` where diagrams say what is in it. */
  readonly to?: string;
  /** `tcp/443`; all when empty. */
  readonly ports: readonly string[];
  readonly by: PathLevel;
  readonly closed: boolean;
}

const NO_ZONES: DeclaredZones = {
  ...{ zones: new Map(), links: new Map(), diagrams: [], diagnostics: [] },
};

/** Errors: `port-not-understood`. */
function askedPorts(texts: readonly string[]): Outcome<PortSet> {
  const wrong = texts.filter((text) => parsePort(text) === undefined);
  if (wrong.length > 0)
    return failure(
      wrong.map((text) =>
        error('port-not-understood', `${quote(text)} names no port`, undefined, {
          hint: portHint(text),
        }),
      ),
    );
  const all = texts.length === 0 ? PortSet.ALL : (PortSet.parse(texts) ?? PortSet.ALL);
  return { value: all, diagnostics: [] };
}

function listedEnd(end: PathEnd, inventory: Inventory, zones: ZonesById): ListedEnd {
  const own = [...zonesOfEnd(end, inventory, zones)].sort();
  return {
    ...{ id: end.id, name: end.name, kind: end.kind },
    ...placeOfEnd(end, inventory),
    ...(end.kind === 'segment' && end.groups ? { groups: end.groups } : {}),
    ...(end.kind === 'segment' ? { members: end.members } : {}),
    ...(end.kind === 'internet' ? {} : { addresses: end.addresses.blocks }),
    ...(own.length > 0 ? { zones: own } : {}),
  };
}

/** Errors: `selector-unmatched`. */
function chosen(
  text: string | undefined,
  reach: Reachability,
  inventory: Inventory,
  { zones, diagrams }: DeclaredZones,
): Outcome<readonly PathEnd[]> {
  if (text === undefined) return { value: reach.ends, diagnostics: [] };
  const found = selectEnds(text, reach.ends, inventory, zones);
  if (found) return { value: found, diagnostics: [] };
  const names = [
    ...reach.ends.flatMap((end) => [
      ...[end.id, end.name],
      ...(end.kind === 'segment' ? end.members.flatMap(({ id, name }) => [id, name]) : []),
    ]),
    ...[...inventory.vpcs.values()].flatMap(({ id, name }) => [id, name]),
    ...[...inventory.subnets.values()].flatMap(({ id, name }) => [id, name]),
    ...[...inventory.accounts.values()].flatMap(({ id, name }) => [id, name]),
  ];
  const near = nearestOf(text, names);
  const hint = text.startsWith('zone:')
    ? diagrams.length === 0
      ? 'No diagram gives a zone to an element with an id of the estate: add `zone` there, or classify rules to the config.'
      : `Zones are declared by ${diagrams.join(', ')}; none of them has it on a thing with an interface.`
    : near === undefined
      ? 'Use an id, a name, an address or range, an account, zone:NAME, on-premises or internet; `cadastre inventory` lists ids.'
      : `Did you mean ${near}?`;
  return {
    diagnostics: [
      error('selector-unmatched', `nothing with an interface matches ${quote(text)}`, undefined, {
        hint,
      }),
    ],
  };
}

/** Names of what an end is in, at a level. */
function holdersAt(
  level: PathLevel,
  ends: readonly PathEnd[],
  inventory: Inventory,
  zones: ZonesById,
): (id: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  for (const end of ends) {
    const { subnet, vpc, account } = placeOfEnd(end, inventory);
    const own = { segment: end.id, subnet, vpc, account, zone: undefined }[level] ?? end.id;
    const zoned = [...zonesOfEnd(end, inventory, zones)].sort();
    const outside = end.kind === 'segment' ? 'no zone' : end.id;
    known.set(end.id, level !== 'zone' ? [own] : zoned.length > 0 ? zoned : [outside]);
  }
  return (id) => known.get(id) ?? [id];
}

/** What is open beside what links between zones declare. */
function zonePaths(rolled: readonly ZonePath[], { links }: DeclaredZones): ZonePath[] {
  const declared = (pair: string): readonly string[] => [...new Set(links.get(pair) ?? [])].sort();
  const seen = new Set(rolled.map(({ from, to }) => `${from} -> ${to}`));
  const rest = [...links.keys()].filter((pair) => !seen.has(pair)).sort();
  return [
    ...rolled.map((own) => ({ ...own, declared: declared(`${own.from} -> ${own.to}`) })),
    ...rest.map((pair): ZonePath => {
      const [from = '', to = ''] = pair.split(' -> ');
      const none = { verdict: 'closed', ports: [], paths: 0, decidedBy: [] } as const;
      return { from, to, ...none, declared: declared(pair) };
    }),
  ];
}

/**
 * Errors: those of `joinedEstate`; `port-not-understood`, `selector-unmatched`; errors of diagrams where zones are
 * asked for.
 */
export async function pathsOfEstate(
  options: PathOptions,
  project: Project,
): Promise<Outcome<PathList>> {
  const ports = askedPorts(options.ports);
  if (!ports.value) return failure(ports.diagnostics);
  const joined = await joinedEstate(options.estate, project);
  if (!joined.value) return failure(joined.diagnostics);
  const { inventory } = joined.value.reconciled;
  const reach = new Reachability(inventory);
  const zoned =
    options.files.length > 0 ||
    options.by === 'zone' ||
    options.to === undefined ||
    [options.from, options.to].some((text) => text?.startsWith('zone:'));
  const declared = zoned ? await declaredZones(options.files, project) : NO_ZONES;
  const diagnostics: Diagnostic[] = [...joined.diagnostics, ...declared.diagnostics];
  if (hasErrors(diagnostics)) return failure(diagnostics);
  const hasCde = reach.ends.some((end) => zonesOfEnd(end, inventory, declared.zones).has('cde'));
  const wanted = options.to ?? (hasCde ? 'zone:cde' : undefined);
  const from = chosen(options.from, reach, inventory, declared);
  const to = chosen(wanted, reach, inventory, declared);
  if (!from.value || !to.value)
    return failure([...diagnostics, ...from.diagnostics, ...to.diagnostics]);
  const analysis = reach.analyse({
    ...{ from: from.value, to: to.value, ports: ports.value, closed: options.closed },
  });
  const ends = [...new Map([...from.value, ...to.value].map((end) => [end.id, end])).values()];
  const holders = holdersAt(options.by, ends, inventory, declared.zones);
  const rolled = options.by === 'segment' ? undefined : rollUp(analysis.paths, holders);
  return {
    value: {
      scope: {
        estate: joined.value.estate,
        from: options.from ?? 'everything',
        to: wanted ?? 'everything',
        ports: ports.value.texts,
        by: options.by,
        ends: ends.length,
        zonesFrom: declared.diagrams,
      },
      ends: ends.map((end) => listedEnd(end, inventory, declared.zones)),
      paths: analysis.paths,
      ...(rolled ? { rolledUp: options.by === 'zone' ? zonePaths(rolled, declared) : rolled } : {}),
      pairs: analysis.pairs,
      causes: analysis.causes,
      incomplete: reach.gaps,
    },
    diagnostics,
  };
}
