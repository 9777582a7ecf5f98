/**
 * What a source names and does not describe. The model holds codes with parameters, and this file alone
 * words them: a message can be mended without another model, whose approval would be void.
 */

import type { Identity } from './identity.ts';

const SUBJECTS = {
  'aws-account': 'AWS account',
  'attachment-far-end': 'far end of attachment',
  'attachment-transit-gateway': 'transit gateway of',
  'carrier-gateway': 'carrier gateway',
  'container-cluster': 'container cluster',
  'core-network': 'Cloud WAN core network',
  'customer-gateway': 'customer gateway',
  'direct-connect-gateway': 'Direct Connect gateway',
  'egress-only-gateway': 'egress-only internet gateway',
  'file-system': 'file system',
  'iam-principal': 'IAM principal',
  instance: 'instance',
  'internet-gateway': 'internet gateway',
  'local-gateway': 'local gateway',
  'nat-gateway': 'NAT gateway',
  'network-interface': 'network interface',
  'peering-accepter': 'accepter of peering',
  'peering-connection': 'peering connection',
  'peering-requester': 'requester of peering',
  'route-target': 'unknown target',
  subnet: 'subnet',
  'transit-gateway': 'transit gateway',
  'trusted-principals': 'Principals that roles trust',
  'virtual-private-gateway': 'virtual private gateway',
  vpc: 'VPC',
  'vpc-endpoint': 'VPC endpoint',
} as const;

const REASONS = {
  'account-not-read': 'its account is not read: only peerings tell of it',
  'attached-vpc-not-recorded': 'the graph does not have its VPC',
  'attachment-kind-not-recorded':
    'Cartography has no nodes for the far ends of attachments of the type {type}',
  'cluster-not-recorded': 'tasks name it, but the graph has no such cluster',
  'file-system-not-recorded': 'mount targets name it, but the graph has no such file system',
  'instances-not-queried': 'a route leads to it; instances are not asked for here',
  'kind-not-recorded': 'Cartography has no nodes for these: only routes name it',
  'named-by-connection': 'only a connection names it',
  'named-by-interface': 'only an interface names it',
  'named-by-members': 'only what is in it names it',
  'network-not-recorded': 'the graph has no such VPC: only other things name it',
  'peer-not-named': 'the graph does not say which VPC it is',
  'target-not-named': 'a route leads somewhere that the graph does not name',
  'target-not-recorded': 'a route leads to it, but the graph has no such node',
  'transit-gateway-not-recorded': 'the graph does not have the transit gateway of this attachment',
  'trust-not-recorded': 'the graph holds the roles, but not whom they trust',
  'trusted-account-not-recorded': 'a trust policy names it, but the graph does not hold it',
  'trusted-principal-not-recorded': 'a trust policy names it, but the graph does not describe it',
} as const;

export const UNRESOLVED_CODES: readonly string[] = Object.keys(REASONS);

export interface UnresolvedSubject {
  readonly type: keyof typeof SUBJECTS;
  /** Its id or name; absent where the type says all. */
  readonly name?: string;
}

export type UnresolvedReason =
  | { readonly code: Exclude<keyof typeof REASONS, 'attachment-kind-not-recorded'> }
  | { readonly code: 'attachment-kind-not-recorded'; readonly type: string };

/** Something that a source names but cannot show, e.g. a route's target that is no node of the graph. */
export interface Unresolved {
  /** A text in models of the format 1. */
  readonly what: UnresolvedSubject | string;
  /** What stands for it in the diagram. */
  readonly element?: Identity;
  /** A text in models of the format 1. */
  readonly reason: UnresolvedReason | string;
}

/** Whether an entry of a model that was read from a file can be put in words. */
export function isUnresolved({ what, reason }: Readonly<Record<string, unknown>>): boolean {
  const coded = (value: unknown, key: string): boolean =>
    typeof value === 'string' ||
    (typeof value === 'object' &&
      value !== null &&
      Object.hasOwn(value, key) &&
      Object.values(value).every((parameter) => typeof parameter === 'string'));
  return coded(what, 'type') && coded(reason, 'code');
}

const own = (words: Readonly<Record<string, string>>, key: string): string =>
  Object.hasOwn(words, key) ? (words[key] ?? key) : key;

/** `VPC vpc-0a1b`; of a type that this version does not know, the type itself. */
export function subjectText(what: Unresolved['what']): string {
  if (typeof what === 'string') return what;
  const words = own(SUBJECTS, what.type);
  return what.name === undefined ? words : `${words} ${what.name}`;
}

/** In words; of a code that this version does not know, the code itself. */
export function reasonText(reason: Unresolved['reason']): string {
  if (typeof reason === 'string') return reason;
  const parameters: Readonly<Record<string, string>> = { ...reason };
  return own(REASONS, reason.code).replace(/\{(\w+)\}/g, (_, key: string) => parameters[key] ?? '');
}

/** As a manifest and a page state it. */
export const unresolvedText = ({
  what,
  reason,
}: Unresolved): { readonly what: string; readonly reason: string } => ({
  what: subjectText(what),
  reason: reasonText(reason),
});
