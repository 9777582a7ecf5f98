/** The network of Google Cloud as it was recorded, in one form. */

import type { Origin } from '../../../model/diagnostic.ts';
import type { Answers, Fields } from '../question.ts';
import * as ask from './questions.ts';

interface GcpResource {
  readonly id: string;
  readonly name: string;
  /** Id of the project that owns it; of shared networks that is the host. */
  readonly project: string | undefined;
  readonly at: Origin;
}

export interface GcpVpc extends GcpResource {
  /** Subnets were made by Google, one for each region. */
  readonly auto: boolean;
}

export interface GcpSubnet extends GcpResource {
  readonly cidr: string | undefined;
  readonly region: string | undefined;
  readonly purpose: string | undefined;
  readonly vpc: string | undefined;
  /** Only named by an interface: nothing but its id is known. */
  readonly stub: boolean;
}

export interface Interface {
  readonly id: string;
  readonly name: string;
  readonly ip: string | undefined;
  readonly subnet: string | undefined;
  readonly public: string | undefined;
}

export interface Instance extends GcpResource {
  readonly status: string | undefined;
  readonly zone: string | undefined;
  readonly exposed: boolean;
  /** `direct`, `gcp_lb`. */
  readonly ways: readonly string[];
  readonly forwards: boolean;
  readonly interfaces: readonly Interface[];
}

export interface FirewallRule {
  readonly id: string;
  readonly firewall: string | undefined;
  readonly allows: boolean;
  /** `tcp/443`, `tcp/1024-65535`, `icmp`, `all`. */
  readonly ports: string;
  readonly ranges: readonly string[];
}

export interface Firewall extends GcpResource {
  readonly ingress: boolean;
  readonly disabled: boolean;
  readonly priority: number | undefined;
  /** Holds for service accounts, of which the graph has no names. */
  readonly accounts: boolean;
  readonly vpc: string | undefined;
  readonly tags: readonly string[];
  readonly rules: readonly FirewallRule[];
  readonly instances: readonly string[];
}

export interface GcpPlaced extends GcpResource {
  readonly subnet: string | undefined;
  readonly vpc: string | undefined;
  readonly region: string | undefined;
}

export interface Forwarding extends GcpPlaced {
  readonly address: string | undefined;
  readonly ports: readonly string[];
  readonly scheme: string | undefined;
  readonly target: string | undefined;
  readonly exposed: boolean;
  readonly backends: readonly string[];
}

export interface Backend extends GcpResource {
  readonly region: string | undefined;
  readonly ports: string | undefined;
  readonly scheme: string | undefined;
  readonly policies: readonly string[];
}

export interface GcpInstanceGroup extends GcpPlaced {
  readonly size: number | undefined;
  readonly backends: readonly string[];
  readonly instances: readonly string[];
}

export interface GkeCluster extends GcpPlaced {
  readonly status: string | undefined;
  readonly exposed: boolean;
}

export interface Database extends GcpPlaced {
  readonly version: string | undefined;
  readonly status: string | undefined;
  /** Blocks outside that may connect. */
  readonly ranges: readonly string[];
}

export interface Network {
  readonly vpcs: ReadonlyMap<string, GcpVpc>;
  readonly subnets: ReadonlyMap<string, GcpSubnet>;
  readonly instances: ReadonlyMap<string, Instance>;
  readonly firewalls: readonly Firewall[];
  /** Rules that belong to no firewall. */
  readonly loose: number;
  readonly forwarding: readonly Forwarding[];
  readonly backends: ReadonlyMap<string, Backend>;
  readonly groups: readonly GcpInstanceGroup[];
  /** Ids of groups, and of firewalls, by instance. */
  readonly groupsOf: ReadonlyMap<string, readonly string[]>;
  readonly firewallsOf: ReadonlyMap<string, readonly string[]>;
  readonly clusters: readonly GkeCluster[];
  readonly databases: readonly Database[];
}

/** `https://…/compute/v1/projects/p/…` -> `projects/p/…`, which is what ids look like. */
export const partialUri = (uri: string | undefined): string | undefined =>
  uri?.replace(/^https?:\/\/.*?\/(?=projects\/)/, '');

export const lastPart = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** What the id says is right also for stubs, which several projects may hold. */
const projectIn = (id: string): string | undefined => /(?:^|\/)projects\/([^/]+)\//.exec(id)?.[1];

function thing(row: Fields): GcpResource {
  const id = row.required('id');
  const project = projectIn(id) ?? row.text('project');
  return { id, name: row.text('name') ?? lastPart(id), project, at: row.at };
}

/** Ports as texts: numbers, lists, `80-90`; the same in a few shapes. */
function portsOf(protocol: string | undefined, ports: readonly string[]): string[] {
  const name = (protocol ?? '').toLowerCase();
  if (ports.length === 0) return name === '' ? [] : [name];
  return ports.map((port) => {
    const [low, high] = port.split('-');
    const text = high === undefined || low === high ? (low ?? port) : port;
    return name === '' ? text : `${name}/${text}`;
  });
}

function ruleOf(row: Fields): FirewallRule {
  const protocol = row.text('protocol') ?? 'all';
  const low = row.number('low');
  const high = row.number('high') ?? low;
  const every = low === undefined || (low === 0 && high === 65_535);
  const [ports = protocol] = portsOf(protocol, every ? [] : [`${low}-${high}`]);
  return {
    id: row.required('id'),
    firewall: row.text('firewall'),
    allows: row.text('effect') !== 'DENIED_BY',
    ports,
    ranges: row.texts('ranges'),
  };
}

const byId = <T extends GcpResource>(things: readonly T[]): Map<string, T> =>
  new Map(things.filter(({ id }) => id !== '').map((one) => [one.id, one]));

/** Puts a value to others of its key. */
export function gather<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

function byInstance(
  things: readonly { readonly id: string; readonly instances: readonly string[] }[],
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { id, instances } of things)
    for (const instance of instances) gather(found, instance, id);
  return found;
}

export function readNetwork(answers: Answers): Network {
  const rules = answers.rows(ask.RULES).map(ruleOf);
  const hits = new Map<string, string[]>();
  for (const row of answers.rows(ask.INGRESS))
    gather(hits, row.required('firewall'), row.required('instance'));
  const rulesOf = new Map<string, FirewallRule[]>();
  for (const rule of rules) if (rule.firewall) gather(rulesOf, rule.firewall, rule);
  const placed = (row: Fields): GcpPlaced => ({
    ...thing(row),
    subnet: partialUri(row.text('subnet')),
    vpc: partialUri(row.text('vpc')),
    region: row.text('region'),
  });
  const firewalls = answers.rows(ask.FIREWALLS).map((row) => {
    const own = thing(row);
    return {
      ...own,
      ingress: row.text('direction') !== 'EGRESS',
      disabled: row.flag('disabled'),
      priority: row.number('priority'),
      accounts: row.flag('accounts'),
      vpc: row.text('vpc'),
      tags: row.texts('tags'),
      rules: rulesOf.get(own.id) ?? [],
      instances: hits.get(own.id) ?? [],
    };
  });
  const groups = answers.rows(ask.GROUPS).map((row) => ({
    ...placed(row),
    size: row.number('size'),
    backends: row.texts('backends'),
    instances: row.texts('instances'),
  }));
  return {
    vpcs: byId(answers.rows(ask.VPCS).map((row) => ({ ...thing(row), auto: row.flag('auto') }))),
    subnets: byId(
      answers.rows(ask.SUBNETS).map((row) => {
        const region = row.text('region');
        const cidr = row.text('cidr');
        const own = thing(row);
        return {
          ...own,
          cidr,
          region: (region && lastPart(region)) ?? /\/regions\/([^/]+)\//.exec(own.id)?.[1],
          purpose: row.text('purpose'),
          vpc: partialUri(row.text('vpc')),
          stub: cidr === undefined && row.text('name') === undefined,
        };
      }),
    ),
    instances: byId(
      answers.rows(ask.INSTANCES).map((row) => ({
        ...thing(row),
        status: row.text('status'),
        zone: row.text('zone'),
        exposed: row.flag('exposed'),
        ways: row.texts('ways'),
        forwards: row.flag('forwards'),
        interfaces: row.maps('interfaces').map((nic) => {
          const id = nic.required('id');
          return {
            id,
            name: nic.text('name') ?? lastPart(id),
            ip: nic.text('ip'),
            subnet: nic.text('subnet'),
            public: nic.text('public'),
          };
        }),
      })),
    ),
    firewalls,
    loose: rules.filter(({ firewall }) => firewall === undefined).length,
    forwarding: answers.rows(ask.FORWARDING).map((row) => {
      const range = row.text('range');
      const ports = row.texts('ports');
      return {
        ...placed(row),
        address: row.text('address'),
        ports: portsOf(row.text('protocol'), ports.length > 0 ? ports : range ? [range] : []),
        scheme: row.text('scheme'),
        target: partialUri(row.text('target')),
        exposed: row.flag('exposed'),
        backends: row.texts('backends'),
      };
    }),
    backends: byId(
      answers.rows(ask.BACKENDS).map((row) => {
        const port = row.text('port');
        return {
          ...thing(row),
          region: row.text('region'),
          ports: portsOf(row.text('protocol'), port ? [port] : [])[0],
          scheme: row.text('scheme'),
          policies: row.texts('policies'),
        };
      }),
    ),
    groups,
    groupsOf: byInstance(groups),
    firewallsOf: byInstance(firewalls),
    clusters: answers.rows(ask.CLUSTERS).map((row) => ({
      ...placed(row),
      status: row.text('status'),
      exposed: row.flag('exposed'),
    })),
    databases: answers.rows(ask.DATABASES).map((row) => ({
      ...placed(row),
      version: row.text('version'),
      status: row.text('status'),
      ranges: row.texts('ranges'),
    })),
  };
}
