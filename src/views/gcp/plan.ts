/** What is drawn so far of a Google Cloud network: members of boxes by the box's id, lines, and the places outside. */

import type { GcpNetwork } from '../../inventory/gcp/network.ts';
import { parseBlock } from '../../model/cidr.ts';
import type { ElementContent, LinkContent } from '../../model/content.ts';
import type { GcpNetworkOptions } from '../../model/derivation.ts';
import type { Origin } from '../../model/diagnostic.ts';
import { byName, grouping } from '../elements.ts';
import type { Ledger } from '../ledger.ts';
import type { ViewInput } from '../view.ts';
import type { GcpPlace, GcpSelection } from './choose.ts';

/** Blocks from which Google itself connects, as its documentation of load balancing and of IAP lists them. */
const OF_GOOGLE: Readonly<Record<string, string>> = {
  '35.235.240.0/20': 'Identity-Aware Proxy',
  '130.211.0.0/22': 'Google load balancers and health checks',
  '35.191.0.0/16': 'Google load balancers and health checks',
};

export class GcpPlan {
  readonly network: GcpNetwork;
  readonly chosen: GcpSelection;
  readonly ledger: Ledger;
  readonly options: GcpNetworkOptions;
  readonly lines: LinkContent[] = [];
  /** Card of each drawn instance; folded ones share theirs. */
  readonly cards = new Map<string, ElementContent>();
  readonly #members = new Map<string, ElementContent[]>();
  readonly #outside = new Map<string, ElementContent>();

  constructor(
    network: GcpNetwork,
    chosen: GcpSelection,
    building: Pick<ViewInput<GcpNetworkOptions, unknown>, 'options' | 'ledger'>,
  ) {
    this.network = network;
    this.chosen = chosen;
    this.ledger = building.ledger;
    this.options = building.options;
  }

  put(place: GcpPlace, content: ElementContent): void {
    const box = place.subnet ?? place.vpc ?? place.project ?? '';
    const members = this.#members.get(box);
    if (members) members.push(content);
    else this.#members.set(box, [content]);
  }

  /** Members of a box, by name. */
  in(box: string): ElementContent[] {
    return byName(this.#members.get(box) ?? []);
  }

  /** Ids of the boxes that have members. */
  get boxes(): readonly string[] {
    return [...this.#members.keys()].sort();
  }

  /** The internet, or a network that the graph knows by its addresses only. */
  outside(range: string, at: Origin): ElementContent {
    const internet = range === '0.0.0.0/0' || range === '::/0';
    const key = internet ? 'internet' : range;
    const known = this.#outside.get(key);
    if (known) return known;
    const made = internet
      ? grouping(this.ledger, at, 'internet', 'Internet', { zone: 'untrusted' })
      : grouping(this.ledger, at, 'generic:network', OF_GOOGLE[range] ?? `Network ${range}`, {
          ...(parseBlock(range) ? { cidr: [range] } : {}),
          description: 'Known by its addresses only: a rule names them.',
        });
    this.#outside.set(key, made);
    return made;
  }

  get outsiders(): ElementContent[] {
    return byName([...this.#outside.values()]);
  }
}
