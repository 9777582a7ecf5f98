/** The diagram was reviewed within its period. */

import { after, parsePeriod } from './period.ts';
import { type Rule, whole } from './rule.ts';

export const reviewedInTime: Rule = {
  id: 'reviewed-in-time',
  fact: 'the diagram was reviewed within its period',
  requirements: ['1.2.3', '12.5.2'],
  stage: 'published',
  severity: 'error',
  why: 'A diagram that nobody has looked at for longer than its period is not known to be accurate.',
  fix: 'Review it and publish it anew, approved.',
  explanation:
    'The day of publication and `reviewEvery` together are not before the day on which it is judged (`--as-of`). A period that cannot be read is told of by `review-period`.',
  check: ({ published, diagram, asOf }) => {
    const period = parsePeriod(diagram.document.reviewEvery ?? '');
    const due = published && period && after(published.date, period);
    return whole(due !== undefined && due < asOf && `the diagram was due for review on ${due}`);
  },
};
