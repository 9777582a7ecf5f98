/** No pre-production system is in the cardholder data environment. */

import { quote } from '../model/diagnostic.ts';
import { checkEach, type Rule } from './rule.ts';

const PREPRODUCTION =
  /^(dev|develop|development|test|testing|staging|stage|qa|uat|sandbox|sbx|int|integration|pre-?prod(uction)?|non-?prod(uction)?)$/i;

export const preproductionApart: Rule = {
  id: 'preproduction-apart',
  fact: 'no pre-production system is in the cardholder data environment',
  requirements: ['6.5.3', '6.5.5'],
  stage: 'source',
  severity: 'warning',
  why: 'Pre-production environments are separated from production, and live account data is not used in them.',
  fix: 'Move it out of the CDE, or correct its `environment`.',
  explanation:
    'Elements in the zone `cde` whose `environment`, either their own or that of a group around them, is development, test, staging, QA, sandbox or the like.',
  check: (view) =>
    checkEach(view.inZone('cde'), (id) => {
      const environment =
        [id, ...view.around(id)]
          .map((at) => view.element(at).facts.environment)
          .find((given) => given !== undefined) ?? '';
      return (
        PREPRODUCTION.test(environment.trim()) &&
        `${view.name(id)} is in the CDE, but its environment is ${quote(environment)}`
      );
    }),
};
