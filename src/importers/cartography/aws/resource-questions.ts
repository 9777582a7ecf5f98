/** What `network()` asks of the graph about what runs in networks, and about security groups. */

import type { Question } from '../question.ts';
import { owners } from './network-questions.ts';

const ask = (query: string): Question => ({ query, params: {} });

export const GROUP = 'AWSEC2SecurityGroup|EC2SecurityGroup';
export const SUBNET = 'AWSEC2Subnet|EC2Subnet';

/** Ids of all `x` of a pattern, sorted. */
export const ids = (match: string): string =>
  `COLLECT { MATCH ${match} RETURN DISTINCT x.id AS id ORDER BY id }`;

/** Security groups of instances hang from their interfaces; old graphs join them directly. */
export const INSTANCES = ask(`MATCH (i:AWSEC2Instance|EC2Instance)
RETURN i.id AS id, i.state AS state, i.region AS region, i.publicipaddress IS NOT NULL AS public,
i.exposed_internet_type AS exposed, ${owners('i')} AS accounts,
${ids(`(i)-[:PART_OF_SUBNET]->(x:${SUBNET})`)} AS subnets,
${ids(`(i)-[:NETWORK_INTERFACE]->(:AWSNetworkInterface|NetworkInterface)-[:PART_OF_SUBNET]->(x:${SUBNET})`)} AS interfaceSubnets,
${ids(`(i)-[:MEMBER_OF_EC2_SECURITY_GROUP]->(x:${GROUP})`)} AS ownGroups,
${ids(`(i)-[:NETWORK_INTERFACE]->(:AWSNetworkInterface|NetworkInterface)-[:MEMBER_OF_EC2_SECURITY_GROUP]->(x:${GROUP})`)} AS groups`);

/** Application, network and gateway load balancers with the ports they listen on. */
export const LOAD_BALANCERS = ask(`MATCH (l:AWSLoadBalancerV2|LoadBalancerV2)
RETURN l.id AS id, l.arn AS arn, l.name AS name, l.type AS type, l.scheme AS scheme, l.region AS region, ${owners('l')} AS accounts,
${ids(`(l)-[:SUBNET|PART_OF_SUBNET]->(x:${SUBNET})`)} AS subnets,
${ids(`(l)-[:MEMBER_OF_EC2_SECURITY_GROUP]->(x:${GROUP})`)} AS groups,
COLLECT { MATCH (l)-[:ELBV2_LISTENER]->(n:AWSELBV2Listener|ELBV2Listener) RETURN DISTINCT toLower(n.protocol) + '/' + n.port AS port ORDER BY port } AS listeners`);

/** Where load balancers send what they take in. */
export const LOAD_BALANCER_TARGETS = ask(`MATCH (l:AWSLoadBalancerV2|LoadBalancerV2)-[r:EXPOSE]->(x)
RETURN l.id AS balancer, x.id AS target, r.port AS port, r.protocol AS protocol, r.target_group_arn AS targetGroup`);

/** The other providers' load balancers share the old label; those of version 2 carry it, too. */
export const CLASSIC = `(:AWSAccount)-[:RESOURCE]->(l:AWSLoadBalancer|LoadBalancer) WHERE NOT l:AWSLoadBalancerV2|LoadBalancerV2`;

export const CLASSIC_LOAD_BALANCERS = ask(`MATCH ${CLASSIC}
RETURN DISTINCT l.id AS id, l.name AS name, l.scheme AS scheme, l.region AS region, ${owners('l')} AS accounts,
coalesce(l.exposed_internet, false) AS exposed,
${ids(`(l)-[:SUBNET|PART_OF_SUBNET]->(x:${SUBNET})`)} AS subnets,
${ids(`(l)-[:MEMBER_OF_EC2_SECURITY_GROUP|SOURCE_SECURITY_GROUP]->(x:${GROUP})`)} AS groups,
COLLECT { MATCH (l)-[:ELB_LISTENER]->(n:AWSELBListener|ELBListener) RETURN DISTINCT toLower(n.protocol) + '/' + n.port AS port ORDER BY port } AS listeners`);

/** Instances of classic load balancers, and the ports of all their listeners: each sends to each. */
export const CLASSIC_TARGETS = ask(`MATCH ${CLASSIC}
MATCH (l)-[:EXPOSE]->(x:AWSEC2Instance|EC2Instance)
RETURN DISTINCT l.id AS balancer, x.id AS target,
COLLECT { MATCH (l)-[:ELB_LISTENER]->(n:AWSELBListener|ELBListener) RETURN DISTINCT toLower(n.instance_protocol) + '/' + n.instance_port AS port ORDER BY port } AS sends`);

export const DATABASES = ask(`MATCH (d:AWSRDSInstance|RDSInstance)
RETURN d.id AS id, d.db_instance_identifier AS name, d.engine AS engine, d.endpoint_port AS port, d.region AS region,
d.availability_zone AS zone, coalesce(d.multi_az, false) AS multiZone, coalesce(d.publicly_accessible, false) AS public, ${owners('d')} AS accounts,
${ids(`(d)-[:MEMBER_OF_DB_SUBNET_GROUP]->(:AWSDBSubnetGroup|DBSubnetGroup)-[:RESOURCE]->(x:${SUBNET})`)} AS subnets,
${ids(`(d)-[:MEMBER_OF_EC2_SECURITY_GROUP]->(x:${GROUP})`)} AS groups`);

/** Clusters: the graph does not say in which network they are. */
export const CLUSTERS = ask(`MATCH (c:AWSEKSCluster|EKSCluster)
RETURN c.id AS id, c.name AS name, c.region AS region, c.status AS status, c.version AS version,
coalesce(c.endpoint_public_access, false) AS public, ${owners('c')} AS accounts`);

/** Functions: the graph does not say in which network they are. */
export const FUNCTIONS = ask(`MATCH (f:AWSLambda)
RETURN f.id AS id, f.name AS name, f.region AS region, ${owners('f')} AS accounts`);

export const RESOURCE_QUESTIONS: readonly Question[] = [
  INSTANCES,
  LOAD_BALANCERS,
  LOAD_BALANCER_TARGETS,
  CLASSIC_LOAD_BALANCERS,
  CLASSIC_TARGETS,
  DATABASES,
  CLUSTERS,
  FUNCTIONS,
];

export const GROUPS = ask(`MATCH (g:${GROUP})
RETURN g.id AS id, g.name AS name, g.region AS region, ${owners('g')} AS accounts,
COLLECT { MATCH (v:AWSVpc)-[:MEMBER_OF_EC2_SECURITY_GROUP]->(g) RETURN DISTINCT v.id AS id ORDER BY id } AS vpcs`);

/**
 * Rules of security groups. Only IPv4 ranges are recorded as sources: a rule without any is for a group,
 * IPv6 addresses or a prefix list, and one with some may be for a group, too.
 */
export const RULES = ask(`MATCH (r:AWSIpRule|IpRule)-[:MEMBER_OF_EC2_SECURITY_GROUP]->(:${GROUP})
RETURN DISTINCT r.id AS id, r:AWSIpPermissionInbound OR r:IpPermissionInbound AS inbound, r.protocol AS protocol, r.fromport AS low, r.toport AS high,
${ids(`(r)-[:MEMBER_OF_EC2_SECURITY_GROUP]->(x:${GROUP})`)} AS groups,
${ids('(x:AWSIpRange|IpRange)-[:MEMBER_OF_IP_RULE]->(r)')} AS ranges`);

/** Groups that name each other in a rule; which ports, and in which direction, is not recorded. */
export const GROUP_PAIRS = ask(`MATCH (g:${GROUP})-[:ALLOWS_TRAFFIC_FROM]->(x:${GROUP})
RETURN DISTINCT g.id AS group, x.id AS source`);

export const GROUP_QUESTIONS: readonly Question[] = [GROUPS, RULES, GROUP_PAIRS];
