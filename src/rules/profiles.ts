/** Which rules are judged together, and what no rule can judge. */

import { byCodeUnit } from '../model/order.ts';
import { accountDataInCde } from './account-data-in-cde.ts';
import { approverDiffers } from './approver-differs.ts';
import { borderControl } from './border-control.ts';
import { cdeConnectionsShown } from './cde-connections-shown.ts';
import { cdeShown } from './cde-shown.ts';
import { cidrNested } from './cidr-nested.ts';
import { cidrOverlap } from './cidr-overlap.ts';
import { componentZone } from './component-zone.ts';
import { coversStated } from './covers-stated.ts';
import { dataUnderstood } from './data-understood.ts';
import { flowData } from './flow-data.ts';
import { flowEncryptionStated } from './flow-encryption-stated.ts';
import { flowOrder } from './flow-order.ts';
import { flowPermitted } from './flow-permitted.ts';
import { flowsShown } from './flows-shown.ts';
import { insecureService } from './insecure-service.ts';
import { legendShown } from './legend-shown.ts';
import { locationsStated } from './locations-stated.ts';
import { outOfScopeJustified } from './out-of-scope-justified.ts';
import { outOfScopeLinked } from './out-of-scope-linked.ts';
import { ownerStated } from './owner-stated.ts';
import { panInClear } from './pan-in-clear.ts';
import { pathsDeclared } from './paths-declared.ts';
import { portsNamed } from './ports-named.ts';
import { preproductionApart } from './preproduction-apart.ts';
import { reviewPeriod } from './review-period.ts';
import { reviewedInTime } from './reviewed-in-time.ts';
import type { Rule } from './rule.ts';
import { scopeConnected } from './scope-connected.ts';
import { securityServicesShown } from './security-services-shown.ts';
import { segmentCidr } from './segment-cidr.ts';
import { segmentZone } from './segment-zone.ts';
import { sensitiveDataAfterAuthorization } from './sensitive-data-after-authorization.ts';
import { sensitiveDataStored } from './sensitive-data-stored.ts';
import { storageExposed } from './storage-exposed.ts';
import { storageMarked } from './storage-marked.ts';
import { titleBlock } from './title-block.ts';
import { unresolvedExplained } from './unresolved-explained.ts';
import { untrustedToCde } from './untrusted-to-cde.ts';
import { wirelessShown } from './wireless-shown.ts';
import { wirelessStated } from './wireless-stated.ts';

export interface Profile {
  readonly title: string;
  readonly rules: readonly Rule[];
  /** What is left to the assessor. */
  readonly left: readonly string[];
}

const ANY_DIAGRAM: readonly Rule[] = [
  cdeShown,
  componentZone,
  outOfScopeJustified,
  coversStated,
  ownerStated,
  reviewPeriod,
  unresolvedExplained,
  legendShown,
];

const PUBLISHED: readonly Rule[] = [titleBlock, reviewedInTime, approverDiffers];

export const PROFILES: Readonly<Record<string, Profile>> = {
  'pci-1.2.3': {
    title: 'network diagram (PCI DSS v4.0.1, 1.2.3)',
    rules: [
      ...ANY_DIAGRAM,
      segmentZone,
      segmentCidr,
      cidrNested,
      cidrOverlap,
      cdeConnectionsShown,
      pathsDeclared,
      scopeConnected,
      borderControl,
      portsNamed,
      insecureService,
      untrustedToCde,
      accountDataInCde,
      storageExposed,
      outOfScopeLinked,
      securityServicesShown,
      preproductionApart,
      wirelessStated,
      wirelessShown,
      locationsStated,
      ...PUBLISHED,
    ],
    left: [
      'that the diagram matches the configuration of the systems it shows',
      'that nothing exists beyond what is written or recorded here',
      'that each control does what its name says, and was reviewed in the last six months',
      'that justifications and other statements in words are true, including the one on wireless networks',
      'that the diagram is updated whenever the environment changes',
    ],
  },
  'pci-1.2.4': {
    title: 'account data flows (PCI DSS v4.0.1, 1.2.4)',
    rules: [
      ...ANY_DIAGRAM,
      flowsShown,
      flowData,
      flowEncryptionStated,
      flowOrder,
      flowPermitted,
      dataUnderstood,
      accountDataInCde,
      panInClear,
      storageMarked,
      sensitiveDataStored,
      sensitiveDataAfterAuthorization,
      ...PUBLISHED,
    ],
    left: [
      'that all flows are shown: authorization, capture, settlement, chargeback, refund and the like',
      'that data is encrypted where and how the diagram says, and unreadable where it is stored',
      'that the flows can be reconciled with the network diagram',
      'that the diagram is updated whenever the environment changes',
    ],
  },
  none: { title: 'no rules', rules: [], left: [] },
};

/** Names of profiles in `pci-1.2.3, pci-1.2.4`. */
export const profileNames = (text: string): readonly string[] => [
  ...new Set(text.split(',').map((name) => name.trim())),
];

/** One profile, or several as one, each rule once. Absent if any of the names is unknown. */
export function profileNamed(text: string): Profile | undefined {
  const profiles = profileNames(text).map((name) =>
    Object.hasOwn(PROFILES, name) ? PROFILES[name] : undefined,
  );
  const known = profiles.filter((profile) => profile !== undefined);
  if (known.length < profiles.length) return undefined;
  return {
    title: known.map(({ title }) => title).join('; '),
    rules: [...new Set(known.flatMap(({ rules }) => rules))],
    left: [...new Set(known.flatMap(({ left }) => left))],
  };
}

/** Which of the named profiles have a rule. */
export const profilesWith = (rule: string, text: string): readonly string[] =>
  profileNames(text).filter((name) => PROFILES[name]?.rules.some(({ id }) => id === rule));

/** Every rule once, sorted by id. */
export const RULES: readonly Rule[] = [
  ...new Set(Object.values(PROFILES).flatMap(({ rules }) => rules)),
].sort((a, b) => byCodeUnit(a.id, b.id));
