/** Firewall rules: as cards that say all of them, and as lines from where they let traffic in. */

import type { GcpFirewall, GcpNetwork } from '../../inventory/gcp/network.ts';
import type { ElementContent } from '../../model/content.ts';
import { sortedBy } from '../../model/order.ts';
import { element, grouping } from '../elements.ts';
import { said } from './instances.ts';
import {
  drawOpenings,
  type FirewallOpenings,
  isInternet,
  openingsOf,
  reachableIn,
} from './openings.ts';
import type { GcpPlan } from './plan.ts';

const FIREWALL = 'gcp:firewall-rules';
const RULE = 'gcp:firewall-rule';

export function drawFirewalls(canvas: GcpPlan): void {
  const { network, chosen, ledger, options } = canvas;
  ledger.folded(RULE, network.loose);
  ledger.unresolved(RULE, network.loose);
  const cards = new Map<string, ElementContent[]>();
  for (const firewall of sortedBy(network.firewalls, ({ name, id }) => `${name}\n${id}`)) {
    const { vpc } = firewall;
    // One whose network the graph lost is a control of nothing that is drawn; still it is there.
    const wanted = vpc === undefined ? chosen.wantsProject(firewall.project) : chosen.vpcs.has(vpc);
    if (!wanted || options.firewalls === false) {
      ledger.omitted(FIREWALL);
      ledger.omitted(RULE, firewall.rules.length);
      continue;
    }
    ledger.folded(RULE, firewall.rules.length);
    ledger.unresolved(RULE, firewall.rules.filter(({ effect }) => effect === undefined).length);
    const box = vpc !== undefined && network.vpcs.has(vpc) ? vpc : (firewall.project ?? '');
    const openings = openingsOf(firewall, canvas);
    cards.set(box, [...(cards.get(box) ?? []), card(firewall, openings, network)]);
    drawOpenings(openings, firewall, canvas);
  }
  for (const [box, members] of cards) {
    const [first] = members;
    if (!first?.origin) continue;
    const place = network.vpcs.has(box) ? { vpc: box, project: undefined } : { project: box };
    canvas.put(
      place,
      grouping(
        ledger,
        first.origin,
        'security-group',
        'Firewall rules',
        { provider: 'gcp' },
        members,
      ),
    );
  }
}

/** It lets the internet in, and the graph knows nothing in its network that the internet could reach. */
function opensNothing(firewall: GcpFirewall, network: GcpNetwork): boolean {
  const { ingress, disabled, rules } = firewall;
  const open = rules.some(({ effect, ranges }) => effect === 'allow' && ranges.some(isInternet));
  return ingress && !disabled && open && reachableIn(firewall, network).length === 0;
}

function card(
  firewall: GcpFirewall,
  { lines, closedBy }: FirewallOpenings,
  network: GcpNetwork,
): ElementContent {
  const { id, name, at, ingress, disabled, priority, rules } = firewall;
  const denied =
    closedBy.length > 0
      ? `${lines.length > 0 ? 'some of it ' : ''}denied before by ${closedBy.join(', ')}`
      : undefined;
  const text = said([...sentences(firewall), ...targets(firewall), denied]);
  return element({ at, counted: FIREWALL }, FIREWALL, name, {
    id,
    role: text,
    status: disabled ? 'disabled' : undefined,
    // A card cuts long texts; the tooltip has all of it.
    description: said([
      text,
      ingress ? 'ingress' : 'egress',
      priority === undefined ? undefined : `priority ${priority} (the lowest number decides)`,
      ingress && rules.some(({ ranges }) => ranges.length === 0)
        ? 'the graph does not record sources that are tags or service accounts'
        : undefined,
      opensNothing(firewall, network)
        ? 'nothing that it holds for runs with a public address; load balancers may still lead there'
        : undefined,
      firewall.accounts
        ? 'the graph does not record the names of target service accounts'
        : undefined,
    ]),
  });
}

/** `allow in tcp/22, tcp/443 from 0.0.0.0/0`; rules of one effect and the same ranges together. */
function sentences({ ingress, rules }: GcpFirewall): string[] {
  const way = ingress ? 'in' : 'out';
  if (rules.length === 0)
    return [`${way}, ${ingress ? 'sources' : 'destinations'} and ports not recorded`];
  const parts = new Map<string, string[]>();
  for (const { effect = 'unknown effect', ranges, ports } of sortedBy(rules, ({ id }) => id)) {
    const from = ranges.length === 0 ? '' : ` ${ingress ? 'from' : 'to'} ${ranges.join(', ')}`;
    const key = `${effect} ${way} *${from}`;
    parts.set(key, [...(parts.get(key) ?? []), ports]);
  }
  return [...parts].map(([key, ports]) => key.replace('*', () => ports.join(', ')));
}

function targets({ tags, accounts, ingress }: GcpFirewall): string[] {
  const whose = ingress ? 'to' : 'of';
  if (accounts) return [`${whose} service accounts`];
  return tags.length > 0 ? [`${whose} tag${tags.length > 1 ? 's' : ''} ${tags.join(', ')}`] : [];
}
