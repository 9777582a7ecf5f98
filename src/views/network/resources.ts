/** What runs in networks, as cards in their subnets; many of one kind in one place are one card. */

import { grouped } from '../../inventory/indexes.ts';
import type { ElementContent } from '../../model/content.ts';
import { sortedBy } from '../../model/order.ts';
import { element } from '../elements.ts';
import type { CardPart, WorkloadCard } from '../workloads/card.ts';
import { dateByOwners, ownershipIn } from '../workloads/ownership.ts';
import { type Plan, putInto } from './plan.ts';
import type { GroupTexts } from './security-groups.ts';

const PLURALS: Readonly<Record<string, string>> = {
  instance: 'instances',
  'load-balancer': 'load balancers',
  database: 'databases',
  'kubernetes-cluster': 'EKS clusters',
  function: 'functions',
  'database-cluster': 'database clusters',
  'data-warehouse': 'data warehouses',
  cache: 'caches',
  'search-domain': 'search domains',
  'message-broker': 'message brokers',
  'file-system': 'file systems',
  'unlisted-file-system': 'unknown file systems',
  'container-service': 'container services',
  'container-cluster': 'container clusters',
  'unlisted-container-cluster': 'unknown container clusters',
  'autoscaling-group': 'auto scaling groups',
};

/** Kinds of which the graph has no nodes to count. */
const UNLISTED = ['unlisted-file-system', 'unlisted-container-cluster'];

/** Most names in a folded card's description. */
const NAMED = 40;

/** Where it is put: its subnet when that is drawn, its VPC, else its account's region. */
function placeOf(
  { inventory, chosen: { selected, hosts } }: Plan,
  { subnet, vpc, accounts, region }: WorkloadCard,
): string {
  const boxed = (id: string | undefined) => id !== undefined && (selected.has(id) || hosts.has(id));
  if (subnet !== undefined && boxed(inventory.subnets.get(subnet)?.vpc)) return subnet;
  if (vpc !== undefined && boxed(vpc)) return vpc;
  return `/${accounts[0] ?? ''}/${region ?? ''}`;
}

/** `belongs to payments`, of what runs in a network of another account. */
function ownership({ inventory }: Plan, { accounts, vpc }: WorkloadCard): string | undefined {
  return ownershipIn(inventory, accounts, inventory.vpcs.get(vpc ?? '')?.owner);
}

/** What a card says of itself besides its name. */
const roleOf = (...parts: readonly (string | undefined)[]): string | undefined =>
  parts.filter((part) => part !== undefined).join('; ') || undefined;

function single(
  plan: Plan,
  resource: WorkloadCard,
  groups: GroupTexts | undefined,
): ElementContent {
  const { fates, ledger, inventory } = plan;
  const { id, elementId, counted, kind, name, status, role, stub, tags } = resource;
  const { at } = resource.provenance;
  if (stub) ledger.stub({ kind: counted, id, at, ...stub });
  dateByOwners(inventory, resource.accounts, elementId, ledger);
  return element({ at, counted: fates.draw(counted, id) }, kind, name, {
    id: elementId,
    status,
    role: roleOf(role, ownership(plan, resource)),
    controls: groups?.names(resource.groups),
    tags,
    description:
      [...resource.notes, ...(groups?.words(resource.groups) ?? [])].join('; ') || undefined,
  });
}

function folded(
  plan: Plan,
  resources: readonly WorkloadCard[],
  place: string,
  groups: GroupTexts | undefined,
): ElementContent {
  const { fates, ledger } = plan;
  const [first] = resources as readonly [WorkloadCard];
  for (const account of resources.flatMap(({ accounts }) => accounts)) ledger.sources.add(account);
  const belongs = ownership(plan, first);
  fates.fold(
    first.counted,
    resources.map(({ id }) => id),
  );
  ledger.unresolved(first.counted, resources.filter(({ stub }) => stub !== undefined).length);
  const names = sortedBy(resources, (r) => `${r.name} ${r.id}`).map((r) =>
    r.name === r.id ? r.id : `${r.name} (${r.id})`,
  );
  const used = [...new Set(resources.flatMap((r) => r.groups))].sort();
  const more = names.length > NAMED ? `, and ${names.length - NAMED} more` : '';
  return element(
    {
      at: first.provenance.at,
      counted: fates.draw(
        'folded-card',
        [place, first.counted, first.open, ...(belongs ? [belongs] : [])].join('/'),
      ),
    },
    first.kind,
    `${resources.length} ${PLURALS[first.counted] ?? first.counted}`,
    {
      controls: groups?.names(used),
      role: roleOf(first.counted === 'load-balancer' ? first.role : undefined, belongs),
      description: [
        `${names.slice(0, NAMED).join(', ')}${more}`,
        ...(groups?.words(used) ?? []),
      ].join('; '),
    },
  );
}

/** What stands for resources in the picture. */
export interface DrawnResources {
  /** By the id of each resource; folded ones share a card. */
  readonly elements: ReadonlyMap<string, ElementContent>;
  /** Id of the subnet that an element is in, if it is in one. */
  readonly subnets: ReadonlyMap<ElementContent, string>;
}

export function drawResources(
  plan: Plan,
  resources: ReadonlyMap<string, WorkloadCard>,
  groups: GroupTexts | undefined,
): DrawnResources {
  const { chosen, fates, boxes, wishes, inventory } = plan;
  const elements = new Map<string, ElementContent>();
  const subnets = new Map<ElementContent, string>();
  const shown = [...resources.values()].filter((r) => {
    if (!r.gone && chosen.asksWorkload(r)) return true;
    fates.omit(r.counted, [r.id]);
    return false;
  });
  for (const [place, here] of grouped(shown, (r) => placeOf(plan, r)))
    for (const alike of grouped(
      here,
      (r) => `${r.counted}/${r.open}/${ownership(plan, r)}`,
    ).values()) {
      const fold = alike.length >= wishes.foldFrom;
      const made = fold
        ? [folded(plan, alike, place, groups)]
        : alike.map((r) => single(plan, r, groups));
      for (const [i, r] of alike.entries())
        elements.set(r.id, made[fold ? 0 : i] as ElementContent);
      for (const element of made) {
        const [, account, region] = place.startsWith('/') ? place.split('/') : [];
        if (inventory.subnets.has(place)) subnets.set(element, place);
        if (account === undefined) putInto(plan, place, element);
        else boxes.add(account || undefined, region || undefined, element);
      }
    }
  for (const kind of ['folded-card', ...UNLISTED]) fates.made(kind);
  return { elements, subnets };
}

/** What is a part of other resources is shown with these, or left out with them. */
export function countParts(
  { ledger }: Plan,
  parts: readonly CardPart[],
  { elements }: DrawnResources,
): void {
  for (const { counted, number, of } of parts)
    if (of.some((id) => elements.has(id))) ledger.folded(counted, number);
    else ledger.omitted(counted, number);
}
