/** VPCs with their blocks, subnets and gateways. */

import type { Collections } from '../../inventory/inventory.ts';
import type { AddressBlock, NatGateway, Subnet, Vpc } from '../../inventory/network.ts';
import { present } from '../present.ts';
import type { AnswerSet } from './answers.ts';
import type { Item } from './item.ts';
import {
  byId,
  heldBy,
  identified,
  inVpc,
  type KeptTags,
  nameOf,
  ofArn,
  unique,
} from './records.ts';

/** Blocks of a VPC, the primary one first, with what became of each. */
function blocksOf(item: Item): { block: string; gone: boolean }[] {
  const sets = [
    ...item
      .items('CidrBlockAssociationSet')
      .map((one) => [one, 'CidrBlock', 'CidrBlockState'] as const),
    ...item
      .items('Ipv6CidrBlockAssociationSet')
      .map((one) => [one, 'Ipv6CidrBlock', 'Ipv6CidrBlockState'] as const),
  ];
  const found = sets.flatMap(([one, name, state]) => {
    const block = one.text(name);
    const at = one.inner(state).text('State') ?? 'associated';
    return block === undefined ? [] : [{ block, gone: !/^associat/.test(at) }];
  });
  const primary = item.text('CidrBlock');
  const own = primary === undefined ? [] : [{ block: primary, gone: false }];
  const listed = found.some(({ block }) => block === primary) ? found : [...own, ...found];
  return [...listed].sort((a, b) => Number(b.block === primary) - Number(a.block === primary));
}

function vpcOf(item: Item, id: string, tags: KeptTags): Vpc {
  const held = heldBy(item);
  return {
    id,
    name: nameOf(item) ?? id,
    ...held,
    ...present({ owner: held.accounts[0] }),
    blocks: blocksOf(item).flatMap(({ block, gone }) => (gone ? [] : block)),
    tags: tags.of(item),
    isDefault: item.flag('IsDefault'),
    unlisted: false,
    behind: false,
    provenance: item.provenance,
  };
}

/** The ends of peerings that no answer lists: another account, or a region that was not asked. */
function peeredVpcs(answers: AnswerSet, listed: ReadonlySet<string>): Vpc[] {
  return answers.items('VpcPeeringConnections').flatMap((peering) =>
    ['RequesterVpcInfo', 'AccepterVpcInfo'].flatMap((name): Vpc[] => {
      const side = peering.inner(name);
      const id = side.text('VpcId');
      if (id === undefined || listed.has(id)) return [];
      const owner = side.text('OwnerId');
      const blocks = unique([
        ...side.each('CidrBlockSet', 'CidrBlock'),
        ...side.each('Ipv6CidrBlockSet', 'Ipv6CidrBlock'),
      ]);
      return [
        {
          ...{ id, name: id, blocks, tags: {}, isDefault: false, unlisted: false, behind: false },
          accounts: owner === undefined ? [] : [owner],
          stub: { code: 'account-not-read' },
          ...present({ owner, region: side.text('Region') }),
          provenance: peering.provenance,
        },
      ];
    }),
  );
}

export function readVpcs(
  answers: AnswerSet,
  tags: KeptTags,
): Pick<Collections, 'vpcs' | 'addressBlocks'> {
  const own = identified(answers.items('Vpcs'), 'VpcId', (item, id) => vpcOf(item, id, tags));
  const vpcs = byId([...own, ...peeredVpcs(answers, new Set(own.map(({ id }) => id)))]);
  const listed = identified(answers.items('Vpcs'), 'VpcId', (item, vpc) =>
    blocksOf(item).map(
      ({ block, gone }): AddressBlock => ({
        id: `${vpc}|${block}`,
        vpc,
        block,
        gone,
        provenance: item.provenance,
      }),
    ),
  ).flat();
  const peered = [...vpcs.values()].flatMap(({ id: vpc, stub, blocks, provenance }) =>
    stub
      ? blocks.map((block) => ({ id: `${vpc}|${block}`, vpc, block, gone: false, provenance }))
      : [],
  );
  return { vpcs, addressBlocks: byId([...listed, ...peered]) };
}

/** @param used ids of subnets in which something has an address */
export function readSubnets(
  answers: AnswerSet,
  tags: KeptTags,
  used: ReadonlySet<string>,
): Collections['subnets'] {
  return byId(
    identified(answers.items('Subnets'), 'SubnetId', (item, id): Subnet => {
      const v6 = item
        .items('Ipv6CidrBlockAssociationSet')
        .find((one) => one.inner('Ipv6CidrBlockState').text('State') !== 'disassociated')
        ?.text('Ipv6CidrBlock');
      return {
        id,
        name: nameOf(item) ?? id,
        ...heldBy(item),
        ...present({
          cidr: item.text('CidrBlock') ?? v6,
          ipv6Cidr: item.text('CidrBlock') === undefined ? undefined : v6,
          zone: item.text('AvailabilityZone'),
          region: item.region ?? ofArn(item.text('SubnetArn')).region,
          vpc: item.text('VpcId'),
        }),
        isDefault: item.flag('DefaultForAz'),
        used: used.has(id),
        tags: tags.of(item),
        provenance: item.provenance,
      };
    }),
  );
}

/** The VPC that a gateway is attached to. */
const attachedTo = (item: Item, name: string): string | undefined =>
  item
    .items(name)
    .find((one) => !/^detach/.test(one.text('State') ?? ''))
    ?.text('VpcId');

function natGateway(item: Item, id: string): NatGateway {
  const connectivity = item.text('ConnectivityType');
  return {
    ...inVpc(item, id, item.text('VpcId')),
    publicAddresses: unique(item.each('NatGatewayAddresses', 'PublicIp')),
    ...present({
      subnet: item.text('SubnetId'),
      connectivity:
        connectivity === 'private'
          ? ('private' as const)
          : connectivity === 'public'
            ? ('public' as const)
            : undefined,
      state: item.text('State'),
    }),
  };
}

export function readGateways(
  answers: AnswerSet,
  tags: KeptTags,
): Pick<Collections, 'internetGateways' | 'egressOnlyGateways' | 'natGateways' | 'vpnGateways'> {
  return {
    internetGateways: byId(
      identified(answers.items('InternetGateways'), 'InternetGatewayId', (item, id) => ({
        ...inVpc(item, id, attachedTo(item, 'Attachments')),
        tags: tags.of(item),
      })),
    ),
    egressOnlyGateways: byId(
      identified(
        answers.items('EgressOnlyInternetGateways'),
        'EgressOnlyInternetGatewayId',
        (item, id) => inVpc(item, id, attachedTo(item, 'Attachments')),
      ),
    ),
    natGateways: byId(identified(answers.items('NatGateways'), 'NatGatewayId', natGateway)),
    vpnGateways: byId(
      identified(answers.items('VpnGateways'), 'VpnGatewayId', (item, id) => ({
        ...inVpc(item, id, attachedTo(item, 'VpcAttachments')),
        ...present({ asn: item.number('AmazonSideAsn'), state: item.text('State') }),
      })),
    ),
  };
}
