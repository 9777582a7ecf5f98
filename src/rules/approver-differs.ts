/** The approver is not the maker. */

import { checkDiagram, type Rule } from './rule.ts';

export const approverDiffers: Rule = {
  id: 'approver-differs',
  fact: 'the approver is not the maker',
  requirements: ['1.2.2', '6.5.1'],
  stage: 'published',
  severity: 'error',
  why: 'Someone other than its author must approve a change.',
  fix: 'Have someone else approve it.',
  explanation:
    'No e-mail address is among both the approvers and the makers; where changes are approved apart, of the same change.',
  check: ({ published }) => {
    const self = new Set<string>();
    for (const { makers, approvers } of published?.changes ?? (published ? [published] : [])) {
      const own = new Set(makers.map((maker) => maker.toLowerCase()));
      for (const by of approvers) if (own.has(by.toLowerCase())) self.add(by);
    }
    return checkDiagram(self.size > 0 && `${[...self].join(', ')} approved what they made`);
  },
};
