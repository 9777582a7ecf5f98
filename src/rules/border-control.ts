/** Every link between security zones names its control and its ports. */

import type { Identity } from '../model/diagram.ts';
import { isControl } from './kinds.ts';
import { checkEach, type Rule } from './rule.ts';
import type { View } from './view.ts';

export const borderControl: Rule = {
  id: 'border-control',
  fact: 'every link between security zones names its control and its ports',
  requirements: ['1.2.3', '1.2.5', '1.3.1', '1.3.2', '1.4.1'],
  stage: 'source',
  severity: 'error',
  why: 'The control between segments is what separates them. The assessor takes its identifier from the diagram, asks for its configuration, and looks for the ports there.',
  fix: 'Give the link `control` (the identifier: a security group, firewall, network ACL) and `ports`.',
  explanation:
    'Links between elements in different zones, and links between the CDE and anything without a zone. A link to a group reaches everything in it, and is judged by the strictest zone there. The link can name its control, one of its ends can in `controls`, or an end can be a firewall itself. A flow needs neither if a connection joins the same ends. A label does not replace these facts.',
  check: (view) =>
    checkEach(
      view.links.filter((id) => view.crosses(id) && !hasConnection(view, id)),
      (id) => {
        const missing = [
          ...(controlled(view, id) ? [] : ['control']),
          ...((view.link(id).facts.ports ?? []).length > 0 ? [] : ['ports']),
        ];
        if (missing.length === 0) return undefined;
        const { from, to } = view.link(id);
        const zones = [from, to].map((end) => view.strictest(end) ?? 'no zone').join(' and ');
        return `${view.linkName(id)} names no ${missing.join(' and no ')}, between ${zones}`;
      },
    ),
};

function controlled(view: View, id: Identity): boolean {
  const { from, to, facts } = view.link(id);
  if ((facts.control ?? '').trim() !== '') return true;
  return [from, to].some((end) => {
    const { kind, facts: own } = view.element(end);
    return isControl(kind) || (own.controls ?? []).length > 0;
  });
}

/** A flow that runs over a connection which is drawn: that one names control and ports. */
function hasConnection(view: View, id: Identity): boolean {
  const { relation, from, to } = view.link(id);
  if (relation !== 'flow') return false;
  return view.links.some((other) => {
    const link = view.link(other);
    const ends = [link.from, link.to];
    return link.relation === 'connection' && ends.includes(from) && ends.includes(to);
  });
}
