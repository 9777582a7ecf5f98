/** AWS Cloud WAN: one routed network over regions, whose segments are kept apart by a policy. */

import type { AccountRecord } from './provenance.ts';

export interface CoreNetwork extends AccountRecord {
  readonly name: string;
  readonly arn?: string;
  /** The global network that it is part of. */
  readonly globalNetwork?: string;
  readonly state?: string;
  /** Regions in which it has an edge. */
  readonly edges: readonly string[];
  readonly segments: readonly CoreNetworkSegment[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What is attached to one segment reaches all of it, unless it is isolated. */
export interface CoreNetworkSegment {
  readonly name: string;
  readonly edges: readonly string[];
  /** Its attachments reach those of other segments only; absent where the source does not say. */
  readonly isolated?: boolean;
  /** Names of segments whose routes it gets, and that get its own. */
  readonly sharedWith: readonly string[];
}

export interface CoreNetworkAttachment extends AccountRecord {
  readonly coreNetwork: string;
  readonly type:
    | 'vpc'
    | 'connect'
    | 'site-to-site-vpn'
    | 'transit-gateway-route-table'
    | 'direct-connect-gateway'
    | 'unknown';
  /** Name of the segment; absent while nobody has accepted it. */
  readonly segment?: string;
  /** Region of the edge. */
  readonly edge?: string;
  /** Id of the VPC, VPN connection, table or gateway that is attached. */
  readonly resource?: string;
  readonly subnets: readonly string[];
  readonly state?: string;
}
