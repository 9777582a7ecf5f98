/** Types of what runs in networks, stores data or keeps accounts, by CloudFormation's names. */

import { isMap, Unknown, type Value, type ValueMap } from '../aws-resources/values.ts';
import { listOf, maps, type ProviderResource, renamed, type TypeRule } from './type-rule.ts';

const scheme = (values: ValueMap): ValueMap => {
  const { scheme: own, ...rest } = values;
  if (own instanceof Unknown) return { ...rest, internal: own };
  return { ...rest, internal: own === 'internal' };
};

/** The groups that an action sends to, in either of the two ways to write them. */
const action = (values: ValueMap): ValueMap => {
  const { forward, ...rest } = values;
  if (!isMap(forward)) return rest;
  const groups = maps(forward.target_groups).map((g) => renamed(g, { target_group_arn: 'arn' }));
  return { ...rest, forward: [{ target_group: groups }] };
};

const listener = (values: ValueMap): ValueMap => {
  const { default_action: actions, action: others, certificates, ...rest } = values;
  const [certificate] = maps(certificates);
  return {
    ...rest,
    ...(certificate ? renamed(certificate, { certificate_arn: 'certificate_arn' }) : {}),
    ...(actions === undefined ? {} : { default_action: maps(actions).map(action) }),
    ...(others === undefined ? {} : { action: maps(others).map(action) }),
  };
};

/** Targets are written in their group. */
const targetGroup =
  (self: Value): NonNullable<TypeRule['adapt']> =>
  (values) => {
    const { targets, ...rest } = values;
    const attachments = maps(targets).map(
      (target, i): ProviderResource => ({
        type: 'aws_lb_target_group_attachment',
        suffix: `Targets[${i}]`,
        values: { target_group_arn: self, ...renamed(target, { id: 'target_id', port: 'port' }) },
      }),
    );
    return [{ type: 'aws_lb_target_group', values: rest }, ...attachments];
  };

/** Stands for the resource that is being read. */
export const SELF = new Unknown('itself');

const LISTENER_NAMES = {
  DefaultActions: 'default_action',
  Actions: 'action',
  ForwardConfig: 'forward',
  TargetGroups: 'target_groups',
  Certificates: 'certificates',
};

const scalingGroup = (values: ValueMap): ValueMap => {
  const { launch_template: template, mixed_instances_policy: mixed, ...rest } = values;
  return {
    ...rest,
    ...(template === undefined ? {} : { launch_template: listOf(template) }),
    ...(mixed === undefined ? {} : { mixed_instances_policy: listOf(mixed) }),
  };
};

const clusterMember =
  (type: string): NonNullable<TypeRule['adapt']> =>
  (values) => [
    { type: values.cluster_identifier === undefined ? 'aws_db_instance' : type, values },
  ];

const containerService = (values: ValueMap): ValueMap => {
  const { network_configuration: network, load_balancer: balancers, ...rest } = values;
  const inner = isMap(network) ? network.awsvpc_configuration : network;
  return {
    ...rest,
    ...(inner === undefined ? {} : { network_configuration: inner }),
    ...(balancers === undefined ? {} : { load_balancer: maps(balancers) }),
  };
};

const FILE_SYSTEMS: Readonly<Record<string, string>> = {
  LUSTRE: 'lustre',
  WINDOWS: 'windows',
  ONTAP: 'ontap',
  OPENZFS: 'openzfs',
};

/** A share is one resource here, and one for each of its parts in Terraform. */
const share: TypeRule['adapt'] = ({ principals, resource_arns: arns }) => [
  ...listOf(principals).map(
    (principal, i): ProviderResource => ({
      type: 'aws_ram_principal_association',
      suffix: `Principals[${i}]`,
      values: { principal, resource_share_arn: SELF },
    }),
  ),
  ...listOf(arns).map(
    (arn, i): ProviderResource => ({
      type: 'aws_ram_resource_association',
      suffix: `ResourceArns[${i}]`,
      values: { resource_arn: arn, resource_share_arn: SELF },
    }),
  ),
];

const account = ({ parents, ...rest }: ValueMap): ValueMap => {
  const [parent] = listOf(parents);
  return parent === undefined ? rest : { ...rest, parent_id: parent };
};

/** Its settings are one property. */
const distribution = ({ config, ...rest }: ValueMap): ValueMap =>
  isMap(config) ? { ...rest, ...config } : rest;

/** What a policy is attached to is written in it. */
const policy: TypeRule['adapt'] = ({ targets, ...values }) => [
  { type: 'aws_organizations_policy', values },
  ...listOf(targets).map(
    (target, i): ProviderResource => ({
      type: 'aws_organizations_policy_attachment',
      suffix: `TargetIds[${i}]`,
      values: { policy_id: SELF, target_id: target },
    }),
  ),
];

const GROUP_IDS = { VPCSecurityGroups: 'vpc_security_group_ids' };

const database = (family: string): Readonly<Record<string, TypeRule>> => {
  const [namespace = '', prefix = ''] = family.split(' ');
  const cluster = prefix === 'db' ? 'aws_rds_cluster' : `aws_${prefix}_cluster`;
  const groupName = prefix === 'neptune' ? 'neptune_subnet_group_name' : 'db_subnet_group_name';
  const own = { DBSubnetGroupName: groupName };
  return {
    [`AWS::${namespace}::DBInstance`]: {
      type: 'aws_db_instance',
      ...{ named: 'identifier', arn: ['rds', 'db:'], adapt: clusterMember(`${cluster}_instance`) },
      names: {
        ...{ ...own, ...GROUP_IDS, DBInstanceIdentifier: 'identifier' },
        DBClusterIdentifier: 'cluster_identifier',
      },
    },
    [`AWS::${namespace}::DBCluster`]: {
      ...{ type: cluster, named: 'cluster_identifier', arn: ['rds', 'cluster:'] },
      names: { ...own, DBClusterIdentifier: 'cluster_identifier' },
    },
    [`AWS::${namespace}::DBSubnetGroup`]: {
      ...{ type: `aws_${prefix}_subnet_group`, named: 'name' },
      names: { DBSubnetGroupName: 'name' },
    },
  };
};

export const WORKLOAD_TYPES: Readonly<Record<string, TypeRule>> = {
  ...database('RDS db'),
  ...database('DocDB docdb'),
  ...database('Neptune neptune'),
  'AWS::AutoScaling::AutoScalingGroup': {
    type: 'aws_autoscaling_group',
    ...{ named: 'name', adapt: scalingGroup },
    names: {
      AutoScalingGroupName: 'name',
      TargetGroupARNs: 'target_group_arns',
      LaunchConfigurationName: 'launch_configuration',
    },
  },
  'AWS::AutoScaling::LaunchConfiguration': {
    ...{ type: 'aws_launch_configuration', named: 'name' },
    names: { LaunchConfigurationName: 'name' },
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    type: 'aws_lb',
    ...{ id: 'arn:', self: ['LoadBalancerArn'], adapt: scheme },
    names: { Type: 'load_balancer_type', SubnetMappings: 'subnet_mapping', Scheme: 'scheme' },
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    ...{ type: 'aws_lb_listener', id: 'arn:', self: ['ListenerArn'] },
    ...{ names: LISTENER_NAMES, adapt: listener },
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule': {
    ...{ type: 'aws_lb_listener_rule', names: LISTENER_NAMES, adapt: listener },
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    type: 'aws_lb_target_group',
    ...{ id: 'arn:', self: ['TargetGroupArn'] },
    ...{ names: { Targets: 'targets' }, adapt: targetGroup(SELF) },
  },
  'AWS::ElasticLoadBalancing::LoadBalancer': {
    ...{ type: 'aws_elb', named: 'name', adapt: scheme },
    names: {
      ...{ LoadBalancerName: 'name', Scheme: 'scheme', Listeners: 'listener' },
      ...{ LoadBalancerPort: 'lb_port', Protocol: 'lb_protocol' },
    },
  },
  'AWS::Redshift::Cluster': {
    type: 'aws_redshift_cluster',
    ...{ named: 'cluster_identifier', arn: ['redshift', 'cluster:'] },
  },
  'AWS::Redshift::ClusterSubnetGroup': { type: 'aws_redshift_subnet_group', named: 'name' },
  'AWS::ElastiCache::CacheCluster': {
    type: 'aws_elasticache_cluster',
    ...{ named: 'cluster_id', arn: ['elasticache', 'cluster:'] },
    names: {
      ...{ ClusterName: 'cluster_id', CacheSubnetGroupName: 'subnet_group_name' },
      VpcSecurityGroupIds: 'security_group_ids',
    },
  },
  'AWS::ElastiCache::ReplicationGroup': {
    type: 'aws_elasticache_replication_group',
    ...{ named: 'replication_group_id', arn: ['elasticache', 'replicationgroup:'] },
    names: { CacheSubnetGroupName: 'subnet_group_name' },
  },
  'AWS::ElastiCache::SubnetGroup': {
    ...{ type: 'aws_elasticache_subnet_group', named: 'name' },
    names: { CacheSubnetGroupName: 'name' },
  },
  'AWS::OpenSearchService::Domain': {
    ...{ type: 'aws_opensearch_domain', named: 'domain_name', arn: ['es', 'domain/'] },
    names: { VPCOptions: 'vpc_options' },
  },
  'AWS::Elasticsearch::Domain': {
    ...{ type: 'aws_elasticsearch_domain', named: 'domain_name', arn: ['es', 'domain/'] },
    names: { VPCOptions: 'vpc_options' },
  },
  'AWS::MSK::Cluster': {
    ...{ type: 'aws_msk_cluster', id: 'arn:' },
    names: { ConnectivityInfo: 'connectivity_info', PublicAccess: 'public_access' },
  },
  'AWS::MSK::ServerlessCluster': {
    ...{ type: 'aws_msk_serverless_cluster', id: 'arn:' },
    names: { VpcConfigs: 'vpc_config', SecurityGroups: 'security_group_ids' },
  },
  'AWS::AmazonMQ::Broker': { type: 'aws_mq_broker' },
  'AWS::CloudFront::Distribution': {
    type: 'aws_cloudfront_distribution',
    ...{ named: 'id', self: ['Id'], adapt: distribution },
    names: {
      ...{ DistributionConfig: 'config', Origins: 'origin', WebACLId: 'web_acl_id' },
    },
  },
  'AWS::WAFv2::WebACLAssociation': {
    ...{ type: 'aws_wafv2_web_acl_association', names: { WebACLArn: 'web_acl_arn' } },
  },
  'AWS::Organizations::Policy': {
    ...{ type: 'aws_organizations_policy', id: 'p-', self: ['Id'], adapt: policy },
    names: { TargetIds: 'targets' },
  },
  'AWS::EFS::FileSystem': {
    ...{ type: 'aws_efs_file_system', id: 'fs-', self: ['FileSystemId'] },
    names: { FileSystemTags: 'tags' },
  },
  'AWS::EFS::MountTarget': { type: 'aws_efs_mount_target', id: 'fsmt-' },
  'AWS::FSx::FileSystem': {
    ...{ type: 'aws_fsx_lustre_file_system', id: 'fs-' },
    names: { FileSystemType: 'kind' },
    adapt: ({ kind, ...values }) => {
      const own = typeof kind === 'string' ? FILE_SYSTEMS[kind] : undefined;
      return [{ type: `aws_fsx_${own ?? 'lustre'}_file_system`, values }];
    },
  },
  'AWS::EKS::Cluster': {
    ...{ type: 'aws_eks_cluster', named: 'name', arn: ['eks', 'cluster/'] },
    names: { ResourcesVpcConfig: 'vpc_config' },
  },
  'AWS::ECS::Cluster': {
    ...{ type: 'aws_ecs_cluster', named: 'name', arn: ['ecs', 'cluster/'] },
    names: { ClusterName: 'name' },
  },
  'AWS::ECS::Service': {
    ...{ type: 'aws_ecs_service', id: 'arn:', adapt: containerService },
    names: {
      ServiceName: 'name',
      LoadBalancers: 'load_balancer',
      AwsvpcConfiguration: 'awsvpc_configuration',
    },
  },
  'AWS::Lambda::Function': {
    ...{ type: 'aws_lambda_function', named: 'function_name', arn: ['lambda', 'function:'] },
  },
  'AWS::Organizations::Organization': {
    ...{ type: 'aws_organizations_organization', id: 'o-', self: ['Id'] },
    attributes: { RootId: ['roots', 0, 'id'] },
  },
  'AWS::Organizations::OrganizationalUnit': {
    ...{ type: 'aws_organizations_organizational_unit', id: 'ou-', self: ['Id'] },
  },
  'AWS::Organizations::Account': {
    ...{ type: 'aws_organizations_account', id: '', self: ['AccountId'], adapt: account },
    names: { AccountName: 'name', ParentIds: 'parents' },
  },
  'AWS::RAM::ResourceShare': {
    ...{ type: 'aws_ram_resource_share', adapt: share },
    names: { Principals: 'principals', ResourceArns: 'resource_arns' },
  },
};
