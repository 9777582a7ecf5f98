/** The diagram is due for review at least once a year. */

import { quote } from '../model/diagnostic.ts';
import { after, parsePeriod } from '../model/period.ts';
import { checkDiagram, type Rule } from './rule.ts';

export const reviewPeriod: Rule = {
  id: 'review-period',
  fact: 'the diagram is due for review at least once a year',
  requirements: ['1.2.3', '12.5.2'],
  stage: 'source',
  severity: 'error',
  why: 'Scope must be confirmed at least every twelve months (every six months by service providers), and the diagrams are part of that.',
  fix: "Set `reviewEvery` on the diagram, such as `'6 months'`.",
  explanation:
    'The diagram has `reviewEvery`: a number of days, weeks or months, or a year, at most twelve months.',
  check: (view) => {
    const { reviewEvery } = view.diagram.document;
    if (reviewEvery === undefined)
      return checkDiagram('the diagram does not say how often it is reviewed');
    const period = parsePeriod(reviewEvery);
    if (!period)
      return checkDiagram(
        `the review period ${quote(reviewEvery)} is not a period such as "6 months"`,
      );
    return checkDiagram(
      after('2001-01-01', period) > '2002-01-01' &&
        `the review period ${quote(reviewEvery)} is longer than twelve months`,
    );
  },
};
