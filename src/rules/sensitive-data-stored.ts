/** No sensitive authentication data flows into a store. */

import { isSensitive } from '../model/account-data.ts';
import { type AccountDataEntry, kept, moved } from './account-data.ts';
import { flowsOf } from './flows.ts';
import { isStore } from './kinds.ts';
import { checkEach, type Rule } from './rule.ts';

export const sensitiveDataStored: Rule = {
  id: 'sensitive-data-stored',
  fact: 'no sensitive authentication data flows into a store',
  requirements: ['3.3.1', '1.2.4'],
  stage: 'source',
  severity: 'error',
  why: 'Track data, card verification codes and PINs must not be stored after authorization, not even encrypted.',
  fix: 'Do not send it to the store. Before authorization, or for issuers, waive the rule and give the reason.',
  explanation:
    'Flows into databases, buckets, disks and file stores whose `accountData` or `data` names a track, a card verification code (CVC, CVV, CAV, CID) or a PIN, encrypted or not; and elements that name one in their `accountData`, or stores that name one in their description.',
  check: (view) => {
    const flows = flowsOf(view).filter((id) =>
      view.ways(id).some(({ to }) => isStore(view.element(to).kind)),
    );
    const holders = view.elements.filter(
      (id) => isStore(view.element(id).kind) || view.element(id).facts.accountData !== undefined,
    );
    const into = checkEach(flows, (id) => {
      const data = sensitive(moved(view, id).entries);
      return data !== '' && `${view.linkName(id)} stores ${data}`;
    });
    const held = checkEach(holders, (id) => {
      const data = sensitive(kept(view, id).entries);
      return data !== '' && `${view.name(id)} keeps ${data}`;
    });
    return { count: into.count + held.count, found: [...into.found, ...held.found] };
  },
};

const sensitive = (entries: readonly AccountDataEntry[]): string =>
  [...new Set(entries.filter(({ element }) => isSensitive(element)).map(({ text }) => text))].join(
    ', ',
  );
