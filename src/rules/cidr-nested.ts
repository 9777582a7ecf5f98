/** Subnets lie within the ranges of their networks. */

import { holds } from '../model/cidr.ts';
import { blocks, networkAround } from './addresses.ts';
import { checkEach, type Rule } from './rule.ts';

export const cidrNested: Rule = {
  id: 'cidr-nested',
  fact: 'subnets lie within the ranges of their networks',
  requirements: ['1.2.3'],
  stage: 'source',
  severity: 'error',
  why: 'A subnet outside its network cannot exist, so one of the two ranges is wrong. An assessor who finds that will not trust the others.',
  fix: 'Correct the `cidr` of the subnet, or add the missing block to the network.',
  explanation:
    'Each block of a segment lies within a block of the nearest enclosing segment that has blocks of the same address family.',
  check: (view) =>
    checkEach(
      view.segments.filter((id) => networkAround(view, id) !== undefined),
      (id) => {
        const network = networkAround(view, id) ?? '';
        const outer = blocks(view, network);
        const outside = blocks(view, id).find(
          ({ block }) =>
            outer.some((o) => o.block.address.kind() === block.address.kind()) &&
            !outer.some((o) => holds(o.block, block)),
        );
        return outside && `${outside.text} of ${view.name(id)} is not within ${view.name(network)}`;
      },
    ),
};
