/** Firewall rules: as cards that say all of them, and as lines from where they let traffic in. */

import type { GcpFirewall } from '../../inventory/gcp/network.ts';
import { holds, parseBlock } from '../../model/cidr.ts';
import type { ElementContent, End } from '../../model/content.ts';
import { sortedBy } from '../../model/order.ts';
import { element, grouping } from '../elements.ts';
import { line } from '../lines.ts';
import { cardsOf, said } from './instances.ts';
import type { GcpPlan } from './plan.ts';

const FIREWALL = 'gcp:firewall-rules';
const RULE = 'gcp:firewall-rule';

/** Lines from more subnets than these would say less than the card. */
const MOST_SOURCES = 4;

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
    const box = vpc !== undefined && network.vpcs.has(vpc) ? vpc : (firewall.project ?? '');
    cards.set(box, [...(cards.get(box) ?? []), card(firewall)]);
    drawLines(firewall, canvas);
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

function card(firewall: GcpFirewall): ElementContent {
  const { id, name, at, ingress, disabled, priority, rules } = firewall;
  const text = said([...sentences(firewall), ...targets(firewall)]);
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
  for (const { allows, ranges, ports } of sortedBy(rules, ({ id }) => id)) {
    const from = ranges.length === 0 ? '' : ` ${ingress ? 'from' : 'to'} ${ranges.join(', ')}`;
    const key = `${allows ? 'allow' : 'deny'} ${way} *${from}`;
    parts.set(key, [...(parts.get(key) ?? []), ports]);
  }
  return [...parts].map(([key, ports]) => key.replace('*', () => ports.join(', ')));
}

function targets({ tags, accounts, ingress }: GcpFirewall): string[] {
  const whose = ingress ? 'to' : 'of';
  if (accounts) return [`${whose} service accounts`];
  return tags.length > 0 ? [`${whose} tag${tags.length > 1 ? 's' : ''} ${tags.join(', ')}`] : [];
}

function drawLines(firewall: GcpFirewall, canvas: GcpPlan): void {
  const { ingress, disabled, rules, name, at } = firewall;
  if (!ingress || disabled) return;
  const open = new Map<string, string[]>();
  for (const { allows, ranges, ports } of sortedBy(rules, ({ id }) => id))
    for (const range of allows ? ranges : []) open.set(range, [...(open.get(range) ?? []), ports]);
  for (const [range, ports] of open)
    for (const to of reached(firewall, range, canvas))
      for (const from of sources(range, firewall, to, canvas))
        canvas.lines.push(
          line(canvas.ledger, at, 'gcp:firewall-opening', from, to, {
            ports: [...new Set(ports)],
            control: name,
            description:
              'What the rule allows. The graph has no routes, and rules that deny before it are not weighed.',
          }),
        );
}

/** What a rule holds for. From the internet only what has a public address can be reached; where that is nothing, the network is named. */
function reached(firewall: GcpFirewall, range: string, canvas: GcpPlan): End[] {
  const { network } = canvas;
  const { vpc, tags, accounts, instances } = firewall;
  if (accounts || tags.length > 0) return cardsOf(instances, canvas);
  if (vpc === undefined || !network.vpcs.has(vpc)) return [];
  if (parseBlock(range)?.bits !== 0) return [vpc];
  const open = instances.filter((id) =>
    network.instances.get(id)?.interfaces.some((nic) => nic.public !== undefined),
  );
  const cards = cardsOf(open, canvas);
  return cards.length > 0 ? cards : [vpc];
}

/** Subnets of the rule's own network that the range covers, else what is outside. */
function sources(range: string, { vpc, at }: GcpFirewall, to: End, canvas: GcpPlan): End[] {
  const { network, chosen } = canvas;
  const block = parseBlock(range);
  const covered = [...network.subnets.values()].filter((subnet) => {
    const own = subnet.cidr === undefined ? undefined : parseBlock(subnet.cidr);
    return subnet.vpc === vpc && block && own && block.bits > 0 && holds(block, own);
  });
  if (covered.length === 0) return [canvas.outside(range, at)];
  // Within the whole network no line says more than the card does.
  if (to === vpc || covered.length > MOST_SOURCES) return [];
  return covered
    .filter(({ id }) => chosen.subnets.has(id) && !canvas.in(id).includes(to as ElementContent))
    .map(({ id }) => id)
    .sort();
}
