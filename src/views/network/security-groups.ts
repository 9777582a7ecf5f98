/** Security groups and their rules, in words. */

import { inboundRules, namedGroups, rulesOf } from '../../inventory/indexes.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { SecurityGroupRule } from '../../inventory/security.ts';
import { portText } from '../../model/ports.ts';

export const ANYWHERE = new Set(['0.0.0.0/0', '::/0']);
const NAMELESS = 'a group, IPv6 addresses or a prefix list';

export class GroupTexts {
  readonly #inventory: Inventory;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  name(id: string): string {
    return this.#inventory.securityGroups.get(id)?.name ?? id;
  }

  names(ids: readonly string[]): string[] {
    return [...new Set(ids.map((id) => this.name(id)))].sort();
  }

  inbound(id: string): readonly SecurityGroupRule[] {
    return inboundRules(this.#inventory, id);
  }

  /** Rules of a group in words; what the source lost is named, too. */
  text(id: string): string {
    const rules = rulesOf(this.#inventory, id);
    const line = ({
      ports,
      ranges,
      peerGroups = [],
      prefixLists = [],
    }: SecurityGroupRule): string =>
      `${portText(ports)} ${[...ranges, ...this.names(peerGroups), ...prefixLists].join(', ') || NAMELESS}`;
    const [within, out] = [rules.filter((r) => r.inbound), rules.filter((r) => !r.inbound)];
    const others = namedGroups(this.#inventory, id).map((source) => this.name(source));
    return [
      `${this.name(id)} (${id})`,
      `in: ${within.map(line).sort().join(', ') || 'nothing by address'}`,
      ...(others.length > 0 ? [`names the group ${others.join(', ')}`] : []),
      `out: ${out.map(line).sort().join(', ') || 'nothing by address'}`,
    ].join(' | ');
  }

  words(ids: readonly string[]): string[] {
    return ids.map((id) => this.text(id));
  }
}
