/** `.cadastre/drift.yaml`: differences and gaps that are known, each with a reason and an end. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { BaselineEntry } from '../../compare/drift/accepted.ts';
import { DRIFT_CHANGES, GAP_KINDS } from '../../compare/drift/drift.ts';
import { parseYaml } from '../../formats/yaml-tree.ts';
import { entryOf, itemsOf, readFacts } from '../../formats/yaml-values.ts';
import { TYPE_WORDS } from '../../inventory/type-words.ts';
import {
  type Diagnostic,
  error,
  failure,
  type Origin,
  type Outcome,
  warning,
} from '../../model/diagnostic.ts';
import { DATE } from '../../model/patterns.ts';
import type { Project } from '../project.ts';

export const BASELINE_FILE = '.cadastre/drift.yaml';

export interface PlacedEntry {
  readonly entry: BaselineEntry;
  readonly at: Origin;
}

const text = z.string().min(1, 'must not be empty');
const schema = z
  .strictObject({
    type: z.enum(Object.values(TYPE_WORDS)).optional(),
    id: text.optional(),
    name: text.optional(),
    change: z.enum(DRIFT_CHANGES).optional(),
    fact: text.optional(),
    gap: z.enum(GAP_KINDS).optional(),
    reason: text,
    until: z.string().regex(DATE, 'must be a date as YYYY-MM-DD'),
  })
  .refine(
    ({ change, gap }) => (change === undefined) !== (gap === undefined),
    'must have a change or a gap',
  )
  .refine(
    ({ change, id, name }) => change === undefined || id !== undefined || name !== undefined,
    'must have an id or a name, or it would accept every such change',
  )
  .refine(
    ({ gap, id, name, type }) =>
      gap === undefined || id !== undefined || name !== undefined || type !== undefined,
    'must have a type, an id or a name, or it would accept every such gap',
  )
  .refine(
    ({ gap, fact }) => gap === undefined || fact === undefined,
    'has a fact, which is for changes',
  );

const KEYS = ['type', 'id', 'name', 'change', 'fact', 'gap', 'reason', 'until'];

/** @param file for messages. Errors: of YAML, `invalid-value`, `unknown-key`, `missing-key`. */
export function readBaseline(content: string, file: string): Outcome<readonly PlacedEntry[]> {
  const parsed = parseYaml(content, file);
  const found: Diagnostic[] = [...parsed.diagnostics];
  const [tree, second] = parsed.value ?? [];
  if (found.length > 0) return failure(found);
  const accept = tree?.is === 'map' ? entryOf(tree, 'accept') : undefined;
  const [other] = tree?.is === 'map' ? tree.entries.filter(({ key }) => key !== 'accept') : [];
  if (other)
    found.push(
      error('unknown-key', `unknown key "${other.key}"`, other.keyOrigin, {
        hint: 'Known is: accept.',
      }),
    );
  if (!accept || second)
    return failure([
      ...found,
      error(
        'invalid-value',
        'a baseline must be a single mapping with a list',
        { file },
        { hint: 'It begins with `accept:`.' },
      ),
    ]);
  const entries = itemsOf(accept.value, 'accept', (d) => found.push(d)).flatMap((item) => {
    if (item.is !== 'map') {
      found.push(
        error('invalid-value', 'an entry must be a mapping', item.origin, {
          hint: 'Such as `{ type: vpc, id: vpc-…, change: unmanaged, reason: …, until: 2027-01-31 }`.',
        }),
      );
      return [];
    }
    const value = readFacts(item, schema, [], KEYS, (d) => found.push(d));
    return value ? [{ entry: value as BaselineEntry, at: item.origin }] : [];
  });
  return found.length > 0 ? failure(found) : { value: entries, diagnostics: [] };
}

/** That of the project; without entries where it has none. */
export function baselineOf({ root }: Project): Outcome<readonly PlacedEntry[]> {
  let content: string;
  try {
    content = readFileSync(join(root, BASELINE_FILE), 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return { value: [], diagnostics: [] };
    return {
      diagnostics: [error('unreadable', 'the baseline cannot be read', { file: BASELINE_FILE })],
    };
  }
  return readBaseline(content, BASELINE_FILE);
}

const calledBy = ({ type, id, name, change, gap }: BaselineEntry): string =>
  [change ?? gap, type, id ?? name].filter((word) => word !== undefined).join(' ');

/** What is said of entries that have ended, or that accept nothing. */
export function baselineWarnings(
  entries: readonly PlacedEntry[],
  asOf: string,
  isUsed: (entry: BaselineEntry) => boolean,
): Diagnostic[] {
  return entries.flatMap(({ entry, at }) => {
    if (entry.until < asOf)
      return [
        warning('baseline-expired', `ended on ${entry.until}: ${calledBy(entry)}`, at, {
          hint: 'Remove what differs, or give a new reason and day.',
        }),
      ];
    if (isUsed(entry)) return [];
    return [
      warning('baseline-unused', `nothing is as it says: ${calledBy(entry)}`, at, {
        hint: 'Delete the entry: what it accepts would not be noticed when it comes back.',
      }),
    ];
  });
}
