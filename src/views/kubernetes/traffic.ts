/** How traffic gets to workloads: load balancers, gateways, ingresses, services. */

import type { KubernetesObject } from '../../importers/cartography/kubernetes/clusters.ts';
import * as ask from '../../importers/cartography/kubernetes/questions.ts';
import type { Fields } from '../../importers/cartography/question.ts';
import type { ElementContent } from '../../model/content.ts';
import { grouping } from '../elements.ts';
import { line } from '../lines.ts';
import type { KubernetesPlan } from './plan.ts';
import { said } from './workloads.ts';

const TARGET = 'k8s:target';
const EXPOSURE = 'internet-exposure';

/** @returns what stands outside the clusters: the internet and load balancers */
export function drawTraffic(canvas: KubernetesPlan): ElementContent[] {
  const { answers, places } = canvas;
  const outside = new Outside(canvas);
  const services = places.things(answers.rows(ask.SERVICES));
  for (const service of services) {
    const { row } = service;
    const address = row.text('address');
    canvas.card(service, 'k8s:service', {
      role: said([
        row.text('type'),
        address === 'None' ? 'headless' : address,
        row.text('outer'),
        row.flag('exposed') ? 'internet' : undefined,
      ]),
    });
  }
  const ingresses = places.things(answers.rows(ask.INGRESSES));
  for (const ingress of ingresses)
    canvas.card(ingress, 'k8s:ingress', {
      role: said([ingress.row.text('class'), ...ingress.row.texts('hosts')]),
    });
  const gateways = places.things(answers.rows(ask.GATEWAYS));
  for (const gateway of gateways)
    canvas.card(gateway, 'k8s:gateway', { role: gateway.row.text('class') });
  const routes = places.things(answers.rows(ask.ROUTES));
  for (const route of routes)
    canvas.card(
      route,
      'k8s:http-route',
      { role: said(['HTTP route', ...route.row.texts('hosts')]) },
      'k8s:ingress',
    );

  for (const thing of [...services, ...ingresses]) outside.lead(thing);
  for (const gateway of gateways) connect(canvas, gateway, gateway.row.texts('routes'));
  for (const thing of [...ingresses, ...routes])
    connect(canvas, thing, thing.row.texts('services'));
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
function drawTargets({ answers, cards, lines, ledger }: KubernetesPlan): void {
  const found = new Map<ElementContent, Map<ElementContent, Fields[]>>();
  for (const row of answers.rows(ask.SERVICE_TARGETS)) {
    const source = cards.get(row.required('service'));
    const target = cards.get(row.required('target'));
    if (!source || !target) continue;
    const targets = found.get(source) ?? new Map<ElementContent, Fields[]>();
    targets.set(target, [...(targets.get(target) ?? []), row]);
    found.set(source, targets);
  }
  for (const [source, targets] of found)
    for (const [target, rows] of targets) {
      const [first] = rows;
      if (!first) continue;
      const ports = [...new Set(rows.flatMap((row) => row.texts('ports')))];
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
      canvas.answers
        .rows(ask.INGRESSES)
        .filter((row) => row.texts('balancers').length > 0)
        .flatMap((row) => row.texts('services')),
    );
  }

  get drawn(): ElementContent[] {
    return [...(this.#internet ? [this.#internet] : []), ...this.#balancers.values()];
  }

  /** Lines to a service or ingress from the load balancers before it, or from the internet. */
  lead({ id, row, at }: KubernetesObject): void {
    const { cards, lines, ledger } = this.#canvas;
    const card = cards.get(id);
    if (!card) return;
    const balancers = row.texts('balancers');
    for (const balancer of balancers)
      lines.push(line(ledger, at, 'k8s:load-balancing', this.#balancer(balancer), card));
    // An ingress's services are exposed by it, and say so themselves.
    if (row.flag('exposed') && balancers.length === 0 && !this.#behindIngress.has(id))
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
    const { answers, ledger, lines } = this.#canvas;
    const row = answers.rows(ask.BALANCERS).find((r) => r.text('id') === id);
    const at = row?.at ?? { file: '' };
    // No id of its own: the network of the account that it is in may be drawn beside it.
    const made = grouping(ledger, at, 'aws:load-balancer', row?.text('name') ?? id, {
      role: said([row?.text('scheme'), row?.text('type')]),
      provider: 'aws',
    });
    this.#balancers.set(id, made);
    if (row?.flag('exposed')) lines.push(line(ledger, at, EXPOSURE, this.#reach(at), made));
    return made;
  }
}
