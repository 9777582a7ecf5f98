/** What runs in networks: instances, load balancers, databases, clusters, functions. */

import type { Answers, Fields } from '../question.ts';
import type { InVpc, Networks } from './graph.ts';
import { byId } from './reading.ts';
import { CLUSTERS, DATABASES, FUNCTIONS, INSTANCES, LOAD_BALANCERS } from './resource-questions.ts';

export interface Resource extends InVpc {
  /** As the census counts it. */
  readonly counted: string;
  /** Kind of the drawn element. */
  readonly kind: string;
  /** Id of the drawn element: the ARN of what the graph keys by a DNS name. */
  readonly shownId: string;
  /** The subnet that it stands in; of those that span subnets, none. */
  readonly subnet?: string;
  readonly groups: readonly string[];
  /** What it listens on, as far as the graph knows. */
  readonly ports: readonly string[];
  readonly encrypted?: boolean;
  /** Takes traffic from the internet if its groups let it in. */
  readonly open: boolean;
  readonly status?: string;
  /** What sort of its kind it is: `internet-facing`, `in several zones`. */
  readonly role?: string;
  readonly notes: readonly string[];
  /** Ended, and listed for a while longer. */
  readonly gone: boolean;
}

const BALANCERS: Readonly<Record<string, string>> = {
  application: 'aws:application-load-balancer',
  network: 'aws:network-load-balancer',
  gateway: 'aws:gateway-load-balancer',
};

/** Protocols of listeners and target groups over which everything is encrypted, or nothing. */
const SECURE: Readonly<Record<string, boolean>> = { https: true, tls: true, http: false };

export const transportOf = (protocol: string): string =>
  ['http', 'https', 'tls'].includes(protocol) ? 'tcp' : protocol;

export const isEncrypted = (protocol: string): boolean | undefined =>
  SECURE[protocol.toLowerCase()];

const unique = (ids: readonly string[]): string[] => [...new Set(ids)].sort();

type Own = Partial<Resource> & Pick<Resource, 'counted' | 'kind'>;

export function readResources(answers: Answers, networks: Networks): Map<string, Resource> {
  const vpcOf = (subnets: readonly string[]): string | undefined =>
    subnets.map((s) => networks.subnets.get(s)?.vpc).find((v) => v !== undefined);
  const namesOf = (ids: readonly string[]): string =>
    ids
      .map((id) => networks.subnets.get(id)?.name ?? id)
      .sort()
      .join(', ');
  const make = (row: Fields, id: string, subnets: readonly string[], own: Own): Resource => {
    const vpc = vpcOf(subnets);
    const region = row.text('region');
    return {
      id,
      shownId: id,
      name: networks.nameOf(id) ?? row.text('name') ?? id,
      accounts: row.texts('accounts'),
      groups: unique([...row.texts('groups'), ...row.texts('ownGroups')]),
      ports: [],
      open: false,
      notes: [],
      gone: false,
      at: row.at,
      ...(vpc ? { vpc } : {}),
      ...(region ? { region } : {}),
      ...own,
    };
  };
  const instances = byId(answers.rows(INSTANCES), (row, id) => {
    const subnets = unique([...row.texts('subnets'), ...row.texts('interfaceSubnets')]);
    const subnet = row.texts('subnets')[0] ?? subnets[0];
    const state = row.text('state');
    const exposed = row.texts('exposed');
    const elsewhere = subnets.filter((s) => s !== subnet);
    return make(row, id, subnet ? [subnet] : subnets, {
      counted: 'instance',
      kind: 'aws:ec2',
      open: row.flag('public') || exposed.includes('direct'),
      gone: state === 'terminated' || state === 'shutting-down',
      notes: [
        ...(elsewhere.length > 0 ? [`also in ${namesOf(elsewhere)}`] : []),
        ...(exposed.length > 0 ? [`reachable from the internet: ${exposed.join(', ')}`] : []),
      ],
      ...(subnet ? { subnet } : {}),
      ...(state && state !== 'running' ? { status: state } : {}),
    });
  });
  const balancers = byId(answers.rows(LOAD_BALANCERS), (row, id) => {
    const subnets = row.texts('subnets');
    const type = row.text('type') ?? 'unknown';
    const listeners = row.texts('listeners').map((l) => l.split('/') as [string, string]);
    const secure = listeners.map(([protocol]) => isEncrypted(protocol));
    const encrypted = secure.every((s) => s === secure[0]) ? secure[0] : undefined;
    return make(row, id, subnets, {
      counted: 'load-balancer',
      kind: BALANCERS[type] ?? 'aws:elastic-load-balancing',
      shownId: row.text('arn') ?? id,
      open: row.text('scheme') === 'internet-facing',
      role: row.text('scheme') ?? 'unknown scheme',
      ports: listeners.map(([protocol, port]) => `${transportOf(protocol)}/${port}`),
      notes: [
        `in ${namesOf(subnets)}`,
        `listens on ${listeners.map((l) => l.join('/')).join(', ') || 'nothing'}`,
      ],
      ...(encrypted === undefined ? {} : { encrypted }),
    });
  });
  const databases = byId(answers.rows(DATABASES), (row, id) => {
    const subnets = row.texts('subnets');
    const zone = row.text('zone');
    const subnet = subnets.find((s) => networks.subnets.get(s)?.zone === zone) ?? subnets[0];
    const port = row.number('port');
    const engine = row.text('engine');
    return make(row, id, subnets, {
      counted: 'database',
      kind: 'aws:rds',
      open: row.flag('public'),
      ports: port === undefined ? [] : [`tcp/${port}`],
      notes: [
        ...(engine ? [engine] : []),
        `subnets ${namesOf(subnets) || 'unknown'}`,
        ...(row.flag('public') ? ['publicly accessible'] : []),
      ],
      ...(row.flag('multiZone') ? { role: 'in several zones' } : {}),
      ...(subnet ? { subnet } : {}),
    });
  });
  const nowhere = 'the graph does not say in which network it is';
  const clusters = byId(answers.rows(CLUSTERS), (row, id) => {
    const status = row.text('status');
    return make(row, id, [], {
      counted: 'kubernetes-cluster',
      kind: 'aws:eks',
      role: row.flag('public') ? 'public endpoint' : 'private endpoint',
      ...(status ? { status: status.toLowerCase() } : {}),
      notes: [nowhere],
    });
  });
  const functions = byId(answers.rows(FUNCTIONS), (row, id) =>
    make(row, id, [], { counted: 'function', kind: 'aws:lambda', notes: [nowhere] }),
  );
  return new Map([...instances, ...balancers, ...databases, ...clusters, ...functions]);
}
