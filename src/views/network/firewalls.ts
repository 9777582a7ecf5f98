/** Network firewalls: an endpoint in each subnet that they have one in. */

import { vpcOfSubnets } from '../../inventory/indexes.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Vpc } from '../../inventory/network.ts';
import type { NetworkFirewall } from '../../inventory/security.ts';
import { element } from '../elements.ts';
import { isBare, type Plan, putInto } from './plan.ts';

/** What an ARN ends with: `strict` of `…:firewall-policy/strict`. */
const shortName = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

function vpcOf(inventory: Inventory, { vpc, endpoints }: NetworkFirewall): Vpc | undefined {
  const subnets = endpoints.map(({ subnet }) => subnet);
  return inventory.vpcs.get(vpc ?? vpcOfSubnets(inventory, subnets) ?? '');
}

const wordsOf = ({ name, policy }: NetworkFirewall): string =>
  `network firewall ${name}${policy === undefined ? '' : `, policy ${shortName(policy)}`}`;

/** A firewall without an endpoint, or of a network that is not recorded. */
function drawWhole(plan: Plan, firewall: NetworkFirewall, vpc: Vpc | undefined): void {
  const { fates, boxes } = plan;
  const { id, name, accounts, region, provenance } = firewall;
  const counted = fates.draw('network-firewall', id);
  const made = element({ at: provenance.at, counted }, 'aws:network-firewall', name, {
    id,
    status: firewall.endpoints.length === 0 ? 'no endpoint' : undefined,
    description: [
      wordsOf(firewall),
      ...firewall.endpoints.map(
        ({ subnet, endpoint }) => `endpoint ${endpoint ?? 'of unknown id'} in ${subnet}`,
      ),
    ].join('; '),
  });
  if (vpc && !isBare(vpc)) putInto(plan, vpc.id, made);
  else boxes.add(vpc?.owner ?? accounts[0], region, made);
}

function drawEndpoint(
  plan: Plan,
  firewall: NetworkFirewall,
  vpc: Vpc,
  { subnet, endpoint }: NetworkFirewall['endpoints'][number],
): void {
  const { inventory, fates } = plan;
  const id = endpoint ?? `${firewall.id}/${subnet}`;
  const counted = fates.draw('network-firewall-endpoint', id);
  // A listing of endpoints has those of firewalls, too.
  if (endpoint !== undefined && inventory.endpoints.has(endpoint))
    fates.fold('vpc-endpoint', [endpoint]);
  const inside = inventory.subnets.get(subnet)?.vpc === vpc.id;
  putInto(
    plan,
    inside ? subnet : vpc.id,
    element(
      { at: firewall.provenance.at, counted },
      'aws:network-firewall-endpoints',
      firewall.name,
      {
        id,
        description: [
          `endpoint of ${wordsOf(firewall)}`,
          ...(inside ? [] : [`in ${subnet}`]),
          ...(endpoint === undefined ? ['id not recorded'] : []),
        ].join('; '),
      },
    ),
  );
}

/** Before what routes lead to, which may be an endpoint. Where networks are cards, they are words on them. */
export function drawFirewalls(plan: Plan): void {
  const { inventory, chosen, fates, wishes } = plan;
  if (wishes.depth !== 'vpcs')
    for (const firewall of inventory.networkFirewalls.values()) {
      const vpc = vpcOf(inventory, firewall);
      const { vpc: _, ...held } = firewall;
      if (!(vpc ? chosen.selected.has(vpc.id) : chosen.asks(held))) continue;
      if (!vpc || isBare(vpc) || firewall.endpoints.length === 0) drawWhole(plan, firewall, vpc);
      else {
        for (const one of firewall.endpoints) drawEndpoint(plan, firewall, vpc, one);
        fates.fold('network-firewall', [firewall.id]);
      }
    }
  fates.made('network-firewall-endpoint');
}

/** Firewalls of a VPC that is a card. */
export function firewallWords({ inventory, fates, wishes }: Plan, vpc: Vpc): string[] {
  if (wishes.depth !== 'vpcs') return [];
  const own = [...inventory.networkFirewalls.values()].filter(
    (firewall) => vpcOf(inventory, firewall)?.id === vpc.id,
  );
  fates.fold(
    'network-firewall',
    own.map(({ id }) => id),
  );
  return own.map(wordsOf);
}
