/** The diagram shows flows of account data. */

import { checkDiagram, type Rule } from './rule.ts';

export const flowsShown: Rule = {
  id: 'flows-shown',
  fact: 'the diagram shows flows of account data',
  requirements: ['1.2.4'],
  stage: 'source',
  severity: 'error',
  why: 'A data-flow diagram without flows shows nothing, and every other rule would hold because it has nothing to check.',
  fix: 'Draw what moves with `flow(a, b, { data, step, encrypted })`.',
  explanation: 'At least one flow leads into, out of or through the zone `cde`.',
  check: (view) =>
    checkDiagram(
      !view.links.some((id) => {
        const { relation, from, to } = view.link(id);
        return relation === 'flow' && [from, to].some((end) => view.zone(end) === 'cde');
      }) && 'no flow has an end in the zone cde',
    ),
};
