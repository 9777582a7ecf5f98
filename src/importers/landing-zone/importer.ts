/** Reads configurations of AWS's Landing Zone Accelerator: what it will make, before any id is known. */

import { posix } from 'node:path';
import type { FactSource, Inventory, Vocabulary } from '../../inventory/inventory.ts';
import { type Diagnostic, error, hasErrors } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { gather } from '../../model/order.ts';
import { inventoryOfResources } from '../aws-resources/inventory-of-resources.ts';
import { RESOURCE_VOCABULARY } from '../aws-resources/vocabulary.ts';
import type { FileImport, FileImporter, SourceFile } from '../file-importer.ts';
import type { YamlMapping } from '../yaml-mapping.ts';
import { CONFIG_FILES, configName, readConfig, type ZoneConfig } from './config-files.ts';
import { addFilters } from './filters.ts';
import { addCustomerGateways, addDirectConnect } from './lines.ts';
import { ZoneNetwork } from './network.ts';
import { ZoneOrganization } from './organization.ts';
import * as transit from './transit.ts';
import { countUnread } from './unread.ts';
import { addVpcs } from './vpcs.ts';
import { LandingZone, name } from './zone.ts';

const OF_ORGANIZATION = ['organizations', 'units', 'accounts'] as const;
const OF_NETWORK = [
  ...(['vpcs', 'addressBlocks', 'subnets', 'internetGateways', 'egressOnlyGateways'] as const),
  ...(['natGateways', 'vpnGateways', 'customerGateways', 'vpnConnections', 'peerings'] as const),
  ...(['directConnectGateways', 'directConnectAssociations', 'directConnectInterfaces'] as const),
  ...(['prefixLists', 'routeTables', 'routes', 'routeTableAssociations'] as const),
  ...(['transitGateways', 'transitAttachments', 'transitRouteTables', 'transitRoutes'] as const),
  ...(['transitAssociations', 'transitPropagations', 'securityGroups', 'endpoints'] as const),
  ...(['securityGroupRules', 'networkAcls', 'networkAclRules', 'networkFirewalls'] as const),
];

const VOCABULARY: Vocabulary = {
  ...Object.fromEntries(
    [...OF_ORGANIZATION, ...OF_NETWORK].map((type) => [type, RESOURCE_VOCABULARY[type]]),
  ),
  accounts: ['name', 'organization', 'management', 'path'],
  // The accelerator makes the groups of endpoints itself, and shares what other accounts may use.
  endpoints: ['accounts', 'region', 'name', 'vpc', 'type', 'service', 'subnets'],
  transitGateways: ['accounts', 'region', 'name', 'short', 'owner'],
};

const ZONES: FactSource = {
  id: 'landing-zone',
  name: 'the landing zone',
  ifEmpty: (what) =>
    `Are accounts-config.yaml, organization-config.yaml and network-config.yaml among the files${what ? `? It knows ${what} only by these` : ''}?`,
  vocabulary: VOCABULARY,
};

function kindOf({ path, bytes }: SourceFile): string | undefined {
  const own = configName(path);
  if (own === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  const keys = CONFIG_FILES[own] ?? [];
  return keys.some((key) => new RegExp(`^["']?${key}["']?\\s*:`, 'm').test(text))
    ? 'landing-zone'
    : undefined;
}

function addNetwork(
  item: YamlMapping,
  zone: LandingZone,
  organization: ZoneOrganization,
  home?: string,
) {
  const network = new ZoneNetwork(item, zone, organization, home);
  transit.addGateways(network);
  addVpcs(network);
  transit.addAttachments(network);
  transit.addGatewayPeerings(network);
  addCustomerGateways(network);
  addDirectConnect(network);
  transit.addStaticRoutes(network);
  transit.addPeerings(network);
  addFilters(network);
}

function zoneOf(config: ZoneConfig, prefix: string): LandingZone {
  const zone = new LandingZone(config.folder, config.accountIds, prefix);
  const organization = new ZoneOrganization(config, zone);
  const network = config.files.get('network');
  const global = config.files.get('global');
  if (network) addNetwork(network, zone, organization, global && name(global, 'homeRegion'));
  countUnread(config, zone);
  return zone;
}

/** A configuration says all that the accelerator makes in the accounts that it lists, also where that is nothing. */
function asWhole(inventory: Inventory): Inventory {
  const accounts = [...inventory.accounts].map(
    ([id, account]) => [id, { ...account, inscope: true, synced: true }] as const,
  );
  const coverage = Object.fromEntries(
    Object.keys(inventory.coverage)
      .filter((type) => Object.hasOwn(VOCABULARY, type))
      .map((type) => [type, { state: 'read' as const, except: [] }]),
  );
  return { ...inventory, accounts: new Map(accounts), coverage };
}

async function read(
  files: readonly SourceFile[],
  { tagKeys }: { readonly tagKeys: readonly string[] },
): Promise<FileImport> {
  const diagnostics: Diagnostic[] = [];
  const folders = new Map<string, SourceFile[]>();
  for (const file of files) gather(folders, posix.dirname(file.path), file);
  const zones = [...folders].map(([folder, own]) => {
    const config = readConfig(folder, own, (diagnostic) => diagnostics.push(diagnostic));
    if (!config.files.has('accounts') && !config.files.has('network') && !hasErrors(diagnostics))
      diagnostics.push(
        error(
          'import-incomplete',
          'the configuration has no accounts and no network',
          { file: own[0]?.path ?? folder },
          {
            hint: 'Name the folder that holds accounts-config.yaml and network-config.yaml.',
          },
        ),
      );
    return zoneOf(config, folders.size > 1 ? `${folder}/` : '');
  });
  if (hasErrors(diagnostics)) return { diagnostics };
  const resources = zones.flatMap((zone) => zone.resources);
  const facts = inventoryOfResources(resources, ZONES, tagKeys);
  const unmapped = new Map<string, number>();
  for (const zone of zones)
    for (const [section, n] of zone.unmapped)
      unmapped.set(section, (unmapped.get(section) ?? 0) + n);
  return {
    facts: {
      inventory: asWhole(facts.inventory),
      unmapped: new Map([...unmapped].sort()),
      unresolved: [...zones.flatMap((zone) => zone.unresolved), ...facts.unresolved],
      inputs: files.map(({ path, bytes }) => ({
        path,
        sha256: sha256(bytes),
        kind: 'landing-zone',
      })),
    },
    diagnostics,
  };
}

export const landingZoneImporter: FileImporter = { id: ZONES.id, kindOf, read };
