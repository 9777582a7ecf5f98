/** Networks as sources other than a graph record them: drawn in the process, with nothing lost on the way. */

import { checkCensus, countsOf } from '../src/compile/census.ts';
import { resolve } from '../src/compile/resolve.ts';
import { awsImporter } from '../src/importers/aws/importer.ts';
import type { Inventory } from '../src/inventory/inventory.ts';
import type { NetworkOptions } from '../src/model/derivation.ts';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import { subjectText } from '../src/model/unresolved.ts';
import { Ledger } from '../src/views/ledger.ts';
import { network } from '../src/views/network/network.ts';
import { networkCounts } from '../src/views/record-counts.ts';
import { factsOf, jsonFile } from './imported-files.ts';

const PLACE = '100000000001/eu-west-1';

/** What the AWS command line answers of one account and region, by command. */
export async function answered(answers: Readonly<Record<string, unknown>>): Promise<Inventory> {
  const files = Object.entries(answers).map(([command, answer]) =>
    jsonFile(`${PLACE}/${command}.json`, answer),
  );
  return (await factsOf(awsImporter, files)).inventory;
}

/** A VPC with a public and a private subnet, as the command line answers. */
export const BASE = {
  'ec2-describe-vpcs': {
    Vpcs: [
      {
        ...{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', OwnerId: '100000000001' },
        CidrBlockAssociationSet: [
          {
            ...{ AssociationId: 'vpc-cidr-assoc-1', CidrBlock: '10.0.0.0/16' },
            CidrBlockState: { State: 'associated' },
          },
        ],
        Tags: [{ Key: 'Name', Value: 'core' }],
      },
    ],
  },
  'ec2-describe-subnets': {
    Subnets: ['a', 'b'].map((zone, i) => ({
      ...{ SubnetId: `subnet-${zone}`, VpcId: 'vpc-1', CidrBlock: `10.0.${i}.0/24` },
      ...{ AvailabilityZone: `eu-west-1${zone}`, OwnerId: '100000000001' },
      Tags: [{ Key: 'Name', Value: `app-${zone}` }],
    })),
  },
} as const;

/** Draws, and throws where what was found is not drawn, folded or left out. */
export function drawnNetwork(estate: Inventory, options: NetworkOptions = {}) {
  const ledger = new Ledger();
  const diagnostics: Diagnostic[] = [];
  const inventory = { ...estate, counts: networkCounts(estate, options) };
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const content = network({ options, inventory, ledger, report });
  const resolved = resolve({ type: 'diagram', title: 'Test', options: {}, content });
  if (!resolved.value) throw new Error(JSON.stringify(resolved.diagnostics));
  const diagram = { ...resolved.value, census: ledger.census() };
  const wrong = [...resolved.diagnostics, ...checkCensus(diagram)];
  if (wrong.length > 0) throw new Error(wrong.map(({ message }) => message).join('\n'));
  const elements = Object.values(diagram.elements);
  const name = (identity: string) => diagram.elements[identity]?.name ?? identity;
  return {
    diagnostics,
    element: (id: string) => elements.find(({ facts }) => facts.id === id),
    /** The box around an element. */
    around: (id: string) => {
      const parent = elements.find(({ facts }) => facts.id === id)?.parent;
      return parent === undefined ? undefined : diagram.elements[parent]?.name;
    },
    links: Object.values(diagram.links).map(
      ({ from, to, facts }) => `${name(from)} - ${name(to)}: ${facts.label ?? ''}`,
    ),
    link: (id: string) => Object.values(diagram.links).find(({ facts }) => facts.id === id)?.facts,
    stubs: ledger.stubs.map(({ what }) => subjectText(what)),
    /** `found = drawn + folded + omitted` of a kind. */
    count: (kind: string) => {
      const own = countsOf(diagram).find((one) => one.kind === kind);
      return own && `${own.found} = ${own.drawn} + ${own.folded} + ${own.omitted}`;
    },
  };
}
