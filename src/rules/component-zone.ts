/** Every drawn component has a security zone. */

import type { Identity } from '../model/diagram.ts';
import { isSegment } from './kinds.ts';
import { checkEach, type Rule } from './rule.ts';
import type { View } from './view.ts';

export const componentZone: Rule = {
  id: 'component-zone',
  fact: 'every drawn component has a security zone',
  requirements: ['1.2.3', '1.2.4', '12.5.2'],
  stage: 'source',
  severity: 'warning',
  why: 'A component outside every zone is neither in scope nor out of scope. It is often the transit gateway, the bastion or the identity provider, which connects to everything.',
  fix: 'Give it, or a group around it, a `zone`: `connected` if it can reach the CDE, `security-impacting` if it secures or manages the CDE, `out-of-scope` with a justification, `untrusted` if others run it.',
  explanation:
    'Every element that has no members and is not a segment; the zone of a group around it counts. Route tables are checked with their network.',
  check: (view) =>
    checkEach(
      view.elements.filter((id) => isComponent(view, id)),
      (id) =>
        view.zone(id) === undefined &&
        `${view.name(id)} has no zone, and neither does a group around it`,
    ),
};

const NO_COMPONENT = new Set([
  'route-table',
  'aws:route-table',
  'gcp:cloud-routes',
  'azure:route-table',
]);

/** Nothing that only sets out the picture, and nothing that holds others: they have zones themselves. */
function isComponent(view: View, id: Identity): boolean {
  const { kind, group } = view.element(id);
  return !group && !isSegment(kind) && !NO_COMPONENT.has(kind);
}
