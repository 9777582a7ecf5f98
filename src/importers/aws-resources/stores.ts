/** Data stores: databases, warehouses, caches, search domains, file systems. Passwords and user names are not read. */

import type { Workload } from '../../inventory/workloads.ts';
import { present } from '../present.ts';
import type { ResourceAttributes } from './attributes.ts';
import type { Mapper, Mapping } from './mapper.ts';
import type { ResourceRecords } from './records.ts';
import { oneRef, optionalRefs, workload } from './workloads.ts';

/** Subnets of the subnet group that an attribute names. */
function subnetsOf(r: ResourceAttributes, attribute: string, type: string): readonly string[] {
  const group = r.has(attribute) ? r.named(attribute, [type]) : undefined;
  if (group) return optionalRefs(r.of(group), 'subnet_ids');
  if (r.has(attribute)) r.cannotTell(attribute, 'no file describes the subnet group');
  return [];
}

const GROUPS = ['vpc_security_group_ids', 'security_group_ids', 'security_groups'];

const placed = (
  r: ResourceAttributes,
  to: ResourceRecords,
  subnets: readonly string[],
  ...named: string[]
): Workload =>
  workload(r, to, { subnets, groups: GROUPS.flatMap((g) => optionalRefs(r, g)), named });

/** Members of clusters are databases, too. */
const CLUSTERS = ['aws_rds_cluster', 'aws_docdb_cluster', 'aws_neptune_cluster'];

/** The family's prefix: `aws_docdb`, `aws_neptune`; RDS has its subnet groups as `aws_db`. */
const family = (type: string): string => {
  const [, own = 'db'] = /^aws_(docdb|neptune)_/.exec(type) ?? [];
  return `aws_${own}_subnet_group`;
};

const attributeOf = (type: string): string =>
  type.startsWith('aws_neptune') ? 'neptune_subnet_group_name' : 'db_subnet_group_name';

const database: Mapper = (r, to) => {
  const { type } = r.resource;
  const subnets = subnetsOf(r, attributeOf(type), family(type));
  to.add('databases', {
    ...placed(r, to, subnets, 'identifier'),
    multiZone: r.flag('multi_az') ?? false,
    public: r.flag('publicly_accessible') ?? false,
    ...present({
      engine: r.text('engine'),
      port: r.number('port'),
      zone: r.text('availability_zone'),
    }),
  });
};

const cluster: Mapper = (r, to) => {
  const { type } = r.resource;
  const subnets = subnetsOf(r, attributeOf(type), family(type));
  to.add('databaseClusters', {
    ...placed(r, to, subnets, 'cluster_identifier'),
    members: [],
    ...present({ engine: r.text('engine'), port: r.number('port') }),
  });
};

/** An instance of a cluster: it is where the cluster's subnet group says. */
const member: Mapper = (r, to) => {
  const found = r.named('cluster_identifier', CLUSTERS, ['cluster_identifier', 'id']);
  const own = found && to.get('databaseClusters', r.context.index.idOf(found));
  if (!own) database(r, to);
  else
    to.add('databases', {
      ...workload(r, to, {
        subnets: own.subnets,
        groups: own.groups,
        vpc: own.vpc,
        named: ['identifier'],
      }),
      multiZone: false,
      public: r.flag('publicly_accessible') ?? false,
      ...present({
        engine: r.text('engine') ?? own.engine,
        port: r.number('port') ?? own.port,
        zone: r.text('availability_zone'),
      }),
    });
  if (own)
    to.update('databaseClusters', own.id, ({ members }) => ({
      members: [...members, r.id].sort(),
    }));
};

const warehouse: Mapper = (r, to) => {
  const subnets = subnetsOf(r, 'cluster_subnet_group_name', 'aws_redshift_subnet_group');
  to.add('dataWarehouses', {
    ...placed(r, to, subnets, 'cluster_identifier'),
    public: r.flag('publicly_accessible') ?? false,
    ...present({ port: r.number('port') }),
  });
};

const cache: Mapper = (r, to) => {
  const subnets = subnetsOf(r, 'subnet_group_name', 'aws_elasticache_subnet_group');
  to.add('caches', {
    ...placed(r, to, subnets, 'cluster_id', 'replication_group_id'),
    ...present({
      engine: r.text('engine'),
      replicationGroup: r.text('replication_group_id'),
      subnetGroup: r.text('subnet_group_name'),
    }),
  });
};

const search: Mapper = (r, to) => {
  const [vpc] = r.blocks('vpc_options');
  to.add('searchDomains', {
    ...workload(r, to, {
      subnets: vpc ? optionalRefs(vpc, 'subnet_ids') : [],
      groups: vpc ? optionalRefs(vpc, 'security_group_ids') : [],
      vpc: vpc?.ref('vpc_id'),
      named: ['domain_name'],
    }),
    deleted: false,
    exposed: false,
  });
};

/** Its users and their passwords are not read. */
const messageBroker: Mapper = (r, to) => {
  const engine = r.text('engine_type')?.toLowerCase();
  to.add('messageBrokers', {
    ...placed(r, to, optionalRefs(r, 'subnet_ids'), 'broker_name'),
    public: r.flag('publicly_accessible') ?? false,
    ...present({ engine }),
  });
};

/** Brokers of a cluster are where its clients' subnets are; a serverless one has its networks in blocks. */
const kafka: Mapper = (r, to) => {
  const nodes = r.blocks('broker_node_group_info');
  const networks = r.blocks('vpc_config');
  const access = nodes
    .flatMap((node) => node.blocks('connectivity_info'))
    .flatMap((info) => info.blocks('public_access'))
    .flatMap((info) => info.text('type') ?? []);
  to.add('messageBrokers', {
    ...workload(r, to, {
      subnets: [
        ...nodes.flatMap((node) => optionalRefs(node, 'client_subnets')),
        ...networks.flatMap((one) => optionalRefs(one, 'subnet_ids')),
      ],
      groups: [
        ...nodes.flatMap((node) => optionalRefs(node, 'security_groups')),
        ...networks.flatMap((one) => optionalRefs(one, 'security_group_ids')),
      ],
      named: ['cluster_name'],
    }),
    engine: 'kafka',
    public: access.some((type) => type !== 'DISABLED'),
  });
};

const fileSystem: Mapper = (r, to) => {
  const status = r.text('lifecycle_state');
  to.add('fileSystems', {
    ...placed(r, to, optionalRefs(r, 'subnet_ids')),
    ...present({ status }),
  });
};

const mount: Mapper = (r, to) => {
  const held = r.held({ subnet: 'subnet_id' });
  const [subnet] = oneRef(r, 'subnet_id');
  to.add('fileMounts', {
    ...held,
    fileSystem: r.ref('file_system_id') ?? 'unknown',
    groups: optionalRefs(r, 'security_groups'),
    ...present({ subnet, vpc: to.get('subnets', subnet)?.vpc }),
  });
};

export const STORES: Mapping = {
  aws_db_instance: database,
  aws_rds_cluster: cluster,
  aws_docdb_cluster: cluster,
  aws_neptune_cluster: cluster,
  aws_redshift_cluster: warehouse,
  aws_elasticache_cluster: cache,
  aws_elasticache_replication_group: cache,
  aws_opensearch_domain: search,
  aws_elasticsearch_domain: search,
  aws_msk_cluster: kafka,
  aws_msk_serverless_cluster: kafka,
  aws_mq_broker: messageBroker,
  aws_efs_file_system: fileSystem,
  aws_fsx_lustre_file_system: fileSystem,
  aws_fsx_windows_file_system: fileSystem,
  aws_fsx_ontap_file_system: fileSystem,
  aws_fsx_openzfs_file_system: fileSystem,
  aws_efs_mount_target: mount,
};

/** After clusters. */
export const STORE_TIES: Mapping = {
  aws_rds_cluster_instance: member,
  aws_docdb_cluster_instance: member,
  aws_neptune_cluster_instance: member,
};
