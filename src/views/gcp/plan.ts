/** What is drawn so far of a Google Cloud network: members of boxes by the box's id, lines, and the places outside. */

import type { GcpNetwork, GcpVpc } from '../../inventory/gcp/network.ts';
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

  /** Who may connect to a control plane that is not open to everyone: the graph does not say which networks. */
  authorized(at: Origin): ElementContent {
    const known = this.#outside.get('authorized');
    if (known) return known;
    const made = grouping(this.ledger, at, 'generic:network', 'Authorized networks', {
      description: 'Only these may connect to the control plane. The graph does not say which.',
    });
    this.#outside.set('authorized', made);
    return made;
  }

  /** The far end of a VPN tunnel. */
  peer(address: string, at: Origin): ElementContent {
    const key = `vpn ${address}`;
    const known = this.#outside.get(key);
    if (known) return known;
    const made = grouping(this.ledger, at, 'generic:vpn', `VPN peer ${address}`, {
      description: 'Known by its address only: a tunnel names it.',
    });
    this.#outside.set(key, made);
    return made;
  }

  /** A network that a peering leads to, and that the options do not ask for. */
  beyond(
    { id, name, project, at }: Pick<GcpVpc, 'id' | 'name' | 'project' | 'at'>,
    status?: string,
  ): ElementContent {
    const known = this.#outside.get(id);
    if (known) return known;
    const made = grouping(this.ledger, at, 'vpc', name, {
      id,
      provider: 'gcp',
      status,
      role: project ? `of project ${project}` : undefined,
      description: 'The diagram does not ask for it: a peering names it.',
    });
    this.#outside.set(id, made);
    return made;
  }

  /** What is wrong with it; and whether it may be gone, as the newest sync did not read it. */
  stateOf(id: string, status: string | undefined): string | undefined {
    if (!this.network.stale.has(id)) return status;
    this.ledger.older(id);
    return status === undefined ? 'not in the last sync' : `${status}, not in the last sync`;
  }

  get outsiders(): ElementContent[] {
    return byName([...this.#outside.values()]);
  }
}
