/** NAT gateways and gateways of VPNs that a source records: also those that no route names. */

import { subnetOfTarget } from '../../inventory/indexes.ts';
import { absenceOf, type Inventory, readState } from '../../inventory/inventory.ts';
import type { Vpc, VpcRecord } from '../../inventory/network.ts';
import { element, link } from '../elements.ts';
import { isBare, type Plan, putInto } from './plan.ts';

/** How each is drawn; egress-only gateways have no count of their own. */
const SORTS = {
  'nat-gateway': { record: 'natGateways', kind: 'aws:nat-gateway', words: 'NAT gateway' },
  'virtual-private-gateway': {
    record: 'vpnGateways',
    kind: 'aws:virtual-private-gateway',
    words: 'virtual private gateway',
  },
  'unlisted-egress-only-gateway': {
    record: 'egressOnlyGateways',
    kind: 'aws:internet-gateway',
    words: 'egress-only internet gateway',
  },
} as const;

type Sort = keyof typeof SORTS;

const SORT_NAMES = Object.keys(SORTS) as readonly Sort[];

/** AWS lists gateways and connections for a while after they were deleted. */
export const isDeleted = (state: string | undefined): boolean =>
  state === 'deleted' || state === 'deleting';

/** A state that is worth a tag. */
export const statusOf = (state: string | undefined): string | undefined =>
  state === 'available' ? undefined : state;

/** What its record says of a gateway besides where it is. */
export function gatewayFacts(
  { natGateways, vpnGateways }: Inventory,
  kind: string,
  id: string,
): { readonly status: string | undefined; readonly words: readonly string[] } {
  const nat = kind === 'nat-gateway' ? natGateways.get(id) : undefined;
  const vpn = kind === 'virtual-private-gateway' ? vpnGateways.get(id) : undefined;
  const { publicAddresses = [], connectivity } = nat ?? {};
  return {
    status: statusOf((nat ?? vpn)?.state),
    words: [
      ...(connectivity === 'private' ? ['for private addresses only'] : []),
      ...(publicAddresses.length > 0 ? [`public address ${publicAddresses.join(', ')}`] : []),
      ...(vpn?.asn === undefined ? [] : [`ASN ${vpn.asn}`]),
    ],
  };
}

function vpcOf({ inventory }: Plan, { id, vpc }: VpcRecord): Vpc | undefined {
  const subnet = inventory.subnets.get(subnetOfTarget(inventory, id) ?? '');
  return inventory.vpcs.get(vpc ?? subnet?.vpc ?? '');
}

/** A VPN gateway of which it is known that it belongs to no VPC. */
const isDetached = (inventory: Inventory, { id, accounts, region }: VpcRecord): boolean => {
  const record = inventory.vpnGateways.get(id);
  return (
    record !== undefined &&
    readState(inventory, 'vpnGateways', accounts[0], region) === 'read' &&
    absenceOf(inventory, 'vpnGateways', record, 'vpc') === 'not-recorded'
  );
};

function drawGateway(plan: Plan, counted: Sort, record: VpcRecord): void {
  const { inventory, chosen, fates, wishes, boxes, links } = plan;
  const { kind, words } = SORTS[counted];
  const { id, name, vpc: inVpc, ...held } = record;
  const { accounts, region } = held;
  const vpc = vpcOf(plan, record);
  const shallow = wishes.depth === 'vpcs';
  const leadsAway = counted === 'virtual-private-gateway';
  const asked = vpc ? chosen.selected.has(vpc.id) : chosen.asks({ id, ...held }) && !shallow;
  if (!asked || (shallow && !leadsAway)) return;
  const { at } = record.provenance;
  const owner = vpc ? ` of VPC ${vpc.name}` : inVpc ? ` of ${inVpc}, which is not recorded` : '';
  const { status, words: more } = gatewayFacts(inventory, counted, id);
  const made = element({ at, counted: fates.draw(counted, id) }, kind, name, {
    id,
    status: status ?? (isDetached(inventory, record) ? 'not attached' : undefined),
    role: counted === 'unlisted-egress-only-gateway' ? 'egress only' : undefined,
    description: [`${words}${owner}`, ...more].join('; '),
  });
  if (!vpc || (isBare(vpc) && !shallow)) boxes.add(vpc?.owner ?? accounts[0], region, made);
  else if (shallow) {
    boxes.add(vpc.owner, vpc.region, made);
    const attachment = fates.draw('gateway-attachment', id);
    links.push(link({ at, counted: attachment }, vpc.id, id, { label: '', direction: 'both' }));
  } else {
    const subnet = subnetOfTarget(inventory, id);
    const inside = subnet !== undefined && inventory.subnets.get(subnet)?.vpc === vpc.id;
    putInto(plan, inside ? subnet : vpc.id, made);
  }
}

/** Draws what no route has named: after what routes lead to. */
export function drawGateways(plan: Plan): void {
  const { inventory, fates } = plan;
  for (const counted of SORT_NAMES)
    for (const record of inventory[SORTS[counted].record].values()) {
      const { state } = record as { readonly state?: string };
      if (!(fates.has(counted, record.id) || isDeleted(state))) drawGateway(plan, counted, record);
    }
  fates.made('gateway-attachment');
}

/** Those that are not drawn are left out. @returns their kinds */
export function countGateways({ inventory, fates }: Plan): readonly string[] {
  return SORT_NAMES.filter((counted) => {
    const records = inventory[SORTS[counted].record];
    fates.omit(counted, records.keys());
    return records.size > 0;
  });
}
