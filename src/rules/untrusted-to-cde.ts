/** Every link between untrusted networks and the cardholder data environment is justified. */

import type { Identity } from '../model/diagram.ts';
import { over, type Rule } from './rule.ts';
import { explanation, type View } from './view.ts';

export const untrustedToCde: Rule = {
  id: 'untrusted-to-cde',
  fact: 'every link between untrusted networks and the cardholder data environment is justified',
  requirements: ['1.3.1', '1.3.2', '1.4.2'],
  stage: 'source',
  severity: 'error',
  why: 'Traffic between untrusted networks and the CDE is to be what is necessary and nothing else. Each such link is one that the assessor asks the business reason for.',
  fix: 'Give the link a `justification`, or lead it through a network that is not the CDE.',
  explanation:
    'Links and flows with one end in the zone `untrusted` and the other in `cde`, or a group that holds such, whichever way they point. A `justification` of the link says why, or a `description` by a person: what a recording says of it itself does not count.',
  check: (view) =>
    over(
      view.links.filter((id) => joins(view, id)),
      (id) =>
        explanation(view.link(id)) === '' &&
        `${view.linkName(id)} joins an untrusted network with the CDE without a justification`,
    ),
};

function joins(view: View, id: Identity): boolean {
  const { from, to } = view.link(id);
  if (view.isIn(from, to) || view.isIn(to, from)) return false;
  const joined = (a: Identity, b: Identity): boolean =>
    view.reached(a).has('untrusted') && view.reached(b).has('cde');
  return joined(from, to) || joined(to, from);
}
