/** Peering connections as lines between VPCs: their state, and which side sends anything through them. */

import type { Peering, Vpc } from '../../inventory/network.ts';
import { element, link } from '../elements.ts';
import type { Plan } from './plan.ts';

/** Ids of VPCs with an active route through each peering. */
function routedBy({ inventory }: Plan): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { table, kind, target, active } of inventory.routes.values()) {
    const vpc = table === undefined ? undefined : inventory.routeTables.get(table)?.vpc;
    if (vpc !== undefined && kind === 'peering-connection' && active)
      found.set(target, (found.get(target) ?? new Set()).add(vpc));
  }
  return found;
}

interface Routing {
  readonly words: string;
  readonly direction: 'both' | 'forward' | 'back' | 'none';
}

/** Which way traffic is sent. Of a far side that was not read, nothing is known. */
function routing(from: Vpc, to: Vpc, routed: ReadonlySet<string>): Routing {
  const [out, back] = [routed.has(from.id), routed.has(to.id)];
  const unseen = [from, to].find((v) => v.stub !== undefined);
  const beyond = unseen ? '; far side not read' : '';
  if (out && back) return { words: 'routes on both sides', direction: 'both' };
  if (out || back)
    return {
      words: `routes ${unseen ? '' : 'only '}in ${(out ? from : to).name}${beyond}`,
      direction: out ? 'forward' : 'back',
    };
  return { words: `no routes${beyond}`, direction: 'none' };
}

/** An end of a peering of which the graph does not even name the VPC. */
function unknownEnd(
  plan: Plan,
  { id, provenance }: Peering,
  side: 'requester' | 'accepter',
): string {
  const { fates, ledger, boxes } = plan;
  const { at } = provenance;
  const end = `${id}/${side}`;
  const counted = fates.draw('unlisted-vpc', end);
  ledger.stub({
    kind: counted,
    id: end,
    what: { type: `peering-${side}`, name: id },
    reason: { code: 'peer-not-named' },
    at,
  });
  boxes.add(
    undefined,
    undefined,
    element({ at, counted }, 'vpc', `${side} of ${id}`, {
      id: end,
      status: 'unknown',
    }),
  );
  return end;
}

/** @param permitted what security groups let in through a peering, for its label */
export function drawPeerings(
  plan: Plan,
  permitted: (
    from: Vpc,
    to: Vpc,
  ) => { readonly ports: readonly string[]; readonly words: readonly string[] },
): void {
  const { inventory, chosen, fates, links } = plan;
  const routed = routedBy(plan);
  const shown = (id: string | undefined): boolean => id !== undefined && chosen.selected.has(id);
  const known = (id: string | undefined): boolean => id !== undefined && inventory.vpcs.has(id);
  for (const peering of inventory.peerings.values()) {
    const { id, status, gone, requester, accepter, provenance } = peering;
    // Of one without a known end nobody can tell that the options leave it out.
    const asked = shown(requester) || shown(accepter) || !(known(requester) || known(accepter));
    if (gone || !asked) {
      fates.omit('peering-connection', [id]);
      continue;
    }
    const [from, to] = [requester, accepter].map((vpc) =>
      vpc === undefined ? undefined : inventory.vpcs.get(vpc),
    );
    const ends = [
      from?.id ?? unknownEnd(plan, peering, 'requester'),
      to?.id ?? unknownEnd(plan, peering, 'accepter'),
    ] as const;
    const way =
      from && to
        ? routing(from, to, routed.get(id) ?? new Set())
        : { words: from || to ? 'far side unknown' : 'no side known', direction: 'none' as const };
    const active = status === 'active';
    const inward =
      from && to && active && way.direction !== 'none'
        ? [permitted(from, to), permitted(to, from)]
        : [];
    const regions = [from?.region, to?.region];
    const across =
      regions[0] !== regions[1] && regions.every((r) => r !== undefined)
        ? ` between ${regions.join(' and ')}`
        : '';
    links.push(
      link({ at: provenance.at, counted: fates.draw('peering-connection', id) }, ends[0], ends[1], {
        id,
        status,
        direction: way.direction,
        label: [id, ...(active ? [way.words] : []), ...inward.flatMap((i) => i.words)].join('\n'),
        ports: [...new Set(inward.flatMap((i) => i.ports))].sort(),
        description: `VPC peering${across}, ${status}; ${way.words}`,
      }),
    );
  }
}
