/** Managed services with a place in the network: GKE clusters and Cloud SQL. */

import { sortedBy } from '../../model/order.ts';
import { element } from '../elements.ts';
import { line } from '../lines.ts';
import { said } from './instances.ts';
import type { GcpPlan } from './plan.ts';

const CLUSTER = 'gcp:gke-cluster';
const DATABASE = 'gcp:cloud-sql';
const EXPOSURE = 'internet-exposure';

const ordered = <T extends { readonly name: string; readonly id: string }>(
  all: readonly T[],
): T[] => sortedBy(all, ({ name, id }) => `${name}\n${id}`);

const unwell = (status: string | undefined, well: string): string | undefined =>
  status === well ? undefined : status;

export function drawServices(canvas: GcpPlan): void {
  const { network, chosen, ledger } = canvas;
  for (const cluster of ordered(network.clusters)) {
    const { id, name, at, region, status, exposed, restricted } = cluster;
    if (!chosen.placed.has(id)) {
      ledger.omitted(CLUSTER);
      continue;
    }
    const place = chosen.placeOf(cluster);
    const card = element({ at, counted: CLUSTER }, 'gcp:google-kubernetes-engine', name, {
      id,
      region,
      status: canvas.stateOf(id, unwell(status, 'RUNNING')),
      role: said([
        place.vpc === undefined && cluster.vpc ? `network ${cluster.vpc}` : undefined,
        cluster.project !== place.project ? `of project ${cluster.project}` : undefined,
      ]),
    });
    canvas.put(place, card);
    if (exposed)
      canvas.lines.push(
        line(
          ledger,
          at,
          EXPOSURE,
          restricted ? canvas.authorized(at) : canvas.outside('0.0.0.0/0', at),
          card,
          { label: 'control plane', control: restricted ? 'authorized networks' : undefined },
        ),
      );
  }
  for (const database of ordered(network.databases)) {
    const { id, name, at, region, status, version, ranges } = database;
    if (!chosen.placed.has(id)) {
      ledger.omitted(DATABASE);
      continue;
    }
    const card = element({ at, counted: DATABASE }, DATABASE, name, {
      id,
      region,
      role: version,
      status: canvas.stateOf(id, unwell(status, 'RUNNABLE')),
    });
    canvas.put(chosen.placeOf(database), card);
    for (const range of ranges)
      canvas.lines.push(
        line(ledger, at, EXPOSURE, canvas.outside(range, at), card, {
          control: 'authorized network',
        }),
      );
  }
}
