/** No sensitive authentication data flows into a store. */

import { flowsOf, sensitiveData } from './flows.ts';
import { isStore } from './kinds.ts';
import { over, type Rule } from './rule.ts';

export const sensitiveDataStored: Rule = {
  id: 'sensitive-data-stored',
  fact: 'no sensitive authentication data flows into a store',
  requirements: ['3.3.1', '1.2.4'],
  stage: 'source',
  severity: 'error',
  why: 'Track data, card verification codes and PINs must not be stored after authorization, not even encrypted.',
  fix: 'Leave it out of what the store receives. Before authorization, or for issuers, waive this with the reason.',
  explanation:
    'Flows into databases, buckets, disks and file stores whose `data` names a track, a card verification code (CVC, CVV, CAV, CID) or a PIN, encrypted or not.',
  check: (view) =>
    over(
      flowsOf(view).filter((id) => view.ways(id).some(({ to }) => isStore(view.element(to).kind))),
      (id) => {
        const data = sensitiveData(view.link(id).facts.data);
        return data.length > 0 && `${view.linkName(id)} stores ${data.join(', ')}`;
      },
    ),
};
