/** Containers of ECS, where their tasks are, and groups that start instances. */

import { byKey } from '../../../model/order.ts';
import type { Answers, Fields } from '../question.ts';
import {
  CONTAINER_CLUSTERS,
  CONTAINER_SERVICES,
  CONTAINER_TASKS,
  SCALING_GROUPS,
  TARGET_HOLDERS,
} from './container-questions.ts';
import type { Networks } from './graph.ts';
import {
  type Resource,
  ResourceMaker,
  type ResourcePart,
  type ResourceReading,
  unique,
  unless,
} from './resource.ts';
import { byId } from './row-helpers.ts';

/** Of what load balancers send to: who holds the address or runs the container. */
export function readHolders(answers: Answers): ReadonlyMap<string, string> {
  const holders = new Map<string, string>();
  for (const row of answers.rows(TARGET_HOLDERS)) {
    const [holder] = [
      ...row.texts('instances'),
      ...row.texts('services'),
      ...row.texts('clusters'),
    ];
    const target = row.text('target');
    if (target !== undefined && holder !== undefined) holders.set(target, holder);
  }
  return holders;
}

/** Where tasks run: as one place for all of them. */
interface Running {
  readonly first: Fields;
  tasks: number;
  readonly subnets: Set<string>;
  readonly groups: Set<string>;
  readonly instances: Set<string>;
}

/** `name` of `arn:aws:ecs:eu-west-1:100000000001:cluster/name`. */
const shortOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** @param instances that are read, by id: tasks without an interface of their own are where these are */
export function readContainers(
  answers: Answers,
  networks: Networks,
  instances: ReadonlyMap<string, Resource>,
): ResourceReading {
  const maker = new ResourceMaker(networks);
  const services = byId(answers.rows(CONTAINER_SERVICES), (row, id) => {
    const [cluster = row.text('clusterText')] = row.texts('clusters');
    return { id, row, cluster };
  });
  const clusters = byId(answers.rows(CONTAINER_CLUSTERS), (row, id) => ({ id, row }));
  /** By the service that tasks are of, else by their cluster. */
  const running = new Map<string, Running>();
  for (const row of answers.rows(CONTAINER_TASKS)) {
    const service = row.texts('services').find((id) => services.has(id));
    const [cluster = row.text('clusterText') ?? 'unknown cluster'] = row.texts('clusters');
    const holder = service ?? cluster;
    const known = running.get(holder) ?? {
      ...{ first: row, tasks: 0, subnets: new Set(), groups: new Set(), instances: new Set() },
    };
    running.set(holder, known);
    known.tasks += row.number('tasks') ?? 0;
    if (row.flag('stopped')) continue;
    for (const id of row.texts('subnets')) known.subnets.add(id);
    for (const id of row.texts('groups')) known.groups.add(id);
    // Without an interface of their own, tasks share that of their instance.
    if (row.texts('subnets').length === 0)
      for (const id of row.texts('instances')) known.instances.add(id);
  }
  const place = (id: string, what: string) => {
    const own = running.get(id);
    const on = [...(own?.instances ?? [])].sort();
    const hosts = on.flatMap((instance) => instances.get(instance)?.subnets ?? []);
    const subnets = unique([...(own?.subnets ?? []), ...hosts]);
    const vpc = maker.vpcOf(subnets);
    const names = on.map((instance) => instances.get(instance)?.name ?? instance).sort();
    return {
      subnets,
      groups: [...(own?.groups ?? [])].sort(),
      notes: [
        ...(subnets.length > 0
          ? [`${what} in ${maker.namesOf(subnets)}`]
          : [`no ${what} of which the graph says in which network they run`]),
        ...(on.length > 0 ? [`on ${names.join(', ')}`] : []),
      ],
      ...(vpc ? { vpc } : {}),
      ...maker.only(subnets),
    };
  };
  const resources = new Map<string, Resource>();
  const parts: ResourcePart[] = [];
  for (const { id, row, cluster } of services.values()) {
    const { notes, ...where } = place(id, 'tasks');
    const launch = row.text('launch');
    const name = cluster && (clusters.get(cluster)?.row.text('name') ?? shortOf(cluster));
    resources.set(
      id,
      maker.make(row, id, [], {
        counted: 'container-service',
        kind: 'aws:ecs-service',
        ...where,
        notes: [...(name ? [`of the cluster ${name}`] : []), ...notes],
        ...(launch ? { role: launch.toLowerCase() } : {}),
        ...unless('active', row.text('status')),
      }),
    );
  }
  for (const { id, row } of clusters.values()) {
    const of = [...services.values()].flatMap((s) => (s.cluster === id ? s.id : []));
    if (of.length > 0 && !running.has(id)) {
      parts.push({ counted: 'container-cluster', id, number: 1, of });
      continue;
    }
    const own = { counted: 'container-cluster', kind: 'aws:ecs' };
    const { notes, ...where } = place(id, 'tasks of no service');
    const status = unless('active', row.text('status'));
    resources.set(
      id,
      maker.make(row, id, [], {
        ...{ ...own, ...where, ...status },
        notes: running.has(id) ? notes : ['no services and no tasks'],
      }),
    );
  }
  for (const [id, { first }] of [...running].sort(byKey)) {
    if (services.has(id) || clusters.has(id)) continue;
    const own = { counted: 'unlisted-container-cluster', kind: 'aws:ecs', name: shortOf(id) };
    const stub = {
      what: { type: 'container-cluster', name: shortOf(id) },
      reason: { code: 'cluster-not-recorded' },
    } as const;
    resources.set(id, maker.make(first, id, [], { ...own, ...place(id, 'tasks'), stub }));
  }
  for (const [id, { tasks }] of running)
    parts.push({ counted: 'container-task', id: `tasks of ${id}`, number: tasks, of: [id] });
  return { resources, parts };
}

/** Groups are words on the instances that they started; one without any has a card, as it may start some. */
export function readScaling(
  answers: Answers,
  networks: Networks,
  instances: ReadonlyMap<string, Resource>,
): ResourceReading {
  const maker = new ResourceMaker(networks);
  const resources = new Map<string, Resource>();
  const parts: ResourcePart[] = [];
  const read = byId(answers.rows(SCALING_GROUPS), (row, id) => ({ id, row }));
  for (const { id, row } of read.values()) {
    const of = row.texts('members').filter((i) => instances.get(i)?.gone === false);
    const subnets = row.texts('subnets');
    const words = `of the auto scaling group ${row.text('name') ?? id}`;
    if (of.length > 0) parts.push({ counted: 'autoscaling-group', id, number: 1, of, words });
    else
      resources.set(
        id,
        maker.make(row, id, subnets, {
          counted: 'autoscaling-group',
          kind: 'aws:ec2-auto-scaling',
          notes: [
            'no instances',
            ...(subnets.length > 0 ? [`may start some in ${maker.namesOf(subnets)}`] : []),
          ],
          ...maker.only(subnets),
        }),
      );
  }
  return { resources, parts };
}
