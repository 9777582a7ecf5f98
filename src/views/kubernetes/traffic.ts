/** How traffic gets to workloads: load balancers, gateways, ingresses, services. */

import type {
  KubernetesIngress,
  KubernetesObject,
  KubernetesService,
  ServiceTarget,
} from '../../inventory/kubernetes.ts';
import type { ElementContent } from '../../model/content.ts';
import { grouping } from '../elements.ts';
import { line } from '../lines.ts';
import { type KubernetesPlan, said } from './plan.ts';
import { type Reach, reachOfAny } from './reach.ts';

const WORDS: Readonly<Record<Reach, string>> = {
  internet: 'internet',
  internal: 'internal',
  unknown: 'reach unknown',
};

const described = (reach: Reach | undefined, outer: readonly string[]): string | undefined =>
  reach === 'unknown'
    ? `The graph does not say whether the internet reaches its load balancer: ${outer.join(', ')}`
    : undefined;

const TARGET = 'k8s:target';
const EXPOSURE = 'internet-exposure';

/** @returns what stands outside the clusters: the internet and load balancers */
export function drawTraffic(canvas: KubernetesPlan): ElementContent[] {
  const { services, ingresses, gateways, routes } = canvas.inventory;
  const outside = new Outside(canvas);
  for (const service of services) {
    const { type, address, outer, exposed, balancers } = service;
    const reach = balancers.length > 0 ? undefined : reachOfAny(outer);
    canvas.card(service, 'k8s:service', {
      // What counts most first: a card cuts long texts.
      role: said([
        type,
        exposed || reach === 'internet' ? 'internet' : reach && WORDS[reach],
        address === 'None' ? 'headless' : address,
        ...outer,
      ]),
      description: described(reach, outer),
    });
  }
  for (const ingress of ingresses) {
    const outer = ingress.balancers.length > 0 ? [] : ingress.outer;
    const reach = reachOfAny(outer);
    canvas.card(ingress, 'k8s:ingress', {
      role: said([ingress.class, reach && WORDS[reach], ...ingress.hosts, ...outer]),
      description: described(reach, outer),
    });
  }
  for (const gateway of gateways) canvas.card(gateway, 'k8s:gateway', { role: gateway.class });
  for (const route of routes)
    canvas.card(
      route,
      'k8s:http-route',
      { role: said(['HTTP route', ...route.hosts]) },
      'k8s:ingress',
    );

  for (const service of services) outside.lead(service);
  for (const ingress of ingresses) outside.lead(ingress);
  for (const gateway of gateways) connect(canvas, gateway, gateway.routes);
  for (const one of [...ingresses, ...routes]) connect(canvas, one, one.services);
  drawTargets(canvas);
  return outside.drawn;
}

function connect(
  { cards, lines, ledger }: KubernetesPlan,
  from: KubernetesObject,
  ids: readonly string[],
): void {
  const source = cards.get(from.id);
  for (const id of ids) {
    const target = cards.get(id);
    if (source && target) lines.push(line(ledger, from.at, TARGET, source, target));
  }
}

/** From services to workloads; several pods of one are one line. */
function drawTargets({ inventory, cards, lines, ledger }: KubernetesPlan): void {
  const found = new Map<ElementContent, Map<ElementContent, ServiceTarget[]>>();
  for (const lead of inventory.serviceTargets) {
    const source = cards.get(lead.service);
    const target = cards.get(lead.target);
    if (!source || !target) continue;
    const targets = found.get(source) ?? new Map<ElementContent, ServiceTarget[]>();
    targets.set(target, [...(targets.get(target) ?? []), lead]);
    found.set(source, targets);
  }
  for (const [source, targets] of found)
    for (const [target, leads] of targets) {
      const [first] = leads;
      if (!first) continue;
      const ports = [...new Set(leads.flatMap((lead) => lead.ports))];
      const description =
        'Ports of the containers: the graph does not record those of the service.';
      lines.push(line(ledger, first.at, TARGET, source, target, { ports, description }));
    }
}

class Outside {
  readonly #canvas: KubernetesPlan;
  readonly #balancers = new Map<string, ElementContent>();
  /** Ids of services that an ingress with a load balancer leads to. */
  readonly #behindIngress: ReadonlySet<string>;
  #internet: ElementContent | undefined;

  constructor(canvas: KubernetesPlan) {
    this.#canvas = canvas;
    this.#behindIngress = new Set(
      canvas.inventory.ingresses
        .filter(({ balancers }) => balancers.length > 0)
        .flatMap(({ services }) => services),
    );
  }

  get drawn(): ElementContent[] {
    return [...(this.#internet ? [this.#internet] : []), ...this.#balancers.values()];
  }

  /** Lines to a service or ingress from the load balancers before it, or from the internet. */
  lead(object: KubernetesService | KubernetesIngress): void {
    const { cards, lines, ledger } = this.#canvas;
    const { id, balancers, outer, at } = object;
    const card = cards.get(id);
    if (!card) return;
    for (const balancer of balancers)
      lines.push(line(ledger, at, 'k8s:load-balancing', this.#balancer(balancer), card));
    // An ingress's services are exposed by it, and say so themselves.
    const exposed = 'exposed' in object && object.exposed && !this.#behindIngress.has(id);
    if (balancers.length === 0 && (exposed || reachOfAny(outer) === 'internet'))
      lines.push(line(ledger, at, EXPOSURE, this.#reach(at), card));
  }

  #reach(at: KubernetesObject['at']): ElementContent {
    this.#internet ??= grouping(this.#canvas.ledger, at, 'internet', 'Internet', {
      zone: 'untrusted',
    });
    return this.#internet;
  }

  #balancer(id: string): ElementContent {
    const known = this.#balancers.get(id);
    if (known) return known;
    const { inventory, ledger, lines } = this.#canvas;
    const balancer = inventory.balancers.get(id);
    const at = balancer?.at ?? { file: '' };
    // No id of its own: the network of the account that it is in may be drawn beside it.
    const made = grouping(ledger, at, 'aws:load-balancer', balancer?.name ?? id, {
      role: said([balancer?.scheme, balancer?.type]),
      provider: 'aws',
    });
    this.#balancers.set(id, made);
    if (balancer?.exposed) lines.push(line(ledger, at, EXPOSURE, this.#reach(at), made));
    return made;
  }
}
