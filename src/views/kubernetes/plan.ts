/** What is drawn so far of clusters: cards by the id of their node, members of namespaces, lines. */

import type {
  KubernetesFacts,
  KubernetesNamespace,
  KubernetesObject,
} from '../../inventory/kubernetes.ts';
import type { ElementContent, LinkContent } from '../../model/content.ts';
import type { ElementFacts } from '../../model/facts.ts';
import { sortedBy } from '../../model/order.ts';
import { element } from '../elements.ts';
import type { Ledger } from '../ledger.ts';
import type { KubernetesSelection } from './choose.ts';

/** In the order in which traffic goes through a namespace. */
const ORDER = ['k8s:gateway', 'k8s:ingress', 'k8s:service'];
const LAST = 'k8s:network-policy';

/** Of what the newest sync did not read. */
export const UNREAD = 'not in the last sync';

export const said = (texts: readonly (string | undefined)[]): string | undefined =>
  texts.filter(Boolean).join(', ') || undefined;

type OptionalFacts<T> = { readonly [K in keyof T]?: T[K] | undefined };

export class KubernetesPlan {
  readonly inventory: KubernetesFacts;
  readonly chosen: KubernetesSelection;
  readonly ledger: Ledger;
  readonly lines: LinkContent[] = [];
  /** By id of the node; what is folded has the card that stands for it. */
  readonly cards = new Map<string, ElementContent>();
  readonly #members = new Map<KubernetesNamespace, ElementContent[]>();
  readonly #taken = new Set<string>();

  constructor(inventory: KubernetesFacts, chosen: KubernetesSelection, ledger: Ledger) {
    this.inventory = inventory;
    this.chosen = chosen;
    this.ledger = ledger;
  }

  /**
   * A card in its namespace, or nothing when that is not asked for.
   * @param counted its kind in the ledger, `k8s:…`
   */
  card(
    object: KubernetesObject,
    counted: string,
    facts: OptionalFacts<ElementFacts>,
    kind = counted,
  ): void {
    const { id, name, namespace, at } = object;
    if (!this.chosen.wants(namespace)) {
      this.ledger.omitted(counted);
      return;
    }
    const { status } = facts;
    const card = element({ at, counted }, kind, name, {
      // Its boxes and its name say what it is; only of two that are called the same the UID tells.
      id: this.twin([namespace.id, kind, name], id),
      ...facts,
      status: namespace.cluster.stub ? status : this.stateOf(object, status),
    });
    this.put(namespace, card);
    this.cards.set(id, card);
    this.ledger.sources.add(id);
  }

  put(namespace: KubernetesNamespace, card: ElementContent): void {
    const members = this.#members.get(namespace);
    if (members) members.push(card);
    else this.#members.set(namespace, [card]);
  }

  members(namespace: KubernetesNamespace): ElementContent[] {
    const rank = ({ kind }: ElementContent): number =>
      kind === LAST ? 9 : (ORDER.indexOf(kind) + 4) % 4 === 3 ? 3 : ORDER.indexOf(kind);
    return sortedBy(this.#members.get(namespace) ?? [], (card) => `${rank(card)}${card.name}`);
  }

  /** What is wrong with it; and whether it may be gone. Of what is in a cluster that was not read, the cluster says it. */
  stateOf(
    { id, namespace }: Pick<KubernetesObject, 'id' | 'namespace'>,
    status: string | undefined,
  ): string | undefined {
    const { stale } = this.inventory;
    if (!stale.has(id) || stale.has(namespace.cluster.id)) return status;
    return said([status, UNREAD]);
  }

  /** The UID of the second and further things of a name, e.g. of one that was made again: the graph may hold the former one. */
  twin(parts: readonly string[], uid: string): string | undefined {
    const key = JSON.stringify(parts);
    const again = this.#taken.has(key);
    this.#taken.add(key);
    return again ? uid : undefined;
  }

  /**
   * `prod/payments`: as people call it, and the same after it was made again, which gives
   * it another UID. A graph that still holds the former one has two of a name: the second says its UID.
   */
  id(parts: readonly string[], uid: string): string {
    const path = parts.join('/');
    const id = this.#taken.has(path) ? `${path}#${uid}` : path;
    this.#taken.add(id);
    return id;
  }
}
