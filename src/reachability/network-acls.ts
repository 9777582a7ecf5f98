/** Network ACLs: which ports they let pass, for each address on the other side. */

import { aclOf, aclRules, hasAclRules } from '../inventory/indexes.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { NetworkAcl, NetworkAclRule } from '../inventory/security.ts';
import { AddressSet } from '../model/addresses.ts';
import { PortSet } from '../model/ports.ts';
import { exactly, isKnown, type PortBounds, unknownBecause } from './port-bounds.ts';
import { RangeMap } from './range-map.ts';

/** Ports that a rule is for, for sure and at most. */
export function rulePorts({ ports }: NetworkAclRule): { sure: PortSet; maybe: PortSet } {
  if (!ports || ports.protocol === 'unknown') return { sure: PortSet.NONE, maybe: PortSet.ALL };
  const own = exactly(PortSet.of([ports])).sure;
  return { sure: own, maybe: own };
}

/** The first rule that matches decides; what none matches is denied. */
function decided(acl: string, rules: readonly NetworkAclRule[]): PortBounds {
  let [sure, maybe] = [PortSet.NONE, PortSet.NONE];
  // What no rule so far may have denied, and what none has decided for sure.
  let [undecided, perhaps] = [PortSet.ALL, PortSet.ALL];
  for (const rule of rules) {
    const ports = rulePorts(rule);
    if (rule.allow) {
      sure = sure.union(undecided.intersect(ports.sure));
      maybe = maybe.union(perhaps.intersect(ports.maybe));
    } else undecided = undecided.subtract(ports.maybe);
    perhaps = perhaps.subtract(ports.sure);
  }
  if (sure.equals(maybe)) return exactly(sure);
  return { sure, maybe, doubts: [{ code: 'RULE_PORTS_UNKNOWN', id: acl }] };
}

/** What the ACL of a subnet lets pass, by the address on the other side. */
export class SubnetAcls {
  readonly #inventory: Inventory;
  readonly #known = new Map<string, RangeMap<PortBounds> | PortBounds>();
  readonly #inbound = new Map<string, RangeMap<PortBounds> | PortBounds>();
  readonly #outbound = new Map<string, RangeMap<PortBounds> | PortBounds>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /** @param inbound what enters the subnet, by its source; else what leaves it, by its destination */
  filter(subnet: string, inbound: boolean): RangeMap<PortBounds> | PortBounds {
    const known = (inbound ? this.#inbound : this.#outbound).get(subnet);
    if (known) return known;
    const found = this.#ofAcl(subnet, inbound);
    (inbound ? this.#inbound : this.#outbound).set(subnet, found);
    return found;
  }

  #ofAcl(subnet: string, inbound: boolean): RangeMap<PortBounds> | PortBounds {
    const acl = aclOf(this.#inventory, subnet);
    const key = `${inbound} ${acl?.id ?? subnet}`;
    const known = this.#known.get(key);
    if (known) return known;
    const found = acl
      ? this.#read(acl, inbound)
      : unknownBecause({ code: 'ACL_RULES_UNKNOWN', id: subnet });
    this.#known.set(key, found);
    return found;
  }

  #read(acl: NetworkAcl, inbound: boolean): RangeMap<PortBounds> | PortBounds {
    if (!hasAclRules(this.#inventory, acl))
      return unknownBecause({ code: 'ACL_RULES_UNKNOWN', id: acl.id });
    const rules = aclRules(this.#inventory, acl.id, inbound);
    const unreadable = rules.some(({ cidr }) => AddressSet.parse([cidr]) === undefined);
    if (unreadable) return unknownBecause({ code: 'ACL_RULES_UNKNOWN', id: acl.id });
    const ranged = rules.map((item) => ({
      addresses: AddressSet.parse([item.cidr]) ?? AddressSet.NONE,
      item,
    }));
    // One object for one answer, so that addresses of one answer are one part.
    const answers = new Map<string, PortBounds>();
    return RangeMap.of(ranged, (matching) => {
      const bounds = decided(acl.id, matching);
      if (isKnown(bounds)) return bounds;
      const text = JSON.stringify([bounds.sure.texts, bounds.maybe.texts]);
      const same = answers.get(text) ?? bounds;
      answers.set(text, same);
      return same;
    });
  }
}
