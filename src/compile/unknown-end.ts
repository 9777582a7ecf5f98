/** What to do about an end that names no element. */

import type { ElementContent } from '../model/content.ts';
import { type Diagnostic, error, type Origin, quote } from '../model/diagnostic.ts';
import type { Element } from '../model/diagram.ts';
import { nearestOf } from '../model/nearest.ts';

/** Where ids of what is derived can be read. */
export const LISTED_IDS =
  '`cadastre inspect FILE --json` lists the ids. Elements left out by the options have none.';

/** @param otherwise where nothing comes near */
export function endHint(
  text: string,
  elements: Iterable<Element>,
  otherwise = 'Give the element an `id`, or pass the element itself.',
): string {
  const all = [...elements];
  const named = all.filter(({ name }) => name === text);
  const [first, second] = named;
  if (first && !second) {
    const { kind, facts } = first;
    return facts.id === undefined
      ? `The ${kind} with that name has no id: give it one, or pass the element itself.`
      : `The ${kind} with that name has the id ${quote(facts.id)}: use that.`;
  }
  if (first) return `${named.length} elements have that name: use the id of one.`;
  const near = nearestOf(
    text,
    all.map(({ facts }) => facts.id).filter((id) => id !== undefined),
  );
  return near === undefined ? otherwise : `Did you mean ${quote(near)}?`;
}

/** @param what ends there: `link`, `flow`, `hint` */
export function unknownEnd(
  end: string,
  what: string,
  elements: Iterable<Element>,
  at: Origin | undefined,
): Diagnostic {
  const message = `the ${what} names ${quote(end)}, but no element of the diagram has that id`;
  return error('unknown-end', message, at, { hint: endHint(end, elements) });
}

/** @param made where the element that is not placed is made; plain code may give anything as an end */
export function unplacedEnd(
  end: ElementContent | undefined,
  what: string,
  at: Origin | undefined,
  made: Origin | undefined,
): Diagnostic {
  const shown = `${end?.kind ?? 'nothing'} ${quote(String(end?.name ?? ''))}`;
  return error(
    'unplaced-end',
    `the ${what} ends at ${shown}, which is not placed in the diagram`,
    at,
    {
      hint: 'Add the element to `content`, or to the members of a group that is placed.',
      ...(made ? { related: [{ message: 'the element is created here', origin: made }] } : {}),
    },
  );
}
