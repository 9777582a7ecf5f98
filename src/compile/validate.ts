/** Checks of a Diagram that need no picture: what would be drawn wrong, or can't be written down. */

import { parseBlock } from '../model/cidr.ts';
import { type Diagnostic, error, type Origin, quote, warning } from '../model/diagnostic.ts';
import type { Diagram } from '../model/diagram.ts';
import { isSafeLink } from '../model/patterns.ts';
import { servedBy } from '../model/served.ts';

/** Paths of texts within a value that hold half a surrogate pair. */
function broken(value: unknown, path: string): string[] {
  if (typeof value === 'string') return value.isWellFormed() ? [] : [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'origin'
      ? []
      : [...broken(key, path), ...broken(inner, path === '' ? key : `${path}.${key}`)],
  );
}

function halves(value: object, what: string, origin: Origin | undefined): Diagnostic[] {
  return broken(value, '').map((path) =>
    error('lone-surrogate', `${path} of ${what} contains half of a surrogate pair`, origin, {
      hint: 'This is not valid Unicode and can be neither drawn nor signed. Check how the text was truncated.',
    }),
  );
}

function linkAddress(
  link: string | undefined,
  what: string,
  origin: Origin | undefined,
): Diagnostic[] {
  if (link === undefined || isSafeLink(link)) return [];
  return [
    error('unsafe-link', `the link of ${what} is ${quote(link)}`, origin, {
      hint: 'Links must begin with https://, http:// or mailto:.',
    }),
  ];
}

/** @param refused names of attributes that would not be drawn */
export function validate(
  diagram: Diagram,
  refused: (attributes: Readonly<Record<string, unknown>>) => readonly string[],
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const attributes = (
    given: Readonly<Record<string, unknown>> | undefined,
    what: string,
    origin?: Origin,
  ): void => {
    for (const name of refused(given ?? {}))
      found.push(
        warning(
          'attribute-unused',
          `the attribute ${quote(name)} of ${what} is not drawn`,
          origin,
          {
            hint: 'Only these attributes can be set: color, fillcolor, fontcolor, penwidth, style, arrowhead, arrowsize, arrowtail, peripheries, gradientangle.',
          },
        ),
      );
  };
  found.push(
    ...halves({ title: diagram.title, ...diagram.document }, 'the diagram', diagram.origin),
  );
  for (const element of Object.values(diagram.elements)) {
    const { kind, name, facts, origin } = element;
    const what = `${kind} ${quote(name)}`;
    found.push(...halves({ name, ...facts }, what, origin));
    found.push(...linkAddress(facts.link, what, origin));
    attributes(facts.attributes, what, origin);
    if (name.trim() === '')
      found.push(
        warning('no-name', `${kind} has an empty name`, origin, {
          hint: 'An auditor would ask what it is. Give it the name that people use.',
        }),
      );
    for (const cidr of facts.cidr ?? [])
      if (!parseBlock(cidr))
        found.push(
          warning('not-a-cidr', `${quote(cidr)} of ${what} is not a CIDR block`, origin, {
            hint: 'Write an IPv4 or IPv6 block such as 10.20.0.0/16 or 2001:db8::/48.',
          }),
        );
  }
  for (const { table, missing } of servedBy(diagram)) {
    const element = diagram.elements[table];
    // A derivation may leave out what a recorded table serves.
    if (!element || element.derived !== undefined) continue;
    for (const text of missing)
      found.push(
        warning(
          'serves-nothing',
          `${element.kind} ${quote(element.name)} serves ${quote(text)}, but nothing in the diagram has that id or name`,
          element.origin,
          { hint: 'Write the id or name of a subnet in the diagram.' },
        ),
      );
  }
  for (const { from, to, facts, origin } of Object.values(diagram.links)) {
    const what = `the link from ${quote(diagram.elements[from]?.name ?? from)} to ${quote(diagram.elements[to]?.name ?? to)}`;
    found.push(...halves(facts, what, origin));
    found.push(...linkAddress(facts.link, what, origin));
    attributes(facts.attributes, what, origin);
  }
  return found;
}
