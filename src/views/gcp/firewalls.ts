/** Firewall rules: as cards that say all of them, and as lines from where they let traffic in. */

import type { GcpFirewall, GcpNetwork } from '../../inventory/gcp/network.ts';
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
    ledger.unresolved(RULE, firewall.rules.filter(({ effect }) => effect === undefined).length);
    const box = vpc !== undefined && network.vpcs.has(vpc) ? vpc : (firewall.project ?? '');
    cards.set(box, [...(cards.get(box) ?? []), card(firewall, network)]);
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

/** It lets the internet in, and the graph knows nothing in its network that the internet could reach. */
function opensNothing(firewall: GcpFirewall, network: GcpNetwork): boolean {
  const { ingress, disabled, rules } = firewall;
  const open = rules.some(
    ({ effect, ranges }) =>
      effect === 'allow' && ranges.some((range) => parseBlock(range)?.bits === 0),
  );
  return ingress && !disabled && open && reachableIn(firewall, network).length === 0;
}

function card(firewall: GcpFirewall, network: GcpNetwork): ElementContent {
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

function drawLines(firewall: GcpFirewall, canvas: GcpPlan): void {
  const { ingress, disabled, rules, name, at } = firewall;
  if (!ingress || disabled) return;
  const open = new Map<string, string[]>();
  for (const { effect, ranges, ports } of sortedBy(rules, ({ id }) => id))
    for (const range of effect === 'allow' ? ranges : [])
      open.set(range, [...(open.get(range) ?? []), ports]);
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

/** Nobody can connect to one of these. */
const STOPPED: ReadonlySet<string | undefined> = new Set([
  'TERMINATED',
  'STOPPED',
  'STOPPING',
  'SUSPENDED',
  'SUSPENDING',
]);

/** What a rule holds for. From the internet only what runs and has a public address can be reached. */
function reached(firewall: GcpFirewall, range: string, canvas: GcpPlan): End[] {
  const { network } = canvas;
  const { vpc, tags, accounts, instances } = firewall;
  const internet = parseBlock(range)?.bits === 0;
  if (internet) return cardsOf(reachableIn(firewall, network), canvas);
  if (accounts || tags.length > 0)
    return cardsOf(
      instances.filter((id) => !STOPPED.has(network.instances.get(id)?.status)),
      canvas,
    );
  return vpc === undefined || !network.vpcs.has(vpc) ? [] : [vpc];
}

/** Instances of a rule that the internet can reach: by an address in the rule's own network. */
function reachableIn({ vpc, instances }: GcpFirewall, network: GcpNetwork): string[] {
  return instances.filter((id) => {
    const instance = network.instances.get(id);
    return (
      !STOPPED.has(instance?.status) &&
      instance?.interfaces.some(
        (nic) =>
          nic.public !== undefined &&
          (vpc === undefined ||
            nic.subnet === undefined ||
            (network.subnets.get(nic.subnet)?.vpc ?? vpc) === vpc),
      )
    );
  });
}

/** Subnets of the rule's own network and of its peers that the range covers, else what is outside. */
function sources(range: string, { vpc, at }: GcpFirewall, to: End, canvas: GcpPlan): End[] {
  const { network, chosen } = canvas;
  const block = parseBlock(range);
  const peers = peersOf(vpc, network);
  const covered = [...network.subnets.values()].filter((subnet) => {
    const own = subnet.cidr === undefined ? undefined : parseBlock(subnet.cidr);
    const near = subnet.vpc === vpc || (subnet.vpc !== undefined && peers.has(subnet.vpc));
    return near && block && own && block.bits > 0 && holds(block, own);
  });
  if (covered.length === 0) return [canvas.outside(range, at)];
  // Within the whole network no line says more than the card does.
  const from = covered.filter((subnet) => to !== vpc || subnet.vpc !== vpc);
  if (from.length > MOST_SOURCES) return [];
  return from
    .filter(({ id }) => chosen.subnets.has(id) && !canvas.in(id).includes(to as ElementContent))
    .map(({ id }) => id)
    .sort();
}

/** Networks that an active peering joins to one. */
function peersOf(vpc: string | undefined, { peerings }: GcpNetwork): ReadonlySet<string> {
  const peers = new Set<string>();
  for (const { local, peer, state } of peerings)
    if (local === vpc && peer !== undefined && state === 'ACTIVE') peers.add(peer);
  return peers;
}
