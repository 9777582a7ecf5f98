/** Connected networks do not overlap. */

import { overlaps } from './addresses.ts';
import type { Rule } from './rule.ts';

export const cidrOverlap: Rule = {
  id: 'cidr-overlap',
  fact: 'connected networks do not overlap',
  requirements: ['1.2.3', '1.2.5'],
  stage: 'source',
  severity: 'error',
  why: 'Where two connected networks share addresses, a firewall rule or route for one lets traffic of the other through, and a scan of one misses the other.',
  fix: 'Correct the range that is wrong. Networks that do overlap and are joined by translation need a waiver that names it.',
  explanation:
    'Blocks of any two segments of which neither is in the other, in one network or in networks that links join, over any number of stops. Links to and from untrusted networks join nothing, nor do those whose `status` says that they are not active (failed, rejected, planned). One finding a block names all that hold addresses of it.',
  check: (view) => overlaps(view),
};
