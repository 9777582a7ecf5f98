/** Transit gateways with what is attached to them, and their tables; Cloud WAN. */

import type { TransitAttachment } from '../../inventory/transit.ts';
import { present } from '../present.ts';
import type { ResourceAttributes } from './attributes.ts';
import type { Mapper, Mapping } from './mapper.ts';
import type { ResourceRecords } from './records.ts';

/** Absent where it is not set: the gateway's own default is to have none, the attachment's is the gateway's. */
function referencesOf(r: ResourceAttributes): boolean | undefined {
  const option = r.text('security_group_referencing_support');
  return option === undefined ? undefined : option === 'enable';
}

const gateway: Mapper = (r, to) => {
  const held = r.held({ owner: 'owner_id' });
  to.add('transitGateways', {
    ...held,
    short: held.id,
    sharedWith: [],
    tags: r.tags(),
    ...present({
      name: r.name(),
      owner: held.accounts[0],
      groupReferences: referencesOf(r),
    }),
  });
};

function addAttachment(
  r: ResourceAttributes,
  facts: Partial<TransitAttachment>,
  to: ResourceRecords,
): void {
  const held = r.held({ gateway: 'transit_gateway_id', vpc: 'vpc_id' });
  const state = r.text('state') ?? (r.resource.applied ? 'unknown' : 'planned');
  to.add('transitAttachments', {
    ...held,
    type: 'vpc',
    state,
    ...present({
      gateway: r.ref('transit_gateway_id'),
      subnets: r.has('subnet_ids') ? r.refs('subnet_ids') : undefined,
      groupReferences: referencesOf(r),
    }),
    ...facts,
  });
}

const peering: Mapper = (r, to) =>
  addAttachment(
    r,
    { type: 'peering', ...present({ peerGateway: r.ref('peer_transit_gateway_id') }) },
    to,
  );

/** `TABLE|ATTACHMENT`, as every source can say it. */
const use =
  (type: 'transitAssociations' | 'transitPropagations'): Mapper =>
  (r, to) => {
    const table = r.ref('transit_gateway_route_table_id');
    const attachment = r.ref('transit_gateway_attachment_id');
    if (table === undefined || attachment === undefined) return;
    const id = `${table}|${attachment}`;
    const { absent: _, ...base } = r.base();
    to.add(type, { ...base, id, table, attachment, state: r.text('state') ?? 'unknown' });
  };

function addRoute(
  r: ResourceAttributes,
  destination: string | undefined,
  to: ResourceRecords,
): void {
  const table = r.ref('transit_gateway_route_table_id');
  if (table === undefined || destination === undefined) return;
  const attachment = r.has('transit_gateway_attachment_id')
    ? r.ref('transit_gateway_attachment_id')
    : undefined;
  const { absent: _, ...base } = r.base();
  to.add('transitRoutes', {
    ...base,
    id: `${table}|${destination}`,
    table,
    destination,
    targets: attachment === undefined ? [] : [attachment],
    active: !(r.flag('blackhole') ?? false),
    origin: 'static',
  });
}

const coreNetwork: Mapper = (r, to) => {
  const held = r.held();
  to.add('coreNetworks', {
    ...held,
    name: r.name() ?? held.id,
    edges: r.blocks('edges').flatMap((e) => e.text('edge_location') ?? []),
    segments: r.blocks('segments').flatMap((s) => {
      const name = s.text('name');
      const [edges, sharedWith] = [s.texts('edge_locations'), s.texts('shared_segments')];
      return name === undefined ? [] : [{ name, edges, sharedWith }];
    }),
    tags: r.tags(),
    ...present({
      arn: r.text('arn'),
      globalNetwork: r.ref('global_network_id'),
      state: r.text('state'),
    }),
  });
};

const coreAttachment =
  (type: 'vpc' | 'site-to-site-vpn' | 'transit-gateway-route-table', resource: string): Mapper =>
  (r, to) => {
    const held = r.held({ segment: 'segment_name' });
    to.add('coreNetworkAttachments', {
      ...held,
      type,
      coreNetwork: r.ref('core_network_id') ?? 'unknown',
      subnets: r.has('subnet_arns') ? r.refs('subnet_arns').map(lastPart) : [],
      ...present({
        segment: r.text('segment_name'),
        edge: r.text('edge_location'),
        resource: r.has(resource) ? lastPart(r.ref(resource) ?? '') || undefined : undefined,
        state: r.text('state'),
      }),
    });
  };

/** The id in an ARN of something that is in no file: `arn:…:vpc/vpc-1` -> `vpc-1`. */
const lastPart = (id: string): string =>
  id.startsWith('arn:') ? id.slice(id.lastIndexOf('/') + 1) : id;

export const TRANSIT: Mapping = {
  aws_ec2_transit_gateway: gateway,
  aws_ec2_transit_gateway_vpc_attachment: (r, to) =>
    addAttachment(r, present({ vpc: r.ref('vpc_id') }), to),
  aws_ec2_transit_gateway_peering_attachment: peering,
  aws_ec2_transit_gateway_connect: (r, to) =>
    addAttachment(
      r,
      { type: 'connect', ...present({ resource: r.ref('transport_attachment_id') }) },
      to,
    ),
  aws_ec2_transit_gateway_route_table: (r, to) =>
    to.add('transitRouteTables', {
      ...r.base({ gateway: 'transit_gateway_id' }),
      ...present({ gateway: r.ref('transit_gateway_id') }),
    }),
  aws_ec2_transit_gateway_route: (r, to) => addRoute(r, r.needed('destination_cidr_block'), to),
  aws_ec2_transit_gateway_prefix_list_reference: (r, to) =>
    addRoute(r, r.ref('prefix_list_id'), to),
  aws_ec2_transit_gateway_route_table_association: use('transitAssociations'),
  aws_ec2_transit_gateway_route_table_propagation: use('transitPropagations'),
  aws_networkmanager_core_network: coreNetwork,
  aws_networkmanager_vpc_attachment: coreAttachment('vpc', 'vpc_arn'),
  aws_networkmanager_site_to_site_vpn_attachment: coreAttachment(
    'site-to-site-vpn',
    'vpn_connection_arn',
  ),
  aws_networkmanager_transit_gateway_route_table_attachment: coreAttachment(
    'transit-gateway-route-table',
    'transit_gateway_route_table_arn',
  ),
};

export const TRANSIT_TIES: Mapping = {
  /** The second account's side of an attachment. */
  aws_ec2_transit_gateway_vpc_attachment_accepter(r, to) {
    const id = r.ref('transit_gateway_attachment_id');
    if (id === undefined) return;
    const facts = present({ vpc: r.ref('vpc_id'), gateway: r.ref('transit_gateway_id') });
    const { absent: _, ...held } = r.held();
    to.add('transitAttachments', { ...held, id, type: 'vpc', state: 'unknown', ...facts });
  },
  aws_ec2_transit_gateway_peering_attachment_accepter(r, to) {
    const id = r.ref('transit_gateway_attachment_id');
    const own = present({ peerGateway: r.ref('transit_gateway_id') });
    if (id !== undefined) to.update('transitAttachments', id, (a) => ({ ...own, ...present(a) }));
  },
  aws_ram_principal_association(r, to) {
    const [principal, share] = [r.text('principal'), r.ref('resource_share_arn')];
    if (principal === undefined || share === undefined || !/^\d{12}$/.test(principal)) return;
    const { index } = r.context;
    for (const tie of index.ofType('aws_ram_resource_association')) {
      if (index.resolve(tie.values.resource_share_arn) !== share) continue;
      const id = index.resolve(tie.values.resource_arn);
      to.update('transitGateways', id, ({ sharedWith }) => ({
        sharedWith: [...new Set([...sharedWith, principal])].sort(),
      }));
    }
  },
};
