/** Nothing out of scope has a link with the cardholder data environment. */

import type { Identity } from '../model/diagram.ts';
import { over, type Rule } from './rule.ts';
import type { View } from './view.ts';

export const outOfScopeLinked: Rule = {
  id: 'out-of-scope-linked',
  fact: 'nothing out of scope has a link with the cardholder data environment',
  requirements: ['1.2.3', '12.5.2'],
  stage: 'source',
  severity: 'error',
  why: 'What can reach the CDE, or be reached from it, is in scope. A link contradicts the zone, whatever control is on it.',
  fix: 'Set the zone `connected`, or remove the link.',
  explanation: 'Links and flows with one end in the zone `out-of-scope` and the other in `cde`.',
  check: (view) =>
    over(
      view.links.filter((id) => zonesOf(view, id).includes('out-of-scope')),
      (id) =>
        zonesOf(view, id).includes('cde') &&
        `${view.linkName(id)} joins the CDE with what is said to be out of scope`,
    ),
};

const zonesOf = (view: View, id: Identity) => [
  view.zone(view.link(id).from),
  view.zone(view.link(id).to),
];
