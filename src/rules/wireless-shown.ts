/** The diagram draws the wireless networks that it states. */

import { isWireless } from './kinds.ts';
import { checkDiagram, type Rule } from './rule.ts';

export const wirelessShown: Rule = {
  id: 'wireless-shown',
  fact: 'the diagram draws the wireless networks that it states',
  requirements: ['1.2.3', '1.3.3'],
  stage: 'source',
  severity: 'error',
  why: 'Wireless networks connected to the CDE must be on the diagram, with a control in between.',
  fix: "Draw the wireless networks (`node('generic:wifi', …)`) with their links, or correct the statement.",
  explanation:
    'With `wireless: true`, the diagram draws something wireless: an element whose kind or name says so. With `wireless: false`, it draws none. A statement in words is left to the assessor.',
  check: (view) => {
    const drawn = view.elements.find(
      (id) =>
        isWireless(view.element(id).kind) ||
        /\bwi-?fi\b|\bwireless\b|\bwlan\b/i.test(view.element(id).name),
    );
    const { wireless } = view.diagram.document;
    if (wireless === false && drawn !== undefined)
      return checkDiagram(
        `the diagram says that there are no wireless networks, but shows ${view.name(drawn)}`,
      );
    return checkDiagram(
      wireless === true &&
        drawn === undefined &&
        'the diagram says that there are wireless networks, but shows none',
    );
  },
};
