/** The diagram shows the cardholder data environment. */

import { checkDiagram, type Rule } from './rule.ts';

export const cdeShown: Rule = {
  id: 'cde-shown',
  fact: 'the diagram shows the cardholder data environment',
  requirements: ['1.2.3', '1.2.4', '12.5.2'],
  stage: 'source',
  severity: 'error',
  why: 'A diagram without the cardholder data environment (CDE) shows none of its connections, and every other rule would hold because it has nothing to check.',
  fix: "Set `zone: 'cde'` on the networks, accounts or systems that store, process or transmit account data.",
  explanation: 'At least one element has the zone `cde`, either its own or from a group around it.',
  check: (view) =>
    checkDiagram(view.inZone('cde').length === 0 && 'nothing in the diagram is in the zone cde'),
};
