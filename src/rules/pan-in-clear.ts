/** Account data does not cross untrusted networks in the clear. */

import type { Identity } from '../model/diagram.ts';
import { decisive, moved } from './account-data.ts';
import { checkEach, type Rule } from './rule.ts';
import type { View } from './view.ts';

export const panInClear: Rule = {
  id: 'pan-in-clear',
  fact: 'account data does not cross untrusted networks in the clear',
  requirements: ['4.2.1', '1.2.4'],
  stage: 'source',
  severity: 'error',
  why: 'The PAN must be protected with strong cryptography wherever it is sent over open, public networks.',
  fix: 'Encrypt it and set `encrypted: true`. If the data itself is truncated, tokenized or encrypted, say so in `accountData` or `data`.',
  explanation:
    'Flows and links with an end in the zone `untrusted` whose `accountData` or `data` names a PAN, card number, track, card verification code or PIN: the data is protected, or the link has `encrypted: true`. “Truncated PAN”, “masked PAN”, “encrypted PAN”, tokens and hashes do not count as a PAN in the clear.',
  check: (view) =>
    checkEach(
      view.links.filter((id) => openly(view, id) && decisive(moved(view, id).entries).length > 0),
      (id) => {
        const open = decisive(moved(view, id).entries).filter(
          ({ protection }) => protection === undefined || protection === 'clear',
        );
        if (open.length === 0) return undefined;
        const how = open.some(({ protection }) => protection === 'clear')
          ? 'in the clear'
          : 'without saying that it is encrypted';
        const what = [...new Set(open.map(({ text }) => text))].join(', ');
        return `${view.linkName(id)} sends ${what} over an untrusted network ${how}`;
      },
    ),
};

/** Whether one of its ends is someone else's network. */
function openly(view: View, id: Identity): boolean {
  const { from, to } = view.link(id);
  return [from, to].some((end) => view.zone(end) === 'untrusted');
}
