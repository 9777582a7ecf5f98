/** Sheets as their author divides a diagram: each has a name of its own, and nothing stands on two of them. */

import { type Diagnostic, error, type Origin, quote } from '../model/diagnostic.ts';
import type { Element, Hint, Identity } from '../model/diagram.ts';

const related = (message: string, at: Origin | undefined) =>
  at ? { related: [{ message, origin: at }] } : {};

/** Errors: `sheet-repeated`, `sheet-overlap`. */
export function sheetProblems(
  sheets: readonly (readonly [Hint, Origin | undefined])[],
  elements: Readonly<Record<Identity, Element>>,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const names = new Map<string, Origin | undefined>();
  const taken = new Map<Identity, readonly [name: string, at: Origin | undefined]>();
  for (const [{ name = '', of }, at] of sheets) {
    if (names.has(name)) {
      const more = related('the first one', names.get(name));
      const hint = 'Put all elements of a sheet into one list.';
      found.push(
        error('sheet-repeated', `two sheets are named ${quote(name)}`, at, { hint, ...more }),
      );
    }
    names.set(name, at);
    for (const id of of) {
      const first = taken.get(id);
      if (first && first[0] !== name) found.push(overlap(elements[id], [name, at], first));
      taken.set(id, [name, at]);
    }
  }
  for (const [id, own] of taken)
    for (let around = elements[id]?.parent; around; around = elements[around]?.parent) {
      const other = taken.get(around);
      if (!other) continue;
      found.push(overlap(elements[id], own, other));
      break;
    }
  return found;
}

function overlap(
  element: Element | undefined,
  [name, at]: readonly [string, Origin | undefined],
  [other, first]: readonly [string, Origin | undefined],
): Diagnostic {
  const what = element ? `${element.kind} ${quote(element.name)}` : 'an element';
  const message =
    name === other
      ? `${what} is on the sheet ${quote(name)} twice: it is inside another element of it`
      : `${what} is on the sheet ${quote(name)} and on ${quote(other)}`;
  const hint = 'A sheet holds all that is inside its elements: name each on one sheet only.';
  return error('sheet-overlap', message, at, { hint, ...related('the other one', first) });
}
