/** Which icon a service has that may assume a role: `lambda.amazonaws.com`. */

import { lookup } from '../../icons/catalogue.ts';

/** Services whose name in policies is not that of their icon. */
const NAMES: Readonly<Record<string, string>> = {
  events: 'eventbridge',
  states: 'step-functions',
  ssm: 'systems-manager',
  sso: 'iam-identity-center',
  elasticloadbalancing: 'elastic-load-balancing',
  monitoring: 'cloudwatch',
  logs: 'cloudwatch',
  'ecs-tasks': 'ecs',
  'eks-fargate-pods': 'eks',
};

/** A kind of the catalogue; AWS itself where no icon is known. */
export function serviceKind(principal: string): string {
  const [service = ''] = principal.split('.');
  const kind = `aws:${NAMES[service] ?? service}`;
  return lookup(kind) ? kind : 'brand:aws';
}
