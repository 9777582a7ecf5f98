/** Subnets in the columns of their availability zones, tiers from the internet inwards. */

import {
  grouped,
  isPublic,
  ownSubnets,
  routesOf,
  subnetsOf,
  tableOf,
} from '../../inventory/indexes.ts';
import { type Inventory, readState } from '../../inventory/inventory.ts';
import type { Subnet, Vpc } from '../../inventory/network.ts';
import type { ElementContent } from '../../model/content.ts';
import { byCodeUnit } from '../../model/order.ts';
import { element } from '../elements.ts';
import { aclOfSubnet } from './acls.ts';
import type { Plan } from './plan.ts';

/** With a capital, as the first word of a sentence. */
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const zoneKey = (vpc: string, zone: string): string => `${vpc}/${zone}`;

function accessOf(inventory: Inventory, subnet: Subnet): 'public' | 'private' | undefined {
  const open = isPublic(inventory, subnet);
  return open === undefined ? undefined : open ? 'public' : 'private';
}

/** How far from the outside: 0 public, 1 with a way out, 2 with ways to other networks, 3 on its own. */
function tierOf(inventory: Inventory, subnet: Subnet): number {
  const table = tableOf(inventory, subnet);
  const routes = table ? routesOf(inventory, table.id).filter((r) => r.active) : [];
  if (routes.some((r) => r.kind === 'internet-gateway')) return 0;
  if (routes.some((r) => r.destination === '0.0.0.0/0' || r.destination === '::/0')) return 1;
  return routes.some((r) => r.kind !== 'local' && r.kind !== 'vpc-endpoint') ? 2 : 3;
}

/** A name without what tells its zone, so that one tier has one name in every zone. */
const stem = ({ name, zone }: Subnet): string =>
  name.replace(new RegExp(`[-_ ]?(?:${zone ?? '(?!)'}|${zone?.slice(-1) ?? '(?!)'})$`), '');

/** Blocks in the order of their addresses, as far as texts go. */
const numeric = (cidr: string | undefined): string =>
  (cidr ?? '').replace(/\d+/g, (digits) => digits.padStart(5, '0'));

function inTiers(inventory: Inventory, subnets: readonly Subnet[]): Subnet[] {
  return [...subnets].sort(
    (a, b) =>
      tierOf(inventory, a) - tierOf(inventory, b) ||
      byCodeUnit(stem(a), stem(b)) ||
      byCodeUnit(numeric(a.cidr), numeric(b.cidr)) ||
      byCodeUnit(a.id, b.id),
  );
}

/** That a subnet has no table is known only where the tables of its account were read. */
function withoutTable(inventory: Inventory, { accounts, region }: Subnet): string {
  const read = accounts.every((a) => readState(inventory, 'routeTables', a, region) === 'read');
  return read
    ? `${sentence(inventory.source.name)} has no route table for it`
    : `Not known by which table it routes: ${accounts.join(', ')} was not read`;
}

export function subnetElement(plan: Plan, subnet: Subnet): ElementContent {
  const { inventory, contents, fates } = plan;
  const inside = contents.get(subnet.id);
  const table = tableOf(inventory, subnet);
  const acl = aclOfSubnet(plan, subnet.id);
  const shared = subnet.accounts.length > 1 ? `; listed by ${subnet.accounts.join(', ')}` : '';
  return element(
    { at: subnet.provenance.at, counted: fates.draw('subnet', subnet.id) },
    'subnet',
    subnet.name,
    {
      id: subnet.id,
      cidr: subnet.cidr,
      access: accessOf(inventory, subnet),
      tags: subnet.tags,
      role: acl?.mark,
      description: (table
        ? `Routes by ${table.id}${ownSubnets(inventory, table.id).includes(subnet.id) ? '' : ', the main table'}`
        : withoutTable(inventory, subnet)
      ).concat(shared, acl ? `; ${acl.words}` : ''),
    },
    inside,
  );
}

/** A VPC's subnets: zones by name, each with its subnets; those of no known zone stand beside them. */
export function zonesOf(
  plan: Plan,
  vpc: Vpc,
  wanted: (subnet: Subnet) => boolean = () => true,
): ElementContent[] {
  const { inventory, fates } = plan;
  const own = subnetsOf(inventory, vpc.id).filter(wanted);
  const zones = [...grouped(inTiers(inventory, own), (s) => s.zone)];
  return zones
    .sort(([a = '~'], [b = '~']) => byCodeUnit(a, b))
    .flatMap(([zone, subnets]) => {
      const elements = subnets.map((subnet) => subnetElement(plan, subnet));
      if (zone === undefined) return elements;
      const counted = fates.draw('availability-zone', zoneKey(vpc.id, zone));
      return element({ at: vpc.provenance.at, counted }, 'availability-zone', zone, {}, elements);
    });
}

/** Zones of networks that are not drawn with their subnets. */
export function countZones({ inventory, fates }: Plan): void {
  for (const { vpc, zone } of inventory.subnets.values())
    if (vpc !== undefined && zone !== undefined)
      fates.omit('availability-zone', [zoneKey(vpc, zone)]);
  fates.made('availability-zone');
}
