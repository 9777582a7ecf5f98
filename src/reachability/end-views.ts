/** Outcomes over the addresses of ends: of those that they have one is enough, of those that they may have all count. */

import { AddressSet } from '../model/addresses.ts';
import type { FilteredAtom } from './filters.ts';
import { anyOf, eitherOf, NOTHING, type PathOutcome } from './outcome.ts';
import type { PathEnd } from './path-ends.ts';
import { OPEN, type PortBounds, through } from './port-bounds.ts';
import type { Doubt } from './reasons.ts';

/** One end as it is looked at: the addresses that it has, or all those that interfaces of unknown address may have. */
export interface EndView {
  readonly end: PathEnd;
  readonly addresses: AddressSet;
  /** Whether what is sure has to hold for each of the addresses. */
  readonly every: boolean;
}

const views = new WeakMap<PathEnd, readonly EndView[]>();

export function viewsOf(end: PathEnd): readonly EndView[] {
  const before = views.get(end);
  if (before) return before;
  const made = makeViews(end);
  views.set(end, made);
  return made;
}

function makeViews(end: PathEnd): readonly EndView[] {
  const known = { end, addresses: end.known, every: false };
  if (end.known.contains(end.addresses)) return [known];
  const possible = { end, addresses: end.addresses, every: true };
  return end.known.isEmpty ? [possible] : [known, possible];
}

const UNKNOWN_ADDRESSES: Doubt = { code: 'ADDRESSES_UNKNOWN', id: '' };

/** Outcomes for parts of the addresses of an end. */
function overParts(outcomes: readonly PathOutcome[], { every, end }: EndView): PathOutcome {
  const [first] = outcomes;
  if (!first || outcomes.length === 1) return first ?? NOTHING;
  const rest = outcomes.slice(1);
  if (!every) return outcomes.reduce(anyOf, NOTHING);
  const why = { ...UNKNOWN_ADDRESSES, id: end.id };
  return rest.reduce((a, b) => eitherOf(a, b, why), first);
}

/** Outcomes by option: without one for sure, and of all others one. */
function overOptions(options: ReadonlyMap<string, PathOutcome>, id: string): PathOutcome {
  const [first, ...rest] = [...options].filter(([key]) => key !== '').map(([, own]) => own);
  const plain = options.get('') ?? NOTHING;
  if (!first) return plain;
  const why: Doubt = { code: 'ATTACHMENT_SUBNETS_DIFFER', id };
  return anyOf(
    plain,
    rest.reduce((a, b) => eitherOf(a, b, why), first),
  );
}

/** Gathers outcomes of parts by option. */
export class PartOutcomes {
  readonly #view: EndView;
  readonly #options = new Map<string, PathOutcome[]>();

  constructor(view: EndView) {
    this.#view = view;
  }

  add(option: string, outcome: PathOutcome): void {
    this.#options.set(option, [...(this.#options.get(option) ?? []), outcome]);
  }

  get total(): PathOutcome {
    const plain = this.#options.get('');
    if (plain && this.#options.size === 1) return overParts(plain, this.#view);
    const options = new Map(
      [...this.#options].map(([key, own]) => [key, overParts(own, this.#view)]),
    );
    return overOptions(options, this.#view.end.id);
  }
}

/** The addresses of an end, or of a NAT gateway, as the filters cut them. */
export interface CutSet {
  readonly atoms: readonly FilteredAtom[];
  /** Whether what is sure has to hold for each of the addresses. */
  readonly every: boolean;
  readonly end: PathEnd;
}

/** Over all addresses. What has to hold for each is asked first, so that for each of them one of the others is enough. */
export function quantified(
  sets: readonly CutSet[],
  outcome: (forward: PortBounds, reply: PortBounds) => PathOutcome,
): PathOutcome {
  const order = [...sets.filter(({ every }) => every), ...sets.filter(({ every }) => !every)];
  const walk = (index: number, forward: PortBounds, reply: PortBounds): PathOutcome => {
    const set = order[index];
    if (!set) return outcome(forward, reply);
    const [only] = set.atoms;
    if (only && set.atoms.length === 1)
      return walk(index + 1, through(forward, only.forward), through(reply, only.reply));
    const each = set.atoms.map((atom) =>
      walk(index + 1, through(forward, atom.forward), through(reply, atom.reply)),
    );
    return overParts(each, { ...set, addresses: AddressSet.NONE });
  };
  return walk(0, OPEN, OPEN);
}
