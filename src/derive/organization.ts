/** The tree of an organization: its OUs and accounts. */

import type { OrganizationOptions } from '../model/derivation.ts';
import type { Derivation } from './derivation.ts';

export const organization: Derivation<OrganizationOptions> = {
  questions: () => [],
  build: () => [],
};
