/** Recorded answers -> networks with everything in them. */

import type {
  AddressBlock,
  InternetGateway,
  NetworkInterface,
  Subnet,
  VpcEndpoint,
  VpcRecord,
} from '../../../inventory/network.ts';
import type { AccountTree } from '../../../inventory/organization.ts';
import type { NetworkAcl } from '../../../inventory/security.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { natGatewayDescribed } from '../../gateway-kinds.ts';
import { present } from '../../present.ts';
import type { Answers, Fields } from '../question.ts';
import {
  ACLS,
  BLOCKS,
  ENDPOINTS,
  INTERFACES,
  INTERNET_GATEWAYS,
  SUBNETS,
  TABLES,
  VPCS,
} from './network-questions.ts';
import type { NetworkRecords } from './network-records.ts';
import { readTables } from './read-routes.ts';
import { readVpcs } from './read-vpcs.ts';
import { accountOf, byId, Missing, parentOf } from './row-helpers.ts';
import { provenance } from './source.ts';
import type { RecordedTags } from './tags.ts';

function readSubnets(answers: Answers, tags: RecordedTags, missing: Missing): Map<string, Subnet> {
  const sort = 'subnet(s) without an edge to their VPC';
  return byId(answers.rows(SUBNETS), (row, id) => {
    // Its ARN names the owner; an account that it is shared with lists it, too.
    const owner = accountOf(row.text('arn'));
    return {
      id,
      name: tags.name(id) ?? id,
      accounts: owner ? [owner] : row.texts('accounts'),
      isDefault: row.flag('isDefault'),
      used: row.flag('used'),
      tags: tags.of(id),
      ...present({
        cidr: row.text('cidr'),
        zone: row.text('zone'),
        region: row.text('region'),
        vpc: parentOf(row, 'vpcs', row.text('vpcText'), sort, missing),
      }),
      ...provenance(row),
    };
  });
}

function readBlocks(answers: Answers, missing: Missing): Map<string, AddressBlock> {
  const sort = 'address block(s) without an edge to their VPC';
  return byId(answers.rows(BLOCKS), (row, id) => ({
    id,
    block: row.text('block') ?? '',
    gone: ['disassociated', 'disassociating'].includes(row.text('state') ?? ''),
    ...present({ vpc: parentOf(row, 'vpcs', row.text('vpcText'), sort, missing) }),
    ...provenance(row),
  }));
}

/** What is in a VPC and has an owner. */
function inVpc(row: Fields, id: string, tags: RecordedTags, what: string, missing: Missing) {
  const sort = `${what} without an edge to their VPC`;
  const owner = row.text('owner');
  const held: VpcRecord = {
    id,
    name: tags.name(id) ?? id,
    accounts: owner ? [owner] : row.texts('accounts'),
    ...present({
      vpc: parentOf(row, 'vpcs', row.text('vpcText'), sort, missing),
      region: row.text('region'),
    }),
    ...provenance(row),
  };
  return held;
}

/** Interfaces that say which NAT gateway they are of, or that a route leads to. */
function readInterfaces(answers: Answers): Map<string, NetworkInterface> {
  return byId(answers.rows(INTERFACES), (row, id) => ({
    id,
    groups: [],
    privateAddresses: [],
    ...present({
      subnet: row.text('subnet'),
      natGateway: natGatewayDescribed(row.text('description')),
    }),
    ...provenance(row),
  }));
}

/** Warnings: `incomplete-sync`. */
export function readNetworks(
  answers: Answers,
  tags: RecordedTags,
  accounts: AccountTree,
  report: (diagnostic: Diagnostic) => void,
): NetworkRecords {
  const nodes = [VPCS, SUBNETS, TABLES, INTERNET_GATEWAYS].flatMap((q) => answers.rows(q));
  const recorded = new Set(nodes.flatMap((row) => row.text('id') ?? []));
  const missing = new Missing((id) => recorded.has(id));
  const subnets = readSubnets(answers, tags, missing);
  const routing = readTables(answers, subnets, missing);
  const internetGateways = byId(
    answers.rows(INTERNET_GATEWAYS),
    (row, id): InternetGateway => ({
      ...inVpc(row, id, tags, 'internet gateway(s)', missing),
      tags: tags.of(id),
    }),
  );
  const endpoints = byId(
    answers.rows(ENDPOINTS),
    (row, id): VpcEndpoint => ({
      ...inVpc(row, id, tags, 'VPC endpoint(s)', missing),
      type: row.text('type') ?? 'unknown',
      service: row.text('service') ?? 'unknown',
      subnets: row.texts('subnets'),
      groups: row.texts('groups'),
      ...present({ state: row.text('state') }),
    }),
  );
  const networkAcls = byId(
    answers.rows(ACLS),
    (row, id): NetworkAcl => ({
      ...inVpc(row, id, tags, 'network ACL(s)', missing),
      name: row.text('short') ?? id,
      isDefault: row.flag('isDefault'),
      ruleCount: row.number('rules') ?? 0,
    }),
  );
  const addressBlocks = readBlocks(answers, missing);
  const records = {
    ...{ subnets, internetGateways, endpoints, networkAcls, addressBlocks },
    ...routing,
    networkInterfaces: readInterfaces(answers),
  };
  missing.report(report);
  return { ...records, vpcs: readVpcs(answers, accounts, tags, records) };
}
