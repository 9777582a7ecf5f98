/** What `exposure()` needs of the graph. */

import { type Inventory, inventoryOf, type RecordType } from '../../../inventory/inventory.ts';
import type { ExposureOptions } from '../../../model/derivation.ts';
import { countsIn } from '../counts.ts';
import type { CartographyImporter } from '../importer.ts';
import { readAccounts, unreadAccounts } from './accounts.ts';
import { COUNTS, exposureQuestions } from './exposure-questions.ts';
import { WORKLOAD_TYPES } from './network-importer.ts';
import { readPeerings } from './read-connections.ts';
import { readNetworks } from './read-networks.ts';
import { readSecurityGroups } from './read-security-groups.ts';
import { readExposed, readOpenServices, readWorkloads } from './read-workloads.ts';
import { CARTOGRAPHY, coverageOf } from './source.ts';
import { RecordedTags } from './tags.ts';

const TYPES: readonly RecordType[] = [
  ...(['vpcs', 'addressBlocks', 'subnets', 'internetGateways', 'peerings'] as const),
  ...(['routeTables', 'routes', 'routeTableAssociations'] as const),
  ...(['securityGroups', 'securityGroupRules', 'openServices'] as const),
  ...WORKLOAD_TYPES,
];

export const exposureImporter: CartographyImporter<ExposureOptions, Inventory> = {
  questions: (_, { tagKeys }) => exposureQuestions(tagKeys),

  read({ answers, context, report }) {
    const tree = readAccounts(answers);
    const tags = new RecordedTags(answers, context.tagKeys);
    const networks = readNetworks(answers, tags, tree, report);
    return inventoryOf(CARTOGRAPHY, {
      ...tree,
      ...networks,
      ...readWorkloads(answers, tags, networks, report, readExposed(answers)),
      ...readSecurityGroups(answers),
      peerings: readPeerings(answers),
      openServices: readOpenServices(answers, tags),
      counts: countsIn(answers, COUNTS),
      coverage: {
        ...coverageOf(['units', 'accounts'], []),
        ...coverageOf(TYPES, unreadAccounts(tree)),
      },
    });
  },
};
