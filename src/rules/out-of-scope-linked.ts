/** Nothing out of scope is linked to the cardholder data environment. */

import type { Identity } from '../model/diagram.ts';
import { pathsOver } from './network-path.ts';
import { checkEach, type Rule } from './rule.ts';
import type { View } from './view.ts';

export const outOfScopeLinked: Rule = {
  id: 'out-of-scope-linked',
  fact: 'nothing out of scope is linked to the cardholder data environment',
  requirements: ['1.2.3', '12.5.2'],
  stage: 'source',
  severity: 'error',
  why: 'Whatever can reach the CDE, or be reached from it, is in scope. A link contradicts the zone, whatever control is on it.',
  fix: 'Set the zone `connected`, or remove the link.',
  explanation:
    'Links with an end in the zone `out-of-scope` (or a group that contains such an element) that lead into `cde`: directly; through transit gateways, route tables and other routing; through elements without a zone; and through other elements, in the direction of the connections. A firewall or another control on the way ends the path, and so do untrusted networks and inactive links. A route table that states its routes connects only their targets.',
  check: (view) =>
    checkEach(
      view.links.filter((id) => outOfScopeEnds(view, id).length > 0),
      (id) => outOfScopeEnds(view, id).flatMap((end) => joins(view, id, end) ?? [])[0],
    ),
};

function outOfScopeEnds(view: View, id: Identity): Identity[] {
  const { from, to } = view.link(id);
  if (view.isIn(from, to) || view.isIn(to, from)) return [];
  return [from, to].filter((end) => view.reached(end).has('out-of-scope'));
}

function joins(view: View, id: Identity, end: Identity): string | undefined {
  const path = pathsOver(view, end, id).find(({ end: at }) => view.reached(at).has('cde'));
  if (!path) return undefined;
  const what = `${view.linkName(id)} connects the CDE with something marked out of scope`;
  if (path.through.length === 0) return what;
  const through = path.through.map((hop) => view.name(hop)).join(', ');
  return `${what}: ${view.name(path.end)} is linked through ${through}`;
}
