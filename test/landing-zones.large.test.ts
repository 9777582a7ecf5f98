/** Published landing zones: the facts that they are known to hold. */

import { describe, expect, test } from 'vitest';
import { landingZoneImporter } from '../src/importers/landing-zone/importer.ts';
import { orgFormationImporter } from '../src/importers/org-formation/importer.ts';
import { tableImporter } from '../src/importers/tables/importer.ts';
import type { RecordType } from '../src/inventory/inventory.ts';
import { corpusFile, corpusFiles } from './corpus.ts';
import { factsOf } from './imported-files.ts';
import { withNeed } from './required.ts';

const file = (path: string) => ({ path, bytes: corpusFile(path) });

async function zoneOf(folder: string) {
  const facts = await factsOf(landingZoneImporter, corpusFiles(folder, '.yaml').map(file));
  const count = (type: RecordType): number =>
    [...facts.inventory[type].values()].filter(({ provenance }) => !provenance.derivedBy).length;
  return { ...facts, count };
}

withNeed('corpus', describe)('configurations of the Landing Zone Accelerator', () => {
  test.each<[string, Partial<Record<RecordType, number>>, number]>([
    [
      'lza/lza-sample-config',
      {
        ...{ accounts: 5, vpcs: 3, subnets: 14, routeTables: 12, internetGateways: 0 },
        ...{ natGateways: 0, transitGateways: 1, transitRouteTables: 4, transitAttachments: 3 },
        ...{ transitAssociations: 3, transitPropagations: 9, transitRoutes: 0 },
      },
      18,
    ],
    [
      'lza/lza-sample-config-finance-tax',
      {
        ...{ accounts: 10, vpcs: 7, subnets: 78, routeTables: 78, internetGateways: 6 },
        ...{ natGateways: 6, transitGateways: 1, transitRouteTables: 5, transitAttachments: 6 },
        ...{ transitAssociations: 6, transitRoutes: 9 },
      },
      91,
    ],
  ])('%s', async (folder, counts, routes) => {
    const { count, inventory, unresolved } = await zoneOf(folder);
    for (const [type, number] of Object.entries(counts))
      expect([type, count(type as RecordType)]).toEqual([type, number]);
    expect([...inventory.routes.values()].filter(({ kind }) => kind !== 'local')).toHaveLength(
      routes,
    );
    expect(unresolved).toEqual([]);
  });

  test('tables of the transit gateway lead out by the egress VPC, and nowhere by four blackholes', async () => {
    const { inventory } = await zoneOf('lza/lza-sample-config-finance-tax');
    const own = [...inventory.transitRoutes.values()].filter(({ origin }) => origin === 'static');
    expect(own.filter(({ active }) => !active)).toHaveLength(4);
    const out = own.filter(({ destination }) => destination === '0.0.0.0/0');
    expect(out).toHaveLength(5);
    for (const { targets } of out)
      expect(targets.map((id) => inventory.transitAttachments.get(id)?.vpc)).toEqual([
        'Network/us-east-1/vpc/egress-vpc',
      ]);
    const attached = new Set([...inventory.transitAttachments.values()].map(({ vpc }) => vpc));
    const alone = [...inventory.vpcs.values()].filter(({ id }) => !attached.has(id));
    expect(alone.map(({ name, region }) => [name, region])).toEqual([['dr-vpc', 'us-west-2']]);
  });
});

withNeed('corpus', describe)('the register of the addresses of a landing zone', () => {
  test('holds the subnets of the configuration, three more, and another block of one VPC', async () => {
    const folder = 'lza/lza-sample-config-finance-tax';
    const register = await factsOf(tableImporter, [file(`${folder}/ip-cidr-mapping-tax.csv`)]);
    const config = await zoneOf(folder);
    const cidrs = ({ inventory }: Pick<typeof config, 'inventory'>) =>
      new Map([...inventory.subnets.values()].map(({ cidr, name }) => [cidr, name]));
    const [listed, made] = [cidrs(register), cidrs(config)];
    expect(register.inventory.subnets.size).toBe(81);
    expect([...made.keys()].filter((cidr) => !listed.has(cidr))).toEqual([]);
    const more = [...listed].flatMap(([cidr, name]) => (made.has(cidr) ? [] : name)).sort();
    expect(more).toEqual(['a', 'b', 'c'].map((zone) => `dr-vpc-tgw-endpoints-sub-${zone}`));
    const spelled = [...made].filter(([cidr, name]) => listed.get(cidr) !== name);
    expect(spelled).toHaveLength(15);
    for (const [, name] of spelled) expect(name).toContain('endponts');
    const blocks = ({ inventory }: Pick<typeof config, 'inventory'>) =>
      [...inventory.vpcs.values()].flatMap((vpc) => vpc.blocks).sort();
    expect(blocks(register)).toContain('10.0.0.0/22');
    expect(blocks(config)).toContain('10.0.0.0/21');
    expect([...register.inventory.accounts.values()].map(({ name }) => name)).toContain(
      'Disater Recovery',
    );
  });
});

withNeed('corpus', describe)('org-formation', () => {
  const tree = async (path: string) => {
    const { inventory } = await factsOf(orgFormationImporter, [file(path)]);
    const { units, accounts } = inventory;
    return {
      units: [...units.values()].flatMap(({ name, root }) => (root ? [] : name)).sort(),
      accounts: [...accounts.values()].map(({ name, path }) => [
        name,
        path.map((id) => units.get(id)?.name).join('/'),
      ]),
    };
  };

  test('two dates of one organization, which differ in placeholders only, are one tree', async () => {
    const now = await tree('org-formation/reference/organization.yml');
    expect(now).toEqual(await tree('org-formation/reference/organization-2021.yml'));
    expect(now.units).toEqual(['prod', 'sdlc', 'shared', 'suspended']);
    expect(now.accounts).toEqual([
      ['Log Archive Account', 'Root/shared'],
      ['Management Account', 'Root'],
      ['Organization Build Account', 'Root/shared'],
      ['Security Account', 'Root/shared'],
    ]);
  });
});
