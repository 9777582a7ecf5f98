/** Every segment has a CIDR. */

import { parseBlock } from '../model/cidr.ts';
import { quote } from '../model/diagnostic.ts';
import type { Identity } from '../model/diagram.ts';
import { isSegment, isZone } from './kinds.ts';
import { isNetworkless } from './networkless.ts';
import { checkEach, type Rule } from './rule.ts';
import type { View } from './view.ts';

export const segmentCidr: Rule = {
  id: 'segment-cidr',
  fact: 'every segment has a CIDR',
  requirements: ['1.2.3'],
  stage: 'source',
  severity: 'error',
  why: 'The address range connects a box on the diagram with the configuration: firewall rules, routes and scans name ranges, not boxes.',
  fix: 'Give the segment a `cidr` with all of its blocks, including IPv6.',
  explanation:
    'Networks and subnets need a block of their own. A network needs none if all its subnets have blocks, as in Google Cloud. A `zone` box needs one unless it is in a network, contains one, or contains only services outside any network (functions, queues, buckets, keys and the like). Text that is not an address range, such as `TBD`, does not count.',
  check: (view) =>
    checkEach(
      view.elements.filter((id) => isSegment(view.element(id).kind) || isBareZone(view, id)),
      (id) => {
        const wrong = (view.element(id).facts.cidr ?? []).find((text) => !parseBlock(text));
        if (wrong !== undefined)
          return `${view.name(id)} has the CIDR ${quote(wrong)}, which is not an address range`;
        return !addressed(view, id) && !inParts(view, id) && `${view.name(id)} has no CIDR`;
      },
    ),
};

/** A zone box that neither is in a network nor holds one: it stands for the segment itself, unless nothing in it has an address. */
function isBareZone(view: View, id: Identity): boolean {
  if (!isZone(view.element(id).kind)) return false;
  const within = view.within(id);
  if ([...within, ...view.around(id)].some((other) => isSegment(view.element(other).kind)))
    return false;
  const services = within.filter((inner) => !view.element(inner).group);
  return services.length === 0 || !services.every((one) => isNetworkless(view.element(one).kind));
}

function addressed(view: View, id: Identity): boolean {
  const { cidr = [] } = view.element(id).facts;
  return cidr.length > 0 && cidr.every((text) => parseBlock(text));
}

/** A network whose addresses are those of its subnets. */
function inParts(view: View, id: Identity): boolean {
  const parts = view.within(id).filter((part) => part !== id && isSegment(view.element(part).kind));
  return parts.length > 0 && parts.every((part) => addressed(view, part));
}
