/** What runs in networks: instances, databases, functions, and by other files load balancers, data stores, containers. */

import type { Collections } from '../../../inventory/inventory.ts';
import type { OpenService } from '../../../inventory/workloads.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { present } from '../../present.ts';
import type { Answers } from '../question.ts';
import { EXPOSED, OPEN } from './exposure-questions.ts';
import type { NetworkRecords } from './network-records.ts';
import { readBalancers, readTargets } from './read-balancers.ts';
import { readContainers, readScalingGroups } from './read-containers.ts';
import { readStores } from './read-stores.ts';
import { CLUSTERS, DATABASES, FUNCTIONS, INSTANCES } from './resource-questions.ts';
import { byId, Missing } from './row-helpers.ts';
import type { RecordedTags } from './tags.ts';
import { workload } from './workload-row.ts';

const readInstances = (answers: Answers, tags: RecordedTags): Collections['instances'] =>
  byId(answers.rows(INSTANCES), (row, id) => ({
    ...workload(row, id, tags),
    interfaceSubnets: row.texts('interfaceSubnets'),
    publicAddress: row.flag('public'),
    exposure: row.texts('exposed'),
    ...present({ state: row.text('state') }),
  }));

const readDatabases = (answers: Answers, tags: RecordedTags): Collections['databases'] =>
  byId(answers.rows(DATABASES), (row, id) => ({
    ...workload(row, id, tags),
    multiZone: row.flag('multiZone'),
    public: row.flag('public'),
    ...present({
      engine: row.text('engine'),
      port: row.number('port'),
      zone: row.text('zone'),
    }),
  }));

/**
 * @param exposed ids of load balancers that Cartography found to let the internet in; absent where not asked
 * Warnings: `incomplete-sync`.
 */
export function readWorkloads(
  answers: Answers,
  tags: RecordedTags,
  networks: NetworkRecords,
  report: (diagnostic: Diagnostic) => void,
  exposed?: ReadonlySet<string>,
) {
  const missing = new Missing((id) => networks.vpcs.get(id)?.unlisted === false);
  const records = {
    instances: readInstances(answers, tags),
    databases: readDatabases(answers, tags),
    kubernetesServices: byId(answers.rows(CLUSTERS), (row, id) => ({
      ...workload(row, id, tags),
      publicEndpoint: row.flag('public'),
      ...present({ status: row.text('status') }),
    })),
    functions: byId(answers.rows(FUNCTIONS), (row, id) => workload(row, id, tags)),
    ...readStores(answers, tags, networks, missing),
    ...readContainers(answers, tags),
    scalingGroups: readScalingGroups(answers, tags),
    loadBalancers: readBalancers(answers, tags, exposed),
    balancerTargets: readTargets(answers),
  } satisfies Partial<Collections>;
  missing.report(report);
  return records;
}

/** What answers to anyone by its policy. Asked for `exposure()` only. */
export const readOpenServices = (
  answers: Answers,
  tags: RecordedTags,
): Collections['openServices'] =>
  byId(answers.rows(OPEN), (row, id): OpenService => {
    const kind = row.text('kind');
    const known = (['bucket', 'function', 'api'] as const).find((type) => type === kind);
    return { ...workload(row, id, tags), type: known ?? 'unknown', actions: row.texts('actions') };
  });

/** Ids of load balancers that Cartography found to let the internet in. Asked for `exposure()` only. */
export const readExposed = (answers: Answers): ReadonlySet<string> =>
  new Set(answers.rows(EXPOSED).flatMap((row) => row.text('id') ?? []));
