/** Transit gateways: what is attached, which table routes what. */

import type { Collections } from '../../inventory/inventory.ts';
import type {
  TransitAttachment,
  TransitGateway,
  TransitRoute,
  TransitTableUse,
} from '../../inventory/transit.ts';
import { present } from '../present.ts';
import type { AnswerSet } from './answers.ts';
import type { Item } from './item.ts';
import { byId, heldBy, type KeptTags, nameOf, unique } from './records.ts';

/** Absent where the answer is older than the option. */
function referencesIn(item: Item): boolean | undefined {
  const option = item.inner('Options').text('SecurityGroupReferencingSupport');
  return option === undefined ? undefined : option === 'enable';
}

function readTransitGateways(answers: AnswerSet, tags: KeptTags): Collections['transitGateways'] {
  const listing = new Map<string, string[]>();
  for (const item of answers.items('TransitGateways')) {
    const id = item.text('TransitGatewayId') ?? '';
    if (item.account !== undefined) listing.set(id, [...(listing.get(id) ?? []), item.account]);
  }
  return byId(
    answers.items('TransitGateways').flatMap((item): TransitGateway[] => {
      const id = item.text('TransitGatewayId');
      if (id === undefined) return [];
      const held = heldBy(item);
      const [owner] = held.accounts;
      return [
        {
          ...{ id, short: id, tags: tags.of(item), provenance: item.provenance },
          ...held,
          sharedWith: unique((listing.get(id) ?? []).filter((account) => account !== owner)),
          ...present({
            ...{ name: nameOf(item), owner, state: item.text('State') },
            groupReferences: referencesIn(item),
          }),
        },
      ];
    }),
  );
}

/** By id; both ends of a shared gateway list one attachment, whose owner's answer goes first. */
function readAttachments(answers: AnswerSet): Collections['transitAttachments'] {
  const peers = new Map(
    answers.items('TransitGatewayPeeringAttachments').flatMap((item) => {
      const id = item.text('TransitGatewayAttachmentId');
      const [a, b] = ['RequesterTgwInfo', 'AccepterTgwInfo'].map((side) =>
        item.inner(side).text('TransitGatewayId'),
      );
      return id === undefined ? [] : [[id, { a, b }] as const];
    }),
  );
  const found = new Map<string, TransitAttachment>();
  const add = (
    item: Item,
    type: string | undefined,
    resource: string | undefined,
    owners: string[],
  ): void => {
    const id = item.text('TransitGatewayAttachmentId');
    if (id === undefined) return;
    const gateway = item.text('TransitGatewayId');
    const ends = peers.get(id);
    const before = found.get(id);
    // Each side's own answer names the other gateway, too.
    const other = type === 'peering' && resource?.startsWith('tgw-') ? resource : undefined;
    const peerGateway =
      (ends && (ends.a === gateway ? ends.b : ends.a)) ?? (other === gateway ? undefined : other);
    const subnets = item.values.SubnetIds === undefined ? undefined : item.texts('SubnetIds');
    found.set(id, {
      id,
      type: type ?? before?.type ?? 'unknown',
      state: item.text('State') ?? 'unknown',
      accounts: unique([...(before?.accounts ?? []), ...owners]),
      ...present({
        gateway: gateway ?? before?.gateway,
        peerGateway,
        vpc: type === 'vpc' ? resource : before?.vpc,
        subnets: subnets === undefined ? before?.subnets : unique(subnets),
        groupReferences: referencesIn(item) ?? before?.groupReferences,
        resource: type === 'vpc' ? undefined : (resource ?? before?.resource),
        region: item.region ?? before?.region,
      }),
      provenance: before?.provenance ?? item.provenance,
    });
  };
  for (const item of answers.items('TransitGatewayAttachments')) {
    const owners = [item.text('ResourceOwnerId'), item.text('TransitGatewayOwnerId')];
    add(
      item,
      item.text('ResourceType'),
      item.text('ResourceId'),
      owners.flatMap((one) => one ?? []),
    );
  }
  for (const item of answers.items('TransitGatewayVpcAttachments'))
    add(
      item,
      'vpc',
      item.text('VpcId'),
      [item.text('VpcOwnerId') ?? item.account ?? ''].filter((one) => one !== ''),
    );
  return byId(found.values());
}

const tableUse = (
  item: Item,
  table: string,
  attachment: string,
  state: string,
): TransitTableUse => ({
  ...{ id: `${table}|${attachment}`, table, attachment, state },
  provenance: item.provenance,
});

/** @param table of the answer's own key, which the answer itself does not name */
function usesIn(
  items: readonly Item[],
  table: string | undefined,
  state: string,
): TransitTableUse[] {
  if (table === undefined) return [];
  return items.flatMap((item) => {
    const attachment = item.text('TransitGatewayAttachmentId');
    return attachment === undefined
      ? []
      : [tableUse(item, table, attachment, item.text('State') ?? state)];
  });
}

function routesIn(items: readonly Item[], table: string | undefined): TransitRoute[] {
  if (table === undefined) return [];
  return items.map((item) => {
    const destination = item.text('DestinationCidrBlock') ?? item.text('PrefixListId') ?? 'unknown';
    const attachments = item.each('TransitGatewayAttachments', 'TransitGatewayAttachmentId');
    const type = item.text('Type');
    return {
      ...{ id: `${table}|${destination}`, table, destination, targets: unique(attachments) },
      active: (item.text('State') ?? 'active') === 'active',
      ...present({
        origin: type === 'static' || type === 'propagated' ? type : undefined,
      } as const),
      provenance: item.provenance,
    };
  });
}

type Uses = Pick<Collections, 'transitAssociations' | 'transitPropagations' | 'transitRoutes'>;

function readUses(answers: AnswerSet): Uses {
  const attached = answers.items('TransitGatewayAttachments').flatMap((item) => {
    const id = item.text('TransitGatewayAttachmentId');
    const own = item.inner('Association');
    const table = own.text('TransitGatewayRouteTableId');
    if (id === undefined || table === undefined) return [];
    return [tableUse(item, table, id, own.text('State') ?? 'associated')];
  });
  const tableIn = (item: Item): string | undefined => item.text('TransitGatewayRouteTableId');
  return {
    transitAssociations: byId([
      ...answers.of('Associations').flatMap(({ items, key }) => usesIn(items, key, 'associated')),
      ...attached,
    ]),
    transitPropagations: byId([
      ...answers
        .of('TransitGatewayRouteTablePropagations')
        .flatMap(({ items, key }) => usesIn(items, key, 'enabled')),
      ...answers
        .items('TransitGatewayPropagations')
        .flatMap((item) =>
          usesIn(item.items('TransitGatewayRouteTablePropagations'), tableIn(item), 'enabled'),
        ),
    ]),
    transitRoutes: byId([
      ...answers.of('Routes').flatMap(({ items, key }) => routesIn(items, key)),
      ...answers
        .items('TransitGatewayStaticRoutes')
        .flatMap((item) => routesIn(item.items('Routes'), tableIn(item))),
    ]),
  };
}

export function readTransit(
  answers: AnswerSet,
  tags: KeptTags,
): Pick<Collections, 'transitGateways' | 'transitAttachments' | 'transitRouteTables'> & Uses {
  return {
    transitGateways: readTransitGateways(answers, tags),
    transitAttachments: readAttachments(answers),
    transitRouteTables: byId(
      answers.items('TransitGatewayRouteTables').flatMap((item) => {
        const id = item.text('TransitGatewayRouteTableId');
        if (id === undefined) return [];
        const gateway = item.text('TransitGatewayId');
        return [{ id, ...present({ gateway }), provenance: item.provenance }];
      }),
    ),
    ...readUses(answers),
  };
}
