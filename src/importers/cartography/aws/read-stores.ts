/** Data stores other than RDS instances: warehouses, caches, search domains, file systems, clusters of databases. */

import type { Origin } from '../../../model/diagnostic.ts';
import type { Answers, Fields } from '../question.ts';
import type { Networks } from './graph.ts';
import {
  NOWHERE,
  type Resource,
  ResourceMaker,
  type ResourcePart,
  type ResourceReading,
  unique,
  unless,
} from './resource.ts';
import { byId, grouped, type Missing, parentOf } from './row-helpers.ts';
import {
  CACHES,
  DATABASE_CLUSTERS,
  FILE_SYSTEMS,
  MOUNT_TARGETS,
  SEARCH_DOMAINS,
  WAREHOUSES,
} from './store-questions.ts';

const said = (...parts: readonly (string | undefined)[]): string[] =>
  parts.filter((part) => part !== undefined);

/** @param instances databases that are read, by id: clusters are parts of these */
export function readStores(
  answers: Answers,
  networks: Networks,
  missing: Missing,
  instances: ReadonlyMap<string, Resource>,
): ResourceReading {
  const maker = new ResourceMaker(networks);
  const clusters = readClusters(answers, maker, instances);
  const files = readFileSystems(answers, networks, maker);
  return {
    resources: new Map([
      ...clusters.resources,
      ...readWarehouses(answers, networks, maker, missing),
      ...readCaches(answers, maker),
      ...readSearchDomains(answers, maker),
      ...files.resources,
    ]),
    parts: [...clusters.parts, ...files.parts],
  };
}

/** A cluster is where its instances are; one without any (serverless of the first version) has a card. */
function readClusters(
  answers: Answers,
  maker: ResourceMaker,
  instances: ReadonlyMap<string, Resource>,
): ResourceReading {
  const resources = new Map<string, Resource>();
  const parts: ResourcePart[] = [];
  const read = byId(answers.rows(DATABASE_CLUSTERS), (row, id) => ({ id, row }));
  for (const { id, row } of read.values()) {
    const of = row.texts('members').filter((member) => instances.has(member));
    const [engine, port] = [row.text('engine'), row.number('port')];
    const words = `of the cluster ${row.text('name') ?? id}`;
    if (of.length > 0) parts.push({ counted: 'database-cluster', id, number: 1, of, words });
    else
      resources.set(
        id,
        maker.make(row, id, [], {
          counted: 'database-cluster',
          kind: engine?.startsWith('aurora') ? 'aws:aurora' : 'aws:rds',
          ports: port === undefined ? [] : [`tcp/${port}`],
          notes: said(engine, 'cluster without instances', NOWHERE),
          ...unless('available', row.text('status')),
        }),
      );
  }
  return { resources, parts };
}

function readWarehouses(
  answers: Answers,
  networks: Networks,
  maker: ResourceMaker,
  missing: Missing,
): ReadonlyMap<string, Resource> {
  return byId(answers.rows(WAREHOUSES), (row, id) => {
    const sort = 'Redshift cluster(s) without an edge to their VPC';
    const named = row.text('vpcText');
    const text = named !== undefined && networks.vpcs.has(named) ? named : undefined;
    const vpc = parentOf(row, 'vpcs', text, sort, missing);
    const port = row.number('port');
    const strange = named && `in VPC ${named}, which the graph does not have`;
    return maker.make(row, id, [], {
      counted: 'data-warehouse',
      kind: 'aws:redshift',
      open: row.flag('public'),
      ports: port === undefined ? [] : [`tcp/${port}`],
      notes: said(
        vpc === undefined ? (strange ?? NOWHERE) : 'the graph does not say in which subnets',
        row.flag('public') ? 'publicly accessible' : undefined,
      ),
      ...(vpc ? { vpc } : {}),
      ...unless('available', row.text('status')),
    });
  });
}

function readCaches(answers: Answers, maker: ResourceMaker): ReadonlyMap<string, Resource> {
  return byId(answers.rows(CACHES), (row, id) => {
    const [replication, subnetGroup] = [row.text('replication'), row.text('subnetGroup')];
    return maker.make(row, id, [], {
      counted: 'cache',
      kind: 'aws:elasticache',
      notes: said(
        row.text('engine'),
        replication && `of the replication group ${replication}`,
        subnetGroup && `cache subnet group ${subnetGroup}`,
        NOWHERE,
      ),
      ...unless('available', row.text('status')),
    });
  });
}

/** `eu-west-1` of `arn:aws:es:eu-west-1:100000000001:domain/logs`: these have no property for it. */
const regionOf = (arn: string | undefined): string | undefined =>
  /^arn:[^:]*:[^:]*:([^:]+):/.exec(arn ?? '')?.[1];

function readSearchDomains(answers: Answers, maker: ResourceMaker): ReadonlyMap<string, Resource> {
  return byId(answers.rows(SEARCH_DOMAINS), (row, id) => {
    const subnets = row.texts('subnets');
    const region = regionOf(row.text('arn') ?? id);
    return maker.make(row, id, subnets, {
      counted: 'search-domain',
      kind: 'aws:opensearch-service',
      gone: row.flag('deleted'),
      open: subnets.length === 0 && row.flag('exposed'),
      notes: said(
        subnets.length > 0
          ? `in ${maker.namesOf(subnets)}`
          : 'in no subnet that the graph knows: its endpoint is outside of networks',
        row.flag('exposed') ? 'its policy admits anyone' : undefined,
      ),
      ...maker.only(subnets),
      ...(region ? { region } : {}),
      ...(subnets.length === 0 ? { role: 'public endpoint' } : {}),
    });
  });
}

interface MountTarget {
  readonly id: string;
  readonly fileSystem: string;
  readonly subnet?: string;
  readonly vpc?: string;
  readonly row: Fields;
  readonly at: Origin;
}

/** File systems stand where their mount targets are; those that only mount targets name have a card, too. */
function readFileSystems(
  answers: Answers,
  networks: Networks,
  maker: ResourceMaker,
): ResourceReading {
  const targets = byId(answers.rows(MOUNT_TARGETS), (row, id): MountTarget => {
    const [subnet, vpc] = [row.text('subnet'), row.text('vpc')];
    const [fileSystem = row.text('fileSystemText') ?? `file system of ${id}`] =
      row.texts('fileSystems');
    return {
      ...{ id, fileSystem, row, at: row.at },
      ...(subnet ? { subnet } : {}),
      ...(vpc ? { vpc } : {}),
    };
  });
  const targetsOf = grouped(targets.values(), ({ fileSystem }) => fileSystem);
  const place = (id: string) => {
    const own = targetsOf.get(id) ?? [];
    const subnets = unique(own.flatMap(({ subnet }) => subnet ?? []));
    const vpc =
      maker.vpcOf(subnets) ?? own.flatMap((t) => t.vpc ?? []).find((v) => networks.vpcs.has(v));
    const where =
      subnets.length > 0
        ? `mount targets in ${maker.namesOf(subnets)}`
        : 'the graph has no mount target of it';
    return {
      subnets,
      notes: [where, ...(own.length > 0 && vpc === undefined ? [NOWHERE] : [])],
      groups: unique(own.flatMap(({ row }) => row.texts('groups'))),
      ...(vpc ? { vpc } : {}),
      ...maker.only(subnets),
    };
  };
  const read = byId(answers.rows(FILE_SYSTEMS), (row, id) =>
    maker.make(row, id, [], {
      counted: 'file-system',
      kind: 'aws:efs',
      ...place(id),
      ...unless('available', row.text('status')),
    }),
  );
  const unlisted = [...targetsOf].flatMap(([id, [first]]): [string, Resource][] => {
    if (!first || read.has(id)) return [];
    const own = { counted: 'unlisted-file-system', kind: 'aws:efs', name: id };
    const stub = {
      what: { type: 'file-system', name: id },
      reason: { code: 'file-system-not-recorded' },
    } as const;
    return [[id, maker.make(first.row, id, [], { ...own, ...place(id), stub })]];
  });
  return {
    resources: new Map([...read, ...unlisted]),
    parts: [...targets.values()].map(({ id, fileSystem }) => ({
      ...{ counted: 'mount-target', id, number: 1, of: [fileSystem] },
    })),
  };
}
