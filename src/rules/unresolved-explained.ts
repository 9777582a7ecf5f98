/** Everything unresolved is explained. */

import { quote } from '../model/diagnostic.ts';
import { reasonText, subjectText } from '../model/unresolved.ts';
import type { Rule } from './rule.ts';
import { explanation } from './view.ts';

export const unresolvedExplained: Rule = {
  id: 'unresolved-explained',
  fact: 'everything unresolved is explained',
  requirements: ['1.2.3'],
  stage: 'source',
  severity: 'error',
  why: 'A route or permission that leads to something outside the recorded estate is still a connection to somewhere. An assessor asks where.',
  fix: "Find out what it is, and say so: `annotate(ID, { justification: '…' })`, or `description`.",
  explanation:
    'Each entry of the unresolved list: its stub in the diagram has a `justification`, or a `description` written by a person. What the recording says about it does not count.',
  check: (view) => {
    const open = view.diagram.unresolved;
    const found = open.flatMap(({ what, element, reason }) => {
      const { elements, links } = view.diagram;
      const stub = element === undefined ? undefined : (elements[element] ?? links[element]);
      const said = stub !== undefined && explanation(stub) !== '';
      const message = `${quote(subjectText(what))} is not resolved (${reasonText(reason)}), and nothing explains it`;
      return said ? [] : [{ message, ...(stub && element !== undefined ? { at: element } : {}) }];
    });
    return { count: open.length, found };
  },
};
