/** Tables that people keep of accounts and networks: what their columns mean, and what a spreadsheet does to them. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COLUMN_NAMES } from '../src/importers/tables/columns.ts';
import { tableImporter } from '../src/importers/tables/importer.ts';
import { readState } from '../src/inventory/inventory.ts';
import { factsOf, imported, textFile } from './imported-files.ts';

const NETWORKS = `Account ID,Account Name,Region,VPC ID,VPC Name,VPC CIDR,Subnet ID,Subnet Name,Subnet CIDR,AZ,Owner e-mail,Cost centre
012345678901,network,eu-west-1,vpc-0a1,core,10.0.0.0/16,subnet-0b1,web-a,10.0.1.0/24,eu-west-1a,who@secret.example,42
012345678901,network,eu-west-1,vpc-0a1,core,10.0.0.0/16,subnet-0b2,"web, b",10.0.2.0/24,eu-west-1b,,
100000000002,shop,,,spoke,"10.1.0.0/16, 10.2.0.0/16",,app,10.1.1.0/24,eu-west-1a,,
`;

const network = (text: string, name = 'networks.csv') =>
  factsOf(tableImporter, [textFile(name, text)]);
const errors = async (text: string, name = 'networks.csv') =>
  (await imported(tableImporter, [textFile(name, text)])).diagnostics;

describe('a table of networks', () => {
  test('gives accounts, VPCs and subnets, with ids where there are any', async () => {
    const { inventory, unmapped } = await network(NETWORKS);
    expect([...inventory.accounts.values()].map(({ id, name }) => [id, name])).toEqual([
      ['012345678901', 'network'],
      ['100000000002', 'shop'],
    ]);
    expect(
      [...inventory.vpcs.values()].map(({ id, name, blocks, accounts }) => [
        id,
        name,
        blocks,
        accounts,
      ]),
    ).toEqual([
      [
        '100000000002/eu-west-1/vpc/spoke',
        'spoke',
        ['10.1.0.0/16', '10.2.0.0/16'],
        ['100000000002'],
      ],
      ['vpc-0a1', 'core', ['10.0.0.0/16'], ['012345678901']],
    ]);
    expect(
      [...inventory.subnets.values()].map(({ id, name, cidr, zone, vpc }) => [
        id,
        name,
        cidr,
        zone,
        vpc,
      ]),
    ).toEqual([
      [
        '100000000002/eu-west-1/vpc/spoke/subnet/app',
        'app',
        '10.1.1.0/24',
        'eu-west-1a',
        '100000000002/eu-west-1/vpc/spoke',
      ],
      ['subnet-0b1', 'web-a', '10.0.1.0/24', 'eu-west-1a', 'vpc-0a1'],
      ['subnet-0b2', 'web, b', '10.0.2.0/24', 'eu-west-1b', 'vpc-0a1'],
    ]);
    expect(inventory.subnets.get('subnet-0b2')?.provenance.at).toEqual({
      file: 'networks.csv',
      line: 3,
    });
    expect(Object.fromEntries(unmapped)).toEqual({ 'column Cost centre of networks.csv': 1 });
  });

  test('says nothing of routes: no subnet is public or private by it', async () => {
    const { inventory } = await network(NETWORKS);
    expect(inventory.routeTables.size + inventory.networkAcls.size).toBe(0);
    expect(readState(inventory, 'routeTables', '012345678901')).toBe('not-asked');
    expect(readState(inventory, 'subnets', '012345678901')).toBe('read');
  });

  test('means the same with a byte-order mark, CR LF, other delimiters, UTF-16 and blank lines', async () => {
    const { inventory } = await network(NETWORKS);
    const facts = (one: typeof inventory) =>
      JSON.stringify(
        [[...one.vpcs.values()], [...one.subnets.values()]].map((r) =>
          r.map(({ provenance: _, ...facts }) => facts),
        ),
      );
    const crlf = `\uFEFF${NETWORKS.replaceAll('\n', '\r\n')}`;
    expect(facts((await network(crlf)).inventory)).toBe(facts(inventory));
    const semicolons = NETWORKS.replaceAll('"10.1.0.0/16, 10.2.0.0/16"', '10.1.0.0/16 10.2.0.0/16')
      .replaceAll('"web, b"', 'web# b')
      .replaceAll(',', ';')
      .replaceAll('#', ',');
    expect(facts((await network(semicolons)).inventory)).toBe(facts(inventory));
    const utf16 = Buffer.from(`\uFEFF${NETWORKS}`, 'utf16le');
    const wide = await factsOf(tableImporter, [{ path: 'networks.csv', bytes: utf16 }]);
    expect(facts(wide.inventory)).toBe(facts(inventory));
    expect(facts((await network(`\n,,,\n${NETWORKS}\n\n`)).inventory)).toBe(facts(inventory));
  });

  test('a register names accounts and VPCs once, above their subnets', async () => {
    const { inventory, unmapped } = await network(
      'Account,VPC CIDR,Subnet,Subnet Range,TGW\n,,,,\nNetwork,10.0.0.0/22,,,\n,,a,10.0.0.0/25,x\n,,b,10.0.0.128/25,\n,,,,\nShared,10.0.8.0/21,,,\n,,a,10.0.8.0/25,\n',
      'register.csv',
    );
    expect([...inventory.subnets.values()].map(({ id, vpc }) => [id, vpc])).toEqual([
      ['Network/vpc/10.0.0.0/22/subnet/a', 'Network/vpc/10.0.0.0/22'],
      ['Network/vpc/10.0.0.0/22/subnet/b', 'Network/vpc/10.0.0.0/22'],
      ['Shared/vpc/10.0.8.0/21/subnet/a', 'Shared/vpc/10.0.8.0/21'],
    ]);
    expect([...unmapped]).toEqual([['column TGW of register.csv', 1]]);
  });

  test('an account with no network in it may be one that the table does not speak of', async () => {
    const { inventory } = await factsOf(tableImporter, [
      textFile('networks.csv', NETWORKS),
      textFile('accounts.csv', 'Account ID,Account Name\n100000000003,lab\n'),
    ]);
    expect(readState(inventory, 'vpcs', '100000000003')).toBe('not-asked');
    expect(readState(inventory, 'vpcs', '100000000002')).toBe('read');
  });

  test('a subnet without a VPC, and two blocks for one, are listed', async () => {
    const { unresolved } = await network(
      'Subnet ID,Subnet Name,Subnet CIDR\nsubnet-1,a,10.0.0.0/24\nsubnet-1,a,10.0.1.0/24\n',
    );
    expect(unresolved.map(({ reason, at }) => [reason, at.line])).toEqual([
      ['no column says which VPC it is in', 2],
      ['two rows give it two blocks: 10.0.0.0/24 is kept', 3],
      ['no column says which VPC it is in', 3],
    ]);
  });
});

describe('what a spreadsheet does', () => {
  const accounts = (id: string) => `Account Name,Account ID\nfirst,100000000001\nsecond,${id}\n`;

  test.each([
    ['1.23457E+11', 'that a spreadsheet has rounded'],
    ['"1,23E+11"', 'that a spreadsheet has rounded'],
    ['12345678901', '11 digits: its leading zeros are lost'],
    ['123456789', '9 digits: its leading zeros are lost'],
    ['1234', 'which is no account id'],
    ['1000000000011', 'which is no account id'],
    ['n/a', 'which is no account id'],
  ])('the account id %s is refused with its row', async (id, words) => {
    const [found, ...others] = await errors(accounts(id), 'accounts.csv');
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      severity: 'error',
      code: 'invalid-value',
      origin: { file: 'accounts.csv', line: 3 },
    });
    expect(found?.message).toContain('the column "Account ID" has');
    expect(found?.message).toContain(words);
  });

  test.each([
    '="012345678901"',
    "'012345678901",
    '0123-4567-8901',
    '"012345678901"',
    ' 012345678901 ',
  ])('the account id %s is one', async (id) => {
    const { inventory } = await network(accounts(id), 'accounts.csv');
    expect([...inventory.accounts.keys()]).toEqual(['012345678901', '100000000001']);
  });

  test('an account id in a column of names or ids is looked at, too', async () => {
    expect(await errors('Account,VPC,CIDR\n12345678901,core,10.0.0.0/16\n')).toMatchObject([
      { code: 'invalid-value', origin: { line: 2 } },
    ]);
  });

  test.each(['10.0.0.5/24', '10.0.0.0', '10.0.0.0/33', 'tbd'])(
    'the block %s is refused',
    async (block) => {
      expect(await errors(`VPC,Region,CIDR\ncore,eu-west-1,${block}\n`)).toMatchObject([
        { code: 'invalid-value', origin: { file: 'networks.csv', line: 2 } },
      ]);
    },
  );

  test('a quote that does not end is refused with its line', async () => {
    expect(await errors('Account Name,Account ID\n"cut,100000000001\n')).toMatchObject([
      { code: 'import-broken', origin: { file: 'networks.csv' } },
    ]);
  });
});

describe('tables of accounts', () => {
  test('the listing of AWS Control Tower, with accounts in their OUs', async () => {
    const { inventory } = await network(
      'Name,ID,Organizational unit,State,Account email\nAudit,100000000001,Root/Security,Enrolled,who@secret.example\nShop,100000000002,Workloads > Prod,Enrolled,x@secret.example\nMain,100000000003,Root,,\n',
      'listing.csv',
    );
    expect(
      [...inventory.accounts.values()].map(({ name, path, state }) => [name, path, state]),
    ).toEqual([
      ['Audit', ['root', 'ou/Security'], 'ENROLLED'],
      ['Shop', ['root', 'ou/Workloads', 'ou/Workloads/Prod'], 'ENROLLED'],
      ['Main', ['root'], undefined],
    ]);
    expect(JSON.stringify([...inventory.accounts])).not.toContain('secret.example');
  });

  test('the input of its account factory', async () => {
    const { inventory } = await network(
      'AccountName,AccountEmail,ManagedOrganizationalUnit,SSOUserEmail,SSOUserFirstName,SSOUserLastName\nShop,a@secret.example,Prod,b@secret.example,Ada,L\n',
      'new.csv',
    );
    expect([...inventory.accounts.values()]).toMatchObject([
      { id: 'account/Shop', name: 'Shop', path: ['root', 'ou/Prod'] },
    ]);
  });

  test('an OU name that two have is not guessed', async () => {
    const { inventory, unresolved } = await factsOf(tableImporter, [
      textFile('ous.csv', 'OU ID,OU,Parent\nou-a-1,A,\nou-b-1,B,\nou-a-2,Prod,A\nou-b-2,Prod,B\n'),
      textFile(
        'accounts.csv',
        'Account ID,Account Name,OU\n100000000001,x,Prod\n100000000002,y,A/Prod\n100000000003,z,ou-b-2\n',
      ),
    ]);
    expect([...inventory.accounts.values()].map(({ path }) => path)).toEqual([
      [],
      ['root', 'ou-a-1', 'ou-a-2'],
      ['root', 'ou-b-1', 'ou-b-2'],
    ]);
    expect(unresolved).toMatchObject([
      { what: 'OU Prod', reason: expect.stringContaining('2 OUs') },
    ]);
  });
});

describe('YAML', () => {
  test('lists under the names of what they are of; unquoted ids keep their zeros', async () => {
    const { inventory } = await network(
      'accounts:\n  - { id: 012345678901, name: network, ou: Infra }\nvpcs:\n  - { account: network, region: eu-west-1, name: core, cidr: [10.0.0.0/16, 10.1.0.0/16] }\nsubnets:\n  - { account: network, vpc: core, name: a, cidr: 10.0.1.0/24, az: eu-west-1a }\n',
      'estate.yaml',
    );
    expect([...inventory.vpcs.values()]).toMatchObject([
      { name: 'core', accounts: ['012345678901'], blocks: ['10.0.0.0/16', '10.1.0.0/16'] },
    ]);
    const [vpc] = inventory.vpcs.keys();
    expect([...inventory.subnets.values()]).toMatchObject([{ vpc, cidr: '10.0.1.0/24' }]);
  });

  test('an id that YAML would round is refused', async () => {
    expect(
      await errors('accounts:\n  - { id: 1.23e+11, name: network }\n', 'a.yaml'),
    ).toMatchObject([{ code: 'invalid-value', origin: { file: 'a.yaml', line: 2 } }]);
  });

  test.each([
    ['a diagram', 'title: x\ncontent: []\n', 'a.yaml'],
    ['a list of other things', '- hosts: all\n  tasks: []\n', 'play.yml'],
    ['a table of people', 'Name,E-mail\nAda,a@b.example\n', 'people.csv'],
    ['a table of costs', 'Account,Cost\nShop,12\n', 'costs.csv'],
    ['binary', '\u0000\u0001', 'x.csv'],
  ])('%s is not claimed', (_, text, name) => {
    expect(tableImporter.kindOf(textFile(name, text))).toBeUndefined();
  });
});

test('each name of a column means one thing', () => {
  const names = Object.values(COLUMN_NAMES).flatMap((own) =>
    own.map((name) => name.replace(/[\s_./-]+/g, '')),
  );
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  expect(
    twice.filter((name) => !['accountnumber', 'availabilityzone', 'email'].includes(name)),
  ).toEqual([]);
});

test('the page lists every name of a column', () => {
  const page = readFileSync(new URL('../docs/tables.md', import.meta.url), 'utf8');
  for (const name of Object.values(COLUMN_NAMES).flat()) expect(page).toContain(`\`${name}\``);
});
