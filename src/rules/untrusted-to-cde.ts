/** Every link between untrusted networks and the cardholder data environment is justified. */

import type { Identity } from '../model/diagram.ts';
import { checkEach, type Rule } from './rule.ts';
import { explanation, type View } from './view.ts';

export const untrustedToCde: Rule = {
  id: 'untrusted-to-cde',
  fact: 'every link between untrusted networks and the cardholder data environment is justified',
  requirements: ['1.3.1', '1.3.2', '1.4.2'],
  stage: 'source',
  severity: 'error',
  why: 'Traffic between untrusted networks and the CDE must be limited to what is necessary. The assessor asks for the business reason of each such link.',
  fix: 'Give the link a `justification`, or route it through a network outside the CDE.',
  explanation:
    'Links and flows with one end in the zone `untrusted` and the other in `cde`, or in a group that contains such elements, in either direction. The link has a `justification`, or a `description` written by a person. What a recording says about it does not count.',
  check: (view) =>
    checkEach(
      view.links.filter((id) => joins(view, id)),
      (id) =>
        explanation(view.link(id)) === '' &&
        `${view.linkName(id)} connects an untrusted network with the CDE without a justification`,
    ),
};

function joins(view: View, id: Identity): boolean {
  const { from, to } = view.link(id);
  if (view.isIn(from, to) || view.isIn(to, from)) return false;
  const joined = (a: Identity, b: Identity): boolean =>
    view.reached(a).has('untrusted') && view.reached(b).has('cde');
  return joined(from, to) || joined(to, from);
}
