/** Every flow says what moves. */

import { flowsOf } from './flows.ts';
import { checkEach, type Rule } from './rule.ts';

export const flowData: Rule = {
  id: 'flow-data',
  fact: 'every flow says what moves',
  requirements: ['1.2.4'],
  stage: 'source',
  severity: 'error',
  why: 'Which account data moves where decides how it must be protected.',
  fix: "Give the flow `accountData`, or `data`: `'PAN, expiry'`, `'token'`, `'truncated PAN'`.",
  explanation: 'Every flow has `accountData` or non-empty `data`.',
  check: (view) =>
    checkEach(
      flowsOf(view),
      (id) =>
        (view.link(id).facts.data ?? '').trim() === '' &&
        view.link(id).facts.accountData === undefined &&
        `${view.linkName(id)} does not say what moves`,
    ),
};
