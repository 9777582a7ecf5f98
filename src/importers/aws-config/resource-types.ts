/** Types of AWS Config -> the keys under which AWS's own answers list such things, and how one is written as the other. */

import type { RecordType } from '../../inventory/inventory.ts';
import type { AnswerKey } from '../aws/keys.ts';
import { isObject, type JsonObject } from '../json-object.ts';
import type { Capture } from './capture.ts';

interface ConfigType {
  readonly key: AnswerKey;
  /** What is told of by items of this type. */
  readonly tells: readonly RecordType[];
  /** Names that AWS Config has otherwise, or not at all. `given` has the names of the answers. */
  readonly adapt?: (given: JsonObject, capture: Capture) => JsonObject;
}

/** `dBInstanceIdentifier` -> `DBInstanceIdentifier`, `dbclusterArn` -> `DBClusterArn`, `vpczoneIdentifier` -> `VPCZoneIdentifier`. */
export function answerName(name: string): string {
  const [, noun] = /^db(instance|cluster|subnet|parameter|security)/.exec(name) ?? [];
  if (noun !== undefined)
    return `DB${noun[0]?.toUpperCase()}${noun.slice(1)}${name.slice(noun.length + 2)}`;
  if (name.startsWith('vpczone')) return `VPCZ${name.slice(4)}`;
  return `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
}

/** By the names of the answers, at any depth. */
function answerNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(answerNames);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [answerName(name), answerNames(inner)]),
  );
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Blocks are texts in old captures, and blocks with a description in newer ones, beside the texts. */
function permission(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { IpRanges: ranges, Ipv4Ranges: more, ...rest } = value;
  const blocks = [...listOf(ranges), ...listOf(more)].map((range) =>
    isObject(range) ? range : { CidrIp: range },
  );
  const known = new Map(blocks.map((block) => [(block as JsonObject).CidrIp, block]));
  return { ...rest, IpRanges: [...known.values()] };
}

const securityGroup = (given: JsonObject): JsonObject => ({
  ...given,
  IpPermissions: listOf(given.IpPermissions).map(permission),
  IpPermissionsEgress: listOf(given.IpPermissionsEgress).map(permission),
});

const arnAs =
  (name: string): NonNullable<ConfigType['adapt']> =>
  (given, { arn }) => ({ ...(arn === undefined ? {} : { [name]: arn }), ...given });

/** Of types whose configuration is written as in a template: the id is the resource's. */
const idAs =
  (name: string): NonNullable<ConfigType['adapt']> =>
  (given, { id }) => ({ ...given, [name]: id });

const attachment: ConfigType['adapt'] = (given, { id, account }) => ({
  ...given,
  TransitGatewayAttachmentId: id,
  ...(given.VpcId === undefined ? {} : { ResourceType: 'vpc', ResourceId: given.VpcId }),
  ResourceOwnerId: account,
});

/** The answer of `describe-cluster` has small letters. */
const cluster: ConfigType['adapt'] = (given, { arn }) => {
  const networks = isObject(given.ResourcesVpcConfig) ? given.ResourcesVpcConfig : {};
  return {
    name: given.Name,
    arn: given.Arn ?? arn,
    status: given.Status,
    resourcesVpcConfig: {
      subnetIds: networks.SubnetIds,
      securityGroupIds: networks.SecurityGroupIds,
      clusterSecurityGroupId: given.ClusterSecurityGroupId ?? networks.ClusterSecurityGroupId,
      endpointPublicAccess: networks.EndpointPublicAccess,
      vpcId: networks.VpcId,
    },
  };
};

const prefixList: ConfigType['adapt'] = (given, { id }) => ({
  ...given,
  PrefixListId: id,
  Cidrs: listOf(given.Entries).flatMap((entry) => (isObject(entry) ? entry.Cidr : [])),
});

const instance: ConfigType['adapt'] = (given, { account }) => ({
  ReservationId: given.InstanceId,
  OwnerId: account,
  Instances: [given],
});

export const CONFIG_TYPES: Readonly<Record<string, ConfigType>> = {
  'AWS::EC2::VPC': { key: 'Vpcs', tells: ['vpcs', 'addressBlocks'] },
  'AWS::EC2::Subnet': {
    ...{ key: 'Subnets', tells: ['subnets'] },
    adapt: (given, { zone }) => ({ AvailabilityZone: zone, ...given }),
  },
  'AWS::EC2::InternetGateway': { key: 'InternetGateways', tells: ['internetGateways'] },
  'AWS::EC2::EgressOnlyInternetGateway': {
    ...{ key: 'EgressOnlyInternetGateways', tells: ['egressOnlyGateways'] },
    adapt: (given, { id }) => ({
      ...{ EgressOnlyInternetGatewayId: id, Attachments: [{ VpcId: given.VpcId }] },
      ...given,
    }),
  },
  'AWS::EC2::NatGateway': { key: 'NatGateways', tells: ['natGateways'] },
  'AWS::EC2::VPNGateway': { key: 'VpnGateways', tells: ['vpnGateways'] },
  'AWS::EC2::CustomerGateway': { key: 'CustomerGateways', tells: ['customerGateways'] },
  'AWS::EC2::VPNConnection': { key: 'VpnConnections', tells: ['vpnConnections'] },
  'AWS::EC2::VPCPeeringConnection': { key: 'VpcPeeringConnections', tells: ['peerings'] },
  'AWS::EC2::VPCEndpoint': { key: 'VpcEndpoints', tells: ['endpoints'] },
  'AWS::EC2::VPCEndpointService': {
    ...{ key: 'ServiceConfigurations', tells: ['endpointServices'], adapt: idAs('ServiceId') },
  },
  'AWS::EC2::PrefixList': { key: 'PrefixLists', tells: ['prefixLists'], adapt: prefixList },
  'AWS::EC2::NetworkInterface': { key: 'NetworkInterfaces', tells: ['networkInterfaces'] },
  'AWS::EC2::EIP': { key: 'Addresses', tells: ['elasticAddresses'] },
  'AWS::EC2::ClientVpnEndpoint': {
    ...{ key: 'ClientVpnEndpoints', tells: ['clientVpnEndpoints'] },
    adapt: idAs('ClientVpnEndpointId'),
  },
  'AWS::EC2::RouteTable': {
    key: 'RouteTables',
    tells: ['routeTables', 'routes', 'routeTableAssociations'],
  },
  'AWS::EC2::TransitGateway': {
    ...{ key: 'TransitGateways', tells: ['transitGateways'], adapt: idAs('TransitGatewayId') },
  },
  'AWS::EC2::TransitGatewayAttachment': {
    ...{ key: 'TransitGatewayAttachments', tells: ['transitAttachments'], adapt: attachment },
  },
  'AWS::EC2::TransitGatewayRouteTable': {
    ...{ key: 'TransitGatewayRouteTables', tells: ['transitRouteTables'] },
    adapt: idAs('TransitGatewayRouteTableId'),
  },
  'AWS::EC2::SecurityGroup': {
    key: 'SecurityGroups',
    ...{ tells: ['securityGroups', 'securityGroupRules'], adapt: securityGroup },
  },
  'AWS::EC2::NetworkAcl': { key: 'NetworkAcls', tells: ['networkAcls', 'networkAclRules'] },
  'AWS::NetworkFirewall::Firewall': {
    ...{ key: 'Firewall', tells: ['networkFirewalls'], adapt: arnAs('FirewallArn') },
  },
  'AWS::EC2::Instance': { key: 'Reservations', tells: ['instances'], adapt: instance },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { key: 'LoadBalancers', tells: ['loadBalancers'] },
  'AWS::ElasticLoadBalancing::LoadBalancer': {
    ...{ key: 'LoadBalancerDescriptions', tells: [] },
  },
  'AWS::ElasticLoadBalancingV2::Listener': { key: 'Listeners', tells: [] },
  'AWS::RDS::DBInstance': {
    ...{ key: 'DBInstances', tells: ['databases'], adapt: arnAs('DBInstanceArn') },
  },
  'AWS::RDS::DBCluster': {
    ...{ key: 'DBClusters', tells: ['databaseClusters'], adapt: arnAs('DBClusterArn') },
  },
  'AWS::RDS::DBSubnetGroup': { key: 'DBSubnetGroups', tells: [] },
  'AWS::Redshift::Cluster': { key: 'Clusters', tells: ['dataWarehouses'] },
  'AWS::Redshift::ClusterSubnetGroup': { key: 'ClusterSubnetGroups', tells: [] },
  'AWS::EFS::FileSystem': {
    ...{ key: 'FileSystems', tells: ['fileSystems'], adapt: idAs('FileSystemId') },
  },
  'AWS::EKS::Cluster': { key: 'cluster', tells: ['kubernetesServices'], adapt: cluster },
  'AWS::Lambda::Function': { key: 'Functions', tells: ['functions'] },
  'AWS::AutoScaling::AutoScalingGroup': { key: 'AutoScalingGroups', tells: ['scalingGroups'] },
};

/** The thing as an answer of AWS would list it. */
export function asListed(capture: Capture, { adapt }: ConfigType): JsonObject {
  const given = answerNames(capture.configuration ?? {}) as JsonObject;
  const { TagSet: _, TagList: __, ...own } = given;
  const tags = { Tags: [...capture.tags].map(([Key, Value]) => ({ Key, Value })) };
  const named = { ...own, ...tags };
  return adapt ? { ...adapt(named, capture), ...(adapt === instance ? {} : tags) } : named;
}
