/** AWS Config as a source of facts, and what it records at all. */

import type { FactSource, Vocabulary } from '../../inventory/inventory.ts';
import { AWS } from '../aws/source.ts';

/** What no type of AWS Config holds, though AWS itself answers it. */
export const NOT_RECORDED = [
  ...(['transitRoutes', 'transitAssociations', 'transitPropagations', 'balancerTargets'] as const),
  ...(['directConnectGateways', 'directConnectAssociations', 'directConnectInterfaces'] as const),
  ...(['organizations', 'units', 'fileMounts', 'caches'] as const),
] as const;

const VOCABULARY: Vocabulary = Object.fromEntries(
  Object.entries(AWS.vocabulary).filter(
    ([type]) => !(NOT_RECORDED as readonly string[]).includes(type),
  ),
);

export const AWS_CONFIG: FactSource = {
  id: 'aws-config',
  name: 'AWS Config',
  ifEmpty: (what) =>
    `Does AWS Config record ${what ?? 'these types'} in all accounts and regions? Import its snapshots again.`,
  vocabulary: VOCABULARY,
};
