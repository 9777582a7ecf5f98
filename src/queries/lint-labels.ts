/** Labels: unknown, old, or shared with other clouds. */

import { type Diagnostic, error, quote, warning } from '../model/diagnostic.ts';
import { SHARED } from './advice.ts';
import { type GraphModel, nearestOf } from './graph-model.ts';
import { type LabelExpression, namesOf } from './label-expression.ts';
import type { At } from './source-map.ts';
import type { Statement, Variable } from './statement.ts';
import type { Token } from './tokens.ts';

/** The model knows all labels that begin so; of other modules it knows few. */
const WHOLE =
  /^(?:AWS|EC2|RDS|S3|EKS|ECS|ELB|GCP|GKE|Azure|Kubernetes|GitHub|GitLab|GSuite|GoogleWorkspace)/;

function unknown({ value, start }: Token, model: GraphModel, at: At): Diagnostic {
  const near = nearestOf(value, model.labels);
  const renamed = near && model.renamed.get(near);
  if (near || WHOLE.test(value))
    return error('query-unknown-label', `unknown label ${quote(value)}`, at(start), {
      hint: near
        ? `Did you mean ${renamed ?? near}?`
        : 'Cartography writes no such label. Labels are case-sensitive.',
    });
  return warning(
    'query-unchecked-label',
    `the label ${quote(value)} cannot be checked`,
    at(start),
    {
      hint: 'The linter covers AWS, Google Cloud, Azure, Kubernetes, GitHub, GitLab, Google Workspace and DigitalOcean. Check the spelling.',
    },
  );
}

/** Whether it names one thing only: `:Subnet`, and not `:Subnet&AWSEC2Subnet`. */
const alone = (expression: LabelExpression): string | undefined =>
  expression.is === 'name' ? expression.token.value : undefined;

const isAws = (candidates: ReadonlySet<string> | undefined): boolean =>
  candidates !== undefined &&
  candidates.size > 0 &&
  [...candidates].every((label) => label.startsWith('AWS'));

/** Labels that all clouds have, beside nodes that only AWS has. */
function shared({ segments }: Statement, model: GraphModel, at: At): readonly Diagnostic[] {
  const one = (variable: Variable, other: Variable): readonly Diagnostic[] => {
    if (!isAws(model.candidates(other.labels)) || isAws(model.candidates(variable.labels)))
      return [];
    return variable.labels.flatMap((expression) => {
      const own = SHARED[alone(expression) ?? ''];
      if (own === undefined || expression.is !== 'name') return [];
      const { token } = expression;
      return warning(
        'query-shared-label',
        `${token.value} is a label of all clouds`,
        at(token.start),
        {
          hint: `AWS's own is ${own}.`,
        },
      );
    });
  };
  return segments.flatMap(({ left, right }) => [...one(left, right), ...one(right, left)]);
}

export function lintLabels(statement: Statement, model: GraphModel, at: At): readonly Diagnostic[] {
  const names = statement.labels.flatMap(namesOf);
  return [
    ...names.flatMap((token) => {
      const renamed = model.renamed.get(token.value);
      if (renamed !== undefined)
        return warning(
          'query-old-label',
          `the label ${token.value} is deprecated`,
          at(token.start),
          {
            hint: `Use ${renamed}; Cartography 1.0 writes only that.`,
          },
        );
      return model.knows(token.value) ? [] : unknown(token, model, at);
    }),
    ...shared(statement, model, at),
  ];
}
