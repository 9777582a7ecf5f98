/** Types of networks, by CloudFormation's names. */

import { isMap, type Value, type ValueMap } from '../aws-resources/values.ts';
import { listOf, maps, renamed, type TypeRule } from './type-rule.ts';

const portRange = (values: ValueMap): ValueMap => {
  const { port_range: range, ...rest } = values;
  return isMap(range) ? { ...rest, ...renamed(range, { from: 'from_port', to: 'to_port' }) } : rest;
};

/** One rule in a group: each has one source. */
const groupRule = (rule: ValueMap): ValueMap => {
  const value = (name: string): Value | undefined =>
    Object.hasOwn(rule, name) ? rule[name] : undefined;
  return {
    ...renamed(rule, { ip_protocol: 'protocol', from_port: 'from_port', to_port: 'to_port' }),
    cidr_blocks: listOf(value('cidr_ipv4')),
    ipv6_cidr_blocks: listOf(value('cidr_ipv6')),
    prefix_list_ids: listOf(value('prefix_list_id')),
    security_groups: listOf(value('referenced_security_group_id')),
  };
};

/** What AWS gives a group that says nothing of outbound traffic. Terraform takes it away, CloudFormation does not. */
const ALLOW_ALL: ValueMap = { protocol: '-1', cidr_blocks: ['0.0.0.0/0'] };

const rulesOf = (value: Value | undefined): Value =>
  value === undefined || isMap(value) || Array.isArray(value)
    ? listOf(value).map((rule) => (isMap(rule) ? groupRule(rule) : rule))
    : value;

const securityGroup = ({ ingress, egress, ...rest }: ValueMap): ValueMap => ({
  ...rest,
  ingress: rulesOf(ingress),
  egress: egress === undefined || listOf(egress).length === 0 ? [ALLOW_ALL] : rulesOf(egress),
});

const RULE_NAMES = {
  CidrIp: 'cidr_ipv4',
  SourcePrefixListId: 'prefix_list_id',
  DestinationPrefixListId: 'prefix_list_id',
  SourceSecurityGroupId: 'referenced_security_group_id',
  DestinationSecurityGroupId: 'referenced_security_group_id',
  GroupId: 'security_group_id',
};

const GROUP_NAMES = {
  ...RULE_NAMES,
  GroupName: 'name',
  SecurityGroupIngress: 'ingress',
  SecurityGroupEgress: 'egress',
};

const attachment: TypeRule['adapt'] = (values) => {
  const type = values.vpn_gateway_id === undefined ? 'internet' : 'vpn';
  return [{ type: `aws_${type}_gateway_attachment`, values }];
};

/** Two ends in one account are joined as soon as the stack is there. */
const peering: TypeRule['adapt'] = (values, { account, deployed }) => {
  const { peer_owner_id: peer } = values;
  const own = peer === undefined || (account !== undefined && peer === account);
  return deployed && own ? { ...values, accept_status: 'active' } : values;
};

/** Groups and subnet of an instance may be those of its interfaces. */
const instance = (values: ValueMap): ValueMap => {
  const { network_interface: interfaces, ...rest } = values;
  const blocks = maps(interfaces);
  const [first] = blocks;
  const groups = blocks.flatMap(({ security_groups: own }) => listOf(own));
  return {
    ...(first ? renamed(first, { subnet_id: 'subnet_id' }) : {}),
    ...(first
      ? renamed(first, { associate_public_ip_address: 'associate_public_ip_address' })
      : {}),
    ...rest,
    ...(groups.length > 0 ? { vpc_security_group_ids: groups } : {}),
    network_interface: blocks.flatMap((block) => {
      const own = renamed(block, { network_interface_id: 'network_interface_id' });
      return Object.keys(own).length > 0 ? [own] : [];
    }),
  };
};

const networkInterface = (values: ValueMap): ValueMap => {
  const { private_ip: one, private_ips: all, ...rest } = values;
  const addresses = [...listOf(one), ...maps(all).flatMap((a) => listOf(a.private_ip))];
  return addresses.length > 0 ? { ...rest, private_ips: [...new Set(addresses)] } : rest;
};

const launchTemplate = ({ data, ...rest }: ValueMap): ValueMap => {
  if (!isMap(data)) return rest;
  return {
    ...rest,
    ...renamed(data, {
      vpc_security_group_ids: 'vpc_security_group_ids',
      network_interface: 'network_interfaces',
    }),
  };
};

const INTERFACES = { GroupSet: 'security_groups', NetworkInterfaces: 'network_interface' };
const ATTACHED = { id: 'tgw-attach-', self: ['Id'] };
const TABLE_USE = { names: { TransitGatewayAttachmentId: 'transit_gateway_attachment_id' } };

export const NETWORK_TYPES: Readonly<Record<string, TypeRule>> = {
  'AWS::EC2::VPC': {
    ...{ type: 'aws_vpc', id: 'vpc-', self: ['VpcId'] },
    attributes: {
      DefaultNetworkAcl: ['default_network_acl_id'],
      DefaultSecurityGroup: ['default_security_group_id'],
    },
  },
  'AWS::EC2::VPCCidrBlock': { type: 'aws_vpc_ipv4_cidr_block_association' },
  'AWS::EC2::Subnet': { type: 'aws_subnet', id: 'subnet-', self: ['SubnetId'] },
  'AWS::EC2::InternetGateway': {
    ...{ type: 'aws_internet_gateway', id: 'igw-', self: ['InternetGatewayId'] },
  },
  'AWS::EC2::EgressOnlyInternetGateway': {
    ...{ type: 'aws_egress_only_internet_gateway', id: 'eigw-', self: ['Id'] },
  },
  'AWS::EC2::VPCGatewayAttachment': {
    ...{ type: 'aws_internet_gateway_attachment', adapt: attachment },
  },
  'AWS::EC2::NatGateway': { type: 'aws_nat_gateway', id: 'nat-', self: ['NatGatewayId'] },
  'AWS::EC2::EIP': {
    type: 'aws_eip',
    ...{ id: 'eipalloc-', named: 'public_ip', self: ['AllocationId'] },
    names: { InstanceId: 'instance' },
  },
  'AWS::EC2::EIPAssociation': { type: 'aws_eip_association', names: { EIP: 'allocation_id' } },
  'AWS::EC2::RouteTable': { type: 'aws_route_table', id: 'rtb-', self: ['RouteTableId'] },
  'AWS::EC2::Route': {
    type: 'aws_route',
    names: { EgressOnlyInternetGatewayId: 'egress_only_gateway_id' },
  },
  'AWS::EC2::SubnetRouteTableAssociation': { type: 'aws_route_table_association', id: 'rtbassoc-' },
  'AWS::EC2::GatewayRouteTableAssociation': {
    ...{ type: 'aws_route_table_association', id: 'rtbassoc-' },
  },
  'AWS::EC2::VPNGatewayRoutePropagation': { type: 'aws_vpn_gateway_route_propagation' },
  'AWS::EC2::NetworkAcl': { type: 'aws_network_acl', id: 'acl-', self: ['Id'] },
  'AWS::EC2::NetworkAclEntry': {
    ...{
      type: 'aws_network_acl_rule',
      names: { PortRange: 'port_range', From: 'from', To: 'to' },
      adapt: portRange,
    },
  },
  'AWS::EC2::SubnetNetworkAclAssociation': { type: 'aws_network_acl_association' },
  'AWS::EC2::SecurityGroup': {
    ...{ type: 'aws_security_group', id: 'sg-', self: ['GroupId', 'Id'] },
    ...{ names: GROUP_NAMES, adapt: securityGroup },
  },
  'AWS::EC2::SecurityGroupIngress': {
    ...{ type: 'aws_vpc_security_group_ingress_rule', id: 'sgr-', names: RULE_NAMES },
  },
  'AWS::EC2::SecurityGroupEgress': {
    ...{ type: 'aws_vpc_security_group_egress_rule', id: 'sgr-', names: RULE_NAMES },
  },
  'AWS::EC2::PrefixList': {
    ...{ type: 'aws_ec2_managed_prefix_list', id: 'pl-', self: ['PrefixListId'] },
    names: { PrefixListName: 'name', Entries: 'entry' },
  },
  'AWS::EC2::VPCPeeringConnection': {
    ...{ type: 'aws_vpc_peering_connection', id: 'pcx-', self: ['Id'], adapt: peering },
  },
  'AWS::EC2::VPCEndpoint': { type: 'aws_vpc_endpoint', id: 'vpce-', self: ['Id'] },
  'AWS::EC2::VPCEndpointService': {
    ...{ type: 'aws_vpc_endpoint_service', id: 'vpce-svc-', self: ['ServiceId'] },
  },
  'AWS::EC2::VPNGateway': { type: 'aws_vpn_gateway', id: 'vgw-', self: ['VPNGatewayId'] },
  'AWS::EC2::CustomerGateway': {
    ...{ type: 'aws_customer_gateway', id: 'cgw-', self: ['CustomerGatewayId'] },
  },
  'AWS::EC2::VPNConnection': {
    ...{ type: 'aws_vpn_connection', id: 'vpn-', self: ['VpnConnectionId'] },
  },
  'AWS::EC2::VPNConnectionRoute': { type: 'aws_vpn_connection_route' },
  'AWS::EC2::TransitGateway': { type: 'aws_ec2_transit_gateway', id: 'tgw-', self: ['Id'] },
  'AWS::EC2::TransitGatewayAttachment': {
    ...{ type: 'aws_ec2_transit_gateway_vpc_attachment', ...ATTACHED },
  },
  'AWS::EC2::TransitGatewayVpcAttachment': {
    ...{ type: 'aws_ec2_transit_gateway_vpc_attachment', ...ATTACHED },
  },
  'AWS::EC2::TransitGatewayPeeringAttachment': {
    type: 'aws_ec2_transit_gateway_peering_attachment',
    ...{ id: 'tgw-attach-', self: ['TransitGatewayAttachmentId'] },
  },
  'AWS::EC2::TransitGatewayConnect': {
    type: 'aws_ec2_transit_gateway_connect',
    ...{ id: 'tgw-attach-', self: ['TransitGatewayAttachmentId'] },
    names: { TransportTransitGatewayAttachmentId: 'transport_attachment_id' },
  },
  'AWS::EC2::TransitGatewayRouteTable': {
    type: 'aws_ec2_transit_gateway_route_table',
    ...{ id: 'tgw-rtb-', self: ['TransitGatewayRouteTableId'] },
  },
  'AWS::EC2::TransitGatewayRoute': { type: 'aws_ec2_transit_gateway_route', ...TABLE_USE },
  'AWS::EC2::TransitGatewayRouteTableAssociation': {
    ...{ type: 'aws_ec2_transit_gateway_route_table_association', ...TABLE_USE },
  },
  'AWS::EC2::TransitGatewayRouteTablePropagation': {
    ...{ type: 'aws_ec2_transit_gateway_route_table_propagation', ...TABLE_USE },
  },
  'AWS::EC2::ClientVpnEndpoint': { type: 'aws_ec2_client_vpn_endpoint', id: 'cvpn-endpoint-' },
  'AWS::EC2::ClientVpnTargetNetworkAssociation': {
    type: 'aws_ec2_client_vpn_network_association',
  },
  'AWS::EC2::ClientVpnAuthorizationRule': { type: 'aws_ec2_client_vpn_authorization_rule' },
  'AWS::EC2::ClientVpnRoute': { type: 'aws_ec2_client_vpn_route' },
  'AWS::NetworkFirewall::Firewall': {
    type: 'aws_networkfirewall_firewall',
    ...{ id: 'arn:', self: ['FirewallArn'] },
    names: { FirewallName: 'name', SubnetMappings: 'subnet_mapping' },
  },
  'AWS::NetworkManager::CoreNetwork': {
    ...{ type: 'aws_networkmanager_core_network', id: 'core-network-', self: ['CoreNetworkId'] },
  },
  'AWS::NetworkManager::VpcAttachment': {
    ...{ type: 'aws_networkmanager_vpc_attachment', id: 'attachment-', self: ['AttachmentId'] },
  },
  'AWS::NetworkManager::SiteToSiteVpnAttachment': {
    type: 'aws_networkmanager_site_to_site_vpn_attachment',
    ...{ id: 'attachment-', self: ['AttachmentId'] },
  },
  'AWS::NetworkManager::TransitGatewayRouteTableAttachment': {
    type: 'aws_networkmanager_transit_gateway_route_table_attachment',
    ...{ id: 'attachment-', self: ['AttachmentId'] },
  },
  'AWS::EC2::NetworkInterface': {
    type: 'aws_network_interface',
    ...{ id: 'eni-', self: ['Id'], adapt: networkInterface },
    names: {
      GroupSet: 'security_groups',
      PrivateIpAddress: 'private_ip',
      PrivateIpAddresses: 'private_ips',
    },
  },
  'AWS::EC2::NetworkInterfaceAttachment': { type: 'aws_network_interface_attachment' },
  'AWS::EC2::Instance': {
    type: 'aws_instance',
    ...{ id: 'i-', self: ['InstanceId'], adapt: instance },
    names: { ...INTERFACES, SecurityGroupIds: 'vpc_security_group_ids' },
  },
  'AWS::EC2::LaunchTemplate': {
    type: 'aws_launch_template',
    ...{ id: 'lt-', self: ['LaunchTemplateId'], adapt: launchTemplate },
    names: {
      LaunchTemplateName: 'name',
      LaunchTemplateData: 'data',
      SecurityGroupIds: 'vpc_security_group_ids',
      NetworkInterfaces: 'network_interface',
      Groups: 'security_groups',
    },
  },
};
