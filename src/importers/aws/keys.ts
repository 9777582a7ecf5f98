/** The keys under which AWS lists things, and what becomes of them. */

import type { RecordType } from '../../inventory/inventory.ts';

interface ListedUnder {
  /** What tells one thing from another. */
  readonly id: string;
  /** The command that answers with it, without its service: for questions that were refused. */
  readonly command: string;
  /** What its answer tells all of, in an account and region; absent where one answer alone does not. */
  readonly tells?: readonly RecordType[];
}

const key = (id: string, command: string, ...tells: RecordType[]): ListedUnder => ({
  ...{ id, command },
  ...(tells.length > 0 ? { tells } : {}),
});

export const ANSWER_KEYS = {
  Organization: key('Id', 'organizations-describe-organization', 'organizations'),
  Roots: key('Id', 'organizations-list-roots'),
  OrganizationalUnits: key('Id', 'organizations-list-organizational-units-for-parent'),
  Accounts: key('Id', 'organizations-list-accounts'),
  Vpcs: key('VpcId', 'ec2-describe-vpcs', 'vpcs', 'addressBlocks'),
  Subnets: key('SubnetId', 'ec2-describe-subnets', 'subnets'),
  InternetGateways: key('InternetGatewayId', 'ec2-describe-internet-gateways', 'internetGateways'),
  EgressOnlyInternetGateways: key(
    'EgressOnlyInternetGatewayId',
    'ec2-describe-egress-only-internet-gateways',
    'egressOnlyGateways',
  ),
  NatGateways: key('NatGatewayId', 'ec2-describe-nat-gateways', 'natGateways'),
  VpnGateways: key('VpnGatewayId', 'ec2-describe-vpn-gateways', 'vpnGateways'),
  CustomerGateways: key('CustomerGatewayId', 'ec2-describe-customer-gateways', 'customerGateways'),
  VpnConnections: key('VpnConnectionId', 'ec2-describe-vpn-connections', 'vpnConnections'),
  directConnectGateways: key(
    'directConnectGatewayId',
    'directconnect-describe-direct-connect-gateways',
    'directConnectGateways',
  ),
  directConnectGatewayAssociations: key(
    'associationId',
    'directconnect-describe-direct-connect-gateway-associations',
    'directConnectAssociations',
  ),
  virtualInterfaces: key(
    'virtualInterfaceId',
    'directconnect-describe-virtual-interfaces',
    'directConnectInterfaces',
  ),
  VpcPeeringConnections: key(
    'VpcPeeringConnectionId',
    'ec2-describe-vpc-peering-connections',
    'peerings',
  ),
  VpcEndpoints: key('VpcEndpointId', 'ec2-describe-vpc-endpoints', 'endpoints'),
  ServiceConfigurations: key(
    'ServiceId',
    'ec2-describe-vpc-endpoint-service-configurations',
    'endpointServices',
  ),
  AllowedPrincipals: key('Principal', 'ec2-describe-vpc-endpoint-service-permissions'),
  PrefixLists: key('PrefixListId', 'ec2-describe-managed-prefix-lists', 'prefixLists'),
  Entries: key('Cidr', 'ec2-get-managed-prefix-list-entries'),
  NetworkInterfaces: key(
    'NetworkInterfaceId',
    'ec2-describe-network-interfaces',
    'networkInterfaces',
  ),
  Addresses: key('AllocationId', 'ec2-describe-addresses', 'elasticAddresses'),
  ClientVpnEndpoints: key(
    'ClientVpnEndpointId',
    'ec2-describe-client-vpn-endpoints',
    'clientVpnEndpoints',
  ),
  ClientVpnTargetNetworks: key('AssociationId', 'ec2-describe-client-vpn-target-networks'),
  AuthorizationRules: key('DestinationCidr', 'ec2-describe-client-vpn-authorization-rules'),
  RouteTables: key(
    'RouteTableId',
    'ec2-describe-route-tables',
    ...(['routeTables', 'routes', 'routeTableAssociations'] as const),
  ),
  TransitGateways: key('TransitGatewayId', 'ec2-describe-transit-gateways', 'transitGateways'),
  TransitGatewayAttachments: key(
    'TransitGatewayAttachmentId',
    'ec2-describe-transit-gateway-attachments',
    'transitAttachments',
  ),
  TransitGatewayVpcAttachments: key(
    'TransitGatewayAttachmentId',
    'ec2-describe-transit-gateway-vpc-attachments',
  ),
  TransitGatewayPeeringAttachments: key(
    'TransitGatewayAttachmentId',
    'ec2-describe-transit-gateway-peering-attachments',
  ),
  TransitGatewayRouteTables: key(
    'TransitGatewayRouteTableId',
    'ec2-describe-transit-gateway-route-tables',
    'transitRouteTables',
  ),
  Associations: key(
    'TransitGatewayAttachmentId',
    'ec2-get-transit-gateway-route-table-associations',
  ),
  TransitGatewayRouteTablePropagations: key(
    'TransitGatewayAttachmentId',
    'ec2-get-transit-gateway-route-table-propagations',
  ),
  Routes: key('DestinationCidrBlock', 'ec2-search-transit-gateway-routes'),
  TransitGatewayPropagations: key('TransitGatewayRouteTableId', ''),
  TransitGatewayStaticRoutes: key('TransitGatewayRouteTableId', ''),
  SecurityGroups: key(
    'GroupId',
    'ec2-describe-security-groups',
    ...(['securityGroups', 'securityGroupRules'] as const),
  ),
  SecurityGroupRules: key('SecurityGroupRuleId', 'ec2-describe-security-group-rules'),
  NetworkAcls: key(
    'NetworkAclId',
    'ec2-describe-network-acls',
    ...(['networkAcls', 'networkAclRules'] as const),
  ),
  Firewall: key('FirewallName', 'network-firewall-describe-firewall'),
  Reservations: key('ReservationId', 'ec2-describe-instances', 'instances'),
  LoadBalancers: key('LoadBalancerName', 'elbv2-describe-load-balancers', 'loadBalancers'),
  LoadBalancerDescriptions: key('LoadBalancerName', 'elb-describe-load-balancers'),
  Listeners: key('ListenerArn', 'elbv2-describe-listeners'),
  LoadBalancerListeners: key('LoadBalancerArn', ''),
  TargetGroups: key('TargetGroupArn', 'elbv2-describe-target-groups'),
  TargetHealthDescriptions: key('', 'elbv2-describe-target-health'),
  LoadBalancerTargetHealth: key('TargetGroupArn', ''),
  TagDescriptions: key('ResourceArn', 'elbv2-describe-tags'),
  DBInstances: key('DBInstanceIdentifier', 'rds-describe-db-instances', 'databases'),
  DBClusters: key('DBClusterIdentifier', 'rds-describe-db-clusters', 'databaseClusters'),
  DBSubnetGroups: key('DBSubnetGroupName', 'rds-describe-db-subnet-groups'),
  CacheClusters: key('CacheClusterId', 'elasticache-describe-cache-clusters', 'caches'),
  CacheSubnetGroups: key('CacheSubnetGroupName', 'elasticache-describe-cache-subnet-groups'),
  Clusters: key('ClusterIdentifier', 'redshift-describe-clusters', 'dataWarehouses'),
  ClusterSubnetGroups: key('ClusterSubnetGroupName', 'redshift-describe-cluster-subnet-groups'),
  FileSystems: key('FileSystemId', 'efs-describe-file-systems', 'fileSystems'),
  MountTargets: key('MountTargetId', 'efs-describe-mount-targets'),
  cluster: key('arn', 'eks-describe-cluster'),
  clusters: key('', 'eks-list-clusters', 'kubernetesServices'),
  Functions: key('FunctionName', 'lambda-list-functions', 'functions'),
  AutoScalingGroups: key(
    'AutoScalingGroupName',
    'autoscaling-describe-auto-scaling-groups',
    'scalingGroups',
  ),
  UserId: key('', 'sts-get-caller-identity'),
  Resources: key('Arn', 'resource-explorer-2-search'),
  ResourceTagMappingList: key('ResourceARN', 'resourcegroupstaggingapi-get-resources'),
} satisfies Readonly<Record<string, ListedUnder>>;

export type AnswerKey = keyof typeof ANSWER_KEYS;

const byCommand = new Map(
  Object.entries(ANSWER_KEYS).map(([name, { command }]) => [command, name as AnswerKey]),
);

/** The key of what a command answers with. */
export const keyOfCommand = (command: string): AnswerKey | undefined => byCommand.get(command);

/** What the answers of a key tell all of. */
export const tellsOf = (name: AnswerKey): readonly RecordType[] =>
  (ANSWER_KEYS[name] as ListedUnder).tells ?? [];
