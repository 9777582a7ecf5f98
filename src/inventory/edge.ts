/** What answers at the edge, before any network. */

import type { AccountRecord } from './provenance.ts';

/** A distribution of a content delivery network. */
export interface ContentDistribution extends AccountRecord {
  readonly name: string;
  /** The name that the cloud gives it. */
  readonly domain?: string;
  /** Names of its own. */
  readonly aliases: readonly string[];
  /** Domain names of where it takes content from: load balancers, buckets, any host. */
  readonly origins: readonly string[];
  /** Id of the web application firewall in front of it. */
  readonly webAcl?: string;
}
