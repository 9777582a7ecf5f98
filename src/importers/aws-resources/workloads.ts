/** What runs in networks: instances, scaling groups, functions, clusters, Client VPN. */

import type { Workload } from '../../inventory/workloads.ts';
import { present } from '../present.ts';
import type { ResourceAttributes } from './attributes.ts';
import type { Mapper, Mapping } from './mapper.ts';
import type { ResourceRecords } from './records.ts';
import { absenceOfMissing, saysAll } from './resource.ts';

interface Placed {
  readonly subnets?: readonly string[];
  readonly groups?: readonly string[];
  readonly vpc?: string | undefined;
  /** ResourceAttributes that name it where no tag does. */
  readonly named?: readonly string[];
}

/** What every workload has. The VPC is that of its subnets where it does not say so itself. */
export function workload(
  r: ResourceAttributes,
  to: ResourceRecords,
  { subnets = [], groups = [], vpc, named = [] }: Placed,
): Workload {
  const held = r.held();
  // AWS picks the VPC's default group where none is asked for.
  const open = groups.length === 0 && !saysAll(r.resource);
  const absent = open ? { groups: absenceOfMissing(r.resource), ...held.absent } : held.absent;
  const own = vpc ?? subnets.map((id) => to.get('subnets', id)?.vpc).find((id) => id !== undefined);
  return {
    ...held,
    ...present({ absent }),
    name: r.name(...named) ?? held.id,
    subnets: [...new Set(subnets)],
    groups: [...new Set(groups)],
    tags: r.tags(),
    ...present({ vpc: own }),
  };
}

const optional = (r: ResourceAttributes, name: string): readonly string[] =>
  r.has(name) ? r.refs(name) : [];
const one = (r: ResourceAttributes, name: string): readonly string[] => {
  const id = r.has(name) ? r.ref(name) : undefined;
  return id === undefined ? [] : [id];
};

export { one as oneRef, optional as optionalRefs };

/** User data is not read. */
const instance: Mapper = (r, to) => {
  const interfaces = r.blocks('network_interface').flatMap((block) => {
    const id = block.ref('network_interface_id');
    const own = to.get('networkInterfaces', id);
    if (own) to.update('networkInterfaces', own.id, () => ({ instance: r.id }));
    return own ? [own] : [];
  });
  const interfaceSubnets = interfaces.flatMap(({ subnet }) => subnet ?? []);
  const subnets = [...one(r, 'subnet_id'), ...interfaceSubnets];
  const groups = [
    ...optional(r, 'vpc_security_group_ids'),
    ...interfaces.flatMap((own) => own.groups),
  ];
  const state = r.text('instance_state');
  to.add('instances', {
    ...workload(r, to, { subnets, groups }),
    interfaceSubnets,
    publicAddress: r.has('public_ip') || r.flag('associate_public_ip_address') === true,
    exposure: [],
    ...present({ state }),
  });
};

/** Security groups of the launch template, or launch configuration. */
function launchGroups(r: ResourceAttributes): readonly string[] {
  const mixed = r
    .blocks('mixed_instances_policy')
    .flatMap((m) => m.blocks('launch_template'))
    .flatMap((t) => t.blocks('launch_template_specification'));
  const named = [...r.blocks('launch_template'), ...mixed].flatMap((block) => {
    const attribute = ['id', 'name', 'launch_template_id', 'launch_template_name'].find((a) =>
      block.has(a),
    );
    const found = attribute && block.named(attribute, ['aws_launch_template']);
    return found ? [found] : [];
  });
  const configuration = r.named('launch_configuration', ['aws_launch_configuration']);
  return [...named, ...(configuration ? [configuration] : [])].flatMap((resource) => {
    const own = r.of(resource);
    return [
      ...optional(own, 'vpc_security_group_ids'),
      ...optional(own, 'security_groups'),
      ...own.blocks('network_interfaces').flatMap((n) => optional(n, 'security_groups')),
    ];
  });
}

const scalingGroup: Mapper = (r, to) =>
  to.add('scalingGroups', {
    ...workload(r, to, {
      subnets: optional(r, 'vpc_zone_identifier'),
      groups: launchGroups(r),
      named: ['name'],
    }),
    members: [],
  });

/** Its environment is not read. */
const lambda: Mapper = (r, to) => {
  const [vpc] = r.blocks('vpc_config');
  const placed = {
    subnets: vpc ? optional(vpc, 'subnet_ids') : [],
    groups: vpc ? optional(vpc, 'security_group_ids') : [],
    vpc: vpc?.ref('vpc_id'),
  };
  to.add('functions', workload(r, to, { ...placed, named: ['function_name'] }));
};

const kubernetes: Mapper = (r, to) => {
  const [vpc] = r.blocks('vpc_config');
  const groups = vpc
    ? [...optional(vpc, 'security_group_ids'), ...one(vpc, 'cluster_security_group_id')]
    : [];
  to.add('kubernetesServices', {
    ...workload(r, to, {
      subnets: vpc ? optional(vpc, 'subnet_ids') : [],
      groups,
      vpc: vpc?.ref('vpc_id'),
      named: ['name'],
    }),
    // The provider's default is true.
    publicEndpoint: vpc?.flag('endpoint_public_access') ?? true,
    ...present({ status: r.text('status') }),
  });
};

const containerService: Mapper = (r, to) => {
  const [network] = r.blocks('network_configuration');
  const cluster = r.has('cluster')
    ? (r.named('cluster', ['aws_ecs_cluster'], ['name', 'arn', 'id']) ?? undefined)
    : undefined;
  const clusterId = cluster ? r.context.index.idOf(cluster) : r.ref('cluster');
  to.add('containerServices', {
    ...workload(r, to, {
      subnets: network ? optional(network, 'subnets') : [],
      groups: network ? optional(network, 'security_groups') : [],
      named: ['name'],
    }),
    ...present({ cluster: clusterId, launchType: r.text('launch_type') }),
  });
};

const clientVpn: Mapper = (r, to) => {
  const held = r.held({ vpc: 'vpc_id' });
  const transport = r.text('transport_protocol') ?? 'udp';
  to.add('clientVpnEndpoints', {
    ...held,
    name: r.name() ?? held.id,
    subnets: [],
    groups: optional(r, 'security_group_ids'),
    authentication: r.blocks('authentication_options').flatMap((a) => a.text('type') ?? []),
    transport: transport === 'tcp' ? 'tcp' : 'udp',
    port: r.number('vpn_port') ?? 443,
    authorizations: [],
    routes: [],
    tags: r.tags(),
    ...present({
      clientCidr: r.needed('client_cidr_block'),
      vpc: r.has('vpc_id') ? r.ref('vpc_id') : undefined,
      splitTunnel: r.flag('split_tunnel'),
    }),
  });
};

export const WORKLOADS: Mapping = {
  aws_instance: instance,
  aws_autoscaling_group: scalingGroup,
  aws_lambda_function: lambda,
  aws_eks_cluster: kubernetes,
  aws_ecs_cluster: (r, to) => to.add('containerClusters', workload(r, to, { named: ['name'] })),
  aws_ecs_service: containerService,
  aws_ec2_client_vpn_endpoint: clientVpn,
};

export const WORKLOAD_TIES: Mapping = {
  aws_ec2_client_vpn_network_association(r, to) {
    const id = r.ref('client_vpn_endpoint_id');
    const own = r.ref('subnet_id');
    if (own === undefined) return;
    to.update('clientVpnEndpoints', id, ({ subnets, vpc }) => ({
      subnets: [...new Set([...subnets, own])],
      ...present({ vpc: vpc ?? to.get('subnets', own)?.vpc }),
    }));
  },
  aws_ec2_client_vpn_authorization_rule(r, to) {
    const destination = r.needed('target_network_cidr');
    if (destination === undefined) return;
    const everyone = r.flag('authorize_all_groups') === true;
    const rule = {
      destination,
      ...present({ group: everyone ? undefined : r.text('access_group_id') }),
    };
    to.update('clientVpnEndpoints', r.ref('client_vpn_endpoint_id'), ({ authorizations }) => ({
      authorizations: [...authorizations, rule],
    }));
  },
  aws_ec2_client_vpn_route(r, to) {
    const [destination, via] = [r.needed('destination_cidr_block'), r.ref('target_vpc_subnet_id')];
    if (destination === undefined || via === undefined) return;
    to.update('clientVpnEndpoints', r.ref('client_vpn_endpoint_id'), ({ routes }) => ({
      routes: [...routes, { destination, subnet: via }],
    }));
  },
};
