/** What uses a route table: its `serves` names them by id, or by name within the network around it. */

import type { Diagram, Identity } from './diagram.ts';
import { explicitIdentity } from './identity.ts';

export interface Served {
  readonly table: Identity;
  /** In document order, without repeats. */
  readonly users: readonly Identity[];
  /** What `serves` names and nothing in the diagram is called. */
  readonly missing: readonly string[];
}

/**
 * Every element with a `serves`, in document order. A name stands for all elements of that name in the
 * nearest group around the table that has any: `app` for the subnets `app` of each availability zone.
 */
export function servedBy({ elements }: Pick<Diagram, 'elements'>): readonly Served[] {
  const tables = Object.entries(elements).filter(([, e]) => (e.facts.serves ?? []).length > 0);
  if (tables.length === 0) return [];
  const order = new Map(Object.keys(elements).map((id, i) => [id, i]));
  const named = new Map<string, Identity[]>();
  for (const [id, { name }] of Object.entries(elements)) {
    const same = named.get(name);
    if (same) same.push(id);
    else named.set(name, [id]);
  }
  const around = (id: Identity): Identity[] => {
    const found: Identity[] = [];
    for (let at = elements[id]?.parent; at !== undefined; at = elements[at]?.parent) found.push(at);
    return found;
  };
  return tables.map(([table, { facts }]) => {
    const users = new Set<Identity>();
    const missing: string[] = [];
    for (const text of facts.serves ?? []) {
      const id = explicitIdentity(text);
      const same = (named.get(text) ?? []).filter((other) => other !== table);
      const scope = around(table).find((group) => same.some((o) => around(o).includes(group)));
      const found = Object.hasOwn(elements, id)
        ? [id]
        : same.filter((o) => scope === undefined || around(o).includes(scope));
      if (found.length === 0) missing.push(text);
      for (const user of found) users.add(user);
    }
    const sorted = [...users].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    return { table, users: sorted, missing };
  });
}
