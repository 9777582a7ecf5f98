/** Account data stays in the cardholder data environment. */

import type { Identity } from '../model/diagram.ts';
import {
  type AccountDataEntry,
  decisive,
  elementNames,
  isOutOfReach,
  kept,
  moved,
} from './account-data.ts';
import type { Rule, RuleFinding } from './rule.ts';
import type { View } from './view.ts';

export const accountDataInCde: Rule = {
  id: 'account-data-in-cde',
  fact: 'account data stays in the cardholder data environment',
  requirements: ['1.2.4', '12.5.2'],
  stage: 'source',
  severity: 'error',
  why: 'Whatever stores, processes or transmits account data belongs to the cardholder data environment, no matter what the diagram calls it. A system drawn outside of it is not assessed.',
  fix: "Set `zone: 'cde'`. Or state in `accountData` how the data is protected there (`p2pe`, `tokenized`, `truncated`), and in `justification` why the system cannot reverse that.",
  explanation:
    'Every element and link that account data passes through or rests in: a PAN, card verification code, PIN or track data, as stated in `accountData` or named in `data`, in the label or description of a link, or in the name or `description` of a store. Untrusted ends are not checked: they belong to the cardholder or to another company. Tokenized and truncated PANs, and data encrypted by a P2PE solution, may be outside with a `justification` on the element, on a group around it, or on each link.',
  check: (view) => {
    const links = view.links.filter((id) => decisive(moved(view, id).entries).length > 0);
    const elements = view.elements.filter(
      (id) => touching(view, id, links).length > 0 || decisive(kept(view, id).entries).length > 0,
    );
    return {
      count: links.length + elements.length,
      found: [
        ...elements.flatMap((id) => judgeElement(view, id, touching(view, id, links))),
        ...links.flatMap((id) => judgeLink(view, id)),
      ],
    };
  },
};

const touching = (view: View, id: Identity, links: readonly Identity[]): Identity[] =>
  links.filter((link) => [view.link(link).from, view.link(link).to].includes(id));

/** Untrusted networks are someone else's; all other that is not in the CDE is judged. */
const isOutside = (view: View, id: Identity): boolean =>
  !['cde', 'untrusted'].includes(view.zone(id) ?? '');

const justified = (facts: { readonly justification?: string }): boolean =>
  (facts.justification ?? '').trim() !== '';

const elementJustified = (view: View, id: Identity): boolean =>
  [id, ...view.around(id)].some((at) => justified(view.element(at).facts));

/** Why it may not be there, or nothing. */
function wrong(entries: readonly AccountDataEntry[], because: boolean): string | undefined {
  const readable = entries.filter((entry) => !isOutOfReach(entry));
  if (readable.length > 0) {
    const how = [
      ...new Set(readable.map(({ protection }) => protection ?? 'protection not stated')),
    ];
    return `${elementNames(readable)} (${how.join(', ')})`;
  }
  const [first] = entries;
  if (because || !first) return undefined;
  return `${elementNames(entries)} (${first.protection}, without a justification)`;
}

function judgeElement(view: View, id: Identity, links: readonly Identity[]): RuleFinding[] {
  if (!isOutside(view, id)) return [];
  const own = elementJustified(view, id);
  const zone = view.zone(id) ?? 'in no zone';
  const through = links.flatMap((link) => decisive(moved(view, link).entries));
  const passes = wrong(through, own || links.every((link) => justified(view.link(link).facts)));
  const rests = wrong(decisive(kept(view, id).entries), own);
  return [
    ...(passes ? [{ message: `${view.name(id)} is ${zone}, but handles ${passes}`, at: id }] : []),
    ...(rests ? [{ message: `${view.name(id)} is ${zone}, but keeps ${rests}`, at: id }] : []),
  ];
}

function judgeLink(view: View, id: Identity): RuleFinding[] {
  const { from, to, facts } = view.link(id);
  const outside = [from, to].filter((end) => isOutside(view, end));
  if (outside.length === 0) return [];
  const because = justified(facts) || outside.every((end) => elementJustified(view, end));
  const text = wrong(decisive(moved(view, id).entries), because);
  return text ? [{ message: `${view.linkName(id)} carries ${text} outside the CDE`, at: id }] : [];
}
