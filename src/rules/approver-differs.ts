/** The approver is not the maker. */

import { type Rule, whole } from './rule.ts';

export const approverDiffers: Rule = {
  id: 'approver-differs',
  fact: 'the approver is not the maker',
  requirements: ['1.2.2', '6.5.1'],
  stage: 'published',
  severity: 'error',
  why: 'Someone other than its author must approve a change.',
  fix: 'Have someone else approve it.',
  explanation: 'No e-mail address is among both the approvers and the makers.',
  check: ({ published }) => {
    const makers = (published?.makers ?? []).map((maker) => maker.toLowerCase());
    const self = published?.approvers.filter((by) => makers.includes(by.toLowerCase())) ?? [];
    return whole(self.length > 0 && `${self.join(', ')} approved what they made`);
  },
};
