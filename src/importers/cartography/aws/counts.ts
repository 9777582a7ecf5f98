/** How many of each kind the graph holds, counted by itself and not by the rows that were read. */

import type { Question } from '../question.ts';
import { CLASSIC } from './resource-questions.ts';

/** Kind, as the ledger names it -> what is counted. */
const NETWORK: Readonly<Record<string, string>> = {
  account: '(n:AWSAccount)',
  vpc: '(n:AWSVpc)',
  'cidr-block': '(n:AWSCidrBlock)',
  subnet: '(n:AWSEC2Subnet|EC2Subnet)',
  'route-table': '(n:AWSEC2RouteTable|EC2RouteTable)',
  'route-table-association': '(n:AWSEC2RouteTableAssociation|EC2RouteTableAssociation)',
  route: '(n:AWSEC2Route|EC2Route)',
  'internet-gateway': '(n:AWSInternetGateway)',
  'vpc-endpoint': '(n:AWSVpcEndpoint)',
  'network-acl': '(n:AWSEC2NetworkAcl|EC2NetworkAcl)',
  'peering-connection': '(n:AWSPeeringConnection)',
  'transit-gateway': '(n:AWSTransitGateway)',
  'transit-gateway-attachment': '(n:AWSTransitGatewayAttachment)',
  'transit-gateway-route-table': '(n:AWSTransitGatewayRouteTable)',
  'transit-gateway-association': '(n:AWSTransitGatewayRouteTableAssociation)',
  'transit-gateway-propagation': '(n:AWSTransitGatewayRouteTablePropagation)',
  'transit-gateway-route': '(n:AWSTransitGatewayRoute)',
};

const RESOURCES: Readonly<Record<string, string>> = {
  instance: '(n:AWSEC2Instance|EC2Instance)',
  'load-balancer': '(n:AWSLoadBalancerV2|LoadBalancerV2)',
  database: '(n:AWSRDSInstance|RDSInstance)',
  'kubernetes-cluster': '(n:AWSEKSCluster|EKSCluster)',
  function: '(n:AWSLambda)',
  'database-cluster': '(n:AWSRDSCluster|RDSCluster)',
  'data-warehouse': '(n:AWSRedshiftCluster|RedshiftCluster)',
  cache: '(n:AWSElasticacheCluster|ElasticacheCluster)',
  'search-domain': '(n:AWSESDomain|ESDomain)',
  'file-system': '(n:AWSEfsFileSystem|EfsFileSystem)',
  'mount-target': '(n:AWSEfsMountTarget|EfsMountTarget)',
  'container-cluster': '(n:AWSECSCluster|ECSCluster)',
  'container-service': '(n:AWSECSService|ECSService)',
  'container-task': '(n:AWSECSTask|ECSTask)',
  'autoscaling-group': '(n:AWSAutoScalingGroup|AutoScalingGroup)',
};

/** Load balancers of the first generation, and the instances that they send to. */
export const CLASSIC_COUNTS = [
  `MATCH ${CLASSIC} RETURN 'load-balancer' AS kind, count(DISTINCT l) AS found`,
  `MATCH ${CLASSIC} MATCH (l)-[:EXPOSE]->(x:AWSEC2Instance|EC2Instance) WITH DISTINCT l, x RETURN 'load-balancer-target' AS kind, count(*) AS found`,
];

const SECURITY_GROUPS: Readonly<Record<string, string>> = {
  'security-group': '(n:AWSEC2SecurityGroup|EC2SecurityGroup)',
};

const nodes = (kinds: Readonly<Record<string, string>>): string[] =>
  Object.entries(kinds).map(
    ([kind, pattern]) => `MATCH ${pattern} RETURN '${kind}' AS kind, count(DISTINCT n) AS found`,
  );

const union = (parts: readonly string[]): Question => ({
  query: parts.join('\nUNION ALL '),
  params: {},
});

/** Targets of routes that have no node are counted by the id that routes name. */
const NAMED = [
  `MATCH (r:AWSEC2Route|EC2Route) RETURN 'nat-gateway' AS kind, count(DISTINCT r.nat_gateway_id) AS found`,
  `MATCH (r:AWSEC2Route|EC2Route) WHERE r.gateway_id STARTS WITH 'vgw-' RETURN 'virtual-private-gateway' AS kind, count(DISTINCT r.gateway_id) AS found`,
];

export const NETWORK_COUNTS = union([...nodes(NETWORK), ...NAMED]);

export const RESOURCE_COUNTS = union([
  ...nodes(RESOURCES),
  `MATCH (:AWSLoadBalancerV2|LoadBalancerV2)-[r:EXPOSE]->() RETURN 'load-balancer-target' AS kind, count(r) AS found`,
  ...CLASSIC_COUNTS,
]);

export const GROUP_COUNTS = union([
  ...nodes(SECURITY_GROUPS),
  `MATCH (n:AWSIpRule|IpRule) WHERE EXISTS { (n)-[:MEMBER_OF_EC2_SECURITY_GROUP]->() } RETURN 'security-group-rule' AS kind, count(DISTINCT n) AS found`,
  `MATCH (g:AWSEC2SecurityGroup|EC2SecurityGroup)-[:ALLOWS_TRAFFIC_FROM]->(x:AWSEC2SecurityGroup|EC2SecurityGroup) WITH DISTINCT g, x RETURN 'security-group-pair' AS kind, count(*) AS found`,
]);
