/** Cards of data stores other than RDS instances. */

import { grouped, vpcOfSubnets } from '../../inventory/indexes.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { FileMount, SearchDomain } from '../../inventory/workloads.ts';
import {
  type CardPart,
  type CardSet,
  type Cards,
  cardOf,
  cardsOf,
  notes,
  onlySubnet,
  subnetNames,
  tcp,
  unique,
  unless,
  type WorkloadCard,
  withoutNetwork,
} from './card.ts';

/** A cluster is where its instances are; one without any (serverless of the first version) has a card. */
function clusterCards(inventory: Inventory): CardSet {
  const cards = new Map<string, WorkloadCard>();
  const parts: CardPart[] = [];
  for (const cluster of inventory.databaseClusters.values()) {
    const { id, name, engine, port, status, members } = cluster;
    const of = members.filter((member) => inventory.databases.has(member));
    const words = `of the cluster ${name}`;
    if (of.length > 0) parts.push({ counted: 'database-cluster', id, number: 1, of, words });
    else
      cards.set(
        id,
        cardOf(inventory, cluster, {
          counted: 'database-cluster',
          kind: engine?.startsWith('aurora') ? 'aws:aurora' : 'aws:rds',
          ports: tcp(port),
          notes: notes(
            engine,
            'cluster without instances',
            withoutNetwork(inventory, 'databaseClusters', cluster),
          ),
          ...unless('available', status),
        }),
      );
  }
  return { cards, parts };
}

const warehouseCards = (inventory: Inventory): Cards =>
  cardsOf(inventory.dataWarehouses, (warehouse) => {
    const { vpc, unlistedVpc, port, status } = warehouse;
    const { name } = inventory.source;
    const strange = unlistedVpc && `in VPC ${unlistedVpc}, which ${name} does not have`;
    return cardOf(inventory, warehouse, {
      counted: 'data-warehouse',
      kind: 'aws:redshift',
      open: warehouse.public,
      ports: tcp(port),
      notes: notes(
        vpc === undefined
          ? (strange ?? withoutNetwork(inventory, 'dataWarehouses', warehouse))
          : `${name} does not say in which subnets`,
        warehouse.public ? 'publicly accessible' : undefined,
      ),
      ...unless('available', status),
    });
  });

const cacheCards = (inventory: Inventory): Cards =>
  cardsOf(inventory.caches, (cache) =>
    cardOf(inventory, cache, {
      counted: 'cache',
      kind: 'aws:elasticache',
      notes: notes(
        cache.engine,
        cache.replicationGroup && `of the replication group ${cache.replicationGroup}`,
        cache.subnetGroup && `cache subnet group ${cache.subnetGroup}`,
        withoutNetwork(inventory, 'caches', cache),
      ),
      ...unless('available', cache.status),
    }),
  );

const brokerCards = (inventory: Inventory): Cards =>
  cardsOf(inventory.messageBrokers, (broker) =>
    cardOf(inventory, broker, {
      counted: 'message-broker',
      kind: broker.engine === 'kafka' ? 'aws:managed-streaming-for-apache-kafka' : 'aws:mq',
      open: broker.public,
      notes: notes(
        broker.engine,
        broker.subnets.length > 1 ? `in ${subnetNames(inventory, broker.subnets)}` : undefined,
        broker.public ? 'publicly accessible' : undefined,
        withoutNetwork(inventory, 'messageBrokers', broker),
      ),
      ...onlySubnet(broker.subnets),
    }),
  );

function searchCard(inventory: Inventory, domain: SearchDomain): WorkloadCard {
  const { subnets, deleted, exposed } = domain;
  const inside = subnets.length > 0;
  return cardOf(inventory, domain, {
    counted: 'search-domain',
    kind: 'aws:opensearch-service',
    gone: deleted,
    open: !inside && exposed,
    notes: notes(
      inside
        ? `in ${subnetNames(inventory, subnets)}`
        : `in no subnet that ${inventory.source.name} knows: its endpoint is outside of networks`,
      exposed ? 'its policy admits anyone' : undefined,
    ),
    ...onlySubnet(subnets),
    ...(inside ? {} : { role: 'public endpoint' }),
  });
}

/** Where a file system is: where its mount targets are. */
function mounted(inventory: Inventory, mounts: readonly FileMount[]) {
  const subnets = unique(mounts.flatMap(({ subnet }) => subnet ?? []));
  const vpc =
    vpcOfSubnets(inventory, subnets) ??
    mounts.flatMap((m) => m.vpc ?? []).find((v) => inventory.vpcs.has(v));
  const where =
    subnets.length > 0
      ? `mount targets in ${subnetNames(inventory, subnets)}`
      : `${inventory.source.name} has no mount target of it`;
  const lost = `${inventory.source.name} does not say in which network it is`;
  return {
    subnets,
    notes: [where, ...(mounts.length > 0 && vpc === undefined ? [lost] : [])],
    groups: unique(mounts.flatMap(({ groups }) => groups)),
    ...(vpc ? { vpc } : {}),
    ...onlySubnet(subnets),
  };
}

/** File systems that only mount targets name have a card, too. */
function fileCards(inventory: Inventory): CardSet {
  const { fileSystems, fileMounts } = inventory;
  const mountsOf = grouped(fileMounts.values(), ({ fileSystem }) => fileSystem);
  const listed = cardsOf(fileSystems, (files) =>
    cardOf(inventory, files, {
      counted: 'file-system',
      kind: 'aws:efs',
      ...mounted(inventory, mountsOf.get(files.id) ?? []),
      ...unless('available', files.status),
    }),
  );
  const unlisted = [...mountsOf].flatMap(([id, mounts]): [string, WorkloadCard][] => {
    const [first] = mounts;
    if (!first || listed.has(id)) return [];
    const record = { ...first, id, name: id, subnets: [], tags: {} };
    const own = {
      counted: 'unlisted-file-system',
      kind: 'aws:efs',
      stub: {
        what: { type: 'file-system', name: id },
        reason: { code: 'file-system-not-recorded' },
      },
    } as const;
    return [[id, cardOf(inventory, record, { ...own, ...mounted(inventory, mounts) })]];
  });
  return {
    cards: new Map([...listed, ...unlisted]),
    parts: [...fileMounts.values()].map(({ id, fileSystem }) => ({
      ...{ counted: 'mount-target', id, number: 1, of: [fileSystem] },
    })),
  };
}

export function storeCards(inventory: Inventory): CardSet {
  const clusters = clusterCards(inventory);
  const files = fileCards(inventory);
  return {
    cards: new Map([
      ...clusters.cards,
      ...warehouseCards(inventory),
      ...cacheCards(inventory),
      ...brokerCards(inventory),
      ...cardsOf(inventory.searchDomains, (domain) => searchCard(inventory, domain)),
      ...files.cards,
    ]),
    parts: [...clusters.parts, ...files.parts],
  };
}
