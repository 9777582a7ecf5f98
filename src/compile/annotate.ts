/** What an annotation may add to an element or link, and what it may not change. */

import type { AnnotationContent } from '../model/content.ts';
import { type Diagnostic, error, type Origin, quote } from '../model/diagnostic.ts';
import type { Element, Link } from '../model/diagram.ts';

/** Facts that only links have, and only elements. */
const OF_LINKS = new Set([
  'label',
  'direction',
  'ports',
  'control',
  'encrypted',
  'data',
  'step',
  'constraint',
]);
const OF_BOTH = new Set([
  'accountData',
  'id',
  'justification',
  'description',
  'link',
  'status',
  'zone',
  'tags',
  'style',
  'attributes',
]);

/** What a graph records and a person only copies: if it is wrong there, the graph has to say otherwise. */
const OBSERVED = new Set([
  'id',
  'cidr',
  'region',
  'status',
  'email',
  'access',
  'routes',
  'serves',
  'role',
  'ports',
  'direction',
]);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * The facts of an element or link with those of an annotation put over them.
 * @param what the annotated thing in words
 * @param given facts as the model keeps them (lists are lists)
 */
export function annotated<T extends Element | Link>(
  target: T,
  given: Readonly<Record<string, unknown>>,
  what: string,
  origin: Origin | undefined,
  report: (diagnostic: Diagnostic) => void,
): T {
  const isLink = 'relation' in target;
  const before = target.facts as Readonly<Record<string, unknown>>;
  const facts: Record<string, unknown> = { ...before };
  const added = new Set(target.annotated ?? []);
  for (const [key, value] of Object.entries(given)) {
    if (!OF_BOTH.has(key) && OF_LINKS.has(key) !== isLink) {
      report(
        error(
          'invalid-value',
          `${what} has no ${key}: that is a fact of ${isLink ? 'elements' : 'links'}`,
          origin,
          {
            hint: isLink
              ? 'A link carries ports, control, encrypted, data, justification, description, status and zone.'
              : 'Ports and controls of traffic belong to a link: annotate its id.',
          },
        ),
      );
      continue;
    }
    if (
      target.derived !== undefined &&
      OBSERVED.has(key) &&
      before[key] !== undefined &&
      !same(before[key], value)
    ) {
      report(
        error(
          'contradicts-graph',
          `the annotation says that ${key} of ${what} is ${quote(shown(value))}, but the graph recorded ${quote(shown(before[key]))}`,
          origin,
          {
            hint: 'Remove it: recorded facts take precedence. If the graph is wrong, correct the estate and record it again.',
            ...(target.origin
              ? { related: [{ message: 'recorded here', origin: target.origin }] }
              : {}),
          },
        ),
      );
      continue;
    }
    facts[key] = value;
    added.add(key);
  }
  if (target.derived === undefined) return { ...target, facts };
  return { ...target, facts, annotated: [...added].sort() };
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));

/** The annotation in words, for messages. */
export function annotationOf({ of }: AnnotationContent): string {
  return typeof of === 'string' ? quote(of) : `${of?.kind} ${quote(String(of?.name))}`;
}
