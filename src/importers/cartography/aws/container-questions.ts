/** What `network()` asks of the graph about containers of ECS and about groups of instances. */

import type { Question } from '../question.ts';
import { owners } from './network-questions.ts';
import { GROUP, ids, SUBNET } from './resource-questions.ts';

const ask = (query: string): Question => ({ query, params: {} });

const CLUSTER = 'AWSECSCluster|ECSCluster';
const SERVICE = 'AWSECSService|ECSService';
const TASK = 'AWSECSTask|ECSTask';
const INTERFACE = 'AWSNetworkInterface|NetworkInterface';

/** An edge that has had two names, one for each direction. */
const HOLDS = '-[:HAS_TASK|HAS_SERVICE|WORKLOAD_PARENT]-';

export const CONTAINER_CLUSTERS = ask(`MATCH (c:${CLUSTER})
RETURN c.id AS id, c.name AS name, c.status AS status, c.region AS region, ${owners('c')} AS accounts`);

export const CONTAINER_SERVICES = ask(`MATCH (s:${SERVICE})
RETURN s.id AS id, s.name AS name, s.status AS status, s.launch_type AS launch, s.region AS region, s.cluster_arn AS clusterText,
${owners('s')} AS accounts, ${ids(`(s)${HOLDS}(x:${CLUSTER})`)} AS clusters`);

/**
 * Tasks, as many as are alike in one row: what they are called changes with every deployment. A task has
 * an interface of its own, or else the network of the instance that it runs on.
 */
export const CONTAINER_TASKS = ask(`MATCH (t:${TASK})
WITH t, coalesce(t.last_status, '') = 'STOPPED' AS stopped, t.cluster_arn AS clusterText, t.region AS region, ${owners('t')} AS accounts,
${ids(`(t)${HOLDS}(x:${SERVICE})`)} AS services,
${ids(`(t)${HOLDS}(x:${CLUSTER})`)} AS clusters,
${ids(`(t)-[:NETWORK_INTERFACE]->(:${INTERFACE})-[:PART_OF_SUBNET]->(x:${SUBNET})`)} AS subnets,
${ids(`(t)-[:NETWORK_INTERFACE]->(:${INTERFACE})-[:MEMBER_OF_EC2_SECURITY_GROUP]->(x:${GROUP})`)} AS groups,
${ids('(t)<-[:HAS_TASK]-(:AWSECSContainerInstance|ECSContainerInstance)-[:IS_INSTANCE]->(x:AWSEC2Instance|EC2Instance)')} AS instances
RETURN stopped, clusterText, region, accounts, services, clusters, subnets, groups, instances, count(t) AS tasks`);

/** What holds an address or a container that load balancers send to: an instance, a service, a cluster. */
export const TARGET_HOLDERS =
  ask(`MATCH (:AWSLoadBalancerV2|LoadBalancerV2)-[:EXPOSE]->(p:AWSEC2PrivateIp|EC2PrivateIp)
RETURN DISTINCT p.id AS target,
${ids(`(p)<-[:PRIVATE_IP_ADDRESS]-(:${INTERFACE})<-[:NETWORK_INTERFACE]-(x:AWSEC2Instance|EC2Instance)`)} AS instances,
${ids(`(p)<-[:PRIVATE_IP_ADDRESS]-(:${INTERFACE})<-[:NETWORK_INTERFACE]-(:${TASK})${HOLDS}(x:${SERVICE})`)} AS services,
${ids(`(p)<-[:PRIVATE_IP_ADDRESS]-(:${INTERFACE})<-[:NETWORK_INTERFACE]-(:${TASK})${HOLDS}(x:${CLUSTER})`)} AS clusters
UNION MATCH (:AWSLoadBalancerV2|LoadBalancerV2)-[:EXPOSE]->(c:AWSECSContainer|ECSContainer)
RETURN DISTINCT c.id AS target, [] AS instances,
${ids(`(c)-[:HAS_CONTAINER|WORKLOAD_PARENT]-(:${TASK})${HOLDS}(x:${SERVICE})`)} AS services,
${ids(`(c)-[:HAS_CONTAINER|WORKLOAD_PARENT]-(:${TASK})${HOLDS}(x:${CLUSTER})`)} AS clusters`);

/** Groups that start instances in subnets, and those that they have started. */
export const SCALING_GROUPS = ask(`MATCH (g:AWSAutoScalingGroup|AutoScalingGroup)
RETURN g.id AS id, g.name AS name, g.region AS region, ${owners('g')} AS accounts,
${ids(`(g)-[:VPC_IDENTIFIER]->(x:${SUBNET})`)} AS subnets,
${ids('(x:AWSEC2Instance|EC2Instance)-[:MEMBER_AUTO_SCALE_GROUP]->(g)')} AS members`);

export const CONTAINER_QUESTIONS: readonly Question[] = [
  CONTAINER_CLUSTERS,
  CONTAINER_SERVICES,
  CONTAINER_TASKS,
  TARGET_HOLDERS,
  SCALING_GROUPS,
];
