/** The diagram has a legend. */

import { checkDiagram, type Rule } from './rule.ts';

export const legendShown: Rule = {
  id: 'legend-shown',
  fact: 'the diagram has a legend',
  requirements: ['1.2.3'],
  stage: 'source',
  severity: 'error',
  why: 'Without a legend, readers cannot tell what the colours and letters of zones mean.',
  fix: "Remove `legend: 'none'`.",
  explanation: 'The `legend` of the diagram is not `none`.',
  check: (view) => checkDiagram(view.diagram.legend === 'none' && 'the diagram has no legend'),
};
