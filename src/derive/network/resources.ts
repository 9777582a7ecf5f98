/** What runs in networks, as cards in their subnets; many of one kind in one place are one card. */

import type { ElementContent } from '../../model/content.ts';
import { element, link, sortedBy } from '../make.ts';
import type { Answers } from '../question.ts';
import { type Plan, putInto } from './plan.ts';
import { isEncrypted, type Resource, transportOf } from './read-resources.ts';
import { grouped } from './reading.ts';
import { LOAD_BALANCER_TARGETS } from './resource-questions.ts';
import type { Groups } from './security-groups.ts';

const PLURALS: Readonly<Record<string, string>> = {
  instance: 'instances',
  'load-balancer': 'load balancers',
  database: 'databases',
  'kubernetes-cluster': 'EKS clusters',
  function: 'functions',
};

/** Most names in a folded card's description. */
const NAMED = 40;

/** Where it is put: its subnet when that is drawn, its VPC, else its account's region. */
function placeOf({ networks, chosen }: Plan, { subnet, vpc, accounts, region }: Resource): string {
  const drawn = subnet !== undefined && networks.subnets.get(subnet)?.vpc;
  if (drawn && chosen.selected.has(drawn)) return subnet;
  if (vpc !== undefined && chosen.selected.has(vpc)) return vpc;
  return `/${accounts[0] ?? ''}/${region ?? ''}`;
}

function single(
  { fates, networks }: Plan,
  resource: Resource,
  groups: Groups | undefined,
): ElementContent {
  const { id, shownId, counted, kind, name, status, notes, at } = resource;
  return element({ at, counted: fates.draw(counted, id) }, kind, name, {
    id: shownId,
    status,
    controls: groups?.names(resource.groups),
    tags: networks.tagsOf(id),
    description: [...notes, ...(groups?.words(resource.groups) ?? [])].join('; ') || undefined,
  });
}

function folded(
  { fates }: Plan,
  resources: readonly Resource[],
  place: string,
  groups: Groups | undefined,
): ElementContent {
  const [first] = resources as readonly [Resource];
  fates.fold(
    first.counted,
    resources.map(({ id }) => id),
  );
  const names = sortedBy(resources, (r) => `${r.name} ${r.id}`).map((r) =>
    r.name === r.id ? r.id : `${r.name} (${r.id})`,
  );
  const used = [...new Set(resources.flatMap((r) => r.groups))].sort();
  const more = names.length > NAMED ? `, and ${names.length - NAMED} more` : '';
  return element(
    { at: first.at, counted: fates.draw('folded-card', `${place}/${first.counted}/${first.open}`) },
    first.kind,
    `${resources.length} ${PLURALS[first.counted] ?? first.counted}`,
    {
      controls: groups?.names(used),
      status: first.counted === 'load-balancer' ? first.status : undefined,
      description: [
        `${names.slice(0, NAMED).join(', ')}${more}`,
        ...(groups?.words(used) ?? []),
      ].join('; '),
    },
  );
}

/** @returns by the id of each resource, the element that stands for it */
export function drawResources(
  plan: Plan,
  resources: ReadonlyMap<string, Resource>,
  groups: Groups | undefined,
): Map<string, ElementContent> {
  const { chosen, fates, boxes, wishes } = plan;
  const drawn = new Map<string, ElementContent>();
  const shown = [...resources.values()].filter((r) => {
    if (!r.gone && chosen.asks(r)) return true;
    fates.omit(r.counted, [r.id]);
    return false;
  });
  for (const [place, here] of grouped(shown, (r) => placeOf(plan, r)))
    for (const alike of grouped(here, (r) => `${r.counted}/${r.open}`).values()) {
      const fold = alike.length >= wishes.foldFrom;
      const made = fold
        ? [folded(plan, alike, place, groups)]
        : alike.map((r) => single(plan, r, groups));
      for (const [i, r] of alike.entries()) drawn.set(r.id, made[fold ? 0 : i] as ElementContent);
      for (const element of made) {
        const [, account, region] = place.startsWith('/') ? place.split('/') : [];
        if (account === undefined) putInto(plan, place, element);
        else boxes.add(account || undefined, region || undefined, element);
      }
    }
  fates.made('folded-card');
  return drawn;
}

/** A line between two elements, and what is known of the traffic on it. */
export interface Flow {
  readonly from: ElementContent;
  readonly to: ElementContent;
  readonly ports: Set<string>;
  readonly controls: Set<string>;
  readonly notes: Set<string>;
  encrypted?: boolean;
}

/** Lines by their two ends: what is said twice becomes one. */
export class Flows {
  readonly #flows = new Map<ElementContent, Map<ElementContent, Flow>>();

  get(from: ElementContent, to: ElementContent): Flow | undefined {
    return this.#flows.get(from)?.get(to);
  }

  /** The line, made when there is none yet. */
  between(from: ElementContent, to: ElementContent): Flow {
    const there = this.get(from, to);
    if (there) return there;
    const flow: Flow = { from, to, ports: new Set(), controls: new Set(), notes: new Set() };
    const of = this.#flows.get(from) ?? new Map<ElementContent, Flow>();
    this.#flows.set(from, of.set(to, flow));
    return flow;
  }

  all(): Flow[] {
    return [...this.#flows.values()].flatMap((of) => [...of.values()]);
  }
}

/** What load balancers pass on to what is drawn. */
export function balancerFlows(
  { fates }: Plan,
  answers: Answers,
  drawn: ReadonlyMap<string, ElementContent>,
  resources: ReadonlyMap<string, Resource>,
  flows: Flows,
): void {
  answers.rows(LOAD_BALANCER_TARGETS).forEach((row, n) => {
    const [balancer, target] = [row.text('balancer') ?? '', row.text('target') ?? ''];
    const edge = `${n} ${balancer} ${target}`;
    const [from, to] = [drawn.get(balancer), drawn.get(target)];
    if (!from) fates.omit('load-balancer-target', [edge]);
    else fates.fold('load-balancer-target', [edge]);
    if (!from || !to || from === to) return;
    const protocol = (row.text('protocol') ?? 'tcp').toLowerCase();
    const flow = flows.between(from, to);
    flow.ports.add(`${transportOf(protocol)}/${row.text('port') ?? 'unknown'}`);
    const encrypted = isEncrypted(protocol);
    if (encrypted !== undefined) flow.encrypted = flow.encrypted === false ? false : encrypted;
    flow.notes.add(`target of ${resources.get(balancer)?.name ?? balancer}`);
  });
}

/** The lines themselves, in a fixed order. */
export function drawFlows({ fates, links }: Plan, flows: Flows): void {
  const key = ({ from, to }: Flow): string =>
    JSON.stringify([from.name, from.facts.id ?? '', to.name, to.facts.id ?? '']);
  sortedBy(flows.all(), key).forEach((flow, n) => {
    links.push(
      link(
        {
          at: flow.to.origin ?? (flow.from.origin as never),
          counted: fates.draw('permitted-traffic', `${n} ${key(flow)}`),
        },
        flow.from,
        flow.to,
        {
          ports: [...flow.ports].sort(),
          control: [...flow.controls].sort().join(', ') || undefined,
          encrypted: flow.encrypted,
          description: [...flow.notes].join('; ') || undefined,
        },
      ),
    );
  });
  fates.made('permitted-traffic');
}
