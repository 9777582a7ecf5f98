/** The diagram was reviewed within its period. */

import { after, parsePeriod } from '../model/period.ts';
import { checkDiagram, type Rule } from './rule.ts';

export const reviewedInTime: Rule = {
  id: 'reviewed-in-time',
  fact: 'the diagram was reviewed within its period',
  requirements: ['1.2.3', '12.5.2'],
  stage: 'published',
  severity: 'error',
  why: 'If nobody has reviewed a diagram within its period, it is not known to be accurate.',
  fix: 'Review it, have it approved, and publish it again.',
  explanation:
    'The day of publication plus `reviewEvery` is not before the day of the check (`--as-of`). The rule `review-period` reports a period that cannot be read.',
  check: ({ published, diagram, asOf }) => {
    const period = parsePeriod(diagram.document.reviewEvery ?? '');
    const due = published && period && after(published.date, period);
    return checkDiagram(
      due !== undefined && due < asOf && `the diagram was due for review on ${due}`,
    );
  },
};
