/** Network interfaces and the public addresses that accounts hold. */

import type { Collections } from '../../inventory/inventory.ts';
import type { ElasticAddress, NetworkInterface } from '../../inventory/network.ts';
import { natGatewayDescribed } from '../gateway-kinds.ts';
import { present } from '../present.ts';
import type { AnswerSet } from './answers.ts';
import type { Item } from './item.ts';
import { byId, heldBy, identified, type KeptTags, unique } from './records.ts';

/** NAT gateways by their interfaces, as the gateways' own answer says. */
function natOfInterface(answers: AnswerSet): ReadonlyMap<string, string> {
  return new Map(
    identified(answers.items('NatGateways'), 'NatGatewayId', (item, id) =>
      item.each('NatGatewayAddresses', 'NetworkInterfaceId').map((eni) => [eni, id] as const),
    ).flat(),
  );
}

/** Of an interface that no NAT gateway names. Anybody may describe an interface so: of another type, it is none. */
function natByDescription(item: Item): string | undefined {
  const type = item.text('InterfaceType') ?? 'nat_gateway';
  return type === 'nat_gateway' ? natGatewayDescribed(item.text('Description')) : undefined;
}

/** Its own, else that of one of its further private addresses. */
const publicAddressOf = (item: Item): string | undefined =>
  item.inner('Association').text('PublicIp') ??
  item
    .items('PrivateIpAddresses')
    .map((one) => one.inner('Association').text('PublicIp'))
    .find((address) => address !== undefined);

export function readAddresses(
  answers: AnswerSet,
  tags: KeptTags,
): Pick<Collections, 'networkInterfaces' | 'elasticAddresses'> {
  const nats = natOfInterface(answers);
  const networkInterfaces = byId(
    identified(
      answers.items('NetworkInterfaces'),
      'NetworkInterfaceId',
      (item, id): NetworkInterface => ({
        id,
        groups: unique(item.each('Groups', 'GroupId')),
        privateAddresses: unique([
          ...item.each('PrivateIpAddresses', 'PrivateIpAddress'),
          ...item.each('Ipv6Addresses', 'Ipv6Address'),
          // Blocks that are its own, as containers get them.
          ...item.each('Ipv4Prefixes', 'Ipv4Prefix'),
          ...item.each('Ipv6Prefixes', 'Ipv6Prefix'),
        ]),
        ...present({
          type: item.text('InterfaceType'),
          subnet: item.text('SubnetId'),
          publicAddress: publicAddressOf(item),
          natGateway: nats.get(id) ?? natByDescription(item),
          instance: item.inner('Attachment').text('InstanceId'),
        }),
        provenance: item.provenance,
      }),
    ),
  );
  const elasticAddresses = byId(
    answers.items('Addresses').flatMap((item): ElasticAddress[] => {
      const address = item.text('PublicIp');
      const id = item.text('AllocationId') ?? address;
      if (address === undefined || id === undefined) return [];
      const networkInterface = item.text('NetworkInterfaceId');
      const pool = item.text('PublicIpv4Pool');
      return [
        {
          ...{ id, address, tags: tags.of(item), provenance: item.provenance },
          ...heldBy(item),
          ...present({
            networkInterface,
            privateAddress: item.text('PrivateIpAddress'),
            instance: item.text('InstanceId'),
            natGateway: networkInterface === undefined ? undefined : nats.get(networkInterface),
            ownPool: pool === undefined ? undefined : pool !== 'amazon',
          }),
        },
      ];
    }),
  );
  return { networkInterfaces, elasticAddresses };
}
