/** `.cadastre/policy.yaml`: who may do what. */

import * as z from 'zod';
import { parseYaml } from '../../formats/yaml-tree.ts';
import { readFacts } from '../../formats/yaml-values.ts';
import { type Diagnostic, error, failure, type Outcome } from '../../model/diagnostic.ts';
import type { Policy } from './trust.ts';

const people = z.array(z.string().min(1, 'must not be empty'));
const schema = z.strictObject({
  roles: z.strictObject({
    author: people.optional(),
    approver: people.optional(),
    ci: people.optional(),
  }),
  approvals: z.int('must be a whole number').min(0, 'must be 0 or more').optional(),
  approve: z.enum(['model', 'changes']).optional(),
  clockTolerance: z.int('must be a whole number').min(0, 'must be 0 or more').optional(),
  hostMerges: z.enum(['accept', 'refuse']).optional(),
  adopters: z.int('must be a whole number').min(2, 'must be 2 or more').optional(),
  authorsApprove: z.enum(['accept', 'refuse']).optional(),
});

/** @param file for messages */
export function readPolicy(text: string, file: string): Outcome<Policy> {
  const parsed = parseYaml(text, file);
  const found: Diagnostic[] = [...parsed.diagnostics];
  const [tree, second] = parsed.value ?? [];
  if (found.length > 0) return failure(found);
  if (!tree || second || tree.is !== 'map')
    return {
      diagnostics: [
        error(
          'invalid-value',
          'a policy must be a single mapping',
          { file },
          { hint: 'It begins with `roles:`.' },
        ),
      ],
    };
  const value = readFacts(tree, schema, [], Object.keys(schema.shape), (d) => found.push(d)) as
    | z.output<typeof schema>
    | undefined;
  if (!value || found.length > 0) return failure(found);
  const { author = [], approver = [], ci = [] } = value.roles;
  return {
    value: {
      roles: { author, approver, ci },
      approvals: value.approvals ?? 1,
      clockTolerance: value.clockTolerance ?? 300,
      hostMerges: value.hostMerges ?? 'refuse',
      ...(value.approve ? { approve: value.approve } : {}),
      ...(value.adopters ? { adopters: value.adopters } : {}),
      ...(value.authorsApprove ? { authorsApprove: value.authorsApprove } : {}),
    },
    diagnostics: [],
  };
}
