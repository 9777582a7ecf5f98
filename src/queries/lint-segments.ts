/** Relationships: unknown types, ends that they do not join, directions. */

import { type Diagnostic, error, quote, warning } from '../model/diagnostic.ts';
import { THROUGH, TYPES } from './advice.ts';
import { type Candidates, type GraphModel, nearestOf } from './graph-model.ts';
import { namesOf } from './label-expression.ts';
import type { At } from './source-map.ts';
import type { Segment, Statement, Variable } from './statement.ts';
import type { Token } from './tokens.ts';

/** As a person would write it: the labels as they are in the query. */
function nodePattern({ labels }: Variable): string {
  const names = labels.flatMap(namesOf).map(({ value }) => value);
  return names.length === 0 ? '()' : `(:${[...new Set(names)].join('|')})`;
}

/** Types that lead from one to the other or back. */
const joining = (a: Candidates, b: Candidates, model: GraphModel): readonly string[] =>
  [...new Set([...model.between(a, b), ...model.between(b, a)])].sort();

function unknownType(token: Token, segment: Segment, model: GraphModel, at: At): Diagnostic {
  const { left, right } = segment;
  const [from, to] = [model.candidates(left.labels), model.candidates(right.labels)];
  const there = from && to ? joining(from, to, model) : [];
  const near = nearestOf(token.value, model.types);
  return error(
    'query-unknown-type',
    `unknown relationship type ${quote(token.value)}`,
    at(token.start),
    {
      hint:
        there.length > 0
          ? `Between ${nodePattern(left)} and ${nodePattern(right)} there is ${there.join(', ')}.`
          : near
            ? `Did you mean ${near}?`
            : 'Cartography writes no such type. Types are case-sensitive.',
    },
  );
}

/** `-[NAME]->` names a variable, and so matches a relationship of any type. */
function withoutColon({ relationship }: Segment, model: GraphModel, at: At): readonly Diagnostic[] {
  const { variable, types } = relationship;
  if (!variable || types || variable.kind !== 'word') return [];
  const name = variable.value;
  if (!model.types.includes(name) && !/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(name)) return [];
  return [
    error('query-no-colon', `-[${name}]- matches a relationship of any type`, at(variable.start), {
      hint: `Without a colon ${name} is a variable. Write [:${name}].`,
    }),
  ];
}

function ends(segment: Segment, model: GraphModel, at: At): readonly Diagnostic[] {
  const { left, right, relationship } = segment;
  const names = relationship.types ? namesOf(relationship.types) : [];
  // What is negated, computed, or not known anyway is not judged.
  const plain = relationship.types === undefined || isPlain(relationship.types);
  if (!plain || names.some(({ value }) => !model.types.includes(value))) return [];
  const [from, to] = [model.candidates(left.labels), model.candidates(right.labels)];
  if (from?.size === 0 || to?.size === 0 || (!from && !to)) return [];
  const types = names.length > 0 ? names.map(({ value }) => value) : undefined;
  const [first, ...rest] = relationship.repeated
    ? [repeats(from, types, to, model), repeats(to, types, from, model)]
    : [model.leads(from, types, to), model.leads(to, types, from)];
  const forward = relationship.direction === 'left' ? rest[0] : first;
  const back = relationship.direction === 'left' ? first : rest[0];
  if (forward || (relationship.direction === 'either' && back)) return [];
  const place = at((names[0] ?? relationship.open).start);
  const type = types ? `:${types.join('|')}` : '';
  const written =
    relationship.direction === 'left'
      ? `${nodePattern(left)}<-[${type}]-${nodePattern(right)}`
      : relationship.direction === 'right'
        ? `${nodePattern(left)}-[${type}]->${nodePattern(right)}`
        : `${nodePattern(left)}-[${type}]-${nodePattern(right)}`;
  if (back)
    return [
      error('query-wrong-direction', `${written} points the wrong way`, place, {
        hint: 'Reverse the arrow: this relationship never points that way.',
      }),
    ];
  const there = joining(from, to, model);
  return [
    error('query-no-such-path', `there is never ${written}`, place, {
      hint:
        from && to && there.length > 0
          ? `Between them there is ${there.join(', ')}.`
          : 'They are not directly related; find the nodes in between.',
    }),
  ];
}

/**
 * Without an arrow, and with anything at the other end: what the node has and what has the node are mixed, so that a
 * count of them says neither. An account, e.g., has RESOURCE to what is in it and from its organization.
 */
function bothDirections(
  { left, right, relationship }: Segment,
  model: GraphModel,
  at: At,
): readonly Diagnostic[] {
  const { types, direction, repeated } = relationship;
  if (direction !== 'either' || repeated || !types || !isPlain(types)) return [];
  const named = namesOf(types).map(({ value }) => value);
  return [[left, right] as const, [right, left] as const].flatMap(([variable, other]) => {
    const candidates = model.candidates(variable.labels);
    if (!candidates || candidates.size === 0 || other.labels.length > 0) return [];
    if (!model.leads(candidates, named, undefined) || !model.leads(undefined, named, candidates))
      return [];
    return warning(
      'query-both-directions',
      `${nodePattern(variable)} has ${named.join('|')} in both directions`,
      at(namesOf(types)[0]?.start ?? relationship.open.start),
      {
        hint: 'Without an arrow, both are matched and counted. Add the arrow, or a label at the other end.',
      },
    );
  });
}

function isPlain(expression: NonNullable<Segment['relationship']['types']>): boolean {
  if (expression.is === 'name') return true;
  return expression.is === 'or' && expression.of.every(isPlain);
}

/** Several steps: one has to leave here and one arrive there. */
function repeats(
  from: Candidates,
  types: readonly string[] | undefined,
  to: Candidates,
  model: GraphModel,
): boolean {
  return model.leads(from, types, undefined) && model.leads(undefined, types, to);
}

/** Two relationships of a pattern that meet in a node which all with one value share. */
function throughShared({ segments }: Statement, model: GraphModel, at: At): readonly Diagnostic[] {
  const met = new Map<Variable, Segment>();
  return segments.flatMap((segment) =>
    [segment.left, segment.right].flatMap((variable) => {
      const candidates = model.candidates(variable.labels);
      if (!candidates || ![...candidates].every((label) => THROUGH.has(label))) return [];
      if (candidates.size === 0) return [];
      const before = met.get(variable);
      met.set(variable, segment);
      if (!before || before === segment) return [];
      const place = segment.relationship.open.start;
      return warning(
        'query-through-tag',
        `the pattern passes through ${nodePattern(variable)}`,
        at(place),
        {
          hint: 'A tag is one node for everything with that value, in any account, so this joins all of it.',
        },
      );
    }),
  );
}

export function lintSegments(
  statement: Statement,
  model: GraphModel,
  at: At,
): readonly Diagnostic[] {
  const found = statement.segments.flatMap((segment) => {
    const names = segment.relationship.types ? namesOf(segment.relationship.types) : [];
    return [
      ...withoutColon(segment, model, at),
      ...names
        .filter(({ value }) => !model.types.includes(value))
        .map((token) => unknownType(token, segment, model, at)),
      ...names.flatMap(({ value, start }) => {
        const twin = TYPES[value];
        return twin === undefined
          ? []
          : warning('query-old-type', `the type ${value} is deprecated`, at(start), {
              hint: `Use ${twin}. Matching both counts everything twice.`,
            });
      }),
      ...ends(segment, model, at),
      ...bothDirections(segment, model, at),
    ];
  });
  return [...found, ...throughShared(statement, model, at)];
}
