/** What runs in networks: instances, load balancers, data stores, containers, clusters, functions. */

import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { Answers } from '../question.ts';
import type { Networks } from './graph.ts';
import { type BalancerTarget, readBalancers, readTargets } from './read-balancers.ts';
import { readContainers, readHolders, readScaling } from './read-containers.ts';
import { readStores } from './read-stores.ts';
import { NOWHERE, type Resource, ResourceMaker, type ResourceReading, unique } from './resource.ts';
import { CLUSTERS, DATABASES, FUNCTIONS, INSTANCES } from './resource-questions.ts';
import { byId, Missing } from './row-helpers.ts';

/** Says on resources what they are a part of. */
function withWords(resources: Map<string, Resource>, { parts }: ResourceReading): void {
  for (const { of, words } of parts)
    for (const id of words === undefined ? [] : of) {
      const resource = resources.get(id);
      if (resource) resources.set(id, { ...resource, notes: [...resource.notes, words as string] });
    }
}

/** Warnings: `incomplete-sync`. */
export function readResources(
  answers: Answers,
  networks: Networks,
  report: (diagnostic: Diagnostic) => void,
): ResourceReading & { readonly targets: readonly BalancerTarget[] } {
  const maker = new ResourceMaker(networks);
  const missing = new Missing();
  const instances = byId(answers.rows(INSTANCES), (row, id) => {
    const subnets = unique([...row.texts('subnets'), ...row.texts('interfaceSubnets')]);
    const subnet = row.texts('subnets')[0] ?? subnets[0];
    const state = row.text('state');
    const exposed = row.texts('exposed');
    const elsewhere = subnets.filter((s) => s !== subnet);
    return maker.make(row, id, subnet ? [subnet] : subnets, {
      counted: 'instance',
      kind: 'aws:ec2',
      open: row.flag('public') || exposed.includes('direct'),
      gone: state === 'terminated' || state === 'shutting-down',
      notes: [
        ...(elsewhere.length > 0 ? [`also in ${maker.namesOf(elsewhere)}`] : []),
        ...(exposed.length > 0 ? [`reachable from the internet: ${exposed.join(', ')}`] : []),
      ],
      ...(subnet ? { subnet } : {}),
      ...(state && state !== 'running' ? { status: state } : {}),
    });
  });
  const databases = byId(answers.rows(DATABASES), (row, id) => {
    const subnets = row.texts('subnets');
    const zone = row.text('zone');
    const subnet = subnets.find((s) => networks.subnets.get(s)?.zone === zone) ?? subnets[0];
    const port = row.number('port');
    const engine = row.text('engine');
    return maker.make(row, id, subnets, {
      counted: 'database',
      kind: 'aws:rds',
      open: row.flag('public'),
      ports: port === undefined ? [] : [`tcp/${port}`],
      notes: [
        ...(engine ? [engine] : []),
        `subnets ${maker.namesOf(subnets) || 'unknown'}`,
        ...(row.flag('public') ? ['publicly accessible'] : []),
      ],
      ...(row.flag('multiZone') ? { role: 'in several zones' } : {}),
      ...(subnet ? { subnet } : {}),
    });
  });
  const clusters = byId(answers.rows(CLUSTERS), (row, id) => {
    const status = row.text('status');
    return maker.make(row, id, [], {
      counted: 'kubernetes-cluster',
      kind: 'aws:eks',
      role: row.flag('public') ? 'public endpoint' : 'private endpoint',
      ...(status ? { status: status.toLowerCase() } : {}),
      notes: [NOWHERE],
    });
  });
  const functions = byId(answers.rows(FUNCTIONS), (row, id) =>
    maker.make(row, id, [], { counted: 'function', kind: 'aws:lambda', notes: [NOWHERE] }),
  );
  const stores = readStores(answers, networks, missing, databases);
  const containers = readContainers(answers, networks, instances);
  const scaling = readScaling(answers, networks, instances);
  missing.report(report);
  const [services, groups] = [containers.resources, scaling.resources];
  const others = [databases, clusters, functions, stores.resources, services, groups];
  const known = new Set([instances, ...others].flatMap((read) => [...read.keys()]));
  const targets = readTargets(answers, readHolders(answers));
  const balancers = readBalancers(answers, networks, targets, known);
  const resources = new Map([instances, balancers, ...others].flatMap((read) => [...read]));
  for (const reading of [stores, scaling]) withWords(resources, reading);
  return {
    resources,
    parts: [...stores.parts, ...containers.parts, ...scaling.parts],
    targets,
  };
}
