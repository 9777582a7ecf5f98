/** Every segment has a security zone. */

import { isSegment, isZone } from './kinds.ts';
import { checkEach, type Rule } from './rule.ts';

export const segmentZone: Rule = {
  id: 'segment-zone',
  fact: 'every segment has a security zone',
  requirements: ['1.2.3', '12.5.2'],
  stage: 'source',
  severity: 'error',
  why: 'An assessor goes through the segments one by one and asks whether each is in scope. For a segment without a zone, nobody has decided.',
  fix: 'Give the segment, or a group around it, a `zone`.',
  explanation:
    'Networks (VPC, virtual network, on-premises site), subnets and `zone` boxes; the zone of a group around them counts.',
  check: (view) =>
    checkEach(
      view.elements.filter(
        (id) => isSegment(view.element(id).kind) || isZone(view.element(id).kind),
      ),
      (id) => view.zone(id) === undefined && `${view.name(id)} has no zone`,
    ),
};
