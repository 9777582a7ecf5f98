/** What the elements of a diagram declare. */

import type { RecordType } from '../../inventory/inventory.ts';
import type { Diagram, Element, Identity } from '../../model/diagram.ts';

import { CONTEXT_KINDS, KIND_TYPES, KIND_WORDS, OTHER_CLOUDS } from './declared-kinds.ts';
import {
  DECLARED_ROOT,
  type DeclaredRecords,
  type DrawnPlace,
  isExplicit,
  type PlacedElement,
} from './declared-records.ts';
import { readRoutes } from './declared-routes.ts';

const wordOf = ({ kind }: Element): string => KIND_WORDS[kind] ?? kind;

const none: DrawnPlace = { units: [] };

/** What stands around the members of an element. */
function inside({ element, id, around }: PlacedElement): DrawnPlace {
  const { facts, name } = element;
  const zone = facts.zone ?? around.zone;
  const region = facts.region ?? around.region;
  const { organization, ...others } = around;
  const own: DrawnPlace = {
    ...others,
    ...(zone ? { zone } : {}),
    ...(region ? { region } : {}),
  };
  switch (wordOf(element)) {
    case 'organization':
      return { ...own, organization: true };
    case 'ou':
      return { ...own, organization: true, units: [...around.units, id] };
    case 'account':
      return { ...own, account: id };
    case 'zone':
      return { ...own, ...(organization ? { organization } : {}) };
    case 'region':
      return { ...own, region: name };
    case 'availability-zone':
      return { ...own, availabilityZone: name };
    case 'vpc':
      return { ...own, vpc: id };
    case 'subnet':
      return { ...own, subnet: id };
    case 'aws:transit-gateway':
      return { ...own, transitGateway: id };
    default:
      return own;
  }
}

const isForeign = ({ kind, facts }: Element): boolean =>
  OTHER_CLOUDS.has(kind) ||
  /^(?:gcp|azure|k8s):/.test(kind) ||
  (facts.provider !== undefined && facts.provider !== 'aws');

/** States as Organizations has them; another status is a person's own word. */
const STATES: ReadonlySet<string> = new Set(['ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED']);

function stateOf({ facts: { status } }: Element): string | undefined {
  const state = status?.toUpperCase().replaceAll(/[ -]/g, '_');
  return state !== undefined && STATES.has(state) ? state : undefined;
}

/** Facts by the word of the element. */
const READERS: Readonly<
  Record<string, (placed: PlacedElement) => readonly [RecordType, Record<string, unknown>]>
> = {
  ou: ({ element, around: { units, organization } }) => [
    'units',
    {
      name: element.name,
      root: false,
      parent: organization ? (units.at(-1) ?? DECLARED_ROOT) : undefined,
    },
  ],
  account: ({ element, around: { units, organization } }) => [
    'accounts',
    {
      name: element.name,
      state: stateOf(element),
      management: element.facts.role === 'management' ? true : undefined,
      path: organization ? [DECLARED_ROOT, ...units] : [],
      organization: organization ? DECLARED_ROOT : undefined,
    },
  ],
  vpc: ({ element, around: { account, region } }) => [
    'vpcs',
    {
      name: element.name,
      blocks: element.facts.cidr,
      owner: account,
      accounts: account === undefined ? [] : [account],
      region: element.facts.region ?? region,
    },
  ],
  subnet: ({ element, around: { account, region, availabilityZone, vpc } }) => [
    'subnets',
    {
      name: element.name,
      cidr: element.facts.cidr?.[0],
      ipv6Cidr: element.facts.cidr?.slice(1).find((block) => block.includes(':')),
      zone: availabilityZone,
      vpc,
      accounts: account === undefined ? [] : [account],
      region,
    },
  ],
  'route-table': ({ element, around: { account, region, vpc } }) => [
    'routeTables',
    {
      name: element.name,
      vpc,
      main: element.facts.role === 'main' ? true : undefined,
      accounts: account === undefined ? [] : [account],
      region,
    },
  ],
};

/** A picture without OUs shows an organization, and not where its accounts stand. */
function placeAccounts(to: DeclaredRecords): void {
  if ((to.records.get('units')?.size ?? 0) > 1) return;
  const accounts = to.records.get('accounts');
  for (const [id, account] of accounts ?? [])
    accounts?.set(id, { ...account, path: [] } as typeof account);
}

/** What is of a kind and no word: a gateway, a resource. */
function readKind(
  { element, id, around }: PlacedElement,
  to: DeclaredRecords,
): readonly [RecordType, Record<string, unknown>] | undefined {
  const types = KIND_TYPES[element.kind];
  const [first] = types ?? [];
  if (!types || !first) return undefined;
  const type = types.find((one) => to.isKnown(one, id)) ?? first;
  const { account, region, vpc, subnet } = around;
  return [
    type,
    {
      name: element.name,
      vpc,
      subnet,
      subnets: subnet === undefined ? undefined : [subnet],
      accounts: account === undefined ? [] : [account],
      region: element.facts.region ?? region,
      ...(type === 'transitGateways' ? { short: id } : {}),
    },
  ];
}

function readOne(placed: PlacedElement, to: DeclaredRecords): void {
  const { identity, element, id, around } = placed;
  const word = wordOf(element);
  if (CONTEXT_KINDS.has(word)) return;
  // A transit gateway's own table holds what its attachments fill in: no diagram states that row by row.
  if (word === 'route-table' && around.transitGateway !== undefined) {
    to.standsFor.set(identity, { type: 'transitGateways', id: around.transitGateway });
    return;
  }
  const read = READERS[word]?.(placed) ?? readKind(placed, to);
  if (!read) {
    to.otherKinds.set(element.kind, (to.otherKinds.get(element.kind) ?? 0) + 1);
    return;
  }
  const [type, facts] = read;
  const { origin, derived } = element;
  to.add(type, id, facts, {
    explicit: isExplicit(element),
    ...(origin ? { origin } : {}),
    ...(derived === undefined ? {} : { derived }),
  });
  to.standsFor.set(identity, { type, id });
  const { zone = around.zone, access } = element.facts;
  if (type === 'vpcs' && zone) to.zones.set(id, zone);
  // A network that holds a part of the CDE is one whose connections matter, whatever else it holds.
  if (type === 'subnets' && zone === 'cde' && around.vpc !== undefined)
    to.zones.set(around.vpc, zone);
  if (type === 'subnets' && access) to.access.set(id, access);
}

/** Reads all elements of AWS; groups come before their members. */
export function readElements({ elements }: Diagram, to: DeclaredRecords): void {
  const within = new Map<Identity, DrawnPlace>();
  const tables: PlacedElement[] = [];
  for (const [identity, element] of Object.entries(elements)) {
    const outer = (element.parent === undefined ? undefined : within.get(element.parent)) ?? none;
    const around: DrawnPlace = isForeign(element) ? { ...outer, foreign: true } : outer;
    const placed = { identity, element, around, id: element.facts.id ?? identity };
    to.around.set(identity, around);
    within.set(identity, inside(placed));
    if (around.foreign) {
      to.otherKinds.set(element.kind, (to.otherKinds.get(element.kind) ?? 0) + 1);
      continue;
    }
    readOne(placed, to);
    if (to.standsFor.get(identity)?.type === 'routeTables') tables.push(placed);
  }
  placeAccounts(to);
  readRoutes(tables, elements, to);
}
