/** Pulumi's names of types and properties -> those of Terraform's AWS provider, which most of its packages are made from. */

import { snakeCase } from '../aws-resources/snake-case.ts';

/** Modules that are part of the name in Terraform. */
const PREFIXES: Readonly<Record<string, string>> = {
  ec2transitgateway: 'ec2_transit_gateway',
  ec2clientvpn: 'ec2_client_vpn',
  directconnect: 'dx',
  networkmanager: 'networkmanager',
  networkfirewall: 'networkfirewall',
  organizations: 'organizations',
  ram: 'ram',
  eks: 'eks',
  ecs: 'ecs',
  lambda: 'lambda',
  rds: 'rds',
  docdb: 'docdb',
  neptune: 'neptune',
  elasticache: 'elasticache',
  redshift: 'redshift',
  opensearch: 'opensearch',
  elasticsearch: 'elasticsearch',
  msk: 'msk',
  mq: 'mq',
  efs: 'efs',
  fsx: 'fsx',
  autoscaling: 'autoscaling',
  globalaccelerator: 'globalaccelerator',
  cloudfront: 'cloudfront',
  apigatewayv2: 'apigatewayv2',
  wafv2: 'wafv2',
  iam: 'iam',
  s3: 's3',
};

/** Types whose names differ in more than their spelling. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'autoscaling:Group': 'aws_autoscaling_group',
  'autoscaling:Attachment': 'aws_autoscaling_attachment',
  'ec2clientvpn:Endpoint': 'aws_ec2_client_vpn_endpoint',
  'ec2transitgateway:TransitGateway': 'aws_ec2_transit_gateway',
  'ec2:ManagedPrefixList': 'aws_ec2_managed_prefix_list',
  'ec2:ManagedPrefixListEntry': 'aws_ec2_managed_prefix_list_entry',
  'ec2:NetworkInterfaceSecurityGroupAttachment': 'aws_network_interface_sg_attachment',
  'ec2:VpcIpv4CidrBlockAssociation': 'aws_vpc_ipv4_cidr_block_association',
  'ec2:VpcIpv6CidrBlockAssociation': 'aws_vpc_ipv6_cidr_block_association',
  'lambda:Function': 'aws_lambda_function',
  'rds:Instance': 'aws_db_instance',
  'rds:SubnetGroup': 'aws_db_subnet_group',
  's3:Bucket': 'aws_s3_bucket',
  's3:BucketV2': 'aws_s3_bucket',
  'vpc:SecurityGroupIngressRule': 'aws_vpc_security_group_ingress_rule',
  'vpc:SecurityGroupEgressRule': 'aws_vpc_security_group_egress_rule',
  'vpc:SecurityGroupVpcAssociation': 'aws_vpc_security_group_vpc_association',
};

const BALANCERS: Readonly<Record<string, string>> = {
  LoadBalancer: 'aws_lb',
  Listener: 'aws_lb_listener',
  ListenerRule: 'aws_lb_listener_rule',
  ListenerCertificate: 'aws_lb_listener_certificate',
  TargetGroup: 'aws_lb_target_group',
  TargetGroupAttachment: 'aws_lb_target_group_attachment',
};

/**
 * @param type `aws:ec2/subnet:Subnet`
 * @returns Terraform's name; the type itself for what is no resource of AWS
 */
export function resourceType(type: string): string {
  const [, module = '', name = ''] = /^aws:([^:/]+)\/[^:]+:(\w+)$/.exec(type) ?? [];
  if (name === '') return type;
  const key = module.toLowerCase();
  const known = EXCEPTIONS[`${key}:${name}`];
  if (known !== undefined) return known;
  if (['lb', 'alb', 'applicationloadbalancing', 'elasticloadbalancingv2'].includes(key))
    return BALANCERS[name] ?? `aws_lb_${snakeCase(name)}`;
  if (key === 'elb' || key === 'elasticloadbalancing')
    return name === 'LoadBalancer' ? 'aws_elb' : `aws_elb_${snakeCase(name)}`;
  const prefix = Object.hasOwn(PREFIXES, key) ? `${PREFIXES[key]}_` : '';
  return `aws_${prefix}${snakeCase(name)}`;
}

/** Blocks that Pulumi names in the plural, as lists, and Terraform in the singular. */
const SINGULAR: Readonly<Record<string, string>> = {
  routes: 'route',
  entries: 'entry',
  default_actions: 'default_action',
  actions: 'action',
  subnet_mappings: 'subnet_mapping',
  listeners: 'listener',
  network_interfaces: 'network_interface',
  attachments: 'attachment',
  target_groups: 'target_group',
  load_balancers: 'load_balancer',
  vpc_zone_identifiers: 'vpc_zone_identifier',
  origins: 'origin',
  firewall_statuses: 'firewall_status',
};

/** Of these the plural is Terraform's own name. */
const PLURAL: readonly (readonly [type: string, name: string])[] = [
  ['aws_launch_template', 'network_interfaces'],
];

export function attributeName(type: string, property: string): string {
  const name = snakeCase(property);
  if (PLURAL.some(([own, plural]) => own === type && plural === name)) return name;
  return Object.hasOwn(SINGULAR, name) ? (SINGULAR[name] ?? name) : name;
}
