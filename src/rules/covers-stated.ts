/** The diagram says what it shows in full. */

import { isScope } from '../model/covers.ts';
import { checkDiagram, type Rule } from './rule.ts';

export const coversStated: Rule = {
  id: 'covers-stated',
  fact: 'the diagram says what it shows in full',
  requirements: ['1.2.3', '1.2.4', '12.5.2'],
  stage: 'source',
  severity: 'error',
  why: 'Readers must know what the diagram claims to show completely. Only then does an absence mean something.',
  fix: "Set `covers` on the diagram, such as `[{ vpcs: true }]`, `['All VPCs of organization o-1']` or, for data flows, `['authorization', 'settlement', 'refund']`.",
  explanation:
    'The diagram has `covers` with a non-empty text or a scope. A scope can be compared with an estate, words cannot.',
  check: (view) => {
    const given = view.diagram.document.covers ?? [];
    return checkDiagram(
      !given.some((covered) => isScope(covered) || covered.trim() !== '') &&
        'the diagram does not say what it covers',
    );
  },
};
