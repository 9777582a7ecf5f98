/** Forwarding rules, backend services and instance groups: how traffic is spread. */

import { type GcpForwarding, lastPart } from '../../inventory/gcp/network.ts';
import type { ElementContent } from '../../model/content.ts';
import { sortedBy } from '../../model/order.ts';
import { element } from '../elements.ts';
import { line } from '../lines.ts';
import { cardsOf, said } from './instances.ts';
import type { GcpPlan } from './plan.ts';

const FORWARDING = 'gcp:load-balancer';
const BACKEND = 'gcp:backend-service';
const GROUP = 'gcp:instance-group';
const SPREAD = 'gcp:load-balancing';

const ordered = <T extends { readonly name: string; readonly id: string }>(
  all: readonly T[],
): T[] => sortedBy(all, ({ name, id }) => `${name}\n${id}`);

export function drawBalancers(canvas: GcpPlan): void {
  const groups = drawGroups(canvas);
  const backends = drawBackends(canvas, groups);
  for (const rule of ordered(canvas.network.forwarding)) drawForwarding(rule, backends, canvas);
}

/** Cards of groups without an instance that is drawn; the others are in their instances' cards and lines. */
function drawGroups(canvas: GcpPlan): Map<string, ElementContent> {
  const { network, chosen, ledger } = canvas;
  const cards = new Map<string, ElementContent>();
  for (const group of ordered(network.groups)) {
    const { id, name, at, size, instances } = group;
    if (cardsOf(instances, canvas).length > 0) ledger.folded(GROUP);
    else if (!chosen.placed.has(id)) ledger.omitted(GROUP);
    else {
      const role = instances.length > 0 ? 'instances not drawn' : 'no instances recorded';
      const description = size === undefined ? undefined : `Size ${size}`;
      const card = element({ at, counted: GROUP }, GROUP, name, { id, role, description });
      canvas.put(chosen.placeOf(group), card);
      cards.set(id, card);
    }
  }
  return cards;
}

function drawBackends(
  canvas: GcpPlan,
  groups: ReadonlyMap<string, ElementContent>,
): Map<string, ElementContent> {
  const { network, chosen, ledger } = canvas;
  const cards = new Map<string, ElementContent>();
  for (const backend of ordered([...network.backends.values()])) {
    const { id, name, at, project, region, scheme, policies, ports } = backend;
    if (!chosen.backends.has(id)) {
      ledger.omitted(BACKEND);
      continue;
    }
    const card = element({ at, counted: BACKEND }, 'gcp:cloud-load-balancing', name, {
      id,
      region,
      role: said(['backend service', scheme?.toLowerCase()]),
      controls: policies,
    });
    canvas.put({ project }, card);
    cards.set(id, card);
    const own = ordered(network.groups).filter((group) => group.backends.includes(id));
    const ends = own.flatMap((group) => groups.get(group.id) ?? cardsOf(group.instances, canvas));
    for (const end of new Set(ends))
      canvas.lines.push(line(ledger, at, SPREAD, card, end, { ports: ports ? [ports] : [] }));
  }
  return cards;
}

function drawForwarding(
  rule: GcpForwarding,
  backends: ReadonlyMap<string, ElementContent>,
  canvas: GcpPlan,
): void {
  const { chosen, ledger } = canvas;
  const { id, name, at, region, address, ports, scheme, target, exposed } = rule;
  if (!chosen.placed.has(id)) {
    ledger.omitted(FORWARDING);
    return;
  }
  const targets = rule.backends.length > 0 ? rule.backends : target ? [target] : [];
  const known = targets.flatMap((to) => backends.get(to) ?? []);
  // A URL map stands between an HTTPS proxy and its backends, and the graph has none.
  if (known.length === 0) ledger.unresolved(FORWARDING);
  const card = element({ at, counted: FORWARDING }, FORWARDING, name, {
    id,
    region,
    role: said([scheme?.toLowerCase(), address]),
    ...(known.length === 0
      ? {
          description: `Leads to ${target ? lastPart(target) : 'a target that is not recorded'}: what is behind it the graph does not say.`,
        }
      : {}),
  });
  canvas.put(chosen.placeOf(rule), card);
  for (const backend of known) canvas.lines.push(line(ledger, at, SPREAD, card, backend));
  if (exposed)
    canvas.lines.push(
      line(ledger, at, 'internet-exposure', canvas.outside('0.0.0.0/0', at), card, { ports }),
    );
}
