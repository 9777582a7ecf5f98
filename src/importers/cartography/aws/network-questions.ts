/**
 * What `network()` asks of the graph about accounts' networks and what connects them.
 *
 * Labels from before Cartography 0.139 stand beside the new ones; a node carries both and is matched once.
 * Nothing here changes from one sync to the next while the estate stays as it is.
 */

import type { Question } from '../question.ts';

const ask = (query: string): Question => ({ query, params: {} });

/** Ids of the accounts that hold a node, sorted: a shared one has several. */
export const owners = (node: string): string =>
  `COLLECT { MATCH (o:AWSAccount)-[:RESOURCE]->(${node}) RETURN DISTINCT o.id AS id ORDER BY id }`;

/** Ids of the VPCs that a node is a member of, sorted. */
export const inVpc = (node: string): string =>
  `COLLECT { MATCH (${node})-[:MEMBER_OF_AWS_VPC]->(w:AWSVpc) RETURN DISTINCT w.id AS id ORDER BY id }`;

/** Networks. Their `region` and `primary_cidr_block` are those of the last reader of a peering: a hint at best. */
export const VPCS = ask(`MATCH (v:AWSVpc)
RETURN v.id AS id, v.region AS region, v.is_default AS isDefault, v.primary_cidr_block AS primary,
${owners('v')} AS accounts`);

/** Networks that the newest complete sync of an account that lists them did not read; others refresh a peered one. */
export const OLD_VPCS_WITH = `MATCH (m:ModuleSyncMetadata {grouptype: 'AWSAccount', syncedtype: 'AWSAccount'})
MATCH (:AWSAccount {id: m.groupid})-[:RESOURCE]->(v:AWSVpc)
WITH v, max(m.lastupdated) AS synced WHERE v.lastupdated < synced`;
export const OLD_VPCS = ask(`${OLD_VPCS_WITH}\nRETURN v.id AS id`);

/** Address blocks of networks. */
export const BLOCKS = ask(`MATCH (c:AWSCidrBlock)
RETURN c.id AS id, c.cidr_block AS block, c.block_state AS state, c.vpcid AS vpcText,
COLLECT { MATCH (v:AWSVpc)-[:BLOCK_ASSOCIATION]->(c) RETURN DISTINCT v.id AS id ORDER BY id } AS vpcs`);

/** Subnets. `name` holds the block, so names come from the tags. */
export const SUBNETS = ask(`MATCH (s:AWSEC2Subnet|EC2Subnet)
RETURN s.id AS id, s.cidr_block AS cidr, s.availability_zone AS zone, s.region AS region, s.subnet_arn AS arn,
s.default_for_az AS isDefault, s.vpc_id AS vpcText,
EXISTS { MATCH (:AWSNetworkInterface|NetworkInterface|AWSEC2Instance|EC2Instance)-[:PART_OF_SUBNET]->(s) } AS used, ${inVpc('s')} AS vpcs, ${owners('s')} AS accounts`);

/** Route tables with the subnets that are associated with them. */
export const TABLES = ask(`MATCH (t:AWSEC2RouteTable|EC2RouteTable)
RETURN t.id AS id, coalesce(t.main, false) AS main, t.owner_id AS owner, t.region AS region,
${inVpc('t')} AS vpcs, ${owners('t')} AS accounts`);

/** Which subnet, or gateway, uses which table. One with `main` has no subnet. */
export const ASSOCIATIONS = ask(`MATCH (x:AWSEC2RouteTableAssociation|EC2RouteTableAssociation)
RETURN x.id AS id, coalesce(x.main, false) AS main, x.target AS target, x.subnet_id AS subnetText, x.route_table_id AS tableText,
COLLECT { MATCH (t:AWSEC2RouteTable|EC2RouteTable)-[:ASSOCIATION]->(x) RETURN DISTINCT t.id AS id ORDER BY id } AS tables,
COLLECT { MATCH (x)-[:ASSOCIATED_SUBNET]->(s:AWSEC2Subnet|EC2Subnet) RETURN DISTINCT s.id AS id ORDER BY id } AS subnets`);

/** Routes. `target` is their destination; where they lead is in one property for each kind of target. */
export const ROUTES = ask(`MATCH (r:AWSEC2Route|EC2Route)
RETURN r.id AS id, r.state AS state, r.origin AS origin,
r.destination_cidr_block AS cidr, r.destination_ipv6_cidr_block AS cidr6, r.destination_prefix_list_id AS prefixList,
r.gateway_id AS gateway, r.nat_gateway_id AS nat, r.transit_gateway_id AS transit, r.vpc_peering_connection_id AS peering,
r.vpc_endpoint_id AS endpoint, r.egress_only_internet_gateway_id AS egressOnly, r.carrier_gateway_id AS carrier,
r.local_gateway_id AS local, r.network_interface_id AS interface, r.instance_id AS instance, r.core_network_arn AS core,
COLLECT { MATCH (t:AWSEC2RouteTable|EC2RouteTable)-[:ROUTE]->(r) RETURN DISTINCT t.id AS id ORDER BY id } AS tables,
COLLECT { MATCH (r)-[:ROUTES_TO_GATEWAY]->(g:AWSInternetGateway) RETURN DISTINCT g.id AS id ORDER BY id } AS internet`);

/** Network interfaces that say which gateway they are of, or that a route leads to: they tell its subnet. */
export const INTERFACES = ask(`MATCH (e:AWSNetworkInterface|NetworkInterface)
WHERE e.description STARTS WITH 'Interface for NAT Gateway '
OR EXISTS { MATCH (r:AWSEC2Route|EC2Route) WHERE r.network_interface_id = e.id }
RETURN DISTINCT e.id AS id, e.description AS description, coalesce(e.subnet_id, e.subnetid) AS subnet`);

export const INTERNET_GATEWAYS = ask(`MATCH (g:AWSInternetGateway)
RETURN g.id AS id, g.region AS region, g.ownerid AS owner, ${owners('g')} AS accounts,
COLLECT { MATCH (g)-[:ATTACHED_TO]->(v:AWSVpc) RETURN DISTINCT v.id AS id ORDER BY id } AS vpcs`);

export const ENDPOINTS = ask(`MATCH (e:AWSVpcEndpoint)
RETURN e.id AS id, e.vpc_endpoint_type AS type, e.service_name AS service, e.state AS state, e.region AS region,
e.owner_id AS owner, e.vpc_id AS vpcText, ${inVpc('e')} AS vpcs, ${owners('e')} AS accounts,
COLLECT { MATCH (e)-[:USES_SUBNET]->(s:AWSEC2Subnet|EC2Subnet) RETURN DISTINCT s.id AS id ORDER BY id } AS subnets,
COLLECT { MATCH (e)-[:MEMBER_OF_SECURITY_GROUP]->(g:AWSEC2SecurityGroup|EC2SecurityGroup) RETURN DISTINCT g.id AS id ORDER BY id } AS groups`);

/** Network ACLs. Each is joined to one of its subnets only and its rules have no ports, so neither is asked. */
export const ACLS = ask(`MATCH (n:AWSEC2NetworkAcl|EC2NetworkAcl)
RETURN n.id AS id, n.network_acl_id AS short, coalesce(n.is_default, false) AS isDefault, n.vpc_id AS vpcText,
${inVpc('n')} AS vpcs, ${owners('n')} AS accounts, n.region AS region,
COUNT { MATCH (:AWSEC2NetworkAclRule|EC2NetworkAclRule)-[:MEMBER_OF_NACL]->(n) } AS rules`);

export const PEERINGS = ask(`MATCH (p:AWSPeeringConnection)
RETURN p.id AS id, p.status_code AS status, p.requester_region AS requesterRegion, p.accepter_region AS accepterRegion,
COLLECT { MATCH (p)-[:REQUESTER_VPC]->(v:AWSVpc) RETURN DISTINCT v.id AS id ORDER BY id } AS requesters,
COLLECT { MATCH (p)-[:ACCEPTER_VPC]->(v:AWSVpc) RETURN DISTINCT v.id AS id ORDER BY id } AS accepters,
COLLECT { MATCH (p)-[:REQUESTER_CIDR]->(c:AWSCidrBlock) RETURN DISTINCT c.id AS id ORDER BY id } AS requesterBlocks,
COLLECT { MATCH (p)-[:ACCEPTER_CIDR]->(c:AWSCidrBlock) RETURN DISTINCT c.id AS id ORDER BY id } AS accepterBlocks`);

/** Transit gateways: keyed by ARN, named by routes with the short id. */
export const TRANSIT_GATEWAYS = ask(`MATCH (g:AWSTransitGateway)
RETURN g.id AS id, g.tgw_id AS short, g.ownerid AS owner, g.region AS region, g.state AS state, ${owners('g')} AS accounts,
COLLECT { MATCH (g)-[:SHARED_WITH]->(o:AWSAccount) RETURN DISTINCT o.id AS id ORDER BY id } AS sharedWith`);

/** What is attached to transit gateways. Only VPCs have a node at the far end. */
export const ATTACHMENTS = ask(`MATCH (x:AWSTransitGatewayAttachment)
RETURN x.id AS id, x.resource_type AS type, x.state AS state, x.region AS region, ${owners('x')} AS accounts,
COLLECT { MATCH (x)-[:ATTACHED_TO]->(g:AWSTransitGateway) RETURN DISTINCT g.id AS id ORDER BY id } AS gateways,
COLLECT { MATCH (v:AWSVpc)-[:RESOURCE]->(x) RETURN DISTINCT v.id AS id ORDER BY id } AS vpcs,
COLLECT { MATCH (x)-[:PART_OF_SUBNET]->(s:AWSEC2Subnet|EC2Subnet) RETURN DISTINCT s.id AS id ORDER BY id } AS subnets`);

export const TRANSIT_TABLES = ask(`MATCH (t:AWSTransitGatewayRouteTable)
RETURN t.id AS id, t.transit_gateway_id AS gatewayText,
COLLECT { MATCH (g:AWSTransitGateway)-[:CONTAINS]->(t) RETURN DISTINCT g.id AS id ORDER BY id } AS gateways`);

/** Which attachment looks its routes up in which table. */
export const TRANSIT_ASSOCIATIONS = ask(`MATCH (x:AWSTransitGatewayRouteTableAssociation)
RETURN x.id AS id, x.route_table_id AS table, x.attachment_id AS attachment, x.resource_id AS resource, x.resource_type AS type, x.state AS state`);

/** Which attachment's blocks arrive in which table. */
export const TRANSIT_PROPAGATIONS = ask(`MATCH (x:AWSTransitGatewayRouteTablePropagation)
RETURN x.id AS id, x.route_table_id AS table, x.attachment_id AS attachment, x.state AS state`);

export const TRANSIT_ROUTES = ask(`MATCH (r:AWSTransitGatewayRoute)
RETURN r.id AS id, r.transit_gateway_route_table_id AS table, r.state AS state, r.origin AS origin, r.target AS target,
r.destination_cidr_block AS cidr, r.destination_ipv6_cidr_block AS cidr6,
COLLECT { MATCH (r)-[:ROUTES_TO_TGW_ATTACHMENT]->(x:AWSTransitGatewayAttachment) RETURN DISTINCT x.id AS id ORDER BY id } AS attachments`);

/**
 * Tags of all that `network()` draws, by the keys that rules and options name, however they are written.
 * @param keys lower case, sorted
 */
export const tagsQuestion = (keys: readonly string[]): Question => ({
  query: `MATCH (x:AWSVpc|AWSEC2Subnet|EC2Subnet|AWSInternetGateway|AWSTransitGateway|AWSEC2Instance|EC2Instance|AWSLoadBalancerV2|LoadBalancerV2|AWSLoadBalancer|LoadBalancer|AWSRDSInstance|RDSInstance|AWSRDSCluster|RDSCluster|AWSRedshiftCluster|RedshiftCluster|AWSElasticacheCluster|ElasticacheCluster|AWSESDomain|ESDomain|AWSECSCluster|ECSCluster|AWSAutoScalingGroup|AutoScalingGroup|AWSLambda|AWSEKSCluster|EKSCluster)-[:TAGGED]->(t:AWSTag)
WHERE toLower(trim(t.key)) IN $keys
RETURN DISTINCT x.id AS id, t.key AS key, t.value AS value`,
  params: { keys },
});

export const NETWORK_QUESTIONS: readonly Question[] = [
  VPCS,
  OLD_VPCS,
  BLOCKS,
  SUBNETS,
  TABLES,
  ASSOCIATIONS,
  ROUTES,
  INTERFACES,
  INTERNET_GATEWAYS,
  ENDPOINTS,
  ACLS,
  PEERINGS,
  TRANSIT_GATEWAYS,
  ATTACHMENTS,
  TRANSIT_TABLES,
  TRANSIT_ASSOCIATIONS,
  TRANSIT_PROPAGATIONS,
  TRANSIT_ROUTES,
];
