/** What `network()` needs of the graph. */

import { type Inventory, inventoryOf, type RecordType } from '../../../inventory/inventory.ts';
import { tagKey } from '../../../inventory/tags.ts';
import type { NetworkOptions } from '../../../model/derivation.ts';
import { countsIn } from '../counts.ts';
import type { CartographyImporter } from '../importer.ts';
import { ACCOUNT_QUESTIONS, readAccounts, unreadAccounts } from './accounts.ts';
import { CONTAINER_QUESTIONS } from './container-questions.ts';
import { GROUP_COUNTS, NETWORK_COUNTS, RESOURCE_COUNTS } from './counts.ts';
import { NETWORK_QUESTIONS, tagsQuestion } from './network-questions.ts';
import { readPeerings, readTransit } from './read-connections.ts';
import { readNetworks } from './read-networks.ts';
import { readSecurityGroups } from './read-security-groups.ts';
import { readWorkloads } from './read-workloads.ts';
import { GROUP_QUESTIONS, RESOURCE_QUESTIONS } from './resource-questions.ts';
import { CARTOGRAPHY, coverageOf } from './source.ts';
import { STORE_QUESTIONS } from './store-questions.ts';
import { RecordedTags } from './tags.ts';

/** Keys of the tags that are recorded: those of the rules, and those that the options filter by. */
const keysOf = (options: NetworkOptions, keys: readonly string[]): string[] =>
  [...new Set([...keys, ...Object.keys(options.tags ?? {}).map(tagKey)])].sort();

interface Depth {
  readonly resources: boolean;
  readonly groups: boolean;
}

const depthOf = ({ depth = 'resources', securityGroups = true }: NetworkOptions): Depth => ({
  resources: depth === 'resources',
  groups: securityGroups && depth === 'resources',
});

const NETWORK_TYPES: readonly RecordType[] = [
  ...(['vpcs', 'addressBlocks', 'subnets', 'internetGateways', 'endpoints'] as const),
  ...(['peerings', 'networkAcls'] as const),
  ...(['routeTables', 'routes', 'routeTableAssociations'] as const),
  ...(['transitGateways', 'transitAttachments', 'transitRouteTables'] as const),
  ...(['transitAssociations', 'transitPropagations', 'transitRoutes'] as const),
];

export const WORKLOAD_TYPES: readonly RecordType[] = [
  ...(['instances', 'loadBalancers', 'balancerTargets', 'scalingGroups', 'functions'] as const),
  ...(['databases', 'databaseClusters', 'dataWarehouses', 'caches', 'searchDomains'] as const),
  ...(['fileSystems', 'fileMounts', 'kubernetesServices'] as const),
  ...(['containerClusters', 'containerServices', 'containerTasks'] as const),
];

export const networkImporter: CartographyImporter<NetworkOptions, Inventory> = {
  questions(options, { tagKeys }) {
    const { resources, groups } = depthOf(options);
    return [
      ...ACCOUNT_QUESTIONS,
      NETWORK_COUNTS,
      ...NETWORK_QUESTIONS,
      tagsQuestion(keysOf(options, tagKeys)),
      ...(resources
        ? [RESOURCE_COUNTS, ...RESOURCE_QUESTIONS, ...STORE_QUESTIONS, ...CONTAINER_QUESTIONS]
        : []),
      ...(groups ? [GROUP_COUNTS, ...GROUP_QUESTIONS] : []),
    ];
  },

  read({ options, answers, context, report }) {
    const { resources, groups } = depthOf(options);
    const tree = readAccounts(answers);
    const tags = new RecordedTags(answers, keysOf(options, context.tagKeys));
    const networks = readNetworks(answers, tags, tree, report);
    const types = [
      ...NETWORK_TYPES,
      ...(resources ? WORKLOAD_TYPES : []),
      ...(groups ? (['securityGroups', 'securityGroupRules'] as const) : []),
    ];
    const counts = [
      NETWORK_COUNTS,
      ...(resources ? [RESOURCE_COUNTS] : []),
      ...(groups ? [GROUP_COUNTS] : []),
    ];
    return inventoryOf(CARTOGRAPHY, {
      ...tree,
      ...networks,
      ...readTransit(answers, tags),
      peerings: readPeerings(answers),
      ...(resources ? readWorkloads(answers, tags, networks, report) : {}),
      ...(groups ? readSecurityGroups(answers) : {}),
      counts: counts.flatMap((question) => countsIn(answers, question)),
      coverage: {
        ...coverageOf(['units', 'accounts'], []),
        ...coverageOf(types, unreadAccounts(tree)),
      },
    });
  },
};
