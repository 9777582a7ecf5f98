/** When what a picture shows was read: asked beside the facts, since it changes with every sync while they stay. */

import { OLD_VPCS_WITH } from './aws/network-questions.ts';
import { GCP_DATED } from './gcp/questions.ts';
import { KUBERNETES_DATED } from './kubernetes/questions.ts';
import { DIRECTORY_LABELS } from './people/questions.ts';
import type { Question } from './question.ts';

/**
 * Epoch seconds by id: of the newest complete sync of each account, organization, folder, project, cluster and
 * directory; and of what such a sync did not read, its own. An account that no sync completed is as old as the oldest
 * of what it holds.
 */
export const SYNC_TIMES: Question = {
  query: `MATCH (m:ModuleSyncMetadata {grouptype: 'AWSAccount', syncedtype: 'AWSAccount'})
RETURN m.groupid AS id, max(m.lastupdated) AS at
UNION ALL MATCH (a:AWSAccount {inscope: true})-[:RESOURCE]->(n)
WHERE NOT EXISTS { MATCH (m:ModuleSyncMetadata {grouptype: 'AWSAccount', syncedtype: 'AWSAccount', groupid: a.id}) }
RETURN a.id AS id, min(n.lastupdated) AS at
UNION ALL ${OLD_VPCS_WITH} RETURN v.id AS id, v.lastupdated AS at
UNION ALL MATCH (n:AWSOrganization|GCPOrganization|GCPFolder|GCPProject|KubernetesCluster)
RETURN n.id AS id, n.lastupdated AS at
UNION ALL MATCH (n:${DIRECTORY_LABELS})
RETURN n.id AS id, max(n.lastupdated) AS at
UNION ALL MATCH (n:${GCP_DATED})
WITH max(n.lastupdated) AS newest, collect(n) AS nodes
UNWIND nodes AS n
WITH n, newest WHERE n.lastupdated < newest
RETURN n.id AS id, n.lastupdated AS at
UNION ALL MATCH (c:KubernetesCluster)
WITH max(c.lastupdated) AS newest
MATCH (n:${KUBERNETES_DATED})
WHERE n.lastupdated < newest
RETURN n.id AS id, n.lastupdated AS at`,
  params: {},
};

/** The oldest where there are several of an id; what is no time is left out. */
export function syncTimes(
  rows: Iterable<readonly unknown[]>,
  isTime: (at: number) => boolean,
): Readonly<Record<string, number>> {
  const times = new Map<string, number>();
  for (const [id, at] of rows) {
    if (typeof id !== 'string' || typeof at !== 'number' || !isTime(at)) continue;
    times.set(id, Math.min(at, times.get(id) ?? at));
  }
  return Object.fromEntries([...times].sort(([a], [b]) => (a < b ? -1 : 1)));
}
