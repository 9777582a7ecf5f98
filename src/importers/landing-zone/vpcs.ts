/** VPCs and what stands in them: blocks, subnets, gateways, route tables, endpoints. */

import { Unknown, type Value } from '../aws-resources/values.ts';
import type { YamlMapping } from '../yaml-mapping.ts';
import type { ZoneNetwork, ZoneVpc } from './network.ts';
import { addRoutes, gatewayServices } from './routes.ts';
import { known, knownTexts, name, names } from './zone.ts';

export const subnetAddress = (vpc: ZoneVpc, own: string): string => `${vpc.address}/subnet/${own}`;
export const tableAddress = (vpc: ZoneVpc, own: string): string => `${vpc.address}/table/${own}`;
export const groupAddress = (vpc: ZoneVpc, own: string): string => `${vpc.address}/group/${own}`;

/** Named blocks of a list, with their names. */
export const named = (
  item: YamlMapping,
  key: string,
): readonly (readonly [string, YamlMapping])[] =>
  item.items(key).flatMap((one) => {
    const own = name(one, 'name');
    return own === undefined ? [] : [[own, one] as const];
  });

/** What IPAM will pick. */
function allocated(item: YamlMapping | undefined): Unknown | undefined {
  const pool = item?.text('ipamPoolName');
  if (!item || pool === undefined) return undefined;
  return new Unknown(`/${item.text('netmaskLength') ?? '?'} from the IPAM pool ${pool}`);
}

function tagsOf(item: YamlMapping): Value | undefined {
  const tags = item.items('tags').flatMap((tag): [string, string][] => {
    const [key, value] = [tag.text('key'), tag.text('value')];
    return key === undefined || value === undefined ? [] : [[key, value]];
  });
  return tags.length > 0 ? Object.fromEntries(tags) : undefined;
}

function addBlocks({ zone }: ZoneNetwork, vpc: ZoneVpc): void {
  const { item, place, address } = vpc;
  const cidrs =
    knownTexts(item, 'cidrs').length > 0 ? knownTexts(item, 'cidrs') : knownTexts(item, 'cidr');
  const pools = item.items('ipamAllocations').flatMap((one) => allocated(one) ?? []);
  const blocks: readonly Value[] = [...cidrs, ...pools];
  const [first, ...others] = blocks;
  const values = { cidr_block: first ?? new Unknown('no block is stated'), tags: tagsOf(item) };
  zone.add('aws_vpc', address, item.at, values, { label: vpc.name, place });
  others.forEach((block, i) => {
    const more = { vpc_id: zone.ref(address), cidr_block: block };
    const own = `${address}/block/${i + 2}`;
    zone.add('aws_vpc_ipv4_cidr_block_association', own, item.at, more, { place });
  });
}

/** `a` of the VPC's region; a number is one that each account maps to another zone. */
function zoneName(item: YamlMapping, region: string): Value | undefined {
  const zone = known(item, 'availabilityZone');
  if (typeof zone !== 'string') return zone;
  if (/^[a-z]$/.test(zone)) return `${region}${zone}`;
  return /^\d+$/.test(zone) ? new Unknown(`the zone is given by its number, ${zone}`) : zone;
}

function addSubnets({ zone }: ZoneNetwork, vpc: ZoneVpc): void {
  const { place, item } = vpc;
  for (const [own, subnet] of named(item, 'subnets')) {
    const address = subnetAddress(vpc, own);
    const values = {
      vpc_id: zone.ref(vpc.address),
      cidr_block:
        known(subnet, 'ipv4CidrBlock') ??
        allocated(subnet.item('ipamAllocation')) ??
        (subnet.text('ipv6CidrBlock') === undefined
          ? new Unknown('no block is stated')
          : undefined),
      ipv6_cidr_block: known(subnet, 'ipv6CidrBlock'),
      ipv6_native:
        subnet.text('ipv6CidrBlock') !== undefined && subnet.text('ipv4CidrBlock') === undefined,
      availability_zone: zoneName(subnet, place.region),
    };
    zone.add('aws_subnet', address, subnet.at, values, { label: own, place });
    const table = name(subnet, 'routeTable');
    if (table !== undefined)
      zone.add(
        'aws_route_table_association',
        `${address}/table`,
        subnet.at,
        { subnet_id: zone.ref(address), route_table_id: zone.ref(tableAddress(vpc, table)) },
        { place },
      );
    zone.skip('network-config: shared subnets', subnet.size('shareTargets'));
  }
}

function addGateways({ zone }: ZoneNetwork, vpc: ZoneVpc): void {
  const { place, item, address } = vpc;
  const more = { label: vpc.name, place };
  const vpc_id = zone.ref(address);
  if (item.flag('internetGateway'))
    zone.add('aws_internet_gateway', `${address}/internet-gateway`, item.at, { vpc_id }, more);
  if (item.flag('egressOnlyIgw'))
    zone.add(
      'aws_egress_only_internet_gateway',
      `${address}/egress-only-gateway`,
      item.at,
      { vpc_id },
      more,
    );
  const virtual = item.item('virtualPrivateGateway');
  if (virtual)
    zone.add(
      'aws_vpn_gateway',
      `${address}/vpn-gateway`,
      virtual.at,
      { vpc_id, amazon_side_asn: known(virtual, 'asn') },
      more,
    );
  for (const [own, nat] of named(item, 'natGateways')) {
    const subnet = name(nat, 'subnet');
    const values = {
      subnet_id: subnet === undefined ? undefined : zone.ref(subnetAddress(vpc, subnet)),
      connectivity_type: nat.flag('private') ? 'private' : 'public',
    };
    zone.add('aws_nat_gateway', `${address}/nat/${own}`, nat.at, values, { label: own, place });
  }
}

function addTables(network: ZoneNetwork, vpc: ZoneVpc): void {
  const { zone } = network;
  for (const [own, table] of named(vpc.item, 'routeTables')) {
    const address = tableAddress(vpc, own);
    const more = { label: own, place: vpc.place };
    zone.add('aws_route_table', address, table.at, { vpc_id: zone.ref(vpc.address) }, more);
    const gateway = name(table, 'gatewayAssociation');
    const edge =
      gateway === 'internetGateway'
        ? 'internet-gateway'
        : gateway === 'virtualPrivateGateway'
          ? 'vpn-gateway'
          : undefined;
    if (edge !== undefined)
      zone.add(
        'aws_route_table_association',
        `${address}/gateway`,
        table.at,
        { gateway_id: zone.ref(`${vpc.address}/${edge}`), route_table_id: zone.ref(address) },
        { place: vpc.place },
      );
    addRoutes(network, vpc, address, table);
  }
}

const ENDPOINTS = { gateway: 'gatewayEndpoints', interface: 'interfaceEndpoints' } as const;

function addEndpoints({ zone }: ZoneNetwork, vpc: ZoneVpc): void {
  const tables = gatewayServices(vpc);
  for (const [kind, key] of Object.entries(ENDPOINTS)) {
    const section = vpc.item.item(key);
    for (const item of section?.items('endpoints') ?? []) {
      const service = name(item, 'service');
      if (service === undefined) continue;
      const values: Record<string, Value | undefined> = {
        vpc_id: zone.ref(vpc.address),
        service_name: known(item, 'serviceName') ?? `com.amazonaws.${vpc.place.region}.${service}`,
        // Of a gateway endpoint: the list of the service, by the name that AWS gives it.
        prefix_list_id:
          kind === 'gateway' ? `com.amazonaws.${vpc.place.region}.${service}` : undefined,
        vpc_endpoint_type: kind === 'gateway' ? 'Gateway' : 'Interface',
        route_table_ids: tables.get(service)?.map((table) => zone.ref(tableAddress(vpc, table))),
        subnet_ids:
          kind === 'interface'
            ? (section ? names(section, 'subnets') : []).map((own) =>
                zone.ref(subnetAddress(vpc, own)),
              )
            : undefined,
      };
      const address = `${vpc.address}/endpoint/${kind}/${service}`;
      zone.add('aws_vpc_endpoint', address, item.at, values, { label: service, place: vpc.place });
    }
  }
  const own = new Set(
    vpc.item
      .item(ENDPOINTS.gateway)
      ?.items('endpoints')
      .map((e) => e.text('service')),
  );
  for (const [service, at] of tables)
    if (!own.has(service))
      zone.note(
        `${tableAddress(vpc, at[0] ?? '')} route to ${service}`,
        'the VPC has no gateway endpoint of this service',
        vpc.item.at,
      );
}

export function addVpcs(network: ZoneNetwork): void {
  for (const vpc of network.vpcs) {
    addBlocks(network, vpc);
    addSubnets(network, vpc);
    addGateways(network, vpc);
    addEndpoints(network, vpc);
  }
  for (const vpc of network.vpcs) addTables(network, vpc);
}
