/** Cards of container services and clusters, which stand where their tasks run, and of groups that start instances. */

import { grouped, vpcOfSubnets } from '../../inventory/indexes.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { ContainerTasks } from '../../inventory/workloads.ts';
import {
  type CardPart,
  type CardSet,
  type Cards,
  cardOf,
  notes,
  onlySubnet,
  subnetNames,
  unique,
  unless,
  type WorkloadCard,
} from './card.ts';

/** `name` of `arn:aws:ecs:eu-west-1:100000000001:cluster/name`. */
const shortOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** Where tasks run, as one place for all of them; without an interface of their own, where their instances are. */
function placeOfTasks(
  inventory: Inventory,
  tasks: readonly ContainerTasks[],
  instances: Cards,
  what: string,
) {
  const running = tasks.filter(({ stopped }) => !stopped);
  const on = unique(
    running.filter(({ subnets }) => subnets.length === 0).flatMap((t) => t.instances),
  );
  const hosts = on.flatMap((instance) => instances.get(instance)?.subnets ?? []);
  const subnets = unique([...running.flatMap((t) => t.subnets), ...hosts]);
  const vpc = vpcOfSubnets(inventory, subnets);
  const names = on.map((instance) => instances.get(instance)?.name ?? instance).sort();
  return {
    subnets,
    groups: unique(running.flatMap(({ groups }) => groups)),
    notes: notes(
      subnets.length > 0
        ? `${what} in ${subnetNames(inventory, subnets)}`
        : `no ${what} of which ${inventory.source.name} says in which network they run`,
      on.length > 0 ? `on ${names.join(', ')}` : undefined,
    ),
    ...(vpc ? { vpc } : {}),
    ...onlySubnet(subnets),
  };
}

function serviceCards(
  inventory: Inventory,
  tasksOf: ReadonlyMap<string, readonly ContainerTasks[]>,
  instances: Cards,
): WorkloadCard[] {
  const { containerServices, containerClusters } = inventory;
  return [...containerServices.values()].map((service) => {
    const { id, cluster, launchType, status } = service;
    const { notes: where, ...place } = placeOfTasks(
      inventory,
      tasksOf.get(id) ?? [],
      instances,
      'tasks',
    );
    const name = cluster && (containerClusters.get(cluster)?.name ?? shortOf(cluster));
    return cardOf(inventory, service, {
      counted: 'container-service',
      kind: 'aws:ecs-service',
      ...place,
      notes: [...(name ? [`of the cluster ${name}`] : []), ...where],
      ...(launchType ? { role: launchType.toLowerCase() } : {}),
      ...unless('active', status),
    });
  });
}

/** @param instances cards by id: tasks without an interface of their own are where these are */
export function containerCards(inventory: Inventory, instances: Cards): CardSet {
  const { containerServices, containerClusters, containerTasks } = inventory;
  /** By the service that tasks are of, else by their cluster. */
  const tasksOf = grouped(containerTasks.values(), ({ service, cluster }) => service ?? cluster);
  const cards = new Map<string, WorkloadCard>();
  const parts: CardPart[] = [];
  for (const card of serviceCards(inventory, tasksOf, instances)) cards.set(card.id, card);
  for (const cluster of containerClusters.values()) {
    const { id } = cluster;
    const of = [...containerServices.values()].flatMap((s) => (s.cluster === id ? s.id : []));
    const own = tasksOf.get(id);
    if (of.length > 0 && !own) {
      parts.push({ counted: 'container-cluster', id, number: 1, of });
      continue;
    }
    const place = placeOfTasks(inventory, own ?? [], instances, 'tasks of no service');
    cards.set(
      id,
      cardOf(inventory, cluster, {
        ...{ counted: 'container-cluster', kind: 'aws:ecs' },
        ...place,
        ...unless('active', cluster.status),
        notes: own ? place.notes : ['no services and no tasks'],
      }),
    );
  }
  for (const [id, tasks] of [...tasksOf].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = tasks;
    if (!first || containerServices.has(id) || containerClusters.has(id)) continue;
    const record = { ...first, id, name: shortOf(id) };
    cards.set(
      id,
      cardOf(inventory, record, {
        ...{ counted: 'unlisted-container-cluster', kind: 'aws:ecs' },
        ...placeOfTasks(inventory, tasks, instances, 'tasks'),
        stub: {
          what: { type: 'container-cluster', name: shortOf(id) },
          reason: { code: 'cluster-not-recorded' },
        },
      }),
    );
  }
  for (const [id, tasks] of tasksOf) {
    const number = tasks.reduce((sum, { count }) => sum + count, 0);
    parts.push({ counted: 'container-task', id: `tasks of ${id}`, number, of: [id] });
  }
  return { cards, parts };
}

/** Groups are words on the instances that they started; one without any has a card, as it may start some. */
export function scalingCards(inventory: Inventory, instances: Cards): CardSet {
  const cards = new Map<string, WorkloadCard>();
  const parts: CardPart[] = [];
  for (const group of inventory.scalingGroups.values()) {
    const { id, name, members, subnets } = group;
    const of = members.filter((instance) => instances.get(instance)?.gone === false);
    const words = `of the auto scaling group ${name}`;
    if (of.length > 0) parts.push({ counted: 'autoscaling-group', id, number: 1, of, words });
    else
      cards.set(
        id,
        cardOf(inventory, group, {
          counted: 'autoscaling-group',
          kind: 'aws:ec2-auto-scaling',
          notes: notes(
            'no instances',
            subnets.length > 0 ? `may start some in ${subnetNames(inventory, subnets)}` : undefined,
          ),
          ...onlySubnet(subnets),
        }),
      );
  }
  return { cards, parts };
}
