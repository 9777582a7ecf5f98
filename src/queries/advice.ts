/**
 * What the model of the graph does not tell: properties that stay empty or mislead, and what will go away. Each was
 * seen in a graph that Cartography 0.143 made, or is announced in its sources.
 */

export interface Advice {
  readonly label: string;
  readonly property: string;
  /** `never`: no node has it. `misleading`: it holds something else than its name says, or only sometimes. `going`: it will be removed. */
  readonly is: 'never' | 'misleading' | 'going';
  readonly why: string;
  readonly instead: string;
}

export const PROPERTIES: readonly Advice[] = [
  {
    label: 'AWSEC2RouteTable',
    property: 'vpc_id',
    is: 'never',
    why: 'Cartography does not fill it',
    instead: 'Follow (table)-[:MEMBER_OF_AWS_VPC]->(:AWSVpc).',
  },
  {
    label: 'AWSEC2NetworkAclRule',
    property: 'fromport',
    is: 'never',
    why: 'Cartography asks for keys that AWS does not send',
    instead: 'The ports of network ACLs are not in the graph: treat them as unknown.',
  },
  {
    label: 'AWSEC2NetworkAclRule',
    property: 'toport',
    is: 'never',
    why: 'Cartography asks for keys that AWS does not send',
    instead: 'The ports of network ACLs are not in the graph: treat them as unknown.',
  },
  ...[
    'ecc_kms_key_id',
    'ecc_logging',
    'ecc_log_configuration_cloud_watch_encryption_enabled',
    'ecc_log_configuration_cloud_watch_log_group_name',
    'ecc_log_configuration_s3_bucket_name',
    'ecc_log_configuration_s3_encryption_enabled',
    'ecc_log_configuration_s3_key_prefix',
  ].map(
    (property): Advice => ({
      label: 'AWSECSCluster',
      property,
      is: 'never',
      why: 'Cartography asks for keys that AWS does not send',
      instead: 'The settings of ECS Exec are not in the graph: treat them as unknown.',
    }),
  ),
  ...['protocoltype', 'routeselectionexpression', 'apikeyselectionexpression', 'apiendpoint'].map(
    (property): Advice => ({
      label: 'AWSAPIGatewayV2API',
      property,
      is: 'never',
      why: 'Cartography looks for it under a different spelling',
      instead: 'It is not in the graph: treat it as unknown.',
    }),
  ),
  {
    label: 'AWSEC2Instance',
    property: 'hibernationoptions',
    is: 'never',
    why: 'Cartography asks for a key that AWS does not send',
    instead: 'Hibernation is not in the graph: treat it as unknown.',
  },
  {
    label: 'AWSLaunchConfiguration',
    property: 'instance_monitoring_enabled',
    is: 'never',
    why: 'Cartography asks for a key that AWS does not send',
    instead: 'Monitoring is not in the graph: treat it as unknown.',
  },
  {
    label: 'AWSAccount',
    property: 'foreign',
    is: 'misleading',
    why: 'it is also set for accounts of your own organization that were not read',
    instead: 'Check whether org_id is that of your organization.',
  },
  {
    label: 'KubernetesService',
    property: 'load_balancer_ip',
    is: 'misleading',
    why: 'it holds the requested address, and is mostly empty',
    instead: 'The assigned address is in load_balancer_ingress.',
  },
  {
    label: 'AWSEC2Route',
    property: 'target',
    is: 'misleading',
    why: 'it holds the destination',
    instead:
      'Targets are gateway_id, nat_gateway_id, transit_gateway_id, vpc_peering_connection_id and the like.',
  },
  {
    label: 'AWSEC2Subnet',
    property: 'name',
    is: 'misleading',
    why: 'it holds the CIDR block',
    instead: "Its name is the tag: (subnet)-[:TAGGED]->(:AWSTag {key: 'Name'}).",
  },
  ...['primary_cidr_block', 'state', 'is_default', 'instance_tenancy', 'dhcp_options_id'].map(
    (property): Advice => ({
      label: 'AWSVpc',
      property,
      is: 'misleading',
      why: 'a peered VPC loses it',
      instead:
        property === 'primary_cidr_block'
          ? 'Read the blocks from (vpc)-[:BLOCK_ASSOCIATION]->(:AWSCidrBlock).'
          : 'An empty value does not mean false.',
    }),
  ),
  {
    label: 'AWSVpc',
    property: 'region',
    is: 'misleading',
    why: 'for a peered VPC it holds the region that was read last',
    instead: 'Read the region from its subnets.',
  },
  {
    label: 'AWSAccount',
    property: 'status',
    is: 'going',
    why: 'AWS retires it',
    instead: 'Use state.',
  },
];

/** Types with a twin that stays when they go away. Following both counts everything twice. */
export const TYPES: Readonly<Record<string, string>> = {
  MEMBER_AWS_GROUP: 'MEMBER_OF',
  MEMBER_OF_SSO_GROUP: 'MEMBER_OF',
  MEMBER_GSUITE_GROUP: 'MEMBER_OF',
};

/** Labels of all providers that read as if they were one's own, and the one that AWS's nodes have for themselves. */
export const SHARED: Readonly<Record<string, string>> = {
  Database: 'AWSRDSInstance',
  Function: 'AWSLambda',
  IpPermissionInbound: 'AWSIpPermissionInbound',
  IpRange: 'AWSIpRange',
  IpRule: 'AWSIpRule',
  LoadBalancer: 'AWSLoadBalancer or AWSLoadBalancerV2',
  Subnet: 'AWSEC2Subnet',
  Tag: 'AWSTag',
};

/** One node for all that carry the same value: through it, everything is joined to everything. */
export const THROUGH: ReadonlySet<string> = new Set(['AWSTag', 'GCPLabel', 'AzureTag']);
