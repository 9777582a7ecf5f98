/** Networks for tests: the recorded ones of the made-up bank, and small ones made by hand. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { keyOf, readSnapshot } from '../src/graph/snapshot.ts';
import { ACCOUNT_QUESTIONS } from '../src/importers/cartography/aws/accounts.ts';
import {
  GROUP_COUNTS,
  NETWORK_COUNTS,
  RESOURCE_COUNTS,
} from '../src/importers/cartography/aws/counts.ts';
import * as asked from '../src/importers/cartography/aws/network-questions.ts';
import * as running from '../src/importers/cartography/aws/resource-questions.ts';
import type { Question } from '../src/importers/cartography/question.ts';
import type { NetworkOptions } from '../src/model/derivation.ts';
import type { Element, Link } from '../src/model/diagram.ts';
import { network } from './derivations.ts';
import { type Built, build, type Row, type Table } from './derived-answers.ts';

export const SNAPSHOT = fileURLToPath(
  new URL('fixtures/snapshots/mockupbank-network.json', import.meta.url),
);

/** A diagram file that asks all that is recorded there. */
export const ASKING = `import { diagram, estate } from 'cadastre';
const bank = estate('mockupbank');
export default [
  diagram('Network', { name: 'full', content: bank.network() }),
  diagram('Overview', { name: 'overview', content: bank.network({ depth: 'vpcs' }) }),
  diagram('Tagged', {
    name: 'tagged',
    content: bank.network({ tags: { 'pci-zone': ['cde', 'connected'], environment: 'prod' } }),
  }),
  diagram('Payments', { name: 'payments', content: bank.network({ accounts: ['mockupbank-payments'] }) }),
];
`;

/** Rows by the key of their question. */
export type Answered = ReadonlyMap<string, readonly Row[]>;

/** The answers of the made-up bank. */
export function recordedNetwork(): Answered {
  const { value } = readSnapshot(readFileSync(SNAPSHOT, 'utf8'), SNAPSHOT, 'mockupbank');
  if (!value) throw new Error('the recorded networks cannot be read');
  return new Map(
    value.queries.map((query) => [
      keyOf(query),
      query.rows.map((row) =>
        Object.fromEntries(query.columns.map((column, i) => [column, row[i] ?? null])),
      ),
    ]),
  );
}

export function tableOf(answers: Answered): Table {
  return (question) => {
    const rows = answers.get(keyOf(question));
    if (!rows) throw new Error(`not recorded: ${question.query}`);
    return rows;
  };
}

/** The networks of the made-up bank, drawn with these options. */
export const drawn = (options: NetworkOptions = {}, answers = recordedNetwork()): Built =>
  build(network, options, tableOf(answers));

/** Nodes of a small graph by the question that reads them. Counts follow from them. */
export interface SmallGraph {
  readonly accounts?: readonly Row[];
  readonly units?: readonly Row[];
  readonly vpcs?: readonly Row[];
  /** Ids of those that the newest sync did not read. */
  readonly old?: readonly Row[];
  readonly blocks?: readonly Row[];
  readonly subnets?: readonly Row[];
  readonly tables?: readonly Row[];
  readonly associations?: readonly Row[];
  readonly routes?: readonly Row[];
  readonly interfaces?: readonly Row[];
  readonly gateways?: readonly Row[];
  readonly endpoints?: readonly Row[];
  readonly peerings?: readonly Row[];
  readonly transit?: readonly Row[];
  readonly attachments?: readonly Row[];
  readonly instances?: readonly Row[];
  readonly groups?: readonly Row[];
  readonly rules?: readonly Row[];
  readonly pairs?: readonly Row[];
  readonly tags?: readonly Row[];
}

const [ACCOUNTS, UNITS] = ACCOUNT_QUESTIONS as readonly [Question, Question];

const distinct = (rows: readonly Row[] | undefined, column: string): number =>
  new Set((rows ?? []).flatMap((row) => (row[column] ? [row[column]] : []))).size;

export function small(graph: SmallGraph): Table {
  const n = (rows: readonly Row[] | undefined): number => distinct(rows, 'id');
  const counts = (found: Readonly<Record<string, number>>): Row[] =>
    Object.entries(found).map(([kind, of]) => ({ kind, found: of }));
  const rows = new Map<Question, readonly Row[] | undefined>([
    [ACCOUNTS, graph.accounts],
    [UNITS, graph.units],
    [asked.VPCS, graph.vpcs],
    [asked.OLD_VPCS, graph.old],
    [asked.BLOCKS, graph.blocks],
    [asked.SUBNETS, graph.subnets],
    [asked.TABLES, graph.tables],
    [asked.ASSOCIATIONS, graph.associations],
    [asked.ROUTES, graph.routes],
    [asked.INTERFACES, graph.interfaces],
    [asked.INTERNET_GATEWAYS, graph.gateways],
    [asked.ENDPOINTS, graph.endpoints],
    [asked.PEERINGS, graph.peerings],
    [asked.TRANSIT_GATEWAYS, graph.transit],
    [asked.ATTACHMENTS, graph.attachments],
    [running.INSTANCES, graph.instances],
    [running.GROUPS, graph.groups],
    [running.RULES, graph.rules],
    [running.GROUP_PAIRS, graph.pairs],
    [
      NETWORK_COUNTS,
      counts({
        account: n(graph.accounts),
        vpc: n(graph.vpcs),
        'cidr-block': n(graph.blocks),
        subnet: n(graph.subnets),
        'route-table': n(graph.tables),
        'route-table-association': n(graph.associations),
        route: n(graph.routes),
        'internet-gateway': n(graph.gateways),
        'vpc-endpoint': n(graph.endpoints),
        'peering-connection': n(graph.peerings),
        'transit-gateway': n(graph.transit),
        'transit-gateway-attachment': n(graph.attachments),
        'nat-gateway': distinct(graph.routes, 'nat'),
        'virtual-private-gateway': distinct(
          (graph.routes ?? []).filter((row) => String(row.gateway).startsWith('vgw-')),
          'gateway',
        ),
      }),
    ],
    [RESOURCE_COUNTS, counts({ instance: n(graph.instances) })],
    [
      GROUP_COUNTS,
      counts({
        'security-group': n(graph.groups),
        'security-group-rule': n(graph.rules),
        'security-group-pair': (graph.pairs ?? []).length,
      }),
    ],
  ]);
  const byKey = new Map([...rows].map(([question, of]) => [keyOf(question), of ?? []]));
  return (question) =>
    byKey.get(keyOf(question)) ?? (question.query.includes(':TAGGED') ? (graph.tags ?? []) : []);
}

export const drawnSmall = (graph: SmallGraph, options: NetworkOptions = {}): Built =>
  build(network, options, small(graph));

export const byId = ({ diagram }: Built, id: string): Element => {
  const element = diagram.elements[`#${id}`];
  if (!element) throw new Error(`${id} is not drawn`);
  return element;
};

export const linkOf = ({ diagram }: Built, id: string): Link => {
  const link = diagram.links[`#${id}`];
  if (!link) throw new Error(`${id} is not drawn`);
  return link;
};

/** Elements of a kind, in document order. */
export const ofKind = ({ diagram }: Built, kind: string): Element[] =>
  Object.values(diagram.elements).filter((element) => element.kind === kind);

/** Name of an end of a link. */
export const nameAt = ({ diagram }: Built, id: string): string => diagram.elements[id]?.name ?? id;
