/** What AWS says of an estate, by the keys of its answers -> an inventory. Pure. */

import { type FactSource, type Inventory, inventoryOf } from '../../inventory/inventory.ts';
import type { AnswerSet } from './answers.ts';
import { readAddresses } from './read-addresses.ts';
import { readBalancers, readTargets } from './read-balancers.ts';
import { readClientVpns, readLines, readPeerings, readPrefixLists } from './read-connections.ts';
import { readEndpoints } from './read-endpoints.ts';
import { readGateways, readSubnets, readVpcs } from './read-networks.ts';
import { namedAccounts, readOrganization } from './read-organization.ts';
import { readTables } from './read-routing.ts';
import { readAcls, readFirewalls, readSecurityGroups } from './read-security.ts';
import { readTransit } from './read-transit.ts';
import { readWorkloads } from './read-workloads.ts';
import { KeptTags } from './records.ts';

export function inventoryOfAnswers(
  source: FactSource,
  answers: AnswerSet,
  tagKeys: readonly string[],
  coverage: Inventory['coverage'],
): Inventory {
  const tags = new KeptTags(tagKeys);
  const addresses = readAddresses(answers, tags);
  const used = [...addresses.networkInterfaces.values()].flatMap(({ subnet }) => subnet ?? []);
  const loadBalancers = readBalancers(answers, tags);
  return inventoryOf(source, {
    ...readOrganization(answers, namedAccounts(answers)),
    ...readVpcs(answers, tags),
    subnets: readSubnets(answers, tags, new Set(used)),
    ...readGateways(answers, tags),
    ...readEndpoints(answers),
    ...addresses,
    ...readTables(answers),
    ...readTransit(answers, tags),
    ...readSecurityGroups(answers),
    ...readAcls(answers),
    networkFirewalls: readFirewalls(answers),
    peerings: readPeerings(answers),
    ...readLines(answers),
    prefixLists: readPrefixLists(answers),
    clientVpnEndpoints: readClientVpns(answers),
    loadBalancers,
    balancerTargets: readTargets(answers, loadBalancers),
    ...readWorkloads(answers, tags),
    coverage,
  });
}
