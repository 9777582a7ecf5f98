/** What runs in networks: instances, data stores, clusters, functions, groups of instances. */

import type { Collections } from '../../inventory/inventory.ts';
import type {
  ComputeInstance,
  ManagedDatabase,
  ScalingGroup,
  Workload,
} from '../../inventory/workloads.ts';
import { present } from '../present.ts';
import type { AnswerSet } from './answers.ts';
import type { Item } from './item.ts';
import { byId, heldBy, type KeptTags, nameOf, ofArn, unique } from './records.ts';

/** What all of them have alike. */
const workload = (item: Item, id: string, name: string | undefined, tags: KeptTags): Workload => ({
  id,
  name: nameOf(item) ?? name ?? id,
  ...heldBy(item),
  ...present({ region: item.region ?? ofArn(id).region }),
  subnets: [],
  groups: [],
  tags: tags.of(item),
  provenance: item.provenance,
});

/** Neither user data nor keys are read. */
function instance(reservation: Item, item: Item, id: string, tags: KeptTags): ComputeInstance {
  const interfaces = item.items('NetworkInterfaces');
  const own = item.text('SubnetId');
  const owner = reservation.text('OwnerId') ?? item.account;
  return {
    ...workload(item, id, undefined, tags),
    accounts: owner === undefined ? [] : [owner],
    subnets: own === undefined ? [] : [own],
    interfaceSubnets: unique(interfaces.flatMap((one) => one.text('SubnetId') ?? [])),
    groups: unique([
      ...item.each('SecurityGroups', 'GroupId'),
      ...interfaces.flatMap((one) => one.each('Groups', 'GroupId')),
    ]),
    publicAddress:
      item.text('PublicIpAddress') !== undefined ||
      interfaces.some((one) => one.inner('Association').text('PublicIp') !== undefined),
    exposure: [],
    ...present({ vpc: item.text('VpcId'), state: item.inner('State').text('Name') }),
  };
}

const readInstances = (answers: AnswerSet, tags: KeptTags): Collections['instances'] =>
  byId(
    answers.items('Reservations').flatMap((reservation) =>
      reservation.items('Instances').flatMap((item) => {
        const id = item.text('InstanceId');
        return id === undefined ? [] : [instance(reservation, item, id, tags)];
      }),
    ),
  );

/** Subnets of the groups that databases, caches and warehouses name. */
function subnetGroups(
  answers: AnswerSet,
  key: 'DBSubnetGroups' | 'CacheSubnetGroups' | 'ClusterSubnetGroups',
  name: string,
): (item: Item, group: string | undefined) => { subnets: readonly string[]; vpc?: string } {
  const place = ({ account, region }: Item): string => `${account}|${region}`;
  const groups = new Map(
    answers.items(key).map((item) => [`${place(item)}|${item.text(name)}`, item]),
  );
  return (item, group) => {
    const found = group === undefined ? undefined : groups.get(`${place(item)}|${group}`);
    return {
      subnets: unique(found?.each('Subnets', 'SubnetIdentifier') ?? []),
      ...present({ vpc: found?.text('VpcId') }),
    };
  };
}

/** Neither the user's name nor a password is read. */
function database(item: Item, tags: KeptTags): ManagedDatabase[] {
  const name = item.text('DBInstanceIdentifier');
  const id = item.text('DBInstanceArn') ?? name;
  if (id === undefined) return [];
  const group = item.inner('DBSubnetGroup');
  return [
    {
      ...workload(item, id, name, tags),
      subnets: unique(group.each('Subnets', 'SubnetIdentifier')),
      groups: unique(item.each('VpcSecurityGroups', 'VpcSecurityGroupId')),
      multiZone: item.flag('MultiAZ'),
      public: item.flag('PubliclyAccessible'),
      ...present({
        vpc: group.text('VpcId'),
        engine: item.text('Engine'),
        port: item.inner('Endpoint').number('Port') ?? item.number('DbInstancePort'),
        zone: item.text('AvailabilityZone'),
      }),
    },
  ];
}

function readDatabases(answers: AnswerSet, tags: KeptTags) {
  const placed = subnetGroups(answers, 'DBSubnetGroups', 'DBSubnetGroupName');
  const databases = byId(answers.items('DBInstances').flatMap((item) => database(item, tags)));
  const ids = new Map(
    [...databases.values()].map(({ id }) => [id.slice(id.lastIndexOf(':') + 1), id]),
  );
  const databaseClusters = byId(
    answers.items('DBClusters').flatMap((item) => {
      const name = item.text('DBClusterIdentifier');
      const id = item.text('DBClusterArn') ?? name;
      if (id === undefined) return [];
      const members = item.each('DBClusterMembers', 'DBInstanceIdentifier');
      return [
        {
          ...workload(item, id, name, tags),
          ...placed(item, item.text('DBSubnetGroup')),
          groups: unique(item.each('VpcSecurityGroups', 'VpcSecurityGroupId')),
          members: unique(members.map((member) => ids.get(member) ?? member)),
          ...present({
            engine: item.text('Engine'),
            port: item.number('Port'),
            status: item.text('Status'),
          }),
        },
      ];
    }),
  );
  return { databases, databaseClusters };
}

function readStores(answers: AnswerSet, tags: KeptTags) {
  const cached = subnetGroups(answers, 'CacheSubnetGroups', 'CacheSubnetGroupName');
  const warehoused = subnetGroups(answers, 'ClusterSubnetGroups', 'ClusterSubnetGroupName');
  const identified = <T>(
    key: Parameters<AnswerSet['items']>[0],
    names: readonly string[],
    read: (item: Item, id: string) => T,
  ): T[] =>
    answers.items(key).flatMap((item) => {
      const id = names.map((name) => item.text(name)).find((text) => text !== undefined);
      return id === undefined ? [] : [read(item, id)];
    });
  return {
    caches: byId(
      identified('CacheClusters', ['ARN', 'CacheClusterId'], (item, id) => {
        const subnetGroup = item.text('CacheSubnetGroupName');
        return {
          ...workload(item, id, item.text('CacheClusterId'), tags),
          ...cached(item, subnetGroup),
          groups: unique(item.each('SecurityGroups', 'SecurityGroupId')),
          ...present({
            subnetGroup,
            engine: item.text('Engine'),
            status: item.text('CacheClusterStatus'),
            replicationGroup: item.text('ReplicationGroupId'),
          }),
        };
      }),
    ),
    dataWarehouses: byId(
      identified('Clusters', ['ClusterNamespaceArn', 'ClusterIdentifier'], (item, id) => ({
        ...workload(item, id, item.text('ClusterIdentifier'), tags),
        ...warehoused(item, item.text('ClusterSubnetGroupName')),
        groups: unique(item.each('VpcSecurityGroups', 'VpcSecurityGroupId')),
        public: item.flag('PubliclyAccessible'),
        ...present({
          vpc: item.text('VpcId'),
          port: item.inner('Endpoint').number('Port'),
          status: item.text('ClusterStatus'),
        }),
      })),
    ),
    fileSystems: byId(
      identified('FileSystems', ['FileSystemId'], (item, id) => ({
        ...workload(item, id, item.text('Name'), tags),
        ...present({ status: item.text('LifeCycleState') }),
      })),
    ),
    fileMounts: byId(
      identified('MountTargets', ['MountTargetId'], (item, id) => ({
        ...{ id, ...heldBy(item), groups: [] },
        fileSystem: item.text('FileSystemId') ?? `file system of ${id}`,
        ...present({ subnet: item.text('SubnetId'), vpc: item.text('VpcId') }),
        provenance: item.provenance,
      })),
    ),
  };
}

function readScaling(answers: AnswerSet, tags: KeptTags): Collections['scalingGroups'] {
  return byId(
    answers.items('AutoScalingGroups').flatMap((item): ScalingGroup[] => {
      const name = item.text('AutoScalingGroupName');
      const id = item.text('AutoScalingGroupARN') ?? name;
      if (id === undefined) return [];
      const subnets = (item.text('VPCZoneIdentifier') ?? '').split(',').map((one) => one.trim());
      return [
        {
          ...workload(item, id, name, tags),
          subnets: unique(subnets.filter((one) => one !== '')),
          members: unique(item.each('Instances', 'InstanceId')),
        },
      ];
    }),
  );
}

export function readWorkloads(answers: AnswerSet, tags: KeptTags) {
  return {
    instances: readInstances(answers, tags),
    ...readDatabases(answers, tags),
    ...readStores(answers, tags),
    kubernetesServices: byId(
      answers.items('cluster').flatMap((item) => {
        const name = item.text('name');
        const id = item.text('arn') ?? name;
        if (id === undefined) return [];
        const networks = item.inner('resourcesVpcConfig');
        return [
          {
            ...workload(item, id, name, tags),
            subnets: unique(networks.texts('subnetIds')),
            groups: unique([
              ...networks.texts('securityGroupIds'),
              ...[networks.text('clusterSecurityGroupId') ?? ''].filter((one) => one !== ''),
            ]),
            publicEndpoint: networks.flag('endpointPublicAccess'),
            ...present({ vpc: networks.text('vpcId'), status: item.text('status') }),
          },
        ];
      }),
    ),
    // Their environment may hold secrets: it is not read.
    functions: byId(
      answers.items('Functions').flatMap((item) => {
        const id = item.text('FunctionArn') ?? item.text('FunctionName');
        if (id === undefined) return [];
        const networks = item.inner('VpcConfig');
        return [
          {
            ...workload(item, id, item.text('FunctionName'), tags),
            subnets: unique(networks.texts('SubnetIds')),
            groups: unique(networks.texts('SecurityGroupIds')),
            ...present({ vpc: networks.text('VpcId') }),
          },
        ];
      }),
    ),
    scalingGroups: readScaling(answers, tags),
  } satisfies Partial<Collections>;
}
