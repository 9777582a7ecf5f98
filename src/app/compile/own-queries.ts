/** Queries that authors write into diagrams, compared with the model of what Cartography writes. */

import type { DerivedContent } from '../../model/content.ts';
import { type Diagnostic, type Origin, warning } from '../../model/diagnostic.ts';
import { SourceLines } from '../../queries/source-map.ts';
import { lint } from '../query/lint.ts';

/** What makes a query answer nothing without a word. How it is written is its author's. */
const SILENT = [
  'query-unknown-label',
  'query-unknown-property',
  'query-unknown-type',
  'query-no-colon',
] as const;

/**
 * @returns warnings at the call, as the graph may hold more than Cartography writes; the message says where in the query
 */
export function lintOwn({ query, origin = { file: '' } }: DerivedContent): readonly Diagnostic[] {
  if (!query) return [];
  const lines = new SourceLines(query.text);
  const at = (n: number): Origin => ({ file: 'query', ...lines.place(n) });
  const found = lint([
    {
      name: 'cypher',
      tags: [],
      description: '',
      text: query.text,
      headers: [],
      parameters: Object.keys(query.params).map((name) => ({ name, origin })),
      origin,
      headersOrigin: origin,
      at,
    },
  ]);
  return found.flatMap(({ message, hint, origin: place, ...finding }) => {
    const code = SILENT.find((silent) => silent === finding.code);
    if (!code) return [];
    const where = `line ${place?.line} of the query, column ${place?.column}`;
    return [warning(code, `${message} (${where})`, origin, hint === undefined ? {} : { hint })];
  });
}
