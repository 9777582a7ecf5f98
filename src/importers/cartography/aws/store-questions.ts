/** What `network()` asks of the graph about data stores other than RDS instances. */

import type { Question } from '../question.ts';
import { inVpc, owners } from './network-questions.ts';
import { GROUP, ids, SUBNET } from './resource-questions.ts';

const ask = (query: string): Question => ({ query, params: {} });

/** Clusters of databases: where they are, only their instances say. */
export const DATABASE_CLUSTERS = ask(`MATCH (c:AWSRDSCluster|RDSCluster)
RETURN c.id AS id, c.db_cluster_identifier AS name, c.engine AS engine, c.port AS port, c.status AS status, c.region AS region, ${owners('c')} AS accounts,
${ids('(x:AWSRDSInstance|RDSInstance)-[:IS_CLUSTER_MEMBER_OF]->(c)')} AS members`);

/** Their VPC and groups are recorded, their subnets are not. */
export const WAREHOUSES = ask(`MATCH (d:AWSRedshiftCluster|RedshiftCluster)
RETURN d.id AS id, d.cluster_identifier AS name, d.endpoint_port AS port, d.cluster_status AS status, d.region AS region,
coalesce(d.publicly_accessible, false) AS public, d.vpc_id AS vpcText, ${inVpc('d')} AS vpcs, ${owners('d')} AS accounts,
${ids(`(d)-[:MEMBER_OF_EC2_SECURITY_GROUP]->(x:${GROUP})`)} AS groups`);

/** Caches: the graph does not say in which network they are. */
export const CACHES = ask(`MATCH (c:AWSElasticacheCluster|ElasticacheCluster)
RETURN c.id AS id, c.cache_cluster_id AS name, c.engine AS engine, c.cache_cluster_status AS status, c.region AS region,
c.replication_group_id AS replication, c.cache_subnet_group_name AS subnetGroup, ${owners('c')} AS accounts`);

/** Domains of OpenSearch and Elasticsearch. Those without a subnet have an endpoint outside networks. */
export const SEARCH_DOMAINS = ask(`MATCH (d:AWSESDomain|ESDomain)
RETURN d.id AS id, d.name AS name, d.arn AS arn, coalesce(d.deleted, false) AS deleted,
coalesce(d.exposed_internet, false) AS exposed, ${owners('d')} AS accounts,
${ids(`(d)-[:PART_OF_SUBNET]->(x:${SUBNET})`)} AS subnets,
${ids(`(d)-[:MEMBER_OF_EC2_SECURITY_GROUP]->(x:${GROUP})`)} AS groups`);

export const FILE_SYSTEMS = ask(`MATCH (f:AWSEfsFileSystem|EfsFileSystem)
RETURN f.id AS id, f.name AS name, f.lifecycle_state AS status, f.region AS region, ${owners('f')} AS accounts`);

/** Where file systems have addresses. Subnets are texts here, and groups those of the interface that a text names. */
export const MOUNT_TARGETS = ask(`MATCH (m:AWSEfsMountTarget|EfsMountTarget)
RETURN m.id AS id, m.subnet_id AS subnet, m.vpc_id AS vpc, m.region AS region, m.fileSystem_id AS fileSystemText, ${owners('m')} AS accounts,
${ids('(m)-[:ATTACHED_TO]->(x:AWSEfsFileSystem|EfsFileSystem)')} AS fileSystems,
${ids(`(e:AWSNetworkInterface|NetworkInterface)-[:MEMBER_OF_EC2_SECURITY_GROUP]->(x:${GROUP}) WHERE e.id = m.network_interface_id`)} AS groups`);

export const STORE_QUESTIONS: readonly Question[] = [
  DATABASE_CLUSTERS,
  WAREHOUSES,
  CACHES,
  SEARCH_DOMAINS,
  FILE_SYSTEMS,
  MOUNT_TARGETS,
];
