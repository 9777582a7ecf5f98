/** What people state about a change: PCI DSS v4.0.1 6.5.1 asks for each of these, and 1.2.2 for the networks. */

import * as z from 'zod';
import { parseYaml } from '../../formats/yaml-tree.ts';
import { readFacts } from '../../formats/yaml-values.ts';
import { type Diagnostic, error, failure, type Outcome } from '../../model/diagnostic.ts';

/** In the order in which a record has them. */
export const STATEMENT_KEYS = ['reason', 'impact', 'approval', 'test', 'backOut'] as const;
export type StatementKey = (typeof STATEMENT_KEYS)[number];

export interface ChangeStatement {
  readonly key: StatementKey;
  readonly text: string;
  /** `commit 3f9c2e…`, or the path of a file. */
  readonly source: string;
}

/** Folder of files with statements, relative to the estate's root. */
export const CHANGES_FOLDER = '.cadastre/changes';

/** Names of trailers, as a person writes them. */
const TRAILERS: Readonly<Record<string, StatementKey>> = {
  'change-reason': 'reason',
  'change-impact': 'impact',
  'change-approval': 'approval',
  'change-test': 'test',
  'change-back-out': 'backOut',
};

export const statementKey = (trailer: string): StatementKey | undefined => {
  const name = trailer.trim().toLowerCase();
  return Object.hasOwn(TRAILERS, name) ? TRAILERS[name] : undefined;
};

/** Whether the text says anything: `-`, `?`, `TODO` and the like hold a place. */
export const isStated = ({ text: said }: Pick<ChangeStatement, 'text'>): boolean =>
  /[\p{L}\p{N}]/u.test(said) && !/^(todo|tbd|fixme|n\/?a)\b/i.test(said.trim());

const text = z.string().trim().min(1, 'must not be empty');
const schema = z.strictObject({
  reason: text.optional(),
  impact: text.optional(),
  approval: text.optional(),
  test: text.optional(),
  backOut: text.optional(),
});

/** @param file for messages, and as the source of what it states */
export function readStatements(yaml: string, file: string): Outcome<readonly ChangeStatement[]> {
  const parsed = parseYaml(yaml, file);
  const found: Diagnostic[] = [...parsed.diagnostics];
  const [tree, second] = parsed.value ?? [];
  if (found.length > 0) return failure(found);
  if (!tree || second || tree.is !== 'map')
    return failure([
      error(
        'invalid-value',
        'statements on a change must be a single mapping',
        { file },
        {
          hint: `Its keys are ${STATEMENT_KEYS.join(', ')}.`,
        },
      ),
    ]);
  const value = readFacts(tree, schema, [], Object.keys(schema.shape), (d) => found.push(d)) as
    | z.output<typeof schema>
    | undefined;
  if (!value || found.length > 0) return failure(found);
  const statements = STATEMENT_KEYS.flatMap((key): ChangeStatement[] => {
    const stated = value[key];
    return stated === undefined ? [] : [{ key, text: stated, source: file }];
  });
  return { value: statements, diagnostics: [] };
}
