/** VPCs, subnets, and the gateways and addresses in them. */

import { present } from '../present.ts';
import type { ResourceAttributes } from './attributes.ts';
import type { Mapper, Mapping } from './mapper.ts';
import type { ResourceRecords } from './records.ts';

/** Blocks that are known; of those that AWS picks, says so. */
function blocksOf(r: ResourceAttributes): readonly string[] {
  const pool = r.ref('ipv4_ipam_pool_id');
  const given = r.text('cidr_block');
  if (given === undefined && pool !== undefined)
    r.cannotTell(
      'cidr_block',
      `/${r.text('ipv4_netmask_length') ?? '?'} from the IPAM pool ${pool}`,
    );
  else if (given === undefined) r.needed('cidr_block');
  return [given, r.text('ipv6_cidr_block')].filter((block) => block !== undefined);
}

function addBlock(
  to: ResourceRecords,
  vpc: string,
  block: string,
  origin: ResourceAttributes,
): void {
  const { absent: _, ...base } = origin.base();
  to.add('addressBlocks', { ...base, id: `${vpc}|${block}`, vpc, block, gone: false });
}

const vpc: Mapper = (r, to) => {
  const held = r.held({ blocks: 'cidr_block', owner: 'owner_id' });
  const blocks = blocksOf(r);
  for (const block of blocks) addBlock(to, held.id, block, r);
  to.add('vpcs', {
    ...held,
    name: r.name() ?? held.id,
    blocks,
    tags: r.tags(),
    isDefault: r.resource.type === 'aws_default_vpc',
    unlisted: false,
    behind: false,
    ...present({ owner: held.accounts[0] }),
  });
};

const moreBlocks: Mapper = (r, to) => {
  const [id, block] = [r.ref('vpc_id'), r.needed('cidr_block') ?? r.text('ipv6_cidr_block')];
  if (id === undefined || block === undefined) return;
  addBlock(to, id, block, r);
  to.update('vpcs', id, ({ blocks }) => ({
    blocks: blocks.includes(block) ? blocks : [...blocks, block],
  }));
};

const subnet: Mapper = (r, to) => {
  const held = r.held({ cidr: 'cidr_block', zone: 'availability_zone', vpc: 'vpc_id' });
  to.add('subnets', {
    ...held,
    name: r.name() ?? held.id,
    isDefault: r.resource.type === 'aws_default_subnet',
    used: false,
    tags: r.tags(),
    ...present({
      cidr:
        (r.flag('ipv6_native') ? undefined : r.needed('cidr_block')) ?? r.text('ipv6_cidr_block'),
      ipv6Cidr: r.has('cidr_block') ? r.text('ipv6_cidr_block') : undefined,
      zone: r.text('availability_zone'),
      vpc: r.ref('vpc_id'),
    }),
  });
};

/** Something in a VPC, by `vpc_id`. */
const inVpc = (r: ResourceAttributes, facts: Readonly<Record<string, string>> = {}) => {
  const held = r.held({ vpc: 'vpc_id', ...facts });
  return { ...held, name: r.name() ?? held.id, ...present({ vpc: r.ref('vpc_id') }) };
};

const natGateway: Mapper = (r, to) => {
  const held = r.held({ subnet: 'subnet_id', vpc: 'vpc_id', publicAddresses: 'public_ip' });
  const subnetId = r.ref('subnet_id');
  const type = r.text('connectivity_type');
  const addresses = [r.text('public_ip'), ...r.texts('secondary_public_ips')];
  to.add('natGateways', {
    ...held,
    name: r.name() ?? held.id,
    publicAddresses: addresses.filter((address) => address !== undefined),
    ...present({
      subnet: subnetId,
      vpc: r.ref('vpc_id') ?? to.get('subnets', subnetId)?.vpc,
      connectivity: type === 'private' || type === 'public' ? type : undefined,
      state: r.text('state'),
    }),
  });
};

const address: Mapper = (r, to) => {
  const held = r.held({ address: 'public_ip' });
  const pool = r.text('public_ipv4_pool');
  to.add('elasticAddresses', {
    ...held,
    address: r.text('public_ip') ?? r.text('carrier_ip') ?? 'unknown',
    tags: r.tags(),
    ...present({
      networkInterface: r.ref('network_interface'),
      instance: r.ref('instance'),
      privateAddress: r.text('private_ip'),
      ownPool: pool === undefined ? undefined : pool !== 'amazon',
    }),
  });
};

const addressUse: Mapper = (r, to) => {
  const facts = present({
    networkInterface: r.ref('network_interface_id'),
    instance: r.ref('instance_id'),
    privateAddress: r.text('private_ip_address'),
  });
  to.update('elasticAddresses', r.ref('allocation_id'), () => facts);
};

/** NAT gateways name their addresses; an address does not name its gateway. */
const natAddress: Mapper = (r, to) => {
  for (const id of [r.ref('allocation_id'), ...r.refs('secondary_allocation_ids')]) {
    to.update('elasticAddresses', id, () => ({ natGateway: r.id }));
    const known = to.get('elasticAddresses', id)?.address;
    if (known !== undefined && known !== 'unknown')
      to.update('natGateways', r.id, ({ publicAddresses }) => ({
        publicAddresses: [...new Set([...publicAddresses, known])],
      }));
  }
};

const networkInterface: Mapper = (r, to) => {
  const [attachment] = r.blocks('attachment');
  to.add('networkInterfaces', {
    ...r.base({
      subnet: 'subnet_id',
      groups: 'security_groups',
      privateAddresses: 'private_ips',
    }),
    groups: r.refs('security_groups'),
    privateAddresses: r.texts('private_ips'),
    ...present({
      type: r.text('interface_type'),
      subnet: r.ref('subnet_id'),
      instance: attachment?.ref('instance'),
    }),
  });
};

export const NETWORKS: Mapping = {
  aws_vpc: vpc,
  aws_default_vpc: vpc,
  aws_subnet: subnet,
  aws_default_subnet: subnet,
  aws_internet_gateway: (r, to) => to.add('internetGateways', { ...inVpc(r), tags: r.tags() }),
  aws_egress_only_internet_gateway: (r, to) => to.add('egressOnlyGateways', inVpc(r)),
  aws_nat_gateway: natGateway,
  aws_eip: address,
  aws_network_interface: networkInterface,
};

export const NETWORK_TIES: Mapping = {
  aws_vpc_ipv4_cidr_block_association: moreBlocks,
  aws_vpc_ipv6_cidr_block_association: moreBlocks,
  aws_internet_gateway_attachment: (r, to) =>
    void to.update('internetGateways', r.ref('internet_gateway_id'), () =>
      present({ vpc: r.ref('vpc_id') }),
    ),
  aws_nat_gateway: natAddress,
  aws_eip_association: addressUse,
  aws_network_interface_attachment: (r, to) =>
    void to.update('networkInterfaces', r.ref('network_interface_id'), () =>
      present({ instance: r.ref('instance_id') }),
    ),
  aws_network_interface_sg_attachment(r, to) {
    const [group, id] = [r.ref('security_group_id'), r.ref('network_interface_id')];
    if (group !== undefined)
      to.update('networkInterfaces', id, ({ groups }) => ({
        groups: [...new Set([...groups, group])],
      }));
  },
};

export { inVpc };
