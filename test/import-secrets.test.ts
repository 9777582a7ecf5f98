// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of CloudFormation have variables of that form
/** Nothing that is secret in a state, plan, code, stack or template reaches what is imported, or what is said about it. */

import { expect, test } from 'vitest';
import { awsConfigImporter } from '../src/importers/aws-config/importer.ts';
import { cloudFormationImporter } from '../src/importers/cloudformation/importer.ts';
import type { FileImporter, SourceFile } from '../src/importers/file-importer.ts';
import { pulumiImporter } from '../src/importers/pulumi/importer.ts';
import { terraformImporter } from '../src/importers/terraform/importer.ts';
import { imported, jsonFile, textFile } from './imported-files.ts';

const planted: string[] = [];
/** A text that must not be found again. */
const secret = (): string => {
  const text = `planted-${planted.length}-secret`;
  planted.push(text);
  return text;
};

/** Attributes that hold secrets or people, by type. */
const SECRETS: Readonly<Record<string, () => Readonly<Record<string, unknown>>>> = {
  aws_instance: () => ({
    id: 'i-1',
    user_data: secret(),
    user_data_base64: secret(),
    key_name: secret(),
    password_data: secret(),
    tags: { Name: 'web', note: secret() },
  }),
  aws_db_instance: () => ({
    id: 'db-1',
    arn: 'arn:aws:rds:eu-west-1:100000000006:db:x',
    password: secret(),
    username: secret(),
    master_user_secret: [{ secret_arn: secret() }],
    engine: 'postgres',
  }),
  aws_rds_cluster: () => ({ id: 'c-1', master_password: secret(), master_username: secret() }),
  aws_redshift_cluster: () => ({ id: 'r-1', master_password: secret() }),
  aws_elasticache_replication_group: () => ({ id: 'g-1', auth_token: secret() }),
  aws_vpn_connection: () => ({
    id: 'vpn-1',
    tunnel1_preshared_key: secret(),
    tunnel2_preshared_key: secret(),
    customer_gateway_configuration: secret(),
  }),
  aws_dx_private_virtual_interface: () => ({ id: 'dxvif-1', bgp_auth_key: secret() }),
  aws_lambda_function: () => ({
    id: 'f',
    arn: 'arn:aws:lambda:eu-west-1:100000000006:function:f',
    environment: [{ variables: { TOKEN: secret() } }],
    description: secret(),
  }),
  aws_organizations_account: () => ({ id: '100000000009', name: 'dev', email: secret() }),
  aws_organizations_organization: () => ({
    id: 'o-1',
    master_account_email: secret(),
    accounts: [{ id: '100000000006', name: 'prod', email: secret() }],
    non_master_accounts: [{ id: '100000000007', name: 'pay', email: secret() }],
  }),
  aws_launch_template: () => ({ id: 'lt-1', user_data: secret() }),
  aws_ecs_service: () => ({ id: 's-1', name: 's', environment: secret() }),
  aws_eks_cluster: () => ({
    id: 'k',
    arn: 'arn:aws:eks:eu-west-1:100000000006:cluster/k',
    certificate_authority: [{ data: secret() }],
  }),
  aws_opensearch_domain: () => ({
    id: 'o',
    arn: 'arn:aws:es:eu-west-1:100000000006:domain/o',
    advanced_security_options: [{ master_user_options: [{ master_user_password: secret() }] }],
    access_policies: secret(),
  }),
  aws_vpc_endpoint: () => ({ id: 'vpce-1', vpc_id: 'vpc-1', policy: secret() }),
  aws_security_group: () => ({
    id: 'sg-1',
    description: secret(),
    ingress: [
      { protocol: 'tcp', from_port: 1, to_port: 2, cidr_blocks: [], description: secret() },
    ],
  }),
  aws_secretsmanager_secret_version: () => ({ id: 'x', secret_string: secret() }),
  aws_ssm_parameter: () => ({ id: 'p', name: 'p', value: secret() }),
  aws_iam_access_key: () => ({ id: 'a', secret: secret(), ses_smtp_password_v4: secret() }),
  random_password: () => ({ id: 'none', result: secret() }),
  tls_private_key: () => ({ id: 't', private_key_pem: secret() }),
};

async function found(importer: FileImporter, ...files: SourceFile[]): Promise<readonly string[]> {
  const { facts, diagnostics } = await imported(importer, files);
  // Maps are no JSON by themselves.
  const text = JSON.stringify({ facts, diagnostics }, (_, value) =>
    value instanceof Map ? [...value] : value,
  );
  return planted.filter((secretText) => text.includes(secretText));
}

const instances = () =>
  Object.entries(SECRETS).map(([type, attributes]) => ({ type, attributes: attributes() }));

test('of a state', async () => {
  const before = planted.length;
  const resources = instances().map(({ type, attributes }) => ({
    ...{ mode: 'managed', type, name: 'x', provider: 'p' },
    instances: [{ attributes }],
  }));
  const marked = {
    ...{ mode: 'managed', type: 'aws_subnet', name: 'x', provider: 'p' },
    instances: [
      {
        attributes: { id: 'subnet-1', availability_zone: secret() },
        sensitive_attributes: [[{ type: 'get_attr', value: 'availability_zone' }]],
      },
    ],
  };
  const data = {
    ...{ mode: 'data', type: 'aws_secretsmanager_secret_version', name: 'x', provider: 'p' },
    instances: [{ attributes: { id: 'x', secret_string: secret(), name: secret() } }],
  };
  const outputs = {
    open: { value: secret(), type: 'string' },
    closed: { value: secret(), type: 'string', sensitive: true },
  };
  const state = {
    version: 4,
    lineage: 'l',
    serial: 1,
    outputs,
    resources: [...resources, marked, data],
  };
  expect(planted.length - before).toBeGreaterThanOrEqual(40);
  expect(await found(terraformImporter, jsonFile('x.tfstate', state))).toEqual([]);
});

test('of a plan and a shown state', async () => {
  const all = instances();
  const resource_changes = all.map(({ type, attributes }) => ({
    ...{ address: `${type}.x`, mode: 'managed', type, name: 'x' },
    change: {
      actions: ['create'],
      after: attributes,
      after_unknown: { id: true },
      after_sensitive: {},
    },
  }));
  resource_changes.push({
    ...{ address: 'aws_subnet.x', mode: 'managed', type: 'aws_subnet', name: 'x' },
    change: {
      actions: ['create'],
      after: { availability_zone: secret() },
      after_unknown: { id: true },
      after_sensitive: { availability_zone: true },
    },
  });
  const plan = {
    format_version: '1.2',
    terraform_version: '1.9.8',
    variables: { token: { value: secret() } },
    planned_values: { outputs: { x: { sensitive: true, value: secret() } } },
    resource_changes,
    prior_state: {
      values: { outputs: { y: { value: secret() } }, root_module: { resources: [] } },
    },
  };
  const shown = {
    format_version: '1.0',
    terraform_version: '1.9.8',
    values: {
      outputs: { x: { sensitive: false, value: secret() } },
      root_module: {
        resources: all.map(({ type, attributes }) => ({
          ...{ address: `${type}.x`, mode: 'managed', type, name: 'x' },
          values: attributes,
          sensitive_values: {},
        })),
      },
    },
  };
  expect(await found(terraformImporter, jsonFile('plan.json', plan))).toEqual([]);
  expect(await found(terraformImporter, jsonFile('show.json', shown))).toEqual([]);
});

test('of code: a sensitive variable decides how many, and is no fact itself', async () => {
  const [key, zone] = [secret(), secret()];
  const code = `
    variable "key" {
      sensitive = true
      default   = "${key}"
    }
    variable "zone" {
      sensitive = true
      type      = string
    }
    resource "aws_vpc" "x" { cidr_block = "10.0.0.0/16" }
    resource "aws_subnet" "x" {
      count             = var.key != "" ? 2 : 0
      vpc_id            = aws_vpc.x.id
      availability_zone = "zone-\${var.zone}"
      cidr_block        = cidrsubnet("10.0.0.0/16", 8, length(var.zone))
      tags              = { Name = upper(var.zone), Other = jsonencode({ a = [var.key] }) }
    }
    resource "aws_vpn_connection" "x" { tunnel1_preshared_key = var.key }
    output "key" { value = nonsensitive(var.key) }
    locals { broken = regex("x", var.key) }
    resource "aws_route_table" "x" { vpc_id = local.broken }`;
  const files = [textFile('main.tf', code), textFile('terraform.tfvars', `zone = "${zone}"`)];
  planted.push(zone.toUpperCase());
  const { facts } = await imported(terraformImporter, files);
  expect(facts?.inventory.subnets.size).toBe(2);
  expect(facts?.inventory.subnets.get('aws_subnet.x[0]')?.absent).toMatchObject({
    zone: 'redacted',
    cidr: 'redacted',
  });
  expect(await found(terraformImporter, ...files)).toEqual([]);
});

test('of files that code reads', async () => {
  const texts: Readonly<Record<string, string>> = {
    'init.sh.tpl': `#!/bin/sh\nexport TOKEN=${secret()}\n`,
    'keys.yaml': `password: ${secret()}\nzone: a\n`,
    'broken.yaml': `a: [${secret()}\n`,
    'broken.tftpl': `\${ ${secret()} ${secret()} }`,
  };
  const code = `
    resource "aws_instance" "x" { user_data = file("init.sh.tpl") }
    resource "aws_db_instance" "x" { password = yamldecode(file("keys.yaml")).password }
    resource "aws_vpc" "x" {
      cidr_block = yamldecode(file("broken.yaml"))
      tags       = { Name = templatefile("broken.tftpl", {}), Other = file("init.sh.tpl") }
    }`;
  const beside = {
    get: (path: string) => (texts[path] === undefined ? undefined : Buffer.from(texts[path])),
    searched: Object.keys(texts),
  };
  const read = await imported(terraformImporter, [textFile('main.tf', code)], { beside });
  // What only a password needs is not even opened.
  expect(read.facts?.inputs.map(({ path }) => path)).not.toContain('keys.yaml');
  expect(read.facts?.inputs).toHaveLength(4);
  const text = JSON.stringify(read, (_, value) => (value instanceof Map ? [...value] : value));
  expect(planted.filter((one) => text.includes(one))).toEqual([]);
});

test('of a stack', async () => {
  const camel = (name: string): string =>
    name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
  const NAMES: Readonly<Record<string, string>> = {
    aws_instance: 'aws:ec2/instance:Instance',
    aws_db_instance: 'aws:rds/instance:Instance',
    aws_rds_cluster: 'aws:rds/cluster:Cluster',
    aws_vpn_connection: 'aws:ec2/vpnConnection:VpnConnection',
    aws_lambda_function: 'aws:lambda/function:Function',
    aws_organizations_account: 'aws:organizations/account:Account',
    aws_security_group: 'aws:ec2/securityGroup:SecurityGroup',
  };
  const resources = instances().map(({ type, attributes }) => ({
    urn: `urn:pulumi:a::b::${NAMES[type] ?? type}::x`,
    custom: true,
    type: NAMES[type] ?? `other:${type}`,
    id: String(attributes.id),
    inputs: Object.fromEntries(Object.entries(attributes).map(([k, v]) => [camel(k), v])),
    outputs: { kubeconfig: secret() },
  }));
  const config = { secrets_providers: { type: 'passphrase', state: { salt: secret() } } };
  const stack = { version: 3, deployment: { ...config, resources } };
  expect(await found(pulumiImporter, jsonFile('stack.json', stack))).toEqual([]);
});

test('of templates, their parameters and what AWS answers on stacks', async () => {
  const before = planted.length;
  const properties: Readonly<Record<string, () => unknown>> = {
    'AWS::EC2::Instance': () => ({
      UserData: { 'Fn::Base64': { 'Fn::Sub': secret() } },
      KeyName: secret(),
      Tags: [{ Key: 'note', Value: secret() }],
    }),
    'AWS::EC2::LaunchTemplate': () => ({ LaunchTemplateData: { UserData: secret() } }),
    'AWS::RDS::DBInstance': () => ({ MasterUsername: secret(), MasterUserPassword: secret() }),
    'AWS::RDS::DBCluster': () => ({ MasterUserPassword: { Ref: 'Token' } }),
    'AWS::Redshift::Cluster': () => ({ MasterUserPassword: secret() }),
    'AWS::ElastiCache::ReplicationGroup': () => ({ AuthToken: secret() }),
    'AWS::EC2::VPNConnection': () => ({
      VpnTunnelOptionsSpecifications: [{ PreSharedKey: secret() }],
    }),
    'AWS::Lambda::Function': () => ({
      Environment: { Variables: { TOKEN: secret() } },
      Code: { ZipFile: secret() },
      Description: secret(),
    }),
    'AWS::ECS::Service': () => ({ ServiceConnectConfiguration: { Log: secret() } }),
    'AWS::OpenSearchService::Domain': () => ({
      AdvancedSecurityOptions: { MasterUserOptions: { MasterUserPassword: secret() } },
      AccessPolicies: { Statement: secret() },
    }),
    'AWS::EC2::VPCEndpoint': () => ({ PolicyDocument: { Statement: secret() } }),
    'AWS::EC2::SecurityGroup': () => ({
      GroupDescription: secret(),
      SecurityGroupIngress: [{ IpProtocol: 'tcp', CidrIp: '10.0.0.0/8', Description: secret() }],
    }),
    'AWS::EC2::Subnet': () => ({ AvailabilityZone: { 'Fn::Sub': 'x-${Token}' } }),
    'AWS::EC2::VPC': () => ({
      CidrBlock: { 'Fn::If': ['Open', '10.0.0.0/16', { Ref: 'Token' }] },
      Tags: [{ Key: 'Name', Value: `{{resolve:secretsmanager:${secret()}}}` }],
    }),
    'AWS::Organizations::Account': () => ({ AccountName: 'dev', Email: secret() }),
    'AWS::SecretsManager::Secret': () => ({ SecretString: secret() }),
    'AWS::SSM::Parameter': () => ({ Value: secret() }),
    'Custom::Thing': () => ({ ServiceToken: secret(), Password: secret() }),
  };
  const template = {
    Description: secret(),
    Parameters: {
      Token: { Type: 'String', NoEcho: true, Default: secret() },
      Given: { Type: 'String', Default: secret() },
    },
    Mappings: { Keys: { prod: { key: secret() } } },
    Conditions: { Open: { 'Fn::Equals': [{ Ref: 'Token' }, secret()] } },
    Resources: Object.fromEntries(
      Object.entries(properties).map(([Type, of], i) => [
        `R${i}`,
        {
          ...{ Type, Properties: of() },
          Metadata: { 'AWS::CloudFormation::Init': { config: secret() } },
        },
      ]),
    ),
    Outputs: { Key: { Value: secret(), Description: secret(), Export: { Name: 'key' } } },
  };
  const files = [
    jsonFile('x.json', template),
    jsonFile('x.parameters.json', [
      { ParameterKey: 'Token', ParameterValue: secret() },
      { ParameterKey: 'Given', ParameterValue: secret() },
    ]),
    jsonFile('stacks.json', {
      Stacks: [
        {
          ...{ StackName: 'x', StackStatus: 'CREATE_COMPLETE', Description: secret() },
          Parameters: [{ ParameterKey: 'Given', ParameterValue: secret() }],
          Outputs: [{ OutputKey: 'Key', OutputValue: secret() }],
        },
      ],
    }),
    jsonFile('exports.json', {
      Exports: [{ ExportingStackId: 'x', Name: 'other', Value: secret() }],
    }),
  ];
  expect(planted.length - before).toBeGreaterThanOrEqual(40);
  expect(await found(cloudFormationImporter, ...files)).toEqual([]);
  const deployed = { TemplateBody: JSON.stringify(template), StagesAvailable: ['Processed'] };
  expect(await found(cloudFormationImporter, jsonFile('get-template.json', deployed))).toEqual([]);
});

test('of items of AWS Config', async () => {
  const configurations: Readonly<Record<string, () => object>> = {
    'AWS::EC2::Instance': () => ({ instanceId: 'i-1', userData: secret(), keyName: secret() }),
    'AWS::EC2::VPNConnection': () => ({
      ...{ vpnConnectionId: 'vpn-1', customerGatewayConfiguration: secret() },
      options: { tunnelOptions: [{ preSharedKey: secret() }] },
    }),
    'AWS::RDS::DBInstance': () => ({
      ...{ dBInstanceIdentifier: 'db', masterUsername: secret() },
      pendingModifiedValues: { masterUserPassword: secret() },
    }),
    'AWS::Lambda::Function': () => ({
      ...{ functionName: 'f', description: secret() },
      environment: { variables: { TOKEN: secret() } },
    }),
    'AWS::EC2::LaunchTemplate': () => ({ launchTemplateData: { userData: secret() } }),
    'AWS::EC2::VPCEndpoint': () => ({ vpcEndpointId: 'vpce-1', policyDocument: secret() }),
    'AWS::EC2::SecurityGroup': () => ({ groupId: 'sg-1', description: secret() }),
    'AWS::EC2::VPC': () => ({ vpcId: 'vpc-1', tags: [{ key: 'note', value: secret() }] }),
    'AWS::SSM::Parameter': () => ({ value: secret() }),
    'AWS::ECS::TaskDefinition': () => ({ containerDefinitions: [{ environment: secret() }] }),
  };
  const item = (resourceType: string, configuration: unknown) => ({
    ...{ resourceType, resourceId: 'x', configurationItemStatus: 'OK', configuration },
    ...{ supplementaryConfiguration: { Policy: secret() }, tags: { other: secret() } },
    relatedEvents: [secret()],
  });
  const before = planted.length;
  const items = Object.entries(configurations).map(([type, of]) => item(type, of()));
  const texts = items.map(({ configuration, ...rest }) => ({
    ...rest,
    configuration: JSON.stringify(configuration),
  }));
  expect(planted.length - before).toBeGreaterThanOrEqual(40);
  const files = [
    jsonFile('snapshot.json', { configSnapshotId: 'x', configurationItems: items }),
    jsonFile('history.json', { configurationItems: texts }),
    jsonFile('query.json', { Results: items.map((one) => JSON.stringify(one)) }),
  ];
  expect(await found(awsConfigImporter, ...files)).toEqual([]);
  const broken = `{"configurationItems": [{"a": "${secret()}" "${secret()}"}]}`;
  expect(await found(awsConfigImporter, textFile('x.json', broken))).toEqual([]);
  const row = JSON.stringify({ Results: [`{"resourceType": "${secret()}" 1`] });
  expect(await found(awsConfigImporter, textFile('y.json', row))).toEqual([]);
});

test('of files that do not parse: a message quotes nothing', async () => {
  const yaml = `Resources:\n  A: {Type: AWS::EC2::VPC, Properties: [}\n  ${secret()}: "${secret()}`;
  expect(await found(cloudFormationImporter, textFile('x.yaml', yaml))).toEqual([]);
  const stacks = `{"Stacks": [{"StackName": "x", "Outputs": [{"OutputValue": "${secret()}" 1`;
  expect(await found(cloudFormationImporter, textFile('x.json', stacks))).toEqual([]);
  const text = `{"version": 4, "lineage": "l", "resources": [{"a": "${secret()}" "${secret()}"}]}`;
  expect(await found(terraformImporter, textFile('x.tfstate', text))).toEqual([]);
  const code = `resource "aws_x" "y" {\n  password = "${secret()}" "${secret()}"\n}`;
  expect(await found(terraformImporter, textFile('main.tf', code))).toEqual([]);
});
