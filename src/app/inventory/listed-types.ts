/** Which types of resources Cadastre models, by the names that clouds' own listings have for them. */

/** The listing's name -> our word. A name without one is of a type that is counted and not modelled. */
const WORDS: Readonly<Record<string, string>> = {
  'organizations:account': 'account',
  'organizations:organization': 'organization',
  'organizations:ou': 'ou',
  'organizations:organizational-unit': 'ou',
  'ec2:vpc': 'vpc',
  'ec2:subnet': 'subnet',
  'ec2:route-table': 'route-table',
  'ec2:internet-gateway': 'internet-gateway',
  'ec2:egress-only-internet-gateway': 'egress-only-internet-gateway',
  'ec2:natgateway': 'nat-gateway',
  'ec2:nat-gateway': 'nat-gateway',
  'ec2:vpn-gateway': 'vpn-gateway',
  'ec2:customer-gateway': 'customer-gateway',
  'ec2:vpn-connection': 'vpn-connection',
  'directconnect:dx-gateway': 'direct-connect-gateway',
  'directconnect:dxvif': 'direct-connect-interface',
  'ec2:vpc-peering-connection': 'peering',
  'ec2:vpc-endpoint': 'vpc-endpoint',
  'ec2:vpc-endpoint-service': 'vpc-endpoint-service',
  'ec2:prefix-list': 'prefix-list',
  'ec2:network-interface': 'network-interface',
  'ec2:elastic-ip': 'elastic-address',
  'ec2:eip': 'elastic-address',
  'ec2:client-vpn-endpoint': 'client-vpn-endpoint',
  'ec2:transit-gateway': 'transit-gateway',
  'ec2:transit-gateway-attachment': 'transit-gateway-attachment',
  'ec2:transit-gateway-route-table': 'transit-gateway-route-table',
  'ec2:security-group': 'security-group',
  'ec2:security-group-rule': 'security-group-rule',
  'ec2:network-acl': 'network-acl',
  'network-firewall:firewall': 'network-firewall',
  'ec2:instance': 'instance',
  'elasticloadbalancing:loadbalancer': 'load-balancer',
  'elasticloadbalancing:loadbalancer/app': 'load-balancer',
  'elasticloadbalancing:loadbalancer/net': 'load-balancer',
  'elasticloadbalancing:loadbalancer/gwy': 'load-balancer',
  'elastic-load-balancing-v2:load-balancer': 'load-balancer',
  'rds:db': 'database',
  'rds:db-instance': 'database',
  'rds:cluster': 'database-cluster',
  'rds:db-cluster': 'database-cluster',
  'redshift:cluster': 'data-warehouse',
  'elasticache:cluster': 'cache',
  'es:domain': 'search-domain',
  'kafka:cluster': 'message-broker',
  'msk:cluster': 'message-broker',
  'mq:broker': 'message-broker',
  'amazon-mq:broker': 'message-broker',
  'cloudfront:distribution': 'content-distribution',
  'elasticfilesystem:file-system': 'file-system',
  'eks:cluster': 'kubernetes-cluster',
  'lambda:function': 'function',
  'ecs:cluster': 'container-cluster',
  'ecs:service': 'container-service',
  'autoscaling:autoscalinggroup': 'autoscaling-group',
  'autoscaling:auto-scaling-group': 'autoscaling-group',
  'iam:role': 'role',
  'networkmanager:core-network': 'core-network',
};

/** `ec2:security-group` of `AWS::EC2::SecurityGroup`, as AWS Config and CloudFormation write it. */
function kebab(name: string): string {
  const [, service = '', type = ''] = /^AWS::(\w+)::(\w+)$/.exec(name) ?? [];
  if (type === '') return name;
  const lower = (text: string): string =>
    text
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
      .toLowerCase();
  return `${service === 'ElasticLoadBalancingV2' ? 'elastic-load-balancing-v2' : service.toLowerCase()}:${lower(type)}`;
}

/** Our word for a listed type; its own name where Cadastre does not model it. */
export function listedWord(name: string): { readonly type: string; readonly modelled: boolean } {
  const word = WORDS[kebab(name)];
  return { type: word ?? name, modelled: word !== undefined };
}
