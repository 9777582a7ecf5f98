/** Models that were written before, read back: files that anyone may have edited. */

import { compare, isEmpty } from '../../compare/compare.ts';
import { describe } from '../../compare/describe.ts';
import { type Diagram, MODEL_FORMATS } from '../../model/diagram.ts';
import { isUnresolved } from '../../model/unresolved.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const isBag = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): boolean => typeof value === 'string';

const entries = (value: unknown, texts: readonly string[]): boolean =>
  isBag(value) &&
  Object.values(value).every(
    (entry) => isBag(entry) && isBag(entry.facts) && texts.every((key) => isText(entry[key])),
  );

/** The Diagram in a model file; undefined where it holds none. What is in it need not be what a source makes. */
export function readModel(text: string): Diagram | undefined {
  let model: unknown;
  try {
    model = JSON.parse(text);
  } catch {
    return undefined;
  }
  const sound =
    isBag(model) &&
    MODEL_FORMATS.some((format) => format === model.format) &&
    isText(model.title) &&
    isBag(model.document) &&
    entries(model.elements, ['kind', 'name']) &&
    entries(model.links, ['relation', 'from', 'to']) &&
    ['hints', 'waivers', 'unresolved'].every((key) => {
      const list = (model as JsonObject)[key];
      return Array.isArray(list) && list.every(isBag);
    }) &&
    (model.unresolved as JsonObject[]).every(isUnresolved);
  return sound ? (model as unknown as Diagram) : undefined;
}

const MOST_LINES = 10;

/** What changed since a model was written, in lines for a hint. */
export function changedSince(text: string, now: Diagram): string {
  const before = readModel(text);
  if (!before) return 'It is no model that can be compared.';
  const comparison = compare(before, now);
  if (isEmpty(comparison)) return 'It says the same in another form.';
  const lines = describe(comparison);
  const shown = lines.length > MOST_LINES + 1 ? lines.slice(0, MOST_LINES) : lines;
  const more = lines.length - shown.length;
  return [
    'What changed since:',
    ...shown.map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}
