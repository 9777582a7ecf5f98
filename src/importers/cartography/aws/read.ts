/** Recorded answers -> networks with all that is in them. */

import type { Diagnostic } from '../../../model/diagnostic.ts';
import { byKey } from '../../../model/order.ts';
import type { Answers } from '../question.ts';
import type { Accounts } from './accounts.ts';
import type { Acl, Endpoint, InVpc, Networks, Subnet, Table } from './graph.ts';
import {
  ACLS,
  BLOCKS,
  ENDPOINTS,
  INTERFACES,
  INTERNET_GATEWAYS,
  SUBNETS,
  tagsQuestion,
} from './network-questions.ts';
import { readTables } from './read-routes.ts';
import { readVpcs } from './read-vpcs.ts';
import { accountOf, byId, grouped, Missing, parentOf } from './row-helpers.ts';

type Tags = ReadonlyMap<string, Readonly<Record<string, string>>>;

function readTags(answers: Answers, keys: readonly string[]): Tags {
  const found = new Map<string, Record<string, string>>();
  for (const row of answers.rows(tagsQuestion(keys))) {
    const [id, key] = [row.text('id'), row.text('key')];
    if (id === undefined || key === undefined) continue;
    const tags = found.get(id) ?? {};
    tags[key] = row.text('value') ?? '';
    found.set(id, tags);
  }
  return found;
}

/** Tags without `Name`: that is what the element is called. */
const NAME = 'Name';
const others = (tags: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tags)
      .filter(([key]) => key !== NAME)
      .sort(byKey),
  );

/** @param keys of the tags that were asked for, lower case */
export function readNetworks(
  answers: Answers,
  keys: readonly string[],
  accounts: Accounts,
  report: (diagnostic: Diagnostic) => void,
): Networks {
  const missing = new Missing();
  const tags = readTags(answers, keys);
  const tagsOf = (id: string) => others(tags.get(id) ?? {});
  const nameOf = (id: string) => tags.get(id)?.[NAME] || undefined;
  const subnets = byId(answers.rows(SUBNETS), (row, id): Subnet => {
    const vpc = parentOf(
      row,
      'vpcs',
      row.text('vpcText'),
      'subnet(s) without an edge to their VPC',
      missing,
    );
    const [cidr, zone, region, arn] = ['cidr', 'zone', 'region', 'arn'].map((c) => row.text(c));
    // Its ARN names the owner; an account that it is shared with lists it, too.
    const owner = accountOf(arn);
    return {
      id,
      name: nameOf(id) ?? id,
      accounts: owner ? [owner] : row.texts('accounts'),
      isDefault: row.flag('isDefault'),
      used: row.flag('used'),
      tags: tagsOf(id),
      at: row.at,
      ...(cidr ? { cidr } : {}),
      ...(zone ? { zone } : {}),
      ...(region ? { region } : {}),
      ...(vpc ? { vpc } : {}),
    };
  });
  const read = readTables(answers, subnets, missing);
  const inVpc = (what: string, question: typeof ENDPOINTS) =>
    byId(answers.rows(question), (row, id): InVpc & { row: typeof row } => {
      const vpc = parentOf(
        row,
        'vpcs',
        row.text('vpcText'),
        `${what} without an edge to their VPC`,
        missing,
      );
      const [region, owner] = [row.text('region'), row.text('owner')];
      return {
        id,
        name: nameOf(id) ?? id,
        accounts: owner ? [owner] : row.texts('accounts'),
        at: row.at,
        row,
        ...(vpc ? { vpc } : {}),
        ...(region ? { region } : {}),
      };
    });
  const gateways = inVpc('internet gateway(s)', INTERNET_GATEWAYS);
  const endpoints = new Map(
    [...inVpc('VPC endpoint(s)', ENDPOINTS)].map(([id, { row, ...held }]): [string, Endpoint] => {
      const state = row.text('state');
      return [
        id,
        {
          ...held,
          type: row.text('type') ?? 'unknown',
          service: row.text('service') ?? 'unknown',
          subnets: row.texts('subnets'),
          groups: row.texts('groups'),
          ...(state ? { state } : {}),
        },
      ];
    }),
  );
  const acls = new Map(
    [...inVpc('network ACL(s)', ACLS)].map(([id, { row, ...held }]): [string, Acl] => [
      id,
      {
        ...held,
        name: row.text('short') ?? id,
        isDefault: row.flag('isDefault'),
        rules: row.number('rules') ?? 0,
      },
    ]),
  );
  const blocks = byId(answers.rows(BLOCKS), (row, id) => {
    const vpc = parentOf(
      row,
      'vpcs',
      row.text('vpcText'),
      'address block(s) without an edge to their VPC',
      missing,
    );
    const gone = ['disassociated', 'disassociating'].includes(row.text('state') ?? '');
    return { id, gone, text: row.text('block') ?? '', at: row.at, ...(vpc ? { vpc } : {}) };
  });
  const vpcs = readVpcs({
    answers,
    accounts,
    subnets,
    tables: read.tables,
    gateways,
    endpoints,
    acls,
    blocks,
    tagsOf,
    nameOf,
  });
  const main = new Map<string, Table>();
  for (const table of read.tables.values())
    if (table.main && table.vpc !== undefined && !main.has(table.vpc)) main.set(table.vpc, table);
  const own = new Map<string, Table>();
  for (const table of read.tables.values()) for (const id of table.own) own.set(id, table);
  const interfaces = new Map<string, string>();
  for (const row of answers.rows(INTERFACES)) {
    const [id, subnet] = [row.text('id'), row.text('subnet')];
    const nat = /nat-[0-9a-z]+/.exec(row.text('description') ?? '')?.[0];
    if (subnet === undefined) continue;
    if (id !== undefined) interfaces.set(id, subnet);
    if (nat !== undefined) interfaces.set(nat, subnet);
  }
  missing.report(report);
  const tableOf = ({ id, vpc }: Subnet): Table | undefined =>
    own.get(id) ?? (vpc === undefined ? undefined : main.get(vpc));
  const served = grouped(subnets.values(), (subnet) => tableOf(subnet)?.id);
  const within = grouped(subnets.values(), (subnet) => subnet.vpc);
  return {
    vpcs,
    subnets,
    ...read,
    gateways,
    endpoints,
    acls,
    blocks,
    interfaces,
    tableOf,
    servedBy: (table) => served.get(table) ?? [],
    subnetsOf: (vpc) => within.get(vpc) ?? [],
    tagsOf,
    nameOf,
  };
}
