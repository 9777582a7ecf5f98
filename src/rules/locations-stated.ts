/** The diagram names all locations that it shows. */

import { type Rule, whole } from './rule.ts';

export const locationsStated: Rule = {
  id: 'locations-stated',
  fact: 'the diagram names all locations that it shows',
  requirements: ['1.2.3'],
  stage: 'source',
  severity: 'error',
  why: 'An assessor has to know that every place is covered: data centres, offices, shops, cloud regions.',
  fix: "Set `locations` on the diagram, such as `['AWS eu-west-1', 'Head office']`.",
  explanation: 'The diagram has `locations` with an entry that is not empty.',
  check: (view) => {
    const given = view.diagram.document.locations ?? [];
    return whole(
      !given.some((text) => text.trim() !== '') && 'the diagram does not name its locations',
    );
  },
};
