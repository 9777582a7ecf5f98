/** Routes of VPCs' tables. */

import { gather } from '../../model/order.ts';
import { Unknown, type Value } from '../aws-resources/values.ts';
import type { YamlMapping } from '../yaml-mapping.ts';
import type { ZoneNetwork, ZoneVpc } from './network.ts';
import { known, name } from './zone.ts';

const ANY_BLOCK = /^[0-9a-f.:]+\/\d{1,3}$/i;

/** Services of gateway endpoints, with the tables whose routes name them. */
export function gatewayServices({ item }: ZoneVpc): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const table of item.items('routeTables'))
    for (const route of table.items('routes')) {
      const [own, service] = [name(table, 'name'), name(route, 'target')];
      if (route.text('type') === 'gatewayEndpoint' && own !== undefined && service !== undefined)
        gather(found, service, own);
    }
  return found;
}

/** Where a route leads to, by the attribute of Terraform's provider. */
function targetOf(
  { zone, gateways, item }: ZoneNetwork,
  vpc: ZoneVpc,
  route: YamlMapping,
): Readonly<Record<string, Value>> | undefined {
  const target = name(route, 'target') ?? '';
  const inVpc = (attribute: string, ...path: readonly string[]) => ({
    [attribute]: zone.ref([vpc.address, ...path].join('/')),
  });
  switch (route.text('type')) {
    case 'transitGateway':
      return { transit_gateway_id: zone.ref(gateways.get(target) ?? `transit-gateway/${target}`) };
    case 'natGateway':
      return inVpc('nat_gateway_id', 'nat', target);
    case 'internetGateway':
      return inVpc('gateway_id', 'internet-gateway');
    case 'virtualPrivateGateway':
      return inVpc('gateway_id', 'vpn-gateway');
    case 'egressOnlyIgw':
      return inVpc('egress_only_gateway_id', 'egress-only-gateway');
    case 'vpcPeering':
      return { vpc_peering_connection_id: zone.ref(`peering/${target}`) };
    case 'local':
      return { gateway_id: 'local' };
    case 'localGateway':
      return { local_gateway_id: target };
    case 'networkInterface':
      return { network_interface_id: known(route, 'target') ?? new Unknown('not stated') };
    case 'networkFirewall':
      return { vpc_endpoint_id: `firewall/${target}/endpoint/${endpointZone(vpc, route)}` };
    case 'gatewayLoadBalancerEndpoint':
      return { vpc_endpoint_id: `${item.at.file}:endpoint/${target}` };
    default:
      return undefined;
  }
}

/** The zone of the endpoint that a route to a firewall leads to. */
const endpointZone = ({ place }: ZoneVpc, route: YamlMapping): string => {
  const zone = route.text('targetAvailabilityZone') ?? '?';
  return /^[a-z]$/.test(zone) ? `${place.region}${zone}` : zone;
};

function destinationOf({ zone }: ZoneNetwork, vpc: ZoneVpc, route: YamlMapping) {
  const list = name(route, 'destinationPrefixList');
  if (list !== undefined)
    return {
      destination_prefix_list_id: zone.ref(zone.address(vpc.place, 'prefix-list', list)),
    };
  const six = known(route, 'ipv6Destination');
  if (six !== undefined) return { destination_ipv6_cidr_block: six };
  const given = known(route, 'destination') ?? new Unknown('the route has no destination');
  if (given instanceof Unknown || ANY_BLOCK.test(given)) return { destination_cidr_block: given };
  // A subnet of the VPC may stand for its block.
  const subnet = vpc.item.items('subnets').find((one) => one.text('name') === given);
  const block = subnet && known(subnet, 'ipv4CidrBlock');
  return {
    destination_cidr_block: block ?? new Unknown(`no subnet of the VPC is called ${given}`),
  };
}

export function addRoutes(
  network: ZoneNetwork,
  vpc: ZoneVpc,
  table: string,
  item: YamlMapping,
): void {
  const { zone } = network;
  for (const [i, route] of item.items('routes').entries()) {
    const type = route.text('type');
    // These come with their endpoint; a local one comes with its table.
    if (type === 'gatewayEndpoint') continue;
    const target = targetOf(network, vpc, route);
    const own = `${table}/route/${name(route, 'name') ?? i + 1}`;
    if (!target) zone.note(own, `routes of the type ${type ?? 'none'} are not read`, route.at);
    const values = {
      route_table_id: zone.ref(table),
      ...destinationOf(network, vpc, route),
      ...target,
    };
    zone.add('aws_route', own, route.at, values, { place: vpc.place });
  }
}
