/** Templates of CloudFormation and the CDK: what is evaluated, what stays open, and which ids deployed stacks give. */

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of CloudFormation have variables of that form

import { describe, expect, test } from 'vitest';
import { awsImporter } from '../src/importers/aws/importer.ts';
import { cloudFormationImporter } from '../src/importers/cloudformation/importer.ts';
import { isPublic } from '../src/inventory/indexes.ts';
import { reconcile } from '../src/reconcile/reconcile.ts';
import { factsOf, fixtureFiles, imported, jsonFile, textFile } from './imported-files.ts';

const MOTO = fixtureFiles('cloudformation/moto');
const of = (pattern: RegExp) => MOTO.filter(({ path }) => pattern.test(path));

const facts = (...files: Parameters<typeof factsOf>[1]) => factsOf(cloudFormationImporter, files);

/** Facts of a template with these resources. */
const template = (resources: string, more = '') =>
  facts(
    textFile(
      'net.yaml',
      `AWSTemplateFormatVersion: '2010-09-09'\n${more}\nResources:\n${resources}`,
    ),
  );

const reasons = ({ unresolved }: Awaited<ReturnType<typeof facts>>) =>
  unresolved.map(({ what, reason }) => `${what}: ${reason}`);

describe('templates alone', async () => {
  const { inventory, unmapped, unresolved } = await facts(...of(/^own-.*\.yaml$/));
  const { vpcs, subnets, routeTables, routes, peerings, networkInterfaces } = inventory;

  test('have what they declare, by mapping, parameter and pseudo parameter', () => {
    expect([...vpcs.values()].map(({ name, blocks }) => [name, ...blocks])).toEqual([
      ['own-peer', '10.62.0.0/16'],
      ['own-test', '10.61.0.0/16'],
    ]);
    expect([...subnets.values()].map(({ id, cidr, zone, vpc }) => [id, cidr, zone, vpc])).toEqual([
      ['own-network.PeerSubnet', '10.62.0.0/24', 'eu-west-1a', 'own-network.PeerVpc'],
      ['own-network.PrivateSubnet', '10.61.1.0/24', 'eu-west-1b', 'own-network.Vpc'],
      ['own-network.PublicSubnet', '10.61.0.0/24', 'eu-west-1a', 'own-network.Vpc'],
    ]);
    expect([unmapped.size, unresolved.length]).toEqual([0, 0]);
  });

  test('do not have what a condition leaves out', () => {
    expect([...routeTables.keys()].filter((id) => !id.includes('default'))).toEqual([
      'own-network.PrivateTable',
      'own-network.PublicTable',
    ]);
  });

  test('say what leads where: a subnet is public by its route', () => {
    expect(
      [...subnets.values()].filter((s) => isPublic(inventory, s)).map(({ name }) => name),
    ).toEqual(['PublicSubnet']);
    const stated = [...routes.values()].filter(({ provenance }) => !provenance.derivedBy);
    expect(stated.map(({ destination, kind, target }) => [destination, kind, target])).toEqual([
      ['0.0.0.0/0', 'nat-gateway', 'own-network.Nat'],
      ['10.62.0.0/16', 'peering-connection', 'own-network.Peering'],
      ['0.0.0.0/0', 'internet-gateway', 'own-network.Igw'],
    ]);
    expect([...peerings.values()]).toMatchObject([
      { requester: 'own-network.Vpc', accepter: 'own-network.PeerVpc', status: 'unknown' },
    ]);
  });

  test('refer to what another one exports', () => {
    expect([...networkInterfaces.values()]).toMatchObject([
      { subnet: 'own-network.PrivateSubnet', absent: { groups: 'known-after-apply' } },
    ]);
  });

  test('keep the rule that lets everything out, unless they say otherwise', async () => {
    const rules = [...inventory.securityGroupRules.keys()];
    expect(rules).toEqual([
      'own-network.DbGroup|in|tcp/5432|own-network.WebGroup',
      'own-network.DbGroup|out|all|0.0.0.0/0',
      'own-network.WebGroup|in|tcp/443|0.0.0.0/0',
      'own-network.WebGroup|out|all|0.0.0.0/0',
    ]);
    const closed = await template(`
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: x
      SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIpv6: '::/0'}]`);
    expect([...closed.inventory.securityGroupRules.keys()]).toEqual(['net.Group|out|tcp/443|::/0']);
  });
});

describe('deployed stacks', async () => {
  const found = await facts(...of(/^cloudformation-/));
  const answers = await factsOf(awsImporter, of(/^ec2-/));

  test('have the ids that AWS lists, in their account and region', () => {
    expect([...found.inventory.vpcs.values()]).toMatchObject([
      { id: 'vpc-14e280dc4355340bb', name: 'own-test', owner: '100000000008', region: 'eu-west-1' },
      { id: 'vpc-b06b826bdc65613e7', name: 'own-peer' },
    ]);
    expect([...found.inventory.networkInterfaces.values()]).toMatchObject([
      { id: 'eni-cbb319f6990bb4d60', subnet: 'subnet-ae6b2cf1657f616fe' },
    ]);
    expect(found.unresolved).toEqual([]);
  });

  test('are what the command line says of the same account: each thing once', () => {
    const { inventory, statements, conflicts, ambiguous } = reconcile([
      answers.inventory,
      found.inventory,
    ]);
    for (const type of [
      ...(['vpcs', 'subnets', 'internetGateways', 'natGateways', 'peerings'] as const),
      ...(['routeTables', 'routes', 'securityGroups'] as const),
      ...(['securityGroupRules', 'networkAcls', 'networkInterfaces'] as const),
    ]) {
      const lone = [...(statements.get(type) ?? [])].filter(
        ([, all]) => all.length === 1 && all[0]?.source === 'cloudformation',
      );
      expect([type, lone.map(([id]) => id)]).toEqual([type, []]);
      expect([type, inventory[type].size]).toEqual([type, answers.inventory[type].size]);
    }
    // The stand-in of AWS never accepts a peering, nor associates a table.
    expect(conflicts.map(({ type, fact }) => `${type} ${fact}`)).toEqual(['peerings status']);
    expect(ambiguous).toEqual([]);
  });

  test('are read as they are deployed where their template is given twice', async () => {
    const { diagnostics, facts: both } = await imported(
      cloudFormationImporter,
      of(/^own-|^cloudformation-/),
    );
    expect(diagnostics.map(({ code, origin }) => [code, origin?.file])).toEqual([
      ['import-superseded', 'own-consumer.yaml'],
      ['import-superseded', 'own-network.yaml'],
    ]);
    expect(both?.inventory.vpcs.size).toBe(2);
  });

  test('are found by what is in them where no file is called by their name', async () => {
    const [list] = of(/list-stack-resources--own-network/);
    const files = [
      ...of(/^own-network/),
      { path: 'resources.json', bytes: list?.bytes ?? Buffer.of() },
    ];
    expect([...(await facts(...files)).inventory.vpcs.keys()]).toEqual([
      'vpc-14e280dc4355340bb',
      'vpc-b06b826bdc65613e7',
    ]);
  });

  test('of a template that is not there are said to be so', async () => {
    const { inventory, unresolved } = await facts(...of(/list-stack-resources--own-network/));
    expect(inventory.vpcs.size).toBe(0);
    expect(unresolved).toMatchObject([
      {
        what: 'own-network',
        reason: expect.stringContaining('no template among the files has it'),
      },
    ]);
  });

  test('of one template in two accounts are two', async () => {
    const text = 'Resources:\n  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n';
    const list = (account: string, id: string) =>
      jsonFile(`${account}/eu-west-1/cloudformation-list-stack-resources--net.json`, {
        StackResourceSummaries: [
          {
            ...{ LogicalResourceId: 'Vpc', PhysicalResourceId: id },
            ...{ ResourceType: 'AWS::EC2::VPC', ResourceStatus: 'CREATE_COMPLETE' },
          },
        ],
      });
    const both = await facts(
      textFile('net.yaml', text),
      list('100000000001', 'vpc-1'),
      list('100000000002', 'vpc-2'),
    );
    const vpcs = [...both.inventory.vpcs.values()];
    expect(vpcs.map(({ id, owner, provenance }) => [id, owner, provenance.address])).toEqual([
      ['vpc-1', '100000000001', '100000000001/eu-west-1/net.Vpc'],
      ['vpc-2', '100000000002', '100000000002/eu-west-1/net.Vpc'],
    ]);
  });
});

const PARAMETERS = `
Parameters:
  Cidr: {Type: String, Default: 10.0.0.0/16}
  Zones: {Type: CommaDelimitedList, Default: 'eu-west-1a, eu-west-1b'}
  Account: {Type: String, Default: 012345678901}
  Open: {Type: String}
  Image: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /aws/service/x}
  Secret: {Type: String, NoEcho: true, Default: planted}
Mappings:
  Sizes: {small: {bits: '8'}}
Conditions:
  Yes: !Equals [a, a]
  No: !Not [!Condition Yes]
  Both: !And [!Condition Yes, !Equals [!Ref Open, x]]
  Neither: !And [!Condition No, !Equals [!Ref Open, x]]
  Either: !Or [{Condition: Yes}, !Equals [!Ref Open, x]]
  Loop: !Condition Loop`;

/** What a value of a tag is, or why it has none. */
async function evaluated(value: string): Promise<string> {
  const { inventory, unresolved } = await template(
    `  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: ${value}}}`,
    PARAMETERS,
  );
  const [vpc] = inventory.vpcs.values();
  return vpc?.blocks[0] ?? `? ${unresolved[0]?.reason}`;
}

test.each([
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['!Ref Cidr', '10.0.0.0/16'],
  ['{Ref: Cidr}', '10.0.0.0/16'],
  ['!Ref Account', '012345678901'],
  ['!Sub "${Cidr}"', '10.0.0.0/16'],
  ['!Sub "a-${Cidr}-${!Cidr}"', 'a-10.0.0.0/16-${Cidr}'],
  ['!Sub ["${a}/${Account}", {a: !Select [1, !Ref Zones]}]', 'eu-west-1b/012345678901'],
  ['{"Fn::Sub": "${AWS::StackName}"}', 'net'],
  ['!Join [".", ["10", !Ref "AWS::NoValue", "1"]]', '10.1'],
  ['!Select [0, !Split ["/", !Ref Cidr]]', '10.0.0.0'],
  ['!Select [2, !Cidr [!Ref Cidr, 4, !FindInMap [Sizes, small, bits]]]', '10.0.2.0/24'],
  ['!Select [0, !Cidr ["2001:db8::/56", 1, 64]]', '2001:db8::/64'],
  ['!FindInMap [Sizes, large, bits, {DefaultValue: "9"}]', '9'],
  ['!If [Yes, a, b]', 'a'],
  ['!If [No, a, !Ref Cidr]', '10.0.0.0/16'],
  ['!If [Neither, a, b]', 'b'],
  ['!If [Either, a, b]', 'a'],
  ['!Length [a, b]', 'a list of 2'],
  ['!Ref Open', '? the parameter Open has no value'],
  ['!Ref Image', '? the parameter Image is kept by SSM, and in no file'],
  ['!Ref Secret', '? sensitive'],
  ['!Sub "x${Secret}"', '? sensitive'],
  ['!If [Both, a, b]', '? the condition Both: the parameter Open has no value'],
  ['!If [Loop, a, b]', '? the condition Loop: the condition Loop refers to itself'],
  ['!ImportValue other', '? none of the files exports other'],
  ['!Select [0, !GetAZs ""]', '? number 1: the availability zones of the region are in no file'],
  ['!Select [5, !Ref Zones]', '? the list has no number 6'],
  ['!FindInMap [Sizes, large, bits]', '? the mapping Sizes has no such entry'],
  ['!Sub "${AWS::Region}"', '? AWS::Region of the stack net is in no file'],
  ['!Cidr [!Ref Cidr, 300, 8]', '? Fn::Cidr has other arguments than it takes'],
  ['"{{resolve:secretsmanager:net:SecretString}}"', '? sensitive'],
  [
    '"{{resolve:ssm:/net/cidr}}"',
    '? a dynamic reference to a parameter of SSM, which is in no file',
  ],
  ['{"Fn::Transform": {Name: Blocks}}', '? the macro Blocks is run by AWS alone'],
  ['!Base64 x', '? Fn::Base64 is not evaluated'],
  ['!GetAtt Vpc.CidrBlock', '? net.Vpc.CidrBlock refers to itself'.replace('net.', '')],
  ['null', '? the template has null there'],
])('%s is %s', async (value, result) => {
  expect(await evaluated(value)).toBe(result === 'a list of 2' ? '2' : result);
});

test('an attribute that the template itself gives is known, and any other is a reference', async () => {
  const { inventory } = await template(
    `
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Cidr}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !GetAtt Vpc.VpcId, CidrBlock: !Select [1, !Cidr [!GetAtt Vpc.CidrBlock, 2, 8]]}}
  Rules: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !GetAtt Vpc.DefaultSecurityGroup, IpProtocol: '-1', CidrIp: !GetAtt Vpc.CidrBlock}}`,
    PARAMETERS,
  );
  expect([...inventory.subnets.values()]).toMatchObject([{ vpc: 'net.Vpc', cidr: '10.0.1.0/24' }]);
  expect([...inventory.securityGroupRules.values()]).toMatchObject([
    { groups: ['net.Vpc.default_security_group_id'], ranges: ['10.0.0.0/16'] },
  ]);
});

test('references that are joined to a text and split again are what they were, over stacks too', async () => {
  const network = `Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
Outputs:
  Subnets: {Value: !Join [',', [!Ref A, !Ref B]], Export: {Name: !Sub '\${AWS::StackName}-subnets'}}`;
  const app = `Parameters:
  Ids: {Type: 'List<AWS::EC2::Subnet::Id>', Default: ''}
Resources:
  Fn: {Type: AWS::Lambda::Function, Properties: {VpcConfig: {SubnetIds: !Split [',', !ImportValue network-subnets]}}}
  Web: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Select [1, !Split [',', !ImportValue network-subnets]]}}
  Odd: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Sub ['x-\${s}', {s: !ImportValue network-subnets}]}}
  Part: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./part.yaml, Parameters: {Ids: !ImportValue network-subnets}}}`;
  const part = `Parameters:
  Ids: {Type: 'List<AWS::EC2::Subnet::Id>'}
Resources:
  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: !Ref Ids}}`;
  const found = await facts(
    textFile('network.yaml', network),
    textFile('app.yaml', app),
    textFile('part.yaml', part),
  );
  const both = ['network.A', 'network.B'];
  expect([...found.inventory.functions.values()]).toMatchObject([{ subnets: both }]);
  expect([...found.inventory.instances.values()]).toMatchObject([{ subnets: ['network.B'] }]);
  expect([...found.inventory.loadBalancers.values()]).toMatchObject([{ subnets: both }]);
  expect(reasons(found)).toEqual([
    'app.Odd.cidr_block: network.A.id is known after it is deployed',
  ]);
  const text = JSON.stringify(found, (_, v) => (v instanceof Map ? [...v] : v));
  expect(text).not.toMatch(/[\uE000-\uF8FF]/);
});

test('texts that are joined to themselves do not grow without end', async () => {
  const link = (i: number) =>
    `  S${i}: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Join ['', [!GetAtt S${i - 1}.CidrBlock, !GetAtt S${i - 1}.CidrBlock]]}}\n`;
  const links = Array.from({ length: 60 }, (_, i) => link(i + 1)).join('');
  const { unresolved } = await template(
    `  S0: {Type: AWS::EC2::VPC, Properties: {CidrBlock: '0123456789'}}\n${links}`,
  );
  expect(unresolved.at(-1)?.reason).toBe('the text is too long');
});

test('whether something is made is said to be open where its condition is', async () => {
  const found = await template(
    `  Vpc: {Type: AWS::EC2::VPC, Condition: Both, Properties: {CidrBlock: 10.0.0.0/16}}`,
    PARAMETERS,
  );
  expect(found.inventory.vpcs.size).toBe(1);
  expect(reasons(found)).toEqual([
    'net.Vpc: whether it is made is not known: the condition Both: the parameter Open has no value',
  ]);
});

describe('parameters', () => {
  const text = `Parameters: {Block: {Type: String, Default: 10.0.0.0/16}}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Block}}`;
  const blocks = async (...files: Parameters<typeof factsOf>[1]) => {
    const { inventory, unresolved } = await facts(textFile('a/net.yaml', text), ...files);
    return [
      ...[...inventory.vpcs.values()].flatMap((v) => v.blocks),
      ...unresolved.map((u) => u.what),
    ];
  };
  const list = [{ ParameterKey: 'Block', ParameterValue: '10.1.0.0/16' }];

  test('come from a file, in either form, and from the deployed stack before it', async () => {
    expect(await blocks(jsonFile('a/net.parameters.json', list))).toEqual(['10.1.0.0/16']);
    const pipeline = { Parameters: { Block: '10.2.0.0/16' } };
    expect(await blocks(jsonFile('a/params.json', pipeline))).toEqual(['10.2.0.0/16']);
    const stacks = {
      Stacks: [
        {
          ...{ StackName: 'net', StackStatus: 'CREATE_COMPLETE' },
          Parameters: [{ ParameterKey: 'Block', ParameterValue: '10.3.0.0/16' }],
        },
      ],
    };
    expect(
      await blocks(jsonFile('a/params.json', pipeline), jsonFile('stacks.json', stacks)),
    ).toEqual(['10.3.0.0/16']);
  });

  test('that SSM keeps are what it gave, and never the name that they are given', async () => {
    const kept = `Parameters: {Block: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /net/block}}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Block}}`;
    const stacks = (more: object) =>
      jsonFile('stacks.json', {
        Stacks: [
          {
            ...{ StackName: 'net', StackStatus: 'CREATE_COMPLETE' },
            Parameters: [{ ParameterKey: 'Block', ParameterValue: '/net/block', ...more }],
          },
        ],
      });
    const read = async (more: object) => {
      const { inventory } = await facts(textFile('net.yaml', kept), stacks(more));
      return [...inventory.vpcs.values()].flatMap((one) => one.blocks);
    };
    expect(await read({ ResolvedValue: '10.4.0.0/16' })).toEqual(['10.4.0.0/16']);
    expect(await read({})).toEqual([]);
  });

  test('of a file that could be of any template are of none', async () => {
    const other = textFile('b/other.yaml', text.replace('10.0.0.0', '10.9.0.0'));
    expect(await blocks(other, jsonFile('c/dev.json', list))).toEqual([
      '10.0.0.0/16',
      '10.9.0.0/16',
      'c/dev.json',
    ]);
  });
});

describe('nested stacks', async () => {
  const root = `Resources:
  Network: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./parts/network.yaml, Parameters: {Block: 10.5.0.0/16}}}
  Remote: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://s3.example/x/far.yaml'}}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !GetAtt Network.Outputs.Vpc, CidrBlock: 10.5.1.0/24}}
  Lost: {Type: AWS::EC2::Subnet, Properties: {VpcId: !GetAtt Remote.Outputs.Vpc, CidrBlock: 10.5.2.0/24}}`;
  const part = `Parameters: {Block: {Type: String}}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Block}}
Outputs: {Vpc: {Value: !Ref Vpc}}`;
  const found = await facts(textFile('root.yaml', root), textFile('parts/network.yaml', part));

  test('are read with what their parent gives them, and once', () => {
    expect([...found.inventory.vpcs.values()].map(({ id, blocks }) => [id, ...blocks])).toEqual([
      ['root.Network.Vpc', '10.5.0.0/16'],
    ]);
    expect(found.inventory.subnets.get('root.Subnet')?.vpc).toBe('root.Network.Vpc');
  });

  test('that are elsewhere are said to be missing', () => {
    const missing = 'the template of the nested stack is not among the files';
    expect(reasons(found)).toEqual([
      `root.Remote: ${missing}`,
      `root.Lost.vpc_id: Remote: ${missing}`,
    ]);
  });

  test('that nest each other end', async () => {
    const loop = (name: string) =>
      textFile(
        `${name}.yaml`,
        `Resources:\n  Other: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./${name === 'a' ? 'b' : 'a'}.yaml}}\n  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}`,
      );
    const { unresolved } = await facts(loop('a'), loop('b'));
    expect(new Set(unresolved.map(({ reason }) => reason))).toEqual(
      new Set(['stacks are nested more than 10 deep']),
    );
  });
});

test('what the CDK writes is read by its manifest: names, accounts, nested templates', async () => {
  const manifest = {
    version: '36.0.0',
    artifacts: {
      Net: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://100000000006/eu-west-1',
        properties: { templateFile: 'Net.template.json', stackName: 'prod-net' },
      },
    },
  };
  const net = {
    Resources: {
      CDKMetadata: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2:deflate64:x' } },
      Vpc8378EB38: {
        Type: 'AWS::EC2::VPC',
        Properties: { CidrBlock: '10.0.0.0/16', Tags: [{ Key: 'Name', Value: 'prod' }] },
      },
      PartNestedStack: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: {
          TemplateURL: { 'Fn::Sub': 'https://s3.${AWS::Region}.${AWS::URLSuffix}/b/abc.json' },
          Parameters: { Vpc: { Ref: 'Vpc8378EB38' } },
        },
        Metadata: { 'aws:asset:path': 'NetPart.nested.template.json' },
      },
    },
  };
  const part = {
    Parameters: { Vpc: { Type: 'String' } },
    Resources: {
      Web: {
        Type: 'AWS::EC2::Subnet',
        Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' },
      },
    },
  };
  const { inventory, unmapped, unresolved } = await facts(
    jsonFile('cdk.out/manifest.json', manifest),
    jsonFile('cdk.out/Net.template.json', net),
    jsonFile('cdk.out/NetPart.nested.template.json', part),
  );
  expect([...inventory.vpcs.values()]).toMatchObject([
    { id: 'prod-net.Vpc8378EB38', name: 'prod', owner: '100000000006', region: 'eu-west-1' },
  ]);
  expect([...inventory.subnets.values()]).toMatchObject([{ vpc: 'prod-net.Vpc8378EB38' }]);
  expect([[...unmapped], unresolved]).toEqual([[], []]);
});

test('macros and loops are named: only AWS knows what they make', async () => {
  const found = await template(
    `  'Fn::ForEach::Subnets': [Name, [a, b], {'S\${Name}': {Type: AWS::EC2::Subnet}}]\n  F: {Type: AWS::Serverless::Function}`,
    'Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]',
  );
  expect(reasons(found)).toEqual([
    'net.yaml: what the macro AWS::LanguageExtensions makes is not in the file: give the processed template',
    'net.yaml: what the macro AWS::Serverless-2016-10-31 makes is not in the file: give the processed template',
    'net.yaml: Fn::ForEach::Subnets: loops are not evaluated: give the processed template',
  ]);
  expect([...found.unmapped]).toEqual([['AWS::Serverless::Function', 1]]);
});

test('what runs in networks is read by the names of its own service', async () => {
  const { inventory, unresolved } = await template(`
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  S: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, VpcId: !Ref Vpc}}
  Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
  Entry: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref Acl, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 10.0.0.0/8, PortRange: {From: 443, To: 444}}}
  Web: {Type: AWS::EC2::Instance, Properties: {NetworkInterfaces: [{DeviceIndex: '0', SubnetId: !Ref S, GroupSet: [!Ref G], AssociatePublicIpAddress: true}]}}
  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Scheme: internal, Subnets: [!Ref S], SecurityGroups: [!Ref G]}}
  Targets: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: 8080, Protocol: HTTP, VpcId: !Ref Vpc, Targets: [{Id: !Ref Web}]}}
  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb, Port: 443, Protocol: HTTPS, DefaultActions: [{Type: forward, ForwardConfig: {TargetGroups: [{TargetGroupArn: !Ref Targets}]}}]}}
  Groups: {Type: AWS::RDS::DBSubnetGroup, Properties: {DBSubnetGroupDescription: d, SubnetIds: [!Ref S]}}
  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, Port: '5432', DBSubnetGroupName: !Ref Groups, VPCSecurityGroups: [!GetAtt G.GroupId], MultiAZ: true}}
  Fn: {Type: AWS::Lambda::Function, Properties: {VpcConfig: {SubnetIds: [!Ref S], SecurityGroupIds: [!Ref G]}}}
  Eks: {Type: AWS::EKS::Cluster, Properties: {ResourcesVpcConfig: {SubnetIds: [!Ref S], EndpointPublicAccess: false}}}
  Tgw: {Type: AWS::EC2::TransitGateway}
  Attachment: {Type: AWS::EC2::TransitGatewayAttachment, Properties: {TransitGatewayId: !Ref Tgw, VpcId: !Ref Vpc, SubnetIds: [!Ref S]}}
  Endpoint: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, ServiceName: com.amazonaws.eu-west-1.s3, RouteTableIds: []}}`);
  const of = { vpc: 'net.Vpc', subnets: ['net.S'], groups: ['net.G'] };
  expect([...inventory.instances.values()]).toMatchObject([{ ...of, publicAddress: true }]);
  expect([...inventory.loadBalancers.values()]).toMatchObject([
    { ...of, scheme: 'internal', type: 'application', listeners: [{ text: 'https/443' }] },
  ]);
  expect([...inventory.balancerTargets.values()]).toMatchObject([
    { balancer: 'net.Alb', target: 'net.Web' },
  ]);
  expect([...inventory.databases.values()]).toMatchObject([
    { ...of, engine: 'postgres', port: 5432, multiZone: true },
  ]);
  expect([...inventory.functions.values()]).toMatchObject([of]);
  expect([...inventory.kubernetesServices.values()]).toMatchObject([{ publicEndpoint: false }]);
  expect(
    [...inventory.networkAclRules.values()].filter(({ acl }) => acl === 'net.Acl'),
  ).toMatchObject([{ number: 100, inbound: true, allow: true, ports: { low: 443, high: 444 } }]);
  expect([...inventory.transitAttachments.values()]).toMatchObject([
    { gateway: 'net.Tgw', vpc: 'net.Vpc' },
  ]);
  expect([...inventory.transitPropagations.keys()]).toEqual([
    'net.Tgw.propagation_default_route_table_id|net.Attachment',
  ]);
  expect([...inventory.endpoints.values()]).toMatchObject([{ type: 'Gateway' }]);
  expect(unresolved).toEqual([]);
});

describe('files that are not as they should be', () => {
  const refused = async (file: Parameters<typeof textFile>[1], path = 'net.yaml') =>
    (await imported(cloudFormationImporter, [textFile(path, file)])).diagnostics;
  const VPC = 'Resources:\n  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n';

  test('a truncated template and answer are refused with their place', async () => {
    const json = '{"Resources": {"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": ';
    expect(await refused(json, 'net.json')).toMatchObject([
      {
        code: 'import-broken',
        message: 'not valid YAML or JSON',
        origin: { file: 'net.json', line: 1 },
      },
    ]);
    expect(await refused('{"StackResourceSummaries": [\n{"a": 1', 'x.json')).toMatchObject([
      { code: 'import-broken', origin: { file: 'x.json', line: 2 } },
    ]);
  });

  test('an incomplete answer is refused', async () => {
    expect(
      await refused('{"StackResourceSummaries": [], "NextToken": "x"}', 'x.json'),
    ).toMatchObject([{ code: 'import-incomplete' }]);
  });

  test('a tag that is no function, and a merge key, are refused', async () => {
    expect(await refused(`${VPC}  B: {Type: AWS::EC2::VPC, Properties: !Include x}`)).toMatchObject(
      [
        {
          code: 'import-broken',
          message: 'the tag !Include is not supported',
          origin: { line: 3 },
        },
      ],
    );
    expect(await refused(`${VPC}  B: {<<: {a: b}}`)).toMatchObject([
      { code: 'import-broken', message: 'merge keys (<<) are not supported' },
    ]);
  });

  test('aliases that multiply are refused', async () => {
    const levels = Array.from({ length: 9 }, (_, i) => {
      const inner = i === 0 ? 'x' : `*a${i - 1}`;
      return `  a${i}: &a${i} [${Array(10).fill(inner).join(', ')}]\n`;
    });
    const [found] = await refused(`Mappings:\n${levels.join('')}${VPC}`);
    expect(found).toMatchObject({ code: 'import-broken' });
    expect(found?.message).toContain('more than 1000000 values');
  });

  test('a byte order mark and line ends of Windows change nothing', async () => {
    const { inventory } = await facts(
      textFile('net.yaml', `\uFEFF${VPC.replaceAll('\n', '\r\n')}`),
    );
    expect([...inventory.vpcs.values()]).toMatchObject([
      { blocks: ['10.0.0.0/16'], provenance: { at: { line: 2 } } },
    ]);
    const json = JSON.stringify({ Resources: { V: { Type: 'AWS::EC2::VPC' } } });
    const utf16 = { path: 'w.json', bytes: Buffer.from(`\uFEFF${json}`, 'utf16le') };
    expect((await facts(utf16)).inventory.vpcs.size).toBe(1);
  });

  test('templates of other tools are left to them', () => {
    const kind = (text: string, path = 'x.yaml') =>
      cloudFormationImporter.kindOf(textFile(path, text));
    expect(
      kind("AWSTemplateFormatVersion: '2010-09-09-OC'\nResources:\n  A: {Type: OC::ORG::Account}"),
    ).toBeUndefined();
    expect(kind('apiVersion: v1\nkind: Pod\nspec: {Resources: {}}')).toBeUndefined();
    expect(kind('{"Vpcs": []}', 'x.json')).toBeUndefined();
  });

  test('of any bytes, and cut anywhere: nothing is thrown', async () => {
    for (const { path, bytes } of of(/own-network/))
      for (let end = 0; end < bytes.length; end += 97) {
        const file = { path, bytes: bytes.subarray(0, end) };
        if (cloudFormationImporter.kindOf(file))
          await cloudFormationImporter.read([file], { tagKeys: [] });
      }
  });
});

test('10,000 resources are read in a few seconds', async () => {
  const resources = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, i) => [
      `Subnet${i}`,
      {
        Type: 'AWS::EC2::Subnet',
        Properties: {
          VpcId: { Ref: 'Vpc' },
          CidrBlock: { 'Fn::Sub': `10.\${Second}.${i % 256}.0/24` },
          Tags: [{ Key: 'Name', Value: `subnet-${i}` }],
        },
      },
    ]),
  );
  const text = JSON.stringify({
    Parameters: { Second: { Type: 'Number', Default: 7 } },
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.7.0.0/16' } },
      ...resources,
    },
  });
  const { inventory } = await facts(textFile('big.json', text));
  expect(inventory.subnets.size).toBe(10_000);
  expect(inventory.subnets.get('big.Subnet9')?.cidr).toBe('10.7.9.0/24');
}, 60_000);
