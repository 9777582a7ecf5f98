/** Connected networks do not overlap. */

import { overlaps } from './addresses.ts';
import type { Rule } from './rule.ts';

export const cidrOverlap: Rule = {
  id: 'cidr-overlap',
  fact: 'connected networks do not overlap',
  requirements: ['1.2.3', '1.2.5'],
  stage: 'source',
  severity: 'error',
  why: 'If two connected networks share addresses, a firewall rule or route for one lets traffic of the other through, and a scan of one misses the other.',
  fix: 'Correct the wrong range. Networks that really overlap and are joined by address translation need a waiver that says so.',
  explanation:
    'Blocks of any two segments, neither of which contains the other, in one network or in networks that links connect, directly or through others. Links to and from untrusted networks connect nothing, and neither do links whose `status` says that they are not active (failed, rejected, planned). There is one finding per block, which names all segments with addresses in it.',
  check: (view) => overlaps(view),
};
