/** Every flow says whether it is encrypted. */

import { flowsOf } from './flows.ts';
import { checkEach, type Rule } from './rule.ts';

export const flowEncryptionStated: Rule = {
  id: 'flow-encryption-stated',
  fact: 'every flow says whether it is encrypted',
  requirements: ['1.2.4', '4.2.1'],
  stage: 'source',
  severity: 'error',
  why: 'An assessor asks of each flow whether it is encrypted.',
  fix: 'Set `encrypted` on the flow, true or false.',
  explanation: 'Every flow has `encrypted`, with either value.',
  check: (view) =>
    checkEach(
      flowsOf(view),
      (id) =>
        view.link(id).facts.encrypted === undefined &&
        `${view.linkName(id)} does not say whether it is encrypted`,
    ),
};
