/** The connections of the cardholder data environment are drawn. */

import type { Identity } from '../model/diagram.ts';
import { checkDiagram, type Rule } from './rule.ts';
import type { View } from './view.ts';

export const cdeConnectionsShown: Rule = {
  id: 'cde-connections-shown',
  fact: 'the connections of the cardholder data environment are drawn',
  requirements: ['1.2.3'],
  stage: 'source',
  severity: 'warning',
  why: 'The requirement is about connections between the CDE and other networks. If a CDE has none, either it is isolated, which the diagram should say, or the diagram is unfinished.',
  fix: 'Draw the links to and from the CDE, or waive the rule and give the reason why there are none.',
  explanation:
    'If anything is in the zone `cde`, at least one link or flow leads into or out of it.',
  check: (view) =>
    checkDiagram(
      view.inZone('cde').length > 0 &&
        !view.links.some((id) => touchesCde(view, id)) &&
        'no link leads into or out of the zone cde',
    ),
};

function touchesCde(view: View, id: Identity): boolean {
  const { from, to } = view.link(id);
  return view.crosses(id) && [from, to].some((end) => view.reached(end).has('cde'));
}
