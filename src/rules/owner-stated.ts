/** The diagram has an owner. */

import { checkDiagram, type Rule } from './rule.ts';

export const ownerStated: Rule = {
  id: 'owner-stated',
  fact: 'the diagram has an owner',
  requirements: ['1.2.3', '1.1.2'],
  stage: 'source',
  severity: 'error',
  why: 'Someone has to be responsible for keeping the diagram accurate and up to date. The assessor talks to them.',
  fix: 'Set `owner` on the diagram: a team or a role.',
  explanation: 'The diagram has a non-empty `owner`.',
  check: (view) =>
    checkDiagram((view.diagram.document.owner ?? '').trim() === '' && 'the diagram has no owner'),
};
