/** Load balancers of the first generation, data stores, containers and groups of instances: a graph made by hand. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { lint } from '../src/app/query/index.ts';
import { keyOf, readSnapshot } from '../src/graph/snapshot.ts';
import { CONTAINER_QUESTIONS } from '../src/importers/cartography/aws/container-questions.ts';
import { RESOURCE_COUNTS } from '../src/importers/cartography/aws/counts.ts';
import { COUNTS } from '../src/importers/cartography/aws/exposure-questions.ts';
import {
  CLASSIC_LOAD_BALANCERS,
  CLASSIC_TARGETS,
} from '../src/importers/cartography/aws/resource-questions.ts';
import { STORE_QUESTIONS } from '../src/importers/cartography/aws/store-questions.ts';
import type { PackQuery } from '../src/queries/pack.ts';
import { exposure, network } from './derivations.ts';
import { type Drawn, drawn, fate, recorded } from './derive-graphs.ts';
import { build, type Table } from './derived-answers.ts';

const APP = ['shop-cde', 'shop-cde'];

/** Lines to, or from, something. */
const about = ({ ways }: Drawn, name: string): string[] =>
  ways.filter((way) => way.includes(`${name} ->`) || way.includes(`-> ${name}`)).sort();

/** Headers are no part of these, and old graphs are asked on purpose. */
const MEANT = new Set(['query-headers', 'query-old-label']);

test('the linter of queries finds nothing in what is asked', () => {
  const classic = [CLASSIC_LOAD_BALANCERS, CLASSIC_TARGETS, RESOURCE_COUNTS, COUNTS];
  for (const { query: text } of [...STORE_QUESTIONS, ...CONTAINER_QUESTIONS, ...classic]) {
    const at = (n: number) => ({ file: 'q', line: 1, column: n + 1 });
    const query: PackQuery = {
      ...{ name: 'q', tags: [], description: 'q', text, headers: [] },
      ...{ parameters: [], origin: at(0), headersOrigin: at(0), at },
    };
    const found = lint([query]).filter(({ code }) => !MEANT.has(code));
    expect(found, text).toEqual([]);
  }
});

describe('networks', () => {
  let built: Drawn;
  const described = (name: string): string => built.named(name).facts.description ?? '';
  beforeAll(async () => {
    built = await drawn('aws', 'network()');
  });

  test('all that is found is drawn, folded or left out', () => {
    const kinds = ['load-balancer', 'load-balancer-target', 'database', 'database-cluster'];
    const stores = ['data-warehouse', 'cache', 'search-domain', 'file-system', 'mount-target'];
    const containers = ['container-cluster', 'container-service', 'container-task'];
    const all = [...kinds, ...stores, ...containers, 'autoscaling-group', 'folded-card'];
    expect(Object.fromEntries(all.map((kind) => [kind, fate(built, kind)]))).toEqual({
      'load-balancer': '4 = 4 + 0 + 0',
      'load-balancer-target': '10 = 0 + 10 + 0',
      database: '2 = 2 + 0 + 0',
      'database-cluster': '2 = 1 + 1 + 0',
      'data-warehouse': '4 = 4 + 0 + 0',
      cache: '6 = 2 + 4 + 0',
      'search-domain': '4 = 3 + 0 + 1',
      'file-system': '3 = 3 + 0 + 0',
      'mount-target': '4 = 0 + 4 + 0',
      'container-cluster': '3 = 2 + 1 + 0',
      'container-service': '3 = 3 + 0 + 0',
      'container-task': '6 = 0 + 6 + 0',
      'autoscaling-group': '2 = 1 + 1 + 0',
      'folded-card': '1 = 1 + 0 + 0',
    });
    expect(built.lines.filter((line) => line.includes(' error '))).toEqual([]);
  });

  test('a classic load balancer stands in its VPC, faces the internet, and sends on', () => {
    const classic = built.named('shop-classic');
    expect(classic.kind).toBe('aws:classic-load-balancer');
    expect(classic.facts).toMatchObject({ role: 'internet-facing', controls: ['edge-elb'] });
    expect(built.path(classic)).toEqual(APP);
    expect(described('shop-classic')).toContain('in public-a, public-b; listens on https/443');
    expect(about(built, 'shop-classic')).toEqual([
      'shop-classic -> shop-app-a: tcp/8080, tcp/9000, app',
      'shop-classic -> shop-app-b: tcp/8080, tcp/9000, app',
      'shop-igw -> shop-classic: tcp/443, edge-elb',
    ]);
    expect(about(built, 'shop-inner')).toEqual([
      'shop-inner -> shop-app-a: tcp/8080, tcp/9000, app',
      'shop-inner -> shop-app-b: tcp/8080, tcp/9000, app',
    ]);
  });

  test('a load balancer sends to the service whose tasks hold the addresses and containers', () => {
    expect(about(built, 'shop-api')).toEqual([
      // The groups of other tasks admit it, too.
      ...['shop-api -> gone: tcp/8443, tasks', 'shop-api -> jobs: tcp/8443, tasks'],
      'shop-api -> payments: tcp/8443, tasks',
      'shop-igw -> shop-api: tcp/443, edge-alb',
    ]);
    expect(about(built, 'shop-partner')).toEqual(['shop-partner -> shop-app-b: tcp/9443']);
    expect(described('shop-partner')).toContain('also sends to eni-x:10.60.20.200, not drawn here');
  });

  test('services stand where their running tasks are, or the instances that these share', () => {
    expect(built.path(built.named('payments'))).toEqual(APP);
    expect(described('payments')).toMatch(/^of the cluster shop; tasks in app-a, app-b; tasks \(/);
    expect(built.named('payments').facts).toMatchObject({ role: 'fargate', controls: ['tasks'] });
    expect(built.path(built.named('reports')).at(-1)).toBe('app-a');
    expect(described('reports')).toBe('of the cluster shop; tasks in app-a; on shop-app-a');
    expect(built.named('idle').facts.status).toBe('draining');
    expect(built.path(built.named('idle'))).toEqual(['shop-cde']);
  });

  test('clusters have a card for tasks of no service, or where they are empty', () => {
    expect(built.path(built.named('jobs')).at(-1)).toBe('data-b');
    expect(described('spare')).toBe('no services and no tasks');
    expect(built.elements.filter(({ name }) => name === 'shop')).toEqual([]);
    expect(built.unresolved).toContain(
      'container cluster gone: tasks name it, but the graph has no such cluster',
    );
  });

  test('file systems stand where their mount targets are', () => {
    const files = built.named('card-files');
    expect(built.path(files)).toEqual(APP);
    expect(files.facts.controls).toEqual(['files']);
    expect(described('card-files')).toContain('mount targets in data-a, data-b');
    expect(built.path(built.named('fs-0one')).at(-1)).toBe('data-b');
    expect(built.path(built.named('archive'))).toEqual(['shop-cde']);
    expect(built.path(built.named('fs-0gone')).at(-1)).toBe('data-a');
    expect(about(built, 'card-files')).toContain('shop-app-a -> card-files: tcp/2049, files');
  });

  test('warehouses stand in their VPC, by its edge or by what a property names', () => {
    for (const name of ['ledger', 'marketing', 'late'])
      expect(built.path(built.named(name))).toEqual(APP);
    expect(built.path(built.named('foreign'))).toEqual(['shop-tools']);
    expect(described('foreign')).toContain('in VPC vpc-0nowhere, which the graph does not have');
    expect(about(built, 'marketing')).toEqual(['shop-igw -> marketing: tcp/5439, open-warehouse']);
    expect(about(built, 'ledger')).toContain('payments -> ledger: tcp/5439, warehouse');
    expect(built.named('marketing').facts.status).toBe('resizing');
    const [line, ...more] = built.lines.filter((text) => text.includes('incomplete-sync'));
    expect(line).toContain('1 Redshift cluster(s) without an edge to their VPC');
    expect(more).toEqual([]);
  });

  test('search domains stand in their subnets; those without any are outside of networks', () => {
    expect(built.path(built.named('catalogue'))).toEqual(APP);
    expect(built.path(built.named('audit')).at(-1)).toBe('data-a');
    expect(built.path(built.named('open-logs'))).toEqual(['shop-cde']);
    expect(built.named('open-logs').facts.role).toBe('public endpoint');
    expect(built.elements.filter(({ name }) => name === 'old')).toEqual([]);
  });

  test('caches and functions stand in their account, as the graph says no more', () => {
    expect(built.path(built.named('sessions-001'))).toEqual(['shop-cde']);
    expect(described('sessions-001')).toBe(
      'redis; of the replication group sessions; cache subnet group data; the graph does not say in which network it is',
    );
    expect(described('4 caches')).toContain('tools-1');
  });

  test('instances and databases say what they are a part of', () => {
    expect(described('shop-app-a')).toContain('of the auto scaling group shop-app');
    expect(described('shop-batch')).toBe('no instances; may start some in app-a, app-b');
    expect(described('orders-a')).toContain('of the cluster orders');
    expect(built.named('legacy').kind).toBe('aws:aurora');
  });

  test('what is only named is unresolved', () => {
    const unresolved = built.census.filter((entry) => entry.unresolved > 0);
    expect(unresolved.map(({ kind, found }) => `${kind} ${found}`)).toEqual([
      'nat-gateway 1',
      'route 4',
      'unlisted-container-cluster 1',
      'unlisted-file-system 1',
    ]);
  });
});

describe('options', () => {
  test.each([
    [`network({ accounts: ['shop-tools'] })`, '6 = 0 + 4 + 2', '4 = 0 + 0 + 4'],
    [`network({ vpcs: ['shop-cde'] })`, '6 = 0 + 0 + 6', '4 = 0 + 4 + 0'],
    [`network({ foldFrom: 2 })`, '6 = 0 + 6 + 0', '4 = 0 + 4 + 0'],
    [`network({ securityGroups: false })`, '6 = 2 + 4 + 0', '4 = 0 + 4 + 0'],
    [`network({ depth: 'subnets' })`, '0 = 0 + 0 + 0', '0 = 0 + 0 + 0'],
  ])('%s accounts for everything', async (call, caches, mounts) => {
    const built = await drawn('aws', call);
    expect(built.lines.filter((line) => line.includes(' error '))).toEqual([]);
    expect(fate(built, 'cache')).toBe(caches);
    expect(fate(built, 'mount-target')).toBe(mounts);
  });
});

describe('a first read that left edges and texts out', () => {
  const { value: snapshot } = readSnapshot(recorded('aws'), 'aws', 'aws');
  /** Columns that hold far ends of edges, and texts. What the graph counts by is not among them. */
  const edges = ['vpcs', 'groups', 'clusters', 'services', 'instances', 'members', 'fileSystems'];
  const more = ['tables', 'internet', 'interfaceSubnets', 'listeners', 'sends', 'accounts'];
  const texts = ['vpcText', 'clusterText', 'fileSystemText', 'subnet', 'vpc', 'region', 'name'];
  const lost = new Set([...edges, ...more, ...texts, 'status', 'engine', 'launch', 'port', 'arn']);
  /** The recorded answers with any of these missing. */
  const damaged =
    (gone: () => boolean, also: string): Table =>
    (question) => {
      const answer = snapshot?.queries.find((query) => keyOf(query) === keyOf(question));
      if (!answer) throw new Error(`not recorded: ${question.query}`);
      return answer.rows.map((row) =>
        Object.fromEntries(
          answer.columns.map((column, i) => {
            const value = row[i] ?? null;
            if (!(lost.has(column) || column === also) || !gone()) return [column, value];
            return [column, Array.isArray(value) ? [] : null];
          }),
        ),
      );
    };

  test.each([
    ['network', 'subnets', (table: Table) => build(network, {}, table)],
    ['network, folded', 'subnets', (table: Table) => build(network, { foldFrom: 2 }, table)],
    ['exposure', 'zone', (table: Table) => build(exposure, {}, table)],
  ])('%s accounts for everything', (_, also, draw) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.infiniteStream(fc.nat(1000)),
        (n, numbers) => {
          const built = draw(damaged(() => (numbers.next().value as number) % n === 0, also));
          const fine = ['incomplete-sync', 'no-internet-route', 'source-not-recorded'];
          expect(built.codes.filter((code) => !fine.includes(code))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('exposure', () => {
  test('follows classic load balancers, services and data stores inward', async () => {
    const built = await drawn('aws', 'exposure()');
    expect(built.lines.filter((line) => line.includes(' error '))).toEqual([]);
    expect(about(built, 'shop-igw')).toEqual([
      'Internet -> shop-igw',
      'shop-igw -> marketing: tcp/5439, open-warehouse',
      'shop-igw -> shop-api: tcp/443, edge-alb',
      'shop-igw -> shop-classic: tcp/443, edge-elb',
    ]);
    expect(about(built, 'shop-classic')).toContain('shop-classic -> shop-app-a: tcp/8080, app');
    expect(about(built, 'payments')).toEqual([
      'payments -> audit: tcp/443, search',
      'payments -> card-files: tcp/2049, files',
      'payments -> catalogue: tcp/443, search',
      'payments -> fs-0gone: tcp/2049, files',
      'payments -> fs-0one: tcp/2049, files',
      'payments -> ledger: tcp/5439, warehouse',
      'shop-api -> payments: tcp/8443, tasks',
    ]);
    // Inside a network, a policy that admits anyone is no way in.
    expect(about(built, 'Internet')).toEqual([
      'Internet -> open-logs: tcp/443',
      'Internet -> shop-igw',
    ]);
    expect(fate(built, 'internet-facing')).toBe('4 = 4 + 0 + 0');
    expect(fate(built, 'load-balancer')).toBe('4 = 2 + 0 + 2');
  });
});
