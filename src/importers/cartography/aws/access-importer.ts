/** What `access()` needs of the graph. */

import { type Inventory, inventoryOf } from '../../../inventory/inventory.ts';
import type { AccessOptions } from '../../../model/derivation.ts';
import type { CartographyImporter } from '../importer.ts';
import { ACCOUNT_QUESTIONS, readAccounts, unreadAccounts } from './accounts.ts';
import { CARTOGRAPHY, coverageOf } from './source.ts';
import { readTrusts, TRUST_QUESTIONS } from './trusts.ts';

export const accessImporter: CartographyImporter<AccessOptions, Inventory> = {
  questions: () => [...ACCOUNT_QUESTIONS, ...TRUST_QUESTIONS],

  read({ answers }) {
    const tree = readAccounts(answers);
    return inventoryOf(CARTOGRAPHY, {
      ...tree,
      ...readTrusts(answers),
      coverage: {
        ...coverageOf(['units', 'accounts'], []),
        ...coverageOf(['roles', 'trusts'], unreadAccounts(tree)),
      },
    });
  },
};
