/** Answers of AWS that other tools kept: real estates, in their own layouts of folders and files. */

import { describe, expect, test } from 'vitest';
import { awsImporter } from '../src/importers/aws/importer.ts';
import { corpusFile, corpusFiles } from './corpus.ts';
import { imported } from './imported-files.ts';
import { withNeed } from './required.ts';

interface EstateFacts {
  readonly vpcs: Readonly<
    Record<string, { readonly cidrs: readonly string[]; readonly owner: string }>
  >;
  readonly subnets: Readonly<Record<string, readonly [cidr: string, vpc: string, zone: string]>>;
  readonly route_tables: number;
  readonly routes: number;
  readonly security_groups: number;
  readonly instances_running: readonly string[];
  readonly enis: number;
  readonly igw: readonly string[];
  readonly nat: readonly string[];
  readonly vpn_gateways: readonly string[];
  readonly peerings: Readonly<Record<string, unknown>>;
  readonly vpc_endpoints: Readonly<Record<string, unknown>>;
}

const FOLDER = 'reachability/batfish';

/** The estates that were counted, by their folder. */
const estates = () =>
  Object.entries(
    JSON.parse(corpusFile(`${FOLDER}/facts.json`).toString()) as Record<string, EstateFacts>,
  );

const filesOf = (folder: string) =>
  corpusFiles(folder, '.json')
    .map((path) => ({ path, bytes: corpusFile(path) }))
    .filter((file) => awsImporter.kindOf(file) !== undefined);

describe('estates of Batfish', () => {
  withNeed('corpus', test)('hold what was counted in them', async () => {
    expect(estates().length).toBeGreaterThan(5);
    for (const [name, facts] of estates()) {
      const { facts: read, diagnostics } = await imported(
        awsImporter,
        filesOf(`${FOLDER}/${name}/aws_configs`),
      );
      expect(diagnostics, name).toEqual([]);
      const { inventory } = read ?? {};
      if (!inventory) throw new Error(name);
      const vpcs = [...inventory.vpcs.values()].filter(({ stub }) => stub === undefined);
      expect(
        Object.fromEntries(
          vpcs.map(({ id, blocks, owner }) => [id, { cidrs: [...blocks].sort(), owner }]),
        ),
        name,
      ).toEqual(
        Object.fromEntries(
          Object.entries(facts.vpcs).map(([id, { cidrs, owner }]) => [
            id,
            { cidrs: [...cidrs].sort(), owner },
          ]),
        ),
      );
      expect(
        Object.fromEntries(
          [...inventory.subnets.values()].map(({ id, cidr, vpc, zone }) => [id, [cidr, vpc, zone]]),
        ),
        name,
      ).toEqual(facts.subnets);
      const running = [...inventory.instances.values()].filter(({ state }) => state === 'running');
      expect(running.map(({ id }) => id).sort(), name).toEqual([...facts.instances_running].sort());
      const ids = (of: ReadonlyMap<string, unknown>) => [...of.keys()].sort();
      expect(ids(inventory.internetGateways), name).toEqual([...facts.igw].sort());
      expect(ids(inventory.vpnGateways), name).toEqual([...facts.vpn_gateways].sort());
      expect(ids(inventory.endpoints), name).toEqual(Object.keys(facts.vpc_endpoints).sort());
      expect(
        [
          inventory.routeTables.size,
          inventory.routes.size,
          inventory.securityGroups.size,
          inventory.networkInterfaces.size,
        ],
        name,
      ).toEqual([facts.route_tables, facts.routes, facts.security_groups, facts.enis]);
    }
  });
});

withNeed('corpus', test.each(corpusFiles('aws-cli/aws-cli-examples', '.json')))(
  'the sample %s is read or left to another importer, and throws nothing',
  async (path) => {
    const file = { path, bytes: corpusFile(path) };
    if (awsImporter.kindOf(file) === undefined) return;
    const { facts, diagnostics } = await imported(awsImporter, [file]);
    expect(diagnostics).toEqual([]);
    expect(facts?.inputs).toHaveLength(1);
  },
);
