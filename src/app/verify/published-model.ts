/** Models that were written before, read back: files that anyone may have edited. */

import { compare, isEmpty } from '../../compare/compare.ts';
import { describe } from '../../compare/describe.ts';
import type { Diagram } from '../../model/diagram.ts';
import { isDiagram } from '../../model/model-schema.ts';

/** The Diagram in a model file; undefined where it holds none. What is in it need not be what a source makes. */
export function readModel(text: string): Diagram | undefined {
  let model: unknown;
  try {
    model = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isDiagram(model) ? model : undefined;
}

const MOST_LINES = 10;

/** What changed since a model was written, in lines for a hint. */
export function changedSince(text: string, now: Diagram): string {
  const before = readModel(text);
  if (!before) return 'It is not a valid Cadastre model.';
  const comparison = compare(before, now);
  if (isEmpty(comparison)) return 'The file is not in canonical form.';
  const lines = describe(comparison);
  const shown = lines.length > MOST_LINES + 1 ? lines.slice(0, MOST_LINES) : lines;
  const more = lines.length - shown.length;
  return [
    'Changes since then:',
    ...shown.map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}
