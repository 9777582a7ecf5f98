/** What joins networks to others: peerings, VPN, Direct Connect, endpoints. */

import { present } from '../present.ts';
import type { ResourceAttributes } from './attributes.ts';
import type { Mapper, Mapping } from './mapper.ts';
import { inVpc } from './networks.ts';
import type { ResourceRecords } from './records.ts';

function addPeering(r: ResourceAttributes, id: string, to: ResourceRecords): void {
  const accepts = r.resource.type.endsWith('_accepter');
  const status = r.text('accept_status');
  const base = { ...r.base({ requester: 'vpc_id', accepter: 'peer_vpc_id' }), id };
  const [own, peer] = [r.ref('vpc_id'), r.ref('peer_vpc_id')];
  const [requester, accepter] = accepts ? [peer, own] : [own, peer];
  const gone = status === 'deleted' || status === 'deleting';
  to.add('peerings', {
    ...base,
    status: status ?? 'unknown',
    gone,
    ...present({ requester, accepter }),
  });
}

/** The other side of a peering says the same of it, from its own configuration. */
const accepter: Mapper = (r, to) => {
  const id = r.ref('vpc_peering_connection_id');
  if (id === undefined) return;
  addPeering(r, id, to);
  const status = r.text('accept_status');
  if (status !== undefined)
    to.update('peerings', id, (own) => (own.status === 'unknown' ? { status } : {}));
};

const vpnGateway: Mapper = (r, to) => {
  const facts = present({ asn: r.number('amazon_side_asn'), state: r.text('state') });
  to.add('vpnGateways', { ...inVpc(r, { asn: 'amazon_side_asn' }), ...facts });
};

const customerGateway: Mapper = (r, to) => {
  const held = r.held({ address: 'ip_address' });
  to.add('customerGateways', {
    ...held,
    name: r.name('device_name') ?? held.id,
    ...present({ address: r.text('ip_address'), asn: r.number('bgp_asn') }),
  });
};

/** Tunnels and their keys are not read. */
const vpnConnection: Mapper = (r, to) => {
  const held = r.held({ gateway: 'vpn_gateway_id', customerGateway: 'customer_gateway_id' });
  const transit = r.has('transit_gateway_id') ? r.ref('transit_gateway_id') : undefined;
  const gateway = transit ?? (r.has('vpn_gateway_id') ? r.ref('vpn_gateway_id') : undefined);
  to.add('vpnConnections', {
    ...held,
    name: r.name() ?? held.id,
    staticRoutes: [],
    ...present({ gateway, customerGateway: r.ref('customer_gateway_id') }),
  });
  if (transit === undefined) return;
  const id = r.text('transit_gateway_attachment_id') ?? `${held.id}.transit_gateway_attachment_id`;
  const { accounts, region, provenance } = held;
  to.add('transitAttachments', {
    ...{ id, accounts, provenance, type: 'vpn', state: 'unknown', gateway: transit },
    resource: held.id,
    ...present({ region }),
  });
};

const endpoint: Mapper = (r, to) => {
  const base = inVpc(r, { state: 'state' });
  to.add('endpoints', {
    ...base,
    type: r.text('vpc_endpoint_type') ?? 'Gateway',
    service: r.needed('service_name') ?? 'unknown',
    subnets: r.has('subnet_ids') ? r.refs('subnet_ids') : [],
    groups: r.has('security_group_ids') ? r.refs('security_group_ids') : [],
    ...present({ state: r.text('state') }),
  });
};

const endpointService: Mapper = (r, to) => {
  const held = r.held();
  const lists = ['network_load_balancer_arns', 'gateway_load_balancer_arns'];
  to.add('endpointServices', {
    ...held,
    name: r.text('service_name') ?? r.name() ?? held.id,
    balancers: lists.flatMap((list) => (r.has(list) ? r.refs(list) : [])),
    allowedPrincipals: r.texts('allowed_principals'),
    ...present({ acceptanceRequired: r.flag('acceptance_required') }),
  });
};

const directConnectInterface: Mapper = (r, to) => {
  const held = r.held({ gateway: 'dx_gateway_id' });
  const type = /_(private|public|transit)_virtual_interface/.exec(r.resource.type)?.[1];
  const via = ['dx_gateway_id', 'vpn_gateway_id'].find((name) => r.has(name));
  to.add('directConnectInterfaces', {
    ...held,
    name: r.name('name') ?? held.id,
    type: (type ?? 'unknown') as 'private' | 'public' | 'transit' | 'unknown',
    ...present({
      gateway: via === undefined ? undefined : r.ref(via),
      vlan: r.number('vlan'),
      state: r.text('state'),
    }),
  });
};

/** Adds to a list of an endpoint. */
const endpointTie =
  (attribute: string, fact: 'subnets' | 'groups'): Mapper =>
  (r, to) => {
    const value = r.ref(attribute);
    if (value !== undefined)
      to.update('endpoints', r.ref('vpc_endpoint_id'), (own) => ({
        [fact]: [...new Set([...own[fact], value])],
      }));
  };

export const CONNECTIONS: Mapping = {
  aws_vpc_peering_connection: (r, to) => addPeering(r, r.id, to),
  aws_vpn_gateway: vpnGateway,
  aws_customer_gateway: customerGateway,
  aws_vpn_connection: vpnConnection,
  aws_vpc_endpoint: endpoint,
  aws_vpc_endpoint_service: endpointService,
  aws_dx_gateway(r, to) {
    const held = r.held();
    const facts = present({ asn: r.number('amazon_side_asn') });
    to.add('directConnectGateways', { ...held, name: r.text('name') ?? held.id, ...facts });
  },
  aws_dx_gateway_association(r, to) {
    to.add('directConnectAssociations', {
      ...r.base({ gateway: 'associated_gateway_id' }),
      directConnectGateway: r.ref('dx_gateway_id') ?? 'unknown',
      allowedPrefixes: r.texts('allowed_prefixes'),
      ...present({ gateway: r.ref('associated_gateway_id') }),
    });
  },
  aws_dx_private_virtual_interface: directConnectInterface,
  aws_dx_public_virtual_interface: directConnectInterface,
  aws_dx_transit_virtual_interface: directConnectInterface,
  aws_dx_hosted_private_virtual_interface: directConnectInterface,
  aws_dx_hosted_public_virtual_interface: directConnectInterface,
  aws_dx_hosted_transit_virtual_interface: directConnectInterface,
};

export const CONNECTION_TIES: Mapping = {
  aws_vpc_peering_connection_accepter: accepter,
  aws_vpn_gateway_attachment: (r, to) =>
    void to.update('vpnGateways', r.ref('vpn_gateway_id'), () => present({ vpc: r.ref('vpc_id') })),
  aws_vpn_connection_route(r, to) {
    const block = r.needed('destination_cidr_block');
    if (block !== undefined)
      to.update('vpnConnections', r.ref('vpn_connection_id'), ({ staticRoutes }) => ({
        staticRoutes: [...new Set([...staticRoutes, block])].sort(),
      }));
  },
  aws_vpc_endpoint_subnet_association: endpointTie('subnet_id', 'subnets'),
  aws_vpc_endpoint_security_group_association: endpointTie('security_group_id', 'groups'),
};
