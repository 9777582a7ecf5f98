/** Ports between security zones name services. */

import { quote } from '../model/diagnostic.ts';
import { checkEach, type Rule } from './rule.ts';
import { isAnything } from './services.ts';

export const portsNamed: Rule = {
  id: 'ports-named',
  fact: 'ports between security zones name services',
  requirements: ['1.2.5', '1.2.6'],
  stage: 'source',
  severity: 'warning',
  why: 'All allowed services, protocols and ports must be identified and approved. “Any” approves everything.',
  fix: 'Name the ports, such as `tcp/443`, or the protocol if it has no ports, such as `icmp`.',
  explanation:
    'The `ports` of links between zones: not `all`, not a protocol alone (except `icmp`, `esp` and the like), not a range of more than 10,000 ports, and nothing from a recorded source that is not a port.',
  check: (view) =>
    checkEach(
      view.links.filter((id) => view.crosses(id) && (view.link(id).facts.ports ?? []).length > 0),
      (id) => {
        const wide = view.link(id).facts.ports?.find(isAnything);
        return (
          wide !== undefined && `${view.linkName(id)} allows ${quote(wide)}, which names no service`
        );
      },
    ),
};
