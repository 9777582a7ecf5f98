/** Load balancers of both generations, with what they listen on and where they send. */

import type { Collections } from '../../inventory/inventory.ts';
import { type ListenerPort, listener } from '../../inventory/listeners.ts';
import type { BalancerTarget, Listener, LoadBalancer } from '../../inventory/workloads.ts';
import { present } from '../present.ts';
import type { AnswerSet } from './answers.ts';
import type { Item } from './item.ts';
import { byId, heldBy, type KeptTags, nameOf, ofArn, unique } from './records.ts';

function listenerOf(item: Item, protocol = 'Protocol', port = 'Port'): Listener {
  const [name, number] = [item.text(protocol), item.number(port)];
  const certificates = item.each('Certificates', 'CertificateArn');
  return {
    text: `${(name ?? 'tcp').toLowerCase()}${number === undefined ? '' : `/${number}`}`,
    listens: listener(name, number),
    ...(certificates.length > 0 ? { certificates } : {}),
    ...present({ tlsPolicy: item.text('SslPolicy') }),
  };
}

/** Listeners by the ARN of their load balancer. */
function listeners(answers: AnswerSet): ReadonlyMap<string, readonly Listener[]> {
  const found = new Map<string, Listener[]>();
  const wrapped = answers.items('LoadBalancerListeners').flatMap((item) => item.items('Listeners'));
  for (const item of [...answers.items('Listeners'), ...wrapped]) {
    const balancer = item.text('LoadBalancerArn') ?? '';
    found.set(balancer, [...(found.get(balancer) ?? []), listenerOf(item)]);
  }
  return found;
}

/** Of services that list tags in an answer of its own. */
export function tagsByArn(answers: AnswerSet): ReadonlyMap<string, Item> {
  return new Map(
    answers.items('TagDescriptions').map((item) => [item.text('ResourceArn') ?? '', item]),
  );
}

export function readBalancers(answers: AnswerSet, tags: KeptTags): Collections['loadBalancers'] {
  const listening = listeners(answers);
  const tagged = tagsByArn(answers);
  const second = answers.items('LoadBalancers').flatMap((item): LoadBalancer[] => {
    const arn = item.text('LoadBalancerArn');
    const id = item.text('DNSName') ?? arn;
    if (id === undefined) return [];
    const own = tagged.get(arn ?? '') ?? item;
    const { account, region } = ofArn(arn);
    return [
      {
        id,
        name: nameOf(own) ?? item.text('LoadBalancerName') ?? id,
        accounts: [account ?? item.account ?? ''].filter((one) => one !== ''),
        subnets: unique(item.each('AvailabilityZones', 'SubnetId')),
        groups: unique(item.texts('SecurityGroups')),
        tags: tags.of(own),
        listeners: listening.get(arn ?? '') ?? [],
        ...present({
          ...{ arn, region: region ?? item.region, vpc: item.text('VpcId') },
          ...{ type: item.text('Type'), scheme: item.text('Scheme') },
        }),
        provenance: item.provenance,
      },
    ];
  });
  const classic = answers.items('LoadBalancerDescriptions').flatMap((item): LoadBalancer[] => {
    const name = item.text('LoadBalancerName');
    const id = item.text('DNSName') ?? name;
    if (id === undefined) return [];
    return [
      {
        ...{ id, name: name ?? id, type: 'classic', ...heldBy(item), tags: {} },
        subnets: unique(item.texts('Subnets')),
        groups: unique(item.texts('SecurityGroups')),
        listeners: item
          .items('ListenerDescriptions')
          .map((one) => listenerOf(one.inner('Listener'), 'Protocol', 'LoadBalancerPort')),
        ...present({ scheme: item.text('Scheme'), vpc: item.text('VPCId') ?? item.text('VpcId') }),
        provenance: item.provenance,
      },
    ];
  });
  return byId([...second, ...classic]);
}

interface TargetGroup {
  readonly item: Item;
  readonly balancers: readonly string[];
}

/** The group that an answer is of: its key is the group's ARN or name. */
function groupOf(
  groups: ReadonlyMap<string, TargetGroup>,
  key: string | undefined,
): TargetGroup | undefined {
  if (key === undefined) return undefined;
  return (
    groups.get(key) ?? [...groups.values()].find(({ item }) => item.text('TargetGroupName') === key)
  );
}

export function readTargets(
  answers: AnswerSet,
  balancers: Collections['loadBalancers'],
): Collections['balancerTargets'] {
  const byArn = new Map([...balancers.values()].map(({ arn, id }) => [arn ?? id, id]));
  const groups = new Map(
    answers
      .items('TargetGroups')
      .map((item) => [
        item.text('TargetGroupArn') ?? '',
        { item, balancers: item.texts('LoadBalancerArns').flatMap((arn) => byArn.get(arn) ?? []) },
      ]),
  );
  const found: BalancerTarget[] = [];
  const add = (
    balancer: string,
    target: string,
    sends: readonly ListenerPort[],
    item: Item,
    group: string,
  ): void => {
    found.push({
      id: `${balancer}|${group}|${target}`,
      balancer,
      target,
      sends,
      provenance: item.provenance,
    });
  };
  const health = [
    ...answers
      .of('TargetHealthDescriptions')
      .flatMap(({ items, key, account }) => items.map((item) => ({ item, key, account }))),
    ...answers
      .items('LoadBalancerTargetHealth')
      .flatMap((item) =>
        item
          .items('TargetHealthDescriptions')
          .map((one) => ({ item: one, key: item.text('TargetGroupArn'), account: item.account })),
      ),
  ];
  for (const { item, key, account } of health) {
    // A name is unique in an account and region only.
    const own = new Map(
      [...groups].filter(([arn]) => account === undefined || arn.includes(`:${account}:`)),
    );
    const group = groupOf(own, key);
    const target = item.inner('Target').text('Id');
    if (!group || target === undefined) continue;
    const port = item.inner('Target').number('Port') ?? group.item.number('Port');
    const sends = listener(group.item.text('Protocol'), port);
    for (const balancer of group.balancers)
      add(
        balancer,
        target,
        [port === undefined ? { ...sends, ports: [] } : sends],
        item,
        group.item.text('TargetGroupName') ?? '',
      );
  }
  for (const item of answers.items('LoadBalancerDescriptions')) {
    const balancer = item.text('DNSName') ?? item.text('LoadBalancerName') ?? '';
    const sends = item
      .items('ListenerDescriptions')
      .map((one) => listenerOf(one.inner('Listener'), 'InstanceProtocol', 'InstancePort').listens);
    for (const target of item.each('Instances', 'InstanceId'))
      add(balancer, target, sends, item, '');
  }
  return byId(found);
}
