/** The diagram says whether there are wireless networks. */

import { checkDiagram, type Rule } from './rule.ts';

export const wirelessStated: Rule = {
  id: 'wireless-stated',
  fact: 'the diagram says whether there are wireless networks',
  requirements: ['1.2.3'],
  stage: 'source',
  severity: 'error',
  why: 'The requirement names wireless networks. If none are drawn, that does not mean that there are none.',
  fix: "Set `wireless` on the diagram: a statement (`'No wireless network is connected to …'`), false, or true if some are drawn.",
  explanation: 'The diagram has `wireless`, and it is not an empty string.',
  check: (view) => {
    const { wireless } = view.diagram.document;
    const said = typeof wireless === 'string' ? wireless.trim() !== '' : wireless !== undefined;
    return checkDiagram(!said && 'the diagram does not say whether there are wireless networks');
  },
};
