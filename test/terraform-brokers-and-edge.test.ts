/** Message brokers, content delivery, web application firewalls and service control policies, by state, stack and template. */

import { describe, expect, test } from 'vitest';
import { cloudFormationImporter } from '../src/importers/cloudformation/importer.ts';
import { pulumiImporter } from '../src/importers/pulumi/importer.ts';
import { terraformImporter } from '../src/importers/terraform/importer.ts';
import { factsOf, jsonFile, textFile } from './imported-files.ts';

const ACCOUNT = '100000000006';
const MSK = `arn:aws:kafka:eu-west-1:${ACCOUNT}:cluster/events/1`;
const ALB = `arn:aws:elasticloadbalancing:eu-west-1:${ACCOUNT}:loadbalancer/app/web/1`;
const ACL = `arn:aws:wafv2:eu-west-1:${ACCOUNT}:regional/webacl/front/1`;

const RESOURCES: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
  ['aws_vpc', 'x', { id: 'vpc-1', cidr_block: '10.0.0.0/16', owner_id: ACCOUNT }],
  ['aws_subnet', 'a', { id: 'subnet-1', vpc_id: 'vpc-1', cidr_block: '10.0.1.0/24' }],
  ['aws_subnet', 'b', { id: 'subnet-2', vpc_id: 'vpc-1', cidr_block: '10.0.2.0/24' }],
  [
    'aws_msk_cluster',
    'x',
    {
      ...{ id: MSK, arn: MSK, cluster_name: 'events' },
      broker_node_group_info: [
        {
          ...{ client_subnets: ['subnet-1', 'subnet-2'], security_groups: ['sg-1'] },
          connectivity_info: [{ public_access: [{ type: 'SERVICE_PROVIDED_EIPS' }] }],
        },
      ],
    },
  ],
  [
    'aws_mq_broker',
    'x',
    {
      ...{ id: 'b-1', arn: `arn:aws:mq:eu-west-1:${ACCOUNT}:broker:jobs:b-1` },
      ...{ broker_name: 'jobs', engine_type: 'RabbitMQ', publicly_accessible: false },
      ...{ subnet_ids: ['subnet-1'], security_groups: ['sg-1'] },
      user: [{ username: 'planted-user', password: 'planted-password' }],
    },
  ],
  ['aws_lb', 'x', { id: ALB, arn: ALB, name: 'web', internal: false, subnets: ['subnet-1'] }],
  ['aws_wafv2_web_acl_association', 'x', { id: 'x', resource_arn: ALB, web_acl_arn: ACL }],
  [
    'aws_cloudfront_distribution',
    'x',
    {
      ...{ id: 'E1', arn: `arn:aws:cloudfront::${ACCOUNT}:distribution/E1` },
      ...{ domain_name: 'd1.cloudfront.net', aliases: ['shop.example'], web_acl_id: ACL },
      origin: [
        {
          domain_name: 'web-1.eu-west-1.elb.amazonaws.com',
          custom_header: [{ name: 'x-origin', value: 'planted-header' }],
        },
      ],
    },
  ],
  ['aws_organizations_organization', 'x', { id: 'o-1', roots: [{ id: 'r-1', name: 'Root' }] }],
  ['aws_organizations_organizational_unit', 'x', { id: 'ou-1', name: 'prod', parent_id: 'r-1' }],
  ['aws_organizations_account', 'x', { id: ACCOUNT, name: 'pay', parent_id: 'ou-1' }],
  [
    'aws_organizations_policy',
    'scp',
    { id: 'p-1', name: 'deny-leave', type: 'SERVICE_CONTROL_POLICY', content: 'planted-content' },
  ],
  ['aws_organizations_policy', 'tag', { id: 'p-2', name: 'tags', type: 'TAG_POLICY' }],
  ['aws_organizations_policy_attachment', 'a', { policy_id: 'p-1', target_id: 'ou-1' }],
  ['aws_organizations_policy_attachment', 'b', { policy_id: 'p-1', target_id: ACCOUNT }],
  ['aws_organizations_policy_attachment', 'c', { policy_id: 'p-2', target_id: 'ou-1' }],
];

describe('a state', async () => {
  const { inventory, unmapped, unresolved } = await factsOf(terraformImporter, [
    jsonFile('x.tfstate', {
      ...{ version: 4, serial: 1, lineage: 'l' },
      resources: RESOURCES.map(([type, name, attributes]) => ({
        ...{ mode: 'managed', type, name, provider: 'p' },
        instances: [{ attributes }],
      })),
    }),
  ]);

  test('knows where brokers are, and whether anyone can reach them', () => {
    expect([...inventory.messageBrokers.values()]).toMatchObject([
      {
        ...{ id: MSK, name: 'events', engine: 'kafka', public: true, vpc: 'vpc-1' },
        ...{ subnets: ['subnet-1', 'subnet-2'], groups: ['sg-1'] },
      },
      { name: 'jobs', engine: 'rabbitmq', public: false, subnets: ['subnet-1'] },
    ]);
  });

  test('knows what answers at the edge, where its content is from, and what filters it', () => {
    expect([...inventory.contentDistributions.values()]).toMatchObject([
      {
        ...{ name: 'shop.example', domain: 'd1.cloudfront.net', webAcl: ACL },
        origins: ['web-1.eu-west-1.elb.amazonaws.com'],
      },
    ]);
    expect([...inventory.loadBalancers.values()]).toMatchObject([{ name: 'web', webAcl: ACL }]);
  });

  test('knows which service control policies are attached to what', () => {
    expect(inventory.units.get('ou-1')?.policies).toEqual(['deny-leave']);
    expect(inventory.accounts.get(ACCOUNT)?.policies).toEqual(['deny-leave']);
  });

  test('holds nothing else of them', () => {
    expect([...unmapped]).toEqual([]);
    const all = { inventory, unresolved };
    const text = JSON.stringify(all, (_, v) => (v instanceof Map ? [...v] : v));
    expect(text).not.toContain('planted');
  });
});

test('stacks and templates say the same of brokers and distributions', async () => {
  const outputs = {
    ...{ arn: MSK, clusterName: 'events' },
    brokerNodeGroupInfo: { clientSubnets: ['subnet-1'], securityGroups: ['sg-1'] },
  };
  const stack = {
    version: 3,
    deployment: {
      resources: [
        {
          ...{ urn: 'urn:pulumi:a::b::aws:msk/cluster:Cluster::x', custom: true, id: MSK },
          ...{ type: 'aws:msk/cluster:Cluster', inputs: {}, outputs },
        },
      ],
    },
  };
  const pulumi = await factsOf(pulumiImporter, [jsonFile('stack.json', stack)]);
  expect([...pulumi.inventory.messageBrokers.values()]).toMatchObject([
    { name: 'events', subnets: ['subnet-1'], public: false },
  ]);
  const template = `Resources:
  Kafka: {Type: AWS::MSK::Cluster, Properties: {ClusterName: events, BrokerNodeGroupInfo: {ClientSubnets: [subnet-1], SecurityGroups: [sg-1], ConnectivityInfo: {PublicAccess: {Type: DISABLED}}}}}
  Queue: {Type: AWS::AmazonMQ::Broker, Properties: {BrokerName: jobs, EngineType: ACTIVEMQ, SubnetIds: [subnet-1], PubliclyAccessible: true, Users: [{Username: u, Password: planted}]}}
  Cdn: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Aliases: [shop.example], Origins: [{Id: o, DomainName: a.example}]}}}
  Scp: {Type: AWS::Organizations::Policy, Properties: {Name: deny-leave, Type: SERVICE_CONTROL_POLICY, TargetIds: [!Ref Ou], Content: {}}}
  Ou: {Type: AWS::Organizations::OrganizationalUnit, Properties: {Name: prod, ParentId: !GetAtt Org.RootId}}
  Org: {Type: AWS::Organizations::Organization, Properties: {FeatureSet: ALL}}`;
  const { inventory } = await factsOf(cloudFormationImporter, [textFile('x.yaml', template)]);
  expect([...inventory.messageBrokers.values()]).toMatchObject([
    { id: 'x.Kafka', engine: 'kafka', public: false, subnets: ['subnet-1'] },
    { id: 'x.Queue', engine: 'activemq', public: true },
  ]);
  expect([...inventory.contentDistributions.values()]).toMatchObject([
    { name: 'shop.example', origins: ['a.example'] },
  ]);
  expect(inventory.units.get('x.Ou')).toMatchObject({
    ...{ policies: ['deny-leave'], parent: 'x.Org.roots[0].id', organization: 'x.Org' },
  });
});
