/** Cards of instances, databases, control planes of Kubernetes, and functions. */

import type { Inventory } from '../../inventory/inventory.ts';
import type { ComputeInstance, ManagedDatabase } from '../../inventory/workloads.ts';
import {
  type Cards,
  cardOf,
  cardsOf,
  notes,
  subnetNames,
  tcp,
  unique,
  type WorkloadCard,
  withoutNetwork,
} from './card.ts';

const GONE = new Set(['terminated', 'shutting-down']);

function instanceCard(inventory: Inventory, instance: ComputeInstance): WorkloadCard {
  const { state, exposure, publicAddress } = instance;
  const subnets = unique([...instance.subnets, ...instance.interfaceSubnets]);
  const subnet = instance.subnets[0] ?? subnets[0];
  const elsewhere = subnets.filter((s) => s !== subnet);
  const placed = { ...instance, subnets: subnet ? [subnet] : subnets };
  return cardOf(inventory, placed, {
    counted: 'instance',
    kind: 'aws:ec2',
    open: publicAddress || exposure.includes('direct'),
    gone: GONE.has(state ?? ''),
    notes: notes(
      elsewhere.length > 0 ? `also in ${subnetNames(inventory, elsewhere)}` : undefined,
      exposure.length > 0 ? `reachable from the internet: ${exposure.join(', ')}` : undefined,
    ),
    ...(subnet ? { subnet } : {}),
    ...(state && state !== 'running' ? { status: state } : {}),
  });
}

export const instanceCards = (inventory: Inventory): Cards =>
  cardsOf(inventory.instances, (instance) => instanceCard(inventory, instance));

function databaseCard(inventory: Inventory, database: ManagedDatabase): WorkloadCard {
  const { subnets, zone, port, engine, multiZone } = database;
  const subnet = subnets.find((s) => inventory.subnets.get(s)?.zone === zone) ?? subnets[0];
  return cardOf(inventory, database, {
    counted: 'database',
    kind: 'aws:rds',
    open: database.public,
    ports: tcp(port),
    notes: notes(
      engine,
      `subnets ${subnetNames(inventory, subnets) || 'unknown'}`,
      database.public ? 'publicly accessible' : undefined,
    ),
    ...(multiZone ? { role: 'in several zones' } : {}),
    ...(subnet ? { subnet } : {}),
  });
}

export const databaseCards = (inventory: Inventory): Cards =>
  cardsOf(inventory.databases, (database) => databaseCard(inventory, database));

export const kubernetesCards = (inventory: Inventory): Cards =>
  cardsOf(inventory.kubernetesServices, (cluster) =>
    cardOf(inventory, cluster, {
      counted: 'kubernetes-cluster',
      kind: 'aws:eks',
      role: cluster.publicEndpoint ? 'public endpoint' : 'private endpoint',
      ...(cluster.status ? { status: cluster.status.toLowerCase() } : {}),
      notes: notes(withoutNetwork(inventory, 'kubernetesServices', cluster)),
    }),
  );

export const functionCards = (inventory: Inventory): Cards =>
  cardsOf(inventory.functions, (record) =>
    cardOf(inventory, record, {
      counted: 'function',
      kind: 'aws:lambda',
      notes: notes(withoutNetwork(inventory, 'functions', record)),
    }),
  );
