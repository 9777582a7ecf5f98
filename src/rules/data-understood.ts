/** The data of every flow is recognizable as account data or not. */

import { quote } from '../model/diagnostic.ts';
import { moved } from './account-data.ts';
import { flowsOf } from './flows.ts';
import { checkEach, type Rule } from './rule.ts';

export const dataUnderstood: Rule = {
  id: 'data-understood',
  fact: 'the data of every flow is recognizable as account data or not',
  requirements: ['1.2.4'],
  stage: 'source',
  severity: 'warning',
  why: 'An authorization request or a file may or may not hold account data; only its author knows. Unrecognized words would pass as no account data.',
  fix: "State it: `accountData: [{ element: 'pan', protection: 'tls' }]`, or `accountData: []` if there is none.",
  explanation:
    'On flows without `accountData`: the parts of `data` that name neither an element of account data (PAN, expiry, cardholder name, service code, card verification code, PIN, track) nor something that certainly is not one (tokens, amounts, keys, ids and the like).',
  check: (view) =>
    checkEach(flowsOf(view), (id) => {
      const { unknown } = moved(view, id);
      return (
        unknown.length > 0 &&
        `${view.linkName(id)} moves ${unknown.map(quote).join(', ')}, which may or may not be account data`
      );
    }),
};
