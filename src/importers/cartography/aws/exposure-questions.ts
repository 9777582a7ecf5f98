/** What `exposure()` asks of the graph: much of what `network()` asks, so that both are recorded once. */

import type { Question } from '../question.ts';
import { ACCOUNT_QUESTIONS } from './accounts.ts';
import { CONTAINER_QUESTIONS } from './container-questions.ts';
import { CLASSIC_COUNTS } from './counts.ts';
import {
  ASSOCIATIONS,
  BLOCKS,
  INTERNET_GATEWAYS,
  OLD_VPCS,
  owners,
  PEERINGS,
  ROUTES,
  SUBNETS,
  TABLES,
  tagsQuestion,
  VPCS,
} from './network-questions.ts';
import {
  CLASSIC,
  GROUP,
  GROUP_PAIRS,
  GROUPS,
  RESOURCE_QUESTIONS,
  RULES,
} from './resource-questions.ts';
import { STORE_QUESTIONS } from './store-questions.ts';

const ask = (query: string): Question => ({ query, params: {} });

/** Load balancers that Cartography found to let the whole internet in, by its own rules. */
export const EXPOSED =
  ask(`MATCH (l:AWSLoadBalancerV2|LoadBalancerV2) WHERE l.exposed_internet = true
RETURN DISTINCT l.id AS id`);

/** What answers to anyone by its policy, without a network of one's own in between. */
export const OPEN = ask(`MATCH (x:AWSS3Bucket|S3Bucket) WHERE x.anonymous_access = true
RETURN 'bucket' AS kind, x.id AS id, x.name AS name, x.region AS region, ${owners('x')} AS accounts,
COLLECT { UNWIND x.anonymous_actions AS action RETURN DISTINCT action ORDER BY action } AS actions
UNION ALL MATCH (x:AWSLambda) WHERE x.anonymous_access = true
RETURN 'function' AS kind, x.id AS id, x.name AS name, x.region AS region, ${owners('x')} AS accounts,
COLLECT { UNWIND x.anonymous_actions AS action RETURN DISTINCT action ORDER BY action } AS actions
UNION ALL MATCH (x:AWSAPIGatewayRestAPI|APIGatewayRestAPI) WHERE x.anonymous_access = true OR x.exposed_internet = true
RETURN 'api' AS kind, x.id AS id, x.id AS name, x.region AS region, ${owners('x')} AS accounts,
COLLECT { UNWIND x.anonymous_actions AS action RETURN DISTINCT action ORDER BY action } AS actions`);

const count = (kind: string, match: string, what = 'DISTINCT n'): string =>
  `MATCH ${match} RETURN '${kind}' AS kind, count(${what}) AS found`;

const INSTANCE = '(n:AWSEC2Instance|EC2Instance)';

/** Counted apart from the rows that are read, so that what is lost on the way is noticed. */
export const COUNTS = ask(
  [
    count('account', '(n:AWSAccount)'),
    count('vpc', '(n:AWSVpc)'),
    count('subnet', '(n:AWSEC2Subnet|EC2Subnet)'),
    count('internet-gateway', '(n:AWSInternetGateway)'),
    count('instance', INSTANCE),
    count('load-balancer', '(n:AWSLoadBalancerV2|LoadBalancerV2)'),
    count('database', '(n:AWSRDSInstance|RDSInstance)'),
    count('kubernetes-cluster', '(n:AWSEKSCluster|EKSCluster)'),
    count('load-balancer-target', '(:AWSLoadBalancerV2|LoadBalancerV2)-[r:EXPOSE]->()', 'r'),
    ...CLASSIC_COUNTS,
    count('data-warehouse', '(n:AWSRedshiftCluster|RedshiftCluster)'),
    count('search-domain', '(n:AWSESDomain|ESDomain)'),
    count('file-system', '(n:AWSEfsFileSystem|EfsFileSystem)'),
    count('container-service', '(n:AWSECSService|ECSService)'),
    count(
      'security-group-pair',
      `(g:${GROUP})-[:ALLOWS_TRAFFIC_FROM]->(x:${GROUP}) WITH DISTINCT g, x`,
      '*',
    ),
    count(
      'internet-facing',
      '(n:AWSLoadBalancerV2|LoadBalancerV2) WHERE n.exposed_internet = true',
    ),
    count('internet-facing', `${CLASSIC} AND l.exposed_internet = true`, 'DISTINCT l'),
    count('internet-facing', `${INSTANCE} WHERE 'direct' IN n.exposed_internet_type`),
    count('internet-facing', '(n:AWSRDSInstance|RDSInstance) WHERE n.publicly_accessible = true'),
    count('internet-facing', '(n:AWSEKSCluster|EKSCluster) WHERE n.endpoint_public_access = true'),
    count(
      'internet-facing',
      '(n:AWSRedshiftCluster|RedshiftCluster) WHERE n.publicly_accessible = true',
    ),
    count(
      'internet-facing',
      '(n:AWSESDomain|ESDomain) WHERE n.exposed_internet = true AND NOT EXISTS { (n)-[:PART_OF_SUBNET]->(:AWSEC2Subnet|EC2Subnet) }',
    ),
    ...['AWSS3Bucket|S3Bucket', 'AWSLambda', 'AWSAPIGatewayRestAPI|APIGatewayRestAPI'].map(
      (label) =>
        count(
          'internet-facing',
          `(n:${label}) WHERE n.anonymous_access = true${label.startsWith('AWSAPI') ? ' OR n.exposed_internet = true' : ''}`,
        ),
    ),
  ].join('\nUNION ALL '),
);

export const exposureQuestions = (tagKeys: readonly string[]): readonly Question[] => [
  ...ACCOUNT_QUESTIONS,
  ...[VPCS, OLD_VPCS, BLOCKS, SUBNETS, TABLES, ASSOCIATIONS, ROUTES, INTERNET_GATEWAYS, PEERINGS],
  ...RESOURCE_QUESTIONS,
  ...STORE_QUESTIONS,
  ...CONTAINER_QUESTIONS,
  ...[GROUPS, RULES, GROUP_PAIRS],
  ...[EXPOSED, OPEN, COUNTS],
  tagsQuestion(tagKeys),
];
