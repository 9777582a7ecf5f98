/** The network of Google Cloud as it was recorded, in one form. */

import type {
  GcpBackend,
  GcpDatabase,
  GcpFirewall,
  GcpFirewallRule,
  GcpForwarding,
  GcpInstance,
  GcpInstanceGroup,
  GcpNetwork,
  GcpPeering,
  GcpPlaced,
  GcpResource,
  GcpSubnet,
  GcpVpc,
  GcpVpnGateway,
  GcpVpnTunnel,
  GkeCluster,
} from '../../../inventory/gcp/network.ts';
import { lastPart } from '../../../inventory/gcp/network.ts';
import { type Diagnostic, quote, warning } from '../../../model/diagnostic.ts';
import { gather } from '../../../model/order.ts';
import type { Answers, Fields } from '../question.ts';
import * as ask from './questions.ts';

type ReportDiagnostic = (diagnostic: Diagnostic) => void;

/** `https://…/compute/v1/projects/p/…` -> `projects/p/…`, which is what ids look like. */
const partialUri = (uri: string | undefined): string | undefined =>
  uri?.replace(/^https?:\/\/.*?\/(?=projects\/)/, '');

/** What the id says is right also for stubs, which several projects may hold. */
const projectIn = (id: string): string | undefined => /(?:^|\/)projects\/([^/]+)\//.exec(id)?.[1];

function resource(row: Fields): GcpResource {
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

const EFFECTS: Readonly<Record<string, GcpFirewallRule['effect']>> = {
  ALLOWED_BY: 'allow',
  DENIED_BY: 'deny',
};

/** One that the graph does not say, says twice, or says in a way that is not known, allows nothing. */
function effectOf(row: Fields, report: ReportDiagnostic): GcpFirewallRule['effect'] {
  const effects = row.texts('effects');
  const effect = effects.length === 1 ? EFFECTS[effects[0] ?? ''] : undefined;
  if (effect === undefined && row.text('firewall') !== undefined)
    report(
      warning(
        'gcp-firewall-effect',
        `a rule of firewall ${quote(lastPart(row.text('firewall') ?? ''))} neither allows nor denies: ${effects.join(', ') || 'nothing'}`,
        row.at,
        {
          hint: 'It is drawn as a rule whose effect is unknown, and opens nothing. The graph may come from a newer version of Cartography.',
        },
      ),
    );
  return effect;
}

function ruleOf(row: Fields, report: ReportDiagnostic): GcpFirewallRule {
  const protocol = row.text('protocol') ?? 'all';
  const low = row.number('low');
  const high = row.number('high') ?? low;
  const every = low === undefined || (low === 0 && high === 65_535);
  const [ports = protocol] = portsOf(protocol, every ? [] : [`${low}-${high}`]);
  return {
    id: row.required('id'),
    firewall: row.text('firewall'),
    effect: effectOf(row, report),
    ports,
    ranges: row.texts('ranges'),
  };
}

const byId = <T extends GcpResource>(resources: readonly T[]): Map<string, T> =>
  new Map(resources.filter(({ id }) => id !== '').map((one) => [one.id, one]));

const placed = (row: Fields): GcpPlaced => ({
  ...resource(row),
  subnet: partialUri(row.text('subnet')),
  vpc: partialUri(row.text('vpc')),
  region: row.text('region'),
});

function byInstance(
  resources: readonly { readonly id: string; readonly instances: readonly string[] }[],
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { id, instances } of resources)
    for (const instance of instances) gather(found, instance, id);
  return found;
}

function readFirewalls(
  answers: Answers,
  rules: readonly GcpFirewallRule[],
  open: ReadonlyMap<string, readonly string[]>,
): GcpFirewall[] {
  const hits = new Map<string, string[]>();
  for (const row of answers.rows(ask.INGRESS))
    gather(hits, row.required('firewall'), row.required('instance'));
  const rulesOf = new Map<string, GcpFirewallRule[]>();
  for (const rule of rules) if (rule.firewall) gather(rulesOf, rule.firewall, rule);
  return answers.rows(ask.FIREWALLS).map((row) => {
    const own = resource(row);
    const tags = row.texts('tags');
    const accounts = row.flag('accounts');
    const vpc = row.text('vpc');
    // Without targets it hits all of its network, whether or not the graph has derived that.
    const all = tags.length === 0 && !accounts ? (open.get(vpc ?? '') ?? []) : [];
    return {
      ...own,
      ingress: row.text('direction') !== 'EGRESS',
      disabled: row.flag('disabled'),
      priority: row.number('priority'),
      accounts,
      vpc,
      tags,
      rules: rulesOf.get(own.id) ?? [],
      instances: [...new Set([...(hits.get(own.id) ?? []), ...all])],
    };
  });
}

function subnetOf(row: Fields): GcpSubnet {
  const region = row.text('region');
  const cidr = row.text('cidr');
  const own = resource(row);
  return {
    ...own,
    cidr,
    region: (region && lastPart(region)) ?? /\/regions\/([^/]+)\//.exec(own.id)?.[1],
    purpose: row.text('purpose'),
    vpc: partialUri(row.text('vpc')),
    stub: cidr === undefined && row.text('name') === undefined,
  };
}

const instanceOf = (row: Fields): GcpInstance => ({
  ...resource(row),
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
});

function forwardingOf(row: Fields): GcpForwarding {
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
}

function backendOf(row: Fields): GcpBackend {
  const port = row.text('port');
  return {
    ...resource(row),
    region: row.text('region'),
    ports: portsOf(row.text('protocol'), port ? [port] : [])[0],
    scheme: row.text('scheme'),
    policies: row.texts('policies'),
  };
}

const groupOf = (row: Fields): GcpInstanceGroup => ({
  ...placed(row),
  size: row.number('size'),
  backends: row.texts('backends'),
  instances: row.texts('instances'),
});

const clusterOf = (row: Fields): GkeCluster => ({
  ...placed(row),
  status: row.text('status'),
  exposed: row.flag('exposed'),
  restricted: row.flag('restricted'),
});

const databaseOf = (row: Fields): GcpDatabase => ({
  ...placed(row),
  version: row.text('version'),
  status: row.text('status'),
  ranges: row.texts('ranges'),
});

const vpcOf = (row: Fields): GcpVpc => ({
  ...resource(row),
  auto: row.flag('auto'),
  stub: row.text('name') === undefined,
});

const peeringOf = (row: Fields): GcpPeering => ({
  ...resource(row),
  state: row.text('state'),
  local: partialUri(row.text('local')),
  peer: partialUri(row.text('peer')),
});

const gatewayOf = (row: Fields): GcpVpnGateway => ({
  ...resource(row),
  region: row.text('region'),
  vpc: partialUri(row.text('vpc')),
});

const tunnelOf = (row: Fields): GcpVpnTunnel => ({
  ...resource(row),
  region: row.text('region'),
  status: row.text('status'),
  gateway: partialUri(row.text('gateway')),
  peer: partialUri(row.text('peer')),
  address: row.text('address'),
  near: row.texts('near'),
  far: row.texts('far'),
});

/** Those that a rule without targets hits and that have a public address, by network. */
function publicIn(
  instances: ReadonlyMap<string, GcpInstance>,
  subnets: ReadonlyMap<string, GcpSubnet>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { id, interfaces } of instances.values())
    for (const { subnet, public: address } of interfaces) {
      const vpc = subnets.get(subnet ?? '')?.vpc;
      if (address !== undefined && vpc !== undefined) gather(found, vpc, id);
    }
  return found;
}

export function readNetwork(answers: Answers, report: ReportDiagnostic): GcpNetwork {
  const rules = answers.rows(ask.RULES).map((row) => ruleOf(row, report));
  const subnets = byId(answers.rows(ask.SUBNETS).map(subnetOf));
  const instances = byId(answers.rows(ask.INSTANCES).map(instanceOf));
  const firewalls = readFirewalls(answers, rules, publicIn(instances, subnets));
  const groups = answers.rows(ask.GROUPS).map(groupOf);
  return {
    vpcs: byId(answers.rows(ask.VPCS).map(vpcOf)),
    peerings: answers.rows(ask.PEERINGS).map(peeringOf),
    vpnGateways: byId(answers.rows(ask.VPN_GATEWAYS).map(gatewayOf)),
    vpnTunnels: answers.rows(ask.VPN_TUNNELS).map(tunnelOf),
    stale: new Set(answers.rows(ask.STALE).map((row) => row.required('id'))),
    subnets,
    instances,
    firewalls,
    loose: rules.filter(({ firewall }) => firewall === undefined).length,
    forwarding: answers.rows(ask.FORWARDING).map(forwardingOf),
    backends: byId(answers.rows(ask.BACKENDS).map(backendOf)),
    groups,
    groupsOf: byInstance(groups),
    firewallsOf: byInstance(firewalls),
    clusters: answers.rows(ask.CLUSTERS).map(clusterOf),
    databases: answers.rows(ask.DATABASES).map(databaseOf),
    owners: new Map(answers.rows(ask.OWNERS).map((row) => [row.required('id'), row.at])),
  };
}
