/** Load balancers of both generations, with what they listen on and where they send. */

import type { Collections } from '../../../inventory/inventory.ts';
import { type ListenerPort, listener, listenerOf } from '../../../inventory/listeners.ts';
import type { BalancerTarget, LoadBalancer } from '../../../inventory/workloads.ts';
import { present } from '../../present.ts';
import type { Answers, Fields } from '../question.ts';
import { TARGET_HOLDERS } from './container-questions.ts';
import {
  CLASSIC_LOAD_BALANCERS,
  CLASSIC_TARGETS,
  LOAD_BALANCER_TARGETS,
  LOAD_BALANCERS,
} from './resource-questions.ts';
import { byId } from './row-helpers.ts';
import { provenance } from './source.ts';
import type { RecordedTags } from './tags.ts';
import { workload } from './workload-row.ts';

/** Of what load balancers send to: who holds the address or runs the container. */
function readHolders(answers: Answers): ReadonlyMap<string, string> {
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

export function readTargets(answers: Answers): Collections['balancerTargets'] {
  const holders = readHolders(answers);
  const found = new Map<string, BalancerTarget>();
  const add = (row: Fields, sends: readonly ListenerPort[]): void => {
    const [balancer, named] = [row.text('balancer') ?? '', row.text('target') ?? ''];
    const target = holders.get(named) ?? named;
    // Several target groups of one load balancer may hold the same target.
    const id = `${found.size} ${balancer} ${target}`;
    found.set(id, { id, balancer, target, sends, ...provenance(row) });
  };
  for (const row of answers.rows(LOAD_BALANCER_TARGETS)) {
    const port = row.number('port');
    const sends = listener(row.text('protocol'), port);
    add(row, [port === undefined ? { ...sends, ports: [] } : sends]);
  }
  // Each listener of a classic load balancer sends to each of its instances.
  for (const row of answers.rows(CLASSIC_TARGETS)) add(row, row.texts('sends').map(listenerOf));
  return found;
}

/** @param exposed ids of those that Cartography found to let the internet in; absent where that is not asked */
export function readBalancers(
  answers: Answers,
  tags: RecordedTags,
  exposed: ReadonlySet<string> | undefined,
): Collections['loadBalancers'] {
  const read = (row: Fields, id: string): LoadBalancer => ({
    ...workload(row, id, tags),
    listeners: row.texts('listeners').map((text) => ({ text, listens: listenerOf(text) })),
    ...present({ arn: row.text('arn'), scheme: row.text('scheme') }),
  });
  return new Map([
    ...byId(answers.rows(LOAD_BALANCERS), (row, id) => ({
      ...read(row, id),
      ...present({ type: row.text('type'), exposed: exposed?.has(id) }),
    })),
    ...byId(answers.rows(CLASSIC_LOAD_BALANCERS), (row, id) => ({
      ...read(row, id),
      type: 'classic',
      exposed: row.flag('exposed'),
    })),
  ]);
}
