/** The words of the language that name a kind without a prefix: the same in TypeScript and YAML. */

import type { ElementFacts, Provider } from './facts.ts';

export interface Word {
  readonly kind: string;
  /** `always`: a box even when empty. `members`: a box when it has members, else a card. `never`: no members. */
  readonly group: 'always' | 'members' | 'never';
  /** The provider that the word belongs to; neutral words take it from their surroundings. */
  readonly provider?: Provider;
  readonly facts?: ElementFacts;
}

export const WORDS = {
  organization: { kind: 'organization', group: 'always' },
  ou: { kind: 'ou', group: 'always', provider: 'aws' },
  account: { kind: 'account', group: 'members', provider: 'aws' },
  region: { kind: 'region', group: 'always' },
  availabilityZone: { kind: 'availability-zone', group: 'always' },
  vpc: { kind: 'vpc', group: 'members' },
  subnet: { kind: 'subnet', group: 'members' },
  routeTable: { kind: 'route-table', group: 'never' },
  securityGroup: { kind: 'security-group', group: 'always' },
  internet: { kind: 'internet', group: 'never', facts: { zone: 'untrusted' } },
  onPremises: { kind: 'on-premises', group: 'members' },
  user: { kind: 'user', group: 'never' },
  zone: { kind: 'zone', group: 'always' },
  folder: { kind: 'folder', group: 'always', provider: 'gcp' },
  project: { kind: 'project', group: 'members', provider: 'gcp' },
  managementGroup: { kind: 'management-group', group: 'always', provider: 'azure' },
  subscription: { kind: 'subscription', group: 'members', provider: 'azure' },
  resourceGroup: { kind: 'resource-group', group: 'always', provider: 'azure' },
  virtualNetwork: { kind: 'virtual-network', group: 'members', provider: 'azure' },
  cluster: { kind: 'cluster', group: 'always' },
  namespace: { kind: 'namespace', group: 'always', provider: 'k8s' },
} as const satisfies Record<string, Word>;

const byKind = new Map<string, Word>(Object.values(WORDS).map((word) => [word.kind, word]));

export function wordOfKind(kind: string): Word | undefined {
  return byKind.get(kind);
}
