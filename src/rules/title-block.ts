/** The title block is complete. */

import { checkDiagram, type Rule } from './rule.ts';

export const titleBlock: Rule = {
  id: 'title-block',
  fact: 'the title block is complete',
  requirements: ['1.2.3'],
  stage: 'published',
  severity: 'error',
  why: 'Readers have to see which version this is, its date, who made it and who approved it.',
  fix: 'Have it approved (`cadastre approve`), and publish it again.',
  explanation:
    'The manifest has a version, a date, at least one maker and at least one approver for the diagram.',
  check: ({ published }) =>
    checkDiagram(
      published &&
        missing({
          version: published.version >= 1,
          date: published.date !== '',
          maker: published.makers.length > 0,
          approver: published.approvers.length > 0,
        }),
    ),
};

function missing(parts: Readonly<Record<string, boolean>>): string | false {
  const none = Object.keys(parts).filter((part) => !parts[part]);
  return none.length > 0 && `the title block has no ${none.join(' and no ')}`;
}
