/** Facts as authors give them -> as the model keeps them. */

import type { ModelFacts } from '../model/diagram.ts';
import type { ElementFacts } from '../model/facts.ts';

/** Without what is given as `undefined`. */
export function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}

/** Lists are lists. */
export function modelFacts(facts: ElementFacts): ModelFacts {
  const { cidr, ...rest } = facts;
  const given = defined(rest);
  return cidr === undefined ? given : { ...given, cidr: typeof cidr === 'string' ? [cidr] : cidr };
}
