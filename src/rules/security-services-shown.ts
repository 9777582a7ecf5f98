/** Services that secure or manage the cardholder data environment are shown. */

import { checkDiagram, type Rule } from './rule.ts';

export const securityServicesShown: Rule = {
  id: 'security-services-shown',
  fact: 'services that secure or manage the cardholder data environment are shown',
  requirements: ['1.2.3', '12.5.2'],
  stage: 'source',
  severity: 'warning',
  why: 'Logging, identity, key management, patching and deployment can affect the security of account data, so they are in scope.',
  fix: "Draw them with `zone: 'security-impacting'` and link them to what they serve.",
  explanation: 'If anything is in the zone `cde`, something is in `security-impacting`.',
  check: (view) =>
    checkDiagram(
      view.inZone('cde').length > 0 &&
        view.inZone('security-impacting').length === 0 &&
        'the diagram shows nothing that secures or manages the CDE: no element is security-impacting',
    ),
};
