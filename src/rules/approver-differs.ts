/** The approver is not the maker. */

import { type Rule, whole } from './rule.ts';

export const approverDiffers: Rule = {
  id: 'approver-differs',
  fact: 'the approver is not the maker',
  requirements: ['1.2.2', '6.5.1'],
  stage: 'published',
  severity: 'error',
  why: 'A change is approved by somebody other than its author.',
  fix: 'Have somebody else approve it.',
  explanation: 'No e-mail address among the approvers is one of the makers.',
  check: ({ published }) => {
    const makers = (published?.makers ?? []).map((maker) => maker.toLowerCase());
    const self = published?.approvers.filter((by) => makers.includes(by.toLowerCase())) ?? [];
    return whole(self.length > 0 && `${self.join(', ')} approved what they made`);
  },
};
