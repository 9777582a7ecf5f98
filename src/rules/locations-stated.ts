/** The diagram names the locations that it shows. */

import { checkDiagram, type Rule } from './rule.ts';

export const locationsStated: Rule = {
  id: 'locations-stated',
  fact: 'the diagram names the locations that it shows',
  requirements: ['1.2.3'],
  stage: 'source',
  severity: 'error',
  why: 'An assessor has to know that all locations are covered: data centres, offices, shops, cloud regions.',
  fix: "Set `locations` on the diagram, such as `['AWS eu-west-1', 'Head office']`.",
  explanation: 'The diagram has `locations` with a non-empty entry.',
  check: (view) => {
    const given = view.diagram.document.locations ?? [];
    return checkDiagram(
      !given.some((text) => text.trim() !== '') && 'the diagram does not name its locations',
    );
  },
};
