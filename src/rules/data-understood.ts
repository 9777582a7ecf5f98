/** Every flow's data is in words that say whether it is account data. */

import { quote } from '../model/diagnostic.ts';
import { moved } from './account-data.ts';
import { flowsOf } from './flows.ts';
import { over, type Rule } from './rule.ts';

export const dataUnderstood: Rule = {
  id: 'data-understood',
  fact: "every flow's data is in words that say whether it is account data",
  requirements: ['1.2.4'],
  stage: 'source',
  severity: 'warning',
  why: 'An authorization request or a file holds account data or does not: only who drew it knows. Words that nothing fits would be taken for no account data.',
  fix: "State it: `accountData: [{ element: 'pan', protection: 'tls' }]`, or `accountData: []` where there is none.",
  explanation:
    'The parts of `data` that name no element of account data (PAN, expiry, cardholder name, service code, card verification code, PIN, track) and nothing that is surely none (tokens, amounts, keys, ids and the like), on flows without `accountData`.',
  check: (view) =>
    over(flowsOf(view), (id) => {
      const { unknown } = moved(view, id);
      return (
        unknown.length > 0 &&
        `${view.linkName(id)} moves ${unknown.map(quote).join(', ')}: no word says whether that is account data`
      );
    }),
};
