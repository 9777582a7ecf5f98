/** Systems in scope because of a connection show it. */

import { checkEach, type Rule } from './rule.ts';

export const scopeConnected: Rule = {
  id: 'scope-connected',
  fact: 'systems in scope because of a connection show it',
  requirements: ['1.2.3', '12.5.2'],
  stage: 'source',
  severity: 'warning',
  why: 'A system is `connected` or `security-impacting` because of what it can reach. Without a link, the assessor cannot tell why it is in scope or which control it passes.',
  fix: 'Draw the link that puts it in scope: from the system, from something in it, or from a group around it.',
  explanation:
    'Each element that states the zone `connected` or `security-impacting`: it, something in it, or a group around it is the end of a link.',
  check: (view) => {
    const ends = new Set(view.links.flatMap((id) => [view.link(id).from, view.link(id).to]));
    return checkEach(
      view.elements.filter((id) =>
        ['connected', 'security-impacting'].includes(view.element(id).facts.zone ?? ''),
      ),
      (id) =>
        ![...view.within(id), ...view.around(id)].some((other) => ends.has(other)) &&
        `${view.name(id)} is ${view.zone(id)}, but no link shows to what`,
    );
  },
};
