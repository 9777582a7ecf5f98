/** Everything that traffic from the internet may reach or pass, with what is known of its place. */

import { vpcOfSubnets } from '../../inventory/indexes.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { ListenerPort } from '../../inventory/listeners.ts';
import type {
  ComputeInstance,
  KubernetesControlPlane,
  LoadBalancer,
  ManagedDatabase,
  OpenService,
  Workload,
} from '../../inventory/workloads.ts';
import type { Origin } from '../../model/diagnostic.ts';
import { BALANCER_KINDS } from '../workloads/balancers.ts';
import { tcp, type WorkloadCard } from '../workloads/card.ts';
import type { ExposureGroup } from './groups.ts';

/** How something faces the internet: at an address of its network, or by its service. */
export type Facing = 'network' | 'service';

export interface Asset {
  readonly id: string;
  /** Under which the ledger counts it; absent for what is counted only where it faces the internet. */
  readonly counted?: string;
  /** Of the catalogue. */
  readonly kind: string;
  readonly name: string;
  readonly at: Origin;
  readonly account?: string;
  readonly region?: string;
  readonly subnets: readonly string[];
  readonly vpc?: string;
  readonly groups: readonly ExposureGroup[];
  readonly tags: Readonly<Record<string, string>>;
  readonly status?: string;
  readonly facing?: Facing;
  /** Deleted, and counted as facing the internet all the same. */
  readonly gone: boolean;
  /** What it listens on, where the graph says so. */
  readonly listeners: readonly ListenerPort[];
  readonly description?: string;
  readonly balancer: boolean;
}

/** Kinds of resources that are read as they are, and whether they are counted wherever they are. */
const OTHERS: Readonly<Record<string, boolean>> = {
  'data-warehouse': true,
  'search-domain': true,
  'file-system': true,
  'container-service': true,
  'container-cluster': false,
  'unlisted-container-cluster': false,
  'unlisted-file-system': false,
  function: false,
};

const GONE = new Set(['terminated', 'shutting-down']);

const HTTPS: ListenerPort = { ports: tcp(443) };

const OPEN_KINDS: Readonly<Record<OpenService['type'], string>> = {
  bucket: 'aws:s3-bucket',
  function: 'aws:lambda-function',
  api: 'aws:api-gateway',
  unknown: 'generic:cloud',
};

type AssetFacts = Pick<Asset, 'kind'> &
  Partial<Omit<Asset, 'facing'>> & { readonly facing?: Facing | undefined };

/** Makes assets of what an inventory holds. */
class AssetMaker {
  readonly #inventory: Inventory;
  readonly #groups: ReadonlyMap<string, ExposureGroup>;

  constructor(inventory: Inventory, groups: ReadonlyMap<string, ExposureGroup>) {
    this.#inventory = inventory;
    this.#groups = groups;
  }

  #groupsOf(ids: readonly string[]): readonly ExposureGroup[] {
    return ids.flatMap((id) => this.#groups.get(id) ?? []);
  }

  #asset(record: Workload, own: AssetFacts): Asset {
    const subnets = own.subnets ?? record.subnets;
    const groups = this.#groupsOf(record.groups);
    const vpc =
      vpcOfSubnets(this.#inventory, subnets) ??
      groups.map((g) => g.vpc).find((v) => v !== undefined);
    const { id, name, tags, region, provenance } = record;
    const [account] = record.accounts;
    const { facing, ...rest } = own;
    return {
      ...{ id, name, tags, at: provenance.at },
      listeners: [],
      balancer: false,
      gone: false,
      ...rest,
      subnets,
      groups,
      ...(facing ? { facing } : {}),
      ...(account ? { account } : {}),
      ...(region ? { region } : {}),
      ...(vpc ? { vpc } : {}),
    };
  }

  balancer(record: LoadBalancer): Asset {
    return this.#asset(record, {
      kind: BALANCER_KINDS[record.type ?? ''] ?? 'aws:application-load-balancer',
      counted: 'load-balancer',
      balancer: true,
      listeners: record.listeners.map(({ listens }) => listens),
      facing: record.exposed ? 'network' : undefined,
    });
  }

  instance(record: ComputeInstance): Asset {
    const { state, exposure, subnets, interfaceSubnets } = record;
    const direct = exposure.includes('direct');
    const gone = GONE.has(state ?? '');
    return this.#asset(record, {
      kind: 'aws:ec2-instance',
      counted: 'instance',
      subnets: subnets.length > 0 ? subnets : interfaceSubnets,
      facing: direct && !gone ? 'network' : undefined,
      gone: direct && gone,
      ...(state && state !== 'running' ? { status: state } : {}),
    });
  }

  database(record: ManagedDatabase): Asset {
    const ports = tcp(record.port);
    return this.#asset(record, {
      kind: 'aws:rds',
      counted: 'database',
      listeners: ports.length > 0 ? [{ ports }] : [],
      facing: record.public ? 'network' : undefined,
    });
  }

  cluster(record: KubernetesControlPlane): Asset {
    return this.#asset(record, {
      kind: 'aws:eks',
      counted: 'kubernetes-cluster',
      listeners: [{ ...HTTPS, encrypted: true }],
      facing: record.publicEndpoint ? 'service' : undefined,
      description: 'Which addresses may use the public endpoint is not recorded',
    });
  }

  open(record: OpenService): Asset {
    const actions = record.actions.join(', ');
    return this.#asset(record, {
      kind: OPEN_KINDS[record.type],
      listeners: [HTTPS],
      facing: 'service',
      ...(actions === '' ? {} : { description: `Anyone may call ${actions}` }),
    });
  }

  /** Data stores and containers that instances and load balancers lead to. */
  other(card: WorkloadCard): Asset | undefined {
    const { id, counted, kind, name, subnets, ports, open, gone, status, tags } = card;
    const listed = OTHERS[counted];
    if (listed === undefined) return undefined;
    const { vpc, region, accounts } = card;
    const [account] = accounts;
    const service = vpc === undefined && counted === 'search-domain';
    return {
      ...{ id, kind, name, at: card.provenance.at, subnets, tags },
      gone: open && gone,
      balancer: false,
      groups: gone ? [] : this.#groupsOf(card.groups),
      listeners: service ? [HTTPS] : ports.map((port) => ({ ports: [port] })),
      ...(listed ? { counted } : {}),
      ...(open && !gone ? { facing: service ? 'service' : 'network' } : {}),
      ...(open && !gone && service ? { description: card.notes.join('. ') } : {}),
      ...(account ? { account } : {}),
      ...(region ? { region } : {}),
      ...(vpc ? { vpc } : {}),
      ...(status ? { status } : {}),
    };
  }
}

/**
 * All of them by id. What is deleted and still listed faces nobody.
 * @param cards what runs in networks, as it is drawn
 */
export function assetsOf(
  inventory: Inventory,
  cards: ReadonlyMap<string, WorkloadCard>,
  groups: ReadonlyMap<string, ExposureGroup>,
): ReadonlyMap<string, Asset> {
  const maker = new AssetMaker(inventory, groups);
  const balancers = [...inventory.loadBalancers.values()];
  const classic = (record: LoadBalancer): boolean => record.type === 'classic';
  return new Map(
    [
      ...balancers.filter(classic).map((record) => maker.balancer(record)),
      ...balancers.filter((record) => !classic(record)).map((record) => maker.balancer(record)),
      ...[...inventory.instances.values()].map((record) => maker.instance(record)),
      ...[...inventory.databases.values()].map((record) => maker.database(record)),
      ...[...inventory.kubernetesServices.values()].map((record) => maker.cluster(record)),
      ...[...cards.values()].flatMap((card) => maker.other(card) ?? []),
      ...[...inventory.openServices.values()].map((record) => maker.open(record)),
    ].map((asset) => [asset.id, asset] as const),
  );
}
