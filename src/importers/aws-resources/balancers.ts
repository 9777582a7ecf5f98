/** Load balancers of both generations, with what they listen on and where they send. */

import { listener } from '../../inventory/listeners.ts';
import { byCodeUnit } from '../../model/order.ts';
import { present } from '../present.ts';
import type { ResourceAttributes } from './attributes.ts';
import type { Mapper, Mapping } from './mapper.ts';
import type { ResourceRecords } from './records.ts';
import { optionalRefs, workload } from './workloads.ts';

const scheme = (r: ResourceAttributes): string | undefined => {
  const internal = r.flag('internal');
  // The provider's default, which the code may leave out.
  if (internal === undefined) return r.unknown('internal') ? undefined : 'internet-facing';
  return internal ? 'internal' : 'internet-facing';
};

const balancer: Mapper = (r, to) => {
  const mapped = r.blocks('subnet_mapping').flatMap((m) => m.ref('subnet_id') ?? []);
  to.add('loadBalancers', {
    ...workload(r, to, {
      subnets: [...optionalRefs(r, 'subnets'), ...mapped],
      groups: optionalRefs(r, 'security_groups'),
      vpc: r.has('vpc_id') ? r.ref('vpc_id') : undefined,
      named: ['name'],
    }),
    type: r.text('load_balancer_type') ?? 'application',
    listeners: [],
    ...present({ arn: r.text('arn'), scheme: scheme(r) }),
  });
};

const text = (protocol: string | undefined, port: number | undefined): string =>
  `${(protocol ?? 'tcp').toLowerCase()}${port === undefined ? '' : `/${port}`}`;

const listens: Mapper = (r, to) => {
  const [protocol, port] = [r.text('protocol'), r.number('port')];
  const certificate = r.has('certificate_arn') ? r.ref('certificate_arn') : undefined;
  const own = {
    text: text(protocol, port),
    listens: listener(protocol, port),
    ...present({
      certificates: certificate === undefined ? undefined : [certificate],
      tlsPolicy: r.text('ssl_policy'),
    }),
  };
  to.update('loadBalancers', r.ref('load_balancer_arn'), ({ listeners }) => ({
    listeners: [...listeners, own].sort((a, b) => byCodeUnit(a.text, b.text)),
  }));
};

const classic: Mapper = (r, to) => {
  const blocks = r.blocks('listener');
  const id = r.id;
  to.add('loadBalancers', {
    ...workload(r, to, {
      subnets: optionalRefs(r, 'subnets'),
      groups: optionalRefs(r, 'security_groups'),
      named: ['name'],
    }),
    type: 'classic',
    listeners: blocks.map((block) => {
      const [protocol, port] = [block.text('lb_protocol'), block.number('lb_port')];
      return { text: text(protocol, port), listens: listener(protocol, port) };
    }),
    ...present({ arn: r.text('arn'), scheme: scheme(r) }),
  });
  const sends = blocks.map((b) => listener(b.text('instance_protocol'), b.number('instance_port')));
  for (const target of optionalRefs(r, 'instances')) {
    const { absent: _, ...base } = r.base();
    to.add('balancerTargets', { ...base, id: `${id}|${target}`, balancer: id, target, sends });
  }
};

/** Target groups of an action, or of the weighted groups in it. */
const groupsOf = (action: ResourceAttributes): readonly string[] => [
  ...(action.has('target_group_arn') ? [action.ref('target_group_arn') ?? ''] : []),
  ...action
    .blocks('forward')
    .flatMap((forward) => forward.blocks('target_group'))
    .flatMap((group) => group.ref('arn') ?? []),
];

/** Target group -> ids of the load balancers that send to it. */
function sendersByGroup(r: ResourceAttributes): ReadonlyMap<string, ReadonlySet<string>> {
  const { index } = r.context;
  const found = new Map<string, Set<string>>();
  const add = (from: ResourceAttributes, own: string | undefined, action: string): void => {
    if (own === undefined) return;
    for (const group of from.blocks(action).flatMap(groupsOf))
      found.set(group, (found.get(group) ?? new Set()).add(own));
  };
  for (const type of ['aws_lb_listener', 'aws_alb_listener'])
    for (const resource of index.ofType(type)) {
      const own = r.of(resource);
      add(own, own.ref('load_balancer_arn'), 'default_action');
    }
  for (const type of ['aws_lb_listener_rule', 'aws_alb_listener_rule'])
    for (const resource of index.ofType(type)) {
      const own = r.of(resource);
      const parent = own.target('listener_arn');
      add(own, parent && r.of(parent).ref('load_balancer_arn'), 'action');
    }
  return found;
}

const senders = new WeakMap<object, ReadonlyMap<string, ReadonlySet<string>>>();

function sendersTo(r: ResourceAttributes, group: string): readonly string[] {
  const { index } = r.context;
  const known = senders.get(index) ?? sendersByGroup(r);
  senders.set(index, known);
  return [...(known.get(group) ?? [])].sort();
}

function addTarget(
  r: ResourceAttributes,
  groupName: string,
  target: string | undefined,
  to: ResourceRecords,
): void {
  const group = r.target(groupName);
  const id = r.ref(groupName);
  if (id === undefined || target === undefined) return;
  const own = group && r.of(group);
  const port = r.number('port') ?? own?.number('port');
  const sends = [listener(own?.text('protocol'), port)];
  const { absent: _, ...base } = r.base();
  for (const balancerId of sendersTo(r, id)) {
    const key = `${balancerId}|${id}|${target}|${port ?? ''}`;
    to.add('balancerTargets', { ...base, id: key, balancer: balancerId, target, sends });
  }
}

/** A group or service whose instances a target group gets. */
const registered =
  (attribute: string): Mapper =>
  (r, to) => {
    const { index } = r.context;
    for (const group of r.has(attribute) ? r.refs(attribute) : []) {
      const resource = index.find(group);
      const own = resource && r.of(resource);
      const sends = [listener(own?.text('protocol'), own?.number('port'))];
      const { absent: _, ...base } = r.base();
      for (const balancerId of sendersTo(r, group)) {
        const id = `${balancerId}|${group}|${r.id}`;
        to.add('balancerTargets', { ...base, id, balancer: balancerId, target: r.id, sends });
      }
    }
  };

export const BALANCERS: Mapping = {
  aws_lb: balancer,
  aws_alb: balancer,
  aws_elb: classic,
};

const attachment: Mapper = (r, to) => addTarget(r, 'target_group_arn', r.ref('target_id'), to);

export const BALANCER_TIES: Mapping = {
  aws_lb_listener: listens,
  aws_alb_listener: listens,
  aws_lb_target_group_attachment: attachment,
  aws_alb_target_group_attachment: attachment,
  aws_autoscaling_group: registered('target_group_arns'),
  aws_autoscaling_attachment: (r, to) => {
    const group = r.named('autoscaling_group_name', ['aws_autoscaling_group']);
    const name = r.has('lb_target_group_arn') ? 'lb_target_group_arn' : 'alb_target_group_arn';
    if (group && r.has(name)) addTarget(r, name, r.context.index.idOf(group), to);
  },
  aws_ecs_service(r, to) {
    for (const block of r.blocks('load_balancer'))
      if (block.has('target_group_arn')) addTarget(block, 'target_group_arn', r.id, to);
  },
};
