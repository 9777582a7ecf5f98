/** The diagram shows flows of account data. */

import { type Rule, whole } from './rule.ts';

export const flowsShown: Rule = {
  id: 'flows-shown',
  fact: 'the diagram shows flows of account data',
  requirements: ['1.2.4'],
  stage: 'source',
  severity: 'error',
  why: 'A data-flow diagram without flows shows nothing; every other rule would hold for want of anything to judge.',
  fix: 'Draw what moves with `flow(a, b, { data, step, encrypted })`.',
  explanation:
    'There is at least one flow that leads into the zone `cde`, out of it or through it.',
  check: (view) =>
    whole(
      !view.links.some((id) => {
        const { relation, from, to } = view.link(id);
        return relation === 'flow' && [from, to].some((end) => view.zone(end) === 'cde');
      }) && 'no flow has an end in the zone cde',
    ),
};
