/** Sensitive authentication data is not sent after authorization. */

import { isSensitive } from '../model/account-data.ts';
import type { Identity } from '../model/diagram.ts';
import { elementNames, moved } from './account-data.ts';
import { checkEach, type Rule } from './rule.ts';
import type { View } from './view.ts';

export const sensitiveDataAfterAuthorization: Rule = {
  id: 'sensitive-data-after-authorization',
  fact: 'sensitive authentication data is not sent after authorization',
  requirements: ['3.3.1', '1.2.4'],
  stage: 'source',
  severity: 'error',
  why: 'Track data, card verification codes and PINs have no use once a payment is authorized. If they are still sent, they are still kept.',
  fix: 'Leave them out of everything after authorization. If the step comes before it, correct `step` or the words.',
  explanation:
    'Links that carry a card verification code, a PIN or track data, however protected, and whose words mention capture, clearing, settlement, refunds, chargebacks or recurring payments, or whose `step` comes after a flow described as an authorization response.',
  check: (view) => {
    const answers = view.links.filter((id) => ANSWER.test(words(view, id)));
    const answered = Math.min(
      ...answers.map((id) => stepOf(view, id)).filter((step) => !Number.isNaN(step)),
    );
    return checkEach(
      view.links.filter((id) => sensitive(view, id).length > 0),
      (id) => {
        const late = AFTER.test(words(view, id)) || stepOf(view, id) > answered;
        return (
          late &&
          `${view.linkName(id)} moves ${elementNames(sensitive(view, id))} after authorization`
        );
      },
    );
  },
};

const AFTER =
  /\b(captur(e|ing)|clearing|settle(ment|d)?|refunds?|charge-?backs?|recurring|card[- ]on[- ]file|reconciliation|disputes?)\b/i;
const ANSWER =
  /\b(authori[sz]ation|auth) (response|result|reply|answer)\b|\b(approval code|approved|declined)\b/i;

const sensitive = (view: View, id: Identity) =>
  moved(view, id).entries.filter(({ element }) => isSensitive(element));

function words(view: View, id: Identity): string {
  const { label, data, description } = view.link(id).facts;
  return [label, data, description].filter((text) => text !== undefined).join(' ');
}

/** `2a` is of step 2; without a step it is before and after nothing. */
function stepOf(view: View, id: Identity): number {
  const { step } = view.link(id).facts;
  return Number.parseInt(String(step ?? ''), 10);
}
