/** What a graph says of itself: asked before anything is recorded, so that it is known whose it is. */

import type { Json } from '../model/derivation.ts';
import type { Outcome } from '../model/diagnostic.ts';
import type { Description, Graph } from './graph.ts';

/** `lastupdated` is in epoch seconds; some tools write milliseconds, or nonsense. These are 2014 and 2100. */
const PLAUSIBLE = { least: 1_400_000_000, most: 4_102_444_800 };

export const isTime = (at: number): boolean => PLAUSIBLE.least <= at && at <= PLAUSIBLE.most;

const WHOLE = `MATCH (n)
WITH n._module_version AS version, n._module_name STARTS WITH 'cartography' AS ours, toIntegerOrNull(n.lastupdated) AS updated
WITH CASE WHEN ours THEN version END AS version, CASE WHEN $least <= updated AND updated <= $most THEN updated END AS updated
RETURN count(*) AS nodes, collect(DISTINCT version) AS versions, min(updated) AS oldest, max(updated) AS newest`;

const ORGANIZATIONS = `MATCH (o:AWSOrganization) RETURN o.id AS id
UNION MATCH (o:GCPOrganization) RETURN o.id AS id`;

/** Accounts of others are there too, where a role trusts them or a network is peered. */
const ACCOUNTS = 'MATCH (a:AWSAccount) RETURN a.id AS id, coalesce(a.inscope, false) AS own';

const texts = (values: readonly Json[]): string[] =>
  [...new Set(values.filter((value) => value !== null && value !== '').map(String))].sort();

/** @param server what is known of it once it has answered */
export async function describe(
  graph: Pick<Graph, 'run'>,
  timeoutMs: number,
  server: () => Description['database'],
): Promise<Outcome<Description>> {
  const rowsOf = async (
    query: string,
    params: Readonly<Record<string, Json>> = {},
  ): Promise<Outcome<readonly (readonly Json[])[]>> => {
    const rows: (readonly Json[])[] = [];
    const onRow = (row: readonly Json[]): void => {
      rows.push(row);
    };
    const { value, diagnostics } = await graph.run({ query, params }, { timeoutMs, onRow });
    return value ? { value: rows, diagnostics } : { diagnostics };
  };
  const whole = await rowsOf(WHOLE, PLAUSIBLE);
  if (!whole.value) return { diagnostics: whole.diagnostics };
  const [nodes = 0, versions = [], from = null, to = null] = whole.value[0] ?? [];
  const organizations = await rowsOf(ORGANIZATIONS);
  if (!organizations.value) return { diagnostics: organizations.diagnostics };
  let tenants = texts(organizations.value.map(([id = null]) => id));
  if (tenants.length === 0) {
    const { value, diagnostics } = await rowsOf(ACCOUNTS);
    if (!value) return { diagnostics };
    const own = value.filter(([, isOwn]) => isOwn === true);
    tenants = texts((own.length > 0 ? own : value).map(([id = null]) => id));
  }
  return {
    value: {
      database: server(),
      nodes: Number(nodes),
      cartography: texts(versions as readonly Json[]),
      ...(typeof from === 'number' && typeof to === 'number' ? { updated: { from, to } } : {}),
      tenants,
    },
    diagnostics: [],
  };
}
