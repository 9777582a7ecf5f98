/** Containers of ECS, where their tasks are, and groups that start instances. */

import type { Collections } from '../../../inventory/inventory.ts';
import type { ContainerTasks } from '../../../inventory/workloads.ts';
import { present } from '../../present.ts';
import type { Answers, Fields } from '../question.ts';
import {
  CONTAINER_CLUSTERS,
  CONTAINER_SERVICES,
  CONTAINER_TASKS,
  SCALING_GROUPS,
} from './container-questions.ts';
import { byId } from './row-helpers.ts';
import type { RecordedTags } from './tags.ts';
import { workload } from './workload-row.ts';

/** Alike tasks are one row without an id of its own. */
const tasks = (row: Fields, id: string, tags: RecordedTags): ContainerTasks => ({
  ...workload(row, id, tags),
  cluster: row.texts('clusters')[0] ?? row.text('clusterText') ?? 'unknown cluster',
  stopped: row.flag('stopped'),
  count: row.number('tasks') ?? 0,
  instances: row.texts('instances'),
});

export function readContainers(answers: Answers, tags: RecordedTags) {
  const containerServices = byId(answers.rows(CONTAINER_SERVICES), (row, id) => ({
    ...workload(row, id, tags),
    ...present({
      status: row.text('status'),
      launchType: row.text('launch'),
      cluster: row.texts('clusters')[0] ?? row.text('clusterText'),
    }),
  }));
  const containerTasks = answers.rows(CONTAINER_TASKS).map((row, n): ContainerTasks => {
    const service = row.texts('services').find((id) => containerServices.has(id));
    return { ...tasks(row, `tasks ${n}`, tags), ...present({ service }) };
  });
  return {
    containerClusters: byId(answers.rows(CONTAINER_CLUSTERS), (row, id) => ({
      ...workload(row, id, tags),
      ...present({ status: row.text('status') }),
    })),
    containerServices,
    containerTasks: new Map(containerTasks.map((one) => [one.id, one])),
  } satisfies Partial<Collections>;
}

export const readScalingGroups = (
  answers: Answers,
  tags: RecordedTags,
): Collections['scalingGroups'] =>
  byId(answers.rows(SCALING_GROUPS), (row, id) => ({
    ...workload(row, id, tags),
    members: row.texts('members'),
  }));
