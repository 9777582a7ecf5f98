/** Templates that stand alone: files that `templatefile` reads, strings of code in JSON. */

import { parsedNow } from './parse.ts';
import { type HclExpression, literal, type TemplatePart } from './syntax.ts';

/** Whether a text has anything to evaluate. */
const isTemplate = (text: string): boolean => /[$%]\{/.test(text);

/** A line that is not in the text. */
function markerFor(text: string): string {
  let marker = 'END';
  while (text.includes(marker)) marker += '_';
  return marker;
}

/**
 * The template of a text without escapes of quotes and backslashes. The grammar has to be loaded.
 * Undefined where it does not parse.
 */
export function templateOfText(text: string): HclExpression | undefined {
  if (!isTemplate(text)) return literal(text);
  const marker = markerFor(text);
  const value = valueIn(`<<${marker}\n${text}\n${marker}`);
  if (value?.kind === 'literal') return literal(String(value.value).replace(/\n$/, ''));
  if (value?.kind !== 'template') return undefined;
  // The line end before the marker is none of the text's.
  const parts = value.parts.flatMap((part, i): readonly TemplatePart[] => {
    if (typeof part !== 'string' || i < value.parts.length - 1) return [part];
    const own = part.replace(/\n$/, '');
    return own === '' ? [] : [own];
  });
  return { kind: 'template', parts };
}

/** An expression that is written as a text: a type, or a name of something. */
export function expressionOfText(text: string): HclExpression | undefined {
  const [, inner = text] = /^\$\{(.*)\}$/s.exec(text) ?? [];
  return valueIn(inner);
}

function valueIn(expression: string): HclExpression | undefined {
  const parsed = parsedNow(`t = ${expression}\n`);
  return parsed.fault ? undefined : parsed.body.attributes.get('t')?.value;
}
