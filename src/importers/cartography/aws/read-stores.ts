/** Data stores other than RDS instances: warehouses, caches, search domains, file systems, clusters of databases. */

import type { Collections } from '../../../inventory/inventory.ts';
import type { DataWarehouse, FileMount, SearchDomain } from '../../../inventory/workloads.ts';
import { present } from '../../present.ts';
import type { Answers, Fields } from '../question.ts';
import type { NetworkRecords } from './network-records.ts';
import { byId, type Missing, parentOf } from './row-helpers.ts';
import { provenance } from './source.ts';
import {
  CACHES,
  DATABASE_CLUSTERS,
  FILE_SYSTEMS,
  MOUNT_TARGETS,
  SEARCH_DOMAINS,
  WAREHOUSES,
} from './store-questions.ts';
import type { RecordedTags } from './tags.ts';
import { workload } from './workload-row.ts';

function warehouse(
  row: Fields,
  id: string,
  tags: RecordedTags,
  { vpcs }: NetworkRecords,
  missing: Missing,
): DataWarehouse {
  const sort = 'Redshift cluster(s) without an edge to their VPC';
  const named = row.text('vpcText');
  const text = named !== undefined && vpcs.has(named) ? named : undefined;
  const vpc = parentOf(row, 'vpcs', text, sort, missing);
  return {
    ...workload(row, id, tags),
    public: row.flag('public'),
    ...present({
      vpc,
      port: row.number('port'),
      status: row.text('status'),
      unlistedVpc: vpc === undefined ? named : undefined,
    }),
  };
}

/** `eu-west-1` of `arn:aws:es:eu-west-1:100000000001:domain/logs`: these have no property for it. */
const regionOf = (arn: string | undefined): string | undefined =>
  /^arn:[^:]*:[^:]*:([^:]+):/.exec(arn ?? '')?.[1];

const searchDomain = (row: Fields, id: string, tags: RecordedTags): SearchDomain => ({
  ...workload(row, id, tags),
  deleted: row.flag('deleted'),
  exposed: row.flag('exposed'),
  ...present({ region: regionOf(row.text('arn') ?? id) }),
});

function fileMount(row: Fields, id: string): FileMount {
  const [fileSystem = row.text('fileSystemText') ?? `file system of ${id}`] =
    row.texts('fileSystems');
  return {
    id,
    fileSystem,
    accounts: row.texts('accounts'),
    groups: row.texts('groups'),
    ...present({
      subnet: row.text('subnet'),
      vpc: row.text('vpc'),
      region: row.text('region'),
    }),
    ...provenance(row),
  };
}

export function readStores(
  answers: Answers,
  tags: RecordedTags,
  networks: NetworkRecords,
  missing: Missing,
) {
  return {
    databaseClusters: byId(answers.rows(DATABASE_CLUSTERS), (row, id) => ({
      ...workload(row, id, tags),
      members: row.texts('members'),
      ...present({
        engine: row.text('engine'),
        port: row.number('port'),
        status: row.text('status'),
      }),
    })),
    dataWarehouses: byId(answers.rows(WAREHOUSES), (row, id) =>
      warehouse(row, id, tags, networks, missing),
    ),
    caches: byId(answers.rows(CACHES), (row, id) => ({
      ...workload(row, id, tags),
      ...present({
        engine: row.text('engine'),
        status: row.text('status'),
        replicationGroup: row.text('replication'),
        subnetGroup: row.text('subnetGroup'),
      }),
    })),
    searchDomains: byId(answers.rows(SEARCH_DOMAINS), (row, id) => searchDomain(row, id, tags)),
    fileSystems: byId(answers.rows(FILE_SYSTEMS), (row, id) => ({
      ...workload(row, id, tags),
      ...present({ status: row.text('status') }),
    })),
    fileMounts: byId(answers.rows(MOUNT_TARGETS), fileMount),
  } satisfies Partial<Collections>;
}
