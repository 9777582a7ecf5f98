/** Every segment has a CIDR. */

import type { Identity } from '../model/diagram.ts';
import { isSegment, isZone } from './kinds.ts';
import { over, type Rule } from './rule.ts';
import type { View } from './view.ts';

export const segmentCidr: Rule = {
  id: 'segment-cidr',
  fact: 'every segment has a CIDR',
  requirements: ['1.2.3'],
  stage: 'source',
  severity: 'error',
  why: 'The address range is what ties a box on the diagram to the configuration: firewall rules, routes and scans name ranges, not boxes.',
  fix: 'Give the segment `cidr`, all of its blocks; IPv6 too.',
  explanation:
    'Networks and subnets need a block of their own. A network of which every subnet has blocks needs none itself, as in Google Cloud. A `zone` box needs one unless it is in a network or holds one that has.',
  check: (view) =>
    over(
      view.elements.filter((id) => isSegment(view.element(id).kind) || isBareZone(view, id)),
      (id) => !addressed(view, id) && !inParts(view, id) && `${view.name(id)} has no CIDR`,
    ),
};

/** A zone box that neither is in a network nor holds one: it stands for the segment itself. */
function isBareZone(view: View, id: Identity): boolean {
  if (!isZone(view.element(id).kind)) return false;
  return ![...view.within(id), ...view.around(id)].some((other) =>
    isSegment(view.element(other).kind),
  );
}

const addressed = (view: View, id: Identity): boolean =>
  (view.element(id).facts.cidr ?? []).length > 0;

/** A network whose addresses are those of its subnets. */
function inParts(view: View, id: Identity): boolean {
  const parts = view.within(id).filter((part) => part !== id && isSegment(view.element(part).kind));
  return parts.length > 0 && parts.every((part) => addressed(view, part));
}
