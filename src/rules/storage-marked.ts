/** Every store that data flows into says how the data is kept. */

import { flowsOf } from './flows.ts';
import { isStore } from './kinds.ts';
import { checkEach, type Rule } from './rule.ts';
import { explanation } from './view.ts';

export const storageMarked: Rule = {
  id: 'storage-marked',
  fact: 'every store that data flows into says how the data is kept',
  requirements: ['1.2.4', '3.5.1'],
  stage: 'source',
  severity: 'error',
  why: 'The diagram must show where account data is stored, and how it is made unreadable there.',
  fix: "State it in `accountData`, or say it in the store's `description`: `'PAN encrypted with AES-256'`, `'Truncated PAN only'`, `'No account data'`.",
  explanation:
    'Databases, buckets, disks and file stores at the end of a flow, except those out of scope or untrusted: they have `accountData`, a `description`, or a tag whose name contains “data” or “encrypt”.',
  check: (view) => {
    const ends = new Set(flowsOf(view).flatMap((id) => view.ways(id).map(({ to }) => to)));
    return checkEach(
      view.elements.filter(
        (id) =>
          ends.has(id) &&
          isStore(view.element(id).kind) &&
          !['out-of-scope', 'untrusted'].includes(view.zone(id) ?? ''),
      ),
      (id) => {
        const store = view.element(id);
        const explained =
          explanation(store) !== '' ||
          store.facts.accountData !== undefined ||
          Object.keys(store.facts.tags ?? {}).some((key) => /data|encrypt/i.test(key));
        return (
          !explained &&
          `${view.name(id)} keeps data, but does not say what data, or how it is protected`
        );
      },
    );
  },
};
