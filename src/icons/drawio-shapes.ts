/** Shapes of draw.io's AWS library for kinds of the catalogue, and back. Only names that its palette lists. */

import { lookup } from './catalogue.ts';

export interface DrawioShape {
  /** `mxgraph.aws4.ec2` */
  readonly name: string;
  /** Of a white drawing on a square, which draw.io calls a resource icon; absent for a drawing without ground. */
  readonly square: boolean;
  /** `#rrggbb` of its category. */
  readonly color: string;
}

const COLORS = {
  compute: '#ED7100',
  network: '#8C4FFF',
  storage: '#7AA116',
  database: '#C925D1',
  security: '#DD344C',
  management: '#E7157B',
  general: '#232F3D',
} as const;

type Category = keyof typeof COLORS;

/** `KIND` where both names are alike, else `KIND=SHAPE`. */
const SQUARES: Readonly<Partial<Record<Category, string>>> = {
  compute: `ec2 lambda ecs=ecs eks=eks ecr=ecr fargate batch elastic-beanstalk outposts lightsail app-runner`,
  network: `vpc-service=vpc transit-gateway direct-connect cloudfront route-53 api-gateway cloud-wan
    elastic-load-balancing global-accelerator verified-access`,
  storage: `s3 efs=elastic_file_system ebs=elastic_block_store fsx backup storage-gateway s3-glacier=glacier datasync`,
  database: `rds aurora dynamodb elasticache redshift neptune`,
  security: `kms=key_management_service secrets-manager acm=certificate_manager_3 waf shield guardduty
    security-hub inspector macie iam=identity_and_access_management iam-identity-center=single_sign_on cognito
    network-firewall firewall-manager directory-service cloudhsm detective`,
  management: `sns sqs eventbridge step-functions cloudwatch=cloudwatch_2 cloudtrail config
    systems-manager organizations control-tower cloudformation service-catalog mq appsync trusted-advisor`,
};

const DRAWINGS: Readonly<Partial<Record<Category, string>>> = {
  compute: `ec2-instance=instance2 lambda-function`,
  network: `internet-gateway nat-gateway vpn-gateway customer-gateway vpn-connection peering-connection=peering
    vpc-endpoint=endpoints eni=elastic_network_interface vpc-router=router network-acl=network_access_control_list
    alb=application_load_balancer nlb=network_load_balancer clb=classic_load_balancer
    gateway-load-balancer=gateway_load_balancer route-table route-53-hosted-zone=hosted_zone
    transit-gateway-attachment vpc-flow-logs=flow_logs`,
  storage: `s3-bucket=bucket`,
  database: `rds-instance`,
  security: `iam-role=role network-firewall-endpoints`,
  management: `sns-topic=topic sqs-queue=queue account-resource=organizations_account
    organizational-unit=organizations_organizational_unit`,
  general: `user users client internet=internet mobile-client server=traditional_server`,
};

const GROUPS: Readonly<Record<string, string>> = {
  'aws:aws-cloud': 'group_aws_cloud_alt',
  'aws:region': 'group_region',
  'aws:vpc': 'group_vpc2',
  'aws:account': 'group_account',
  'aws:private-subnet': 'group_security_group',
  'aws:public-subnet': 'group_security_group',
  'aws:corporate-data-center': 'group_corporate_data_center',
  'aws:auto-scaling-group': 'group_auto_scaling_group',
  'aws:server-contents': 'group_on_premise',
  'aws:ec2-instance-contents': 'group_ec2_instance_contents',
};

/** Names that older drawings and other palettes have for the same things. */
const SYNONYMS: Readonly<Record<string, string>> = {
  group_vpc: 'aws:vpc',
  group_aws_cloud: 'aws:aws-cloud',
  group_on_premise: 'aws:server-contents',
  group_subnet: 'subnet',
  group_security_group: 'subnet',
  virtual_private_cloud: 'aws:vpc',
  vpc_virtual_private_cloud_vpc: 'aws:vpc',
  elastic_compute_cloud: 'aws:ec2',
  instance: 'aws:ec2-instance',
  simple_storage_service: 'aws:s3',
  certificate_manager: 'aws:acm',
  cloudwatch: 'aws:cloudwatch',
  organizations_management_account: 'aws:management-account',
  endpoint: 'aws:vpc-endpoint',
  lambda_function: 'aws:lambda-function',
};

const key = (kind: string): string => lookup(kind)?.kind ?? kind;

interface ShapeIndex {
  readonly byKind: ReadonlyMap<string, DrawioShape>;
  readonly byName: ReadonlyMap<string, string>;
}

function pairs(words: string): [string, string][] {
  return words
    .trim()
    .split(/\s+/)
    .map((word): [string, string] => {
      const [kind = '', name = kind.replaceAll('-', '_')] = word.split('=');
      return [key(kind === 'internet' ? 'internet' : `aws:${kind}`), name];
    });
}

let known: ShapeIndex | undefined;

function index(): ShapeIndex {
  if (known) return known;
  const byKind = new Map<string, DrawioShape>();
  const byName = new Map<string, string>();
  for (const [square, all] of [
    [true, SQUARES],
    [false, DRAWINGS],
  ] as const)
    for (const [category, words] of Object.entries(all))
      for (const [kind, name] of pairs(words)) {
        const color = COLORS[category as Category];
        if (!byKind.has(kind)) byKind.set(kind, { name: `mxgraph.aws4.${name}`, square, color });
        if (!byName.has(name)) byName.set(name, kind);
      }
  for (const [kind, name] of Object.entries(GROUPS)) if (!byName.has(name)) byName.set(name, kind);
  for (const [name, kind] of Object.entries(SYNONYMS)) byName.set(name, key(kind));
  known = { byKind, byName };
  return known;
}

/** The shape of a kind; absent where draw.io has none for certain. */
export const drawioShape = (kind: string): DrawioShape | undefined => index().byKind.get(key(kind));

/** `mxgraph.aws4.group_vpc2`: the icon in the corner of a group. */
export const drawioGroup = (kind: string): string | undefined => {
  const name = GROUPS[key(kind)];
  return name === undefined ? undefined : `mxgraph.aws4.${name}`;
};

/**
 * The kind of a shape of draw.io's AWS libraries, also of older ones.
 * @param name `mxgraph.aws4.ec2`
 */
export function kindOfDrawio(name: string): string | undefined {
  const [, shape] = /^mxgraph\.aws[34]?(?:d|b)?\.(.+)$/.exec(name) ?? [];
  if (shape === undefined) return undefined;
  const own = index().byName.get(shape);
  return own ?? lookup(`aws:${shape.replaceAll('_', '-')}`)?.kind;
}
