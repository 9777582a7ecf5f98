/** Constructors of links and hints, sheets among them. */

import type { End, HintContent, LinkContent } from '../model/content.ts';
import type { Origin } from '../model/diagnostic.ts';
import type { LinkFacts } from '../model/facts.ts';
import { note, originAbove } from './unplaced.ts';

export type Ends = End | readonly End[];

/** Every pair of neighbouring stops, fanned out: `[a, [b, c], d]` gives a-b, a-c, b-d, c-d. */
function links(
  relation: LinkContent['relation'],
  args: readonly (Ends | LinkFacts)[],
  origin: Origin | undefined,
): readonly LinkContent[] {
  const stops: (readonly End[])[] = [];
  let facts: LinkFacts = {};
  for (const arg of args) {
    if (Array.isArray(arg)) stops.push(arg.flat(8) as End[]);
    else if (typeof arg === 'string') stops.push([arg]);
    // What is no value at all is an end too: an undefined variable is reported, not passed over.
    else if (arg === undefined || arg === null || 'type' in (arg as object))
      stops.push([arg as unknown as End]);
    else facts = arg as LinkFacts;
  }
  const frozen = Object.freeze({ ...facts });
  const made: LinkContent[] = [];
  stops.forEach((sources, i) => {
    for (const from of sources)
      for (const to of stops[i + 1] ?? [])
        made.push(
          note(
            Object.freeze({
              type: 'link',
              relation,
              from,
              to,
              facts: frozen,
              ...(origin ? { origin } : {}),
            }),
          ),
        );
  });
  return Object.freeze(made);
}

type Stops = readonly [Ends, Ends, ...Ends[]];

/**
 * Links each stop to the next: `connect(a, b)`, `connect([a, b], c, { ports: ['tcp/443'] })`,
 * `connect(a, b, c)`. An end is an element or the explicit `id` of one.
 */
export function connect(...args: Stops | readonly [...Stops, LinkFacts]): readonly LinkContent[] {
  return links('connection', args, originAbove(connect));
}

/** As `connect`, for data that moves: `flow(pos, gateway, { step: 1, data: 'PAN', encrypted: true })`. */
export function flow(...args: Stops | readonly [...Stops, LinkFacts]): readonly LinkContent[] {
  return links('flow', args, originAbove(flow));
}

function hint(
  kind: HintContent['hint'],
  of: readonly End[],
  origin?: Origin,
  name?: string,
): HintContent {
  return note(
    Object.freeze({
      type: 'hint',
      hint: kind,
      ...(name === undefined ? {} : { name }),
      of: Object.freeze([...of]),
      ...(origin ? { origin } : {}),
    }),
  );
}

/** Asks that siblings stand on one line, across the direction of the diagram. */
export function align(...of: readonly End[]): HintContent {
  return hint('align', of, originAbove(align));
}

/** Asks that siblings come in this order along the direction of the diagram. */
export function order(...of: readonly End[]): HintContent {
  return hint('order', of, originAbove(order));
}

/**
 * A sheet of the diagram's atlas, with these elements and all that is inside of them: `sheet('Payments', [cards, vault])`.
 * What no sheet names stands on the overview, or is divided as the diagram's `sheets` says.
 */
export function sheet(name: string, of: Ends): HintContent {
  return hint('sheet', [of].flat(8) as End[], originAbove(sheet), name);
}
