/** Everything that traffic from the internet may reach or pass, with what is known of its place. */

import type { ExposureGroup } from '../../importers/cartography/aws/exposure-groups.ts';
import { EXPOSED, OPEN } from '../../importers/cartography/aws/exposure-questions.ts';
import type { Networks } from '../../importers/cartography/aws/graph.ts';
import type { Resource } from '../../importers/cartography/aws/resource.ts';
import {
  CLASSIC_LOAD_BALANCERS,
  CLUSTERS,
  DATABASES,
  INSTANCES,
  LOAD_BALANCERS,
} from '../../importers/cartography/aws/resource-questions.ts';
import { byId } from '../../importers/cartography/aws/row-helpers.ts';
import type { Answers, Fields } from '../../importers/cartography/question.ts';
import { type ListenerPort, listenerOf } from '../../inventory/listeners.ts';
import type { Origin } from '../../model/diagnostic.ts';
import { type PortRange, portRange } from '../../model/ports.ts';

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

export class ThingReader {
  readonly #answers: Answers;
  readonly #networks: Networks;
  readonly #groups: ReadonlyMap<string, ExposureGroup>;

  constructor(answers: Answers, networks: Networks, groups: ReadonlyMap<string, ExposureGroup>) {
    this.#answers = answers;
    this.#networks = networks;
    this.#groups = groups;
  }

  /**
   * All of them by id. What is deleted and still listed faces nobody.
   * @param resources what runs in networks, as those are drawn
   */
  read(resources: ReadonlyMap<string, Resource>): ReadonlyMap<string, Asset> {
    return new Map([
      ...this.#balancers(),
      ...this.#instances(),
      ...this.#databases(),
      ...this.#clusters(),
      ...[...resources.values()].flatMap((resource) => this.#other(resource)),
      ...this.#open(),
    ]);
  }

  /** Data stores and containers that instances and load balancers lead to. */
  #other(resource: Resource): [string, Asset][] {
    const { id, counted, kind, name, at, subnets, ports, open, gone, status, notes } = resource;
    const listed = OTHERS[counted];
    if (listed === undefined) return [];
    const { vpc, region, accounts } = resource;
    const [account] = accounts;
    const facing = vpc === undefined && counted === 'search-domain' ? 'service' : 'network';
    const shown = open && !gone;
    const thing: Asset = {
      ...{ id, kind, name, at, subnets, gone: open && gone, balancer: false },
      groups: gone ? [] : resource.groups.flatMap((group) => this.#groups.get(group) ?? []),
      tags: this.#networks.tagsOf(id),
      listeners: (facing === 'service' ? ['tcp/443'] : ports).map(listenerOf),
      ...(listed ? { counted } : {}),
      ...(shown
        ? { facing, ...(facing === 'service' ? { description: notes.join('. ') } : {}) }
        : {}),
      ...(account ? { account } : {}),
      ...(region ? { region } : {}),
      ...(vpc ? { vpc } : {}),
      ...(status ? { status } : {}),
    };
    return [[id, thing]];
  }

  #thing(
    row: Fields,
    id: string,
    own: Pick<Asset, 'kind'> &
      Partial<Omit<Asset, 'facing'>> & { readonly facing?: Facing | undefined },
  ): Asset {
    const subnets = own.subnets ?? row.texts('subnets');
    const groups = (own.groups ??
      row
        .texts('groups')
        .flatMap((group) => this.#groups.get(group) ?? [])) as readonly ExposureGroup[];
    const vpcs = [
      ...subnets.map((subnet) => this.#networks.subnets.get(subnet)?.vpc),
      ...groups.map(({ vpc }) => vpc),
    ];
    const vpc = vpcs.find((v) => v !== undefined);
    const [account] = row.texts('accounts');
    const region = row.text('region');
    const { facing, ...rest } = own;
    return {
      id,
      name: this.#networks.nameOf(id) ?? row.text('name') ?? id,
      at: row.at,
      tags: this.#networks.tagsOf(id),
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

  #balancers(): ReadonlyMap<string, Asset> {
    const exposed = new Set(this.#answers.rows(EXPOSED).map((row) => row.text('id')));
    const balancer = (row: Fields, id: string, kind: string, facing: boolean): Asset =>
      this.#thing(row, id, {
        kind,
        counted: 'load-balancer',
        balancer: true,
        listeners: row.texts('listeners').map(listenerOf),
        facing: facing ? 'network' : undefined,
      });
    return new Map([
      ...byId(this.#answers.rows(CLASSIC_LOAD_BALANCERS), (row, id) =>
        balancer(row, id, 'aws:classic-load-balancer', row.flag('exposed')),
      ),
      ...byId(this.#answers.rows(LOAD_BALANCERS), (row, id) =>
        balancer(row, id, balancerKind(row.text('type')), exposed.has(id)),
      ),
    ]);
  }

  #instances(): ReadonlyMap<string, Asset> {
    return byId(this.#answers.rows(INSTANCES), (row, id) => {
      const state = row.text('state');
      const groups = [...new Set([...row.texts('ownGroups'), ...row.texts('groups')])];
      const own = row.texts('subnets');
      const direct = row.texts('exposed').includes('direct');
      const gone = GONE.has(state ?? '');
      return this.#thing(row, id, {
        kind: 'aws:ec2-instance',
        counted: 'instance',
        groups: groups.flatMap((group) => this.#groups.get(group) ?? []),
        subnets: own.length > 0 ? own : row.texts('interfaceSubnets'),
        facing: direct && !gone ? 'network' : undefined,
        gone: direct && gone,
        ...(state && state !== 'running' ? { status: state } : {}),
      });
    });
  }

  #databases(): ReadonlyMap<string, Asset> {
    return byId(this.#answers.rows(DATABASES), (row, id) => {
      const port = row.number('port');
      const ports: PortRange[] = port === undefined ? [] : [portRange('tcp', port, port)];
      return this.#thing(row, id, {
        kind: 'aws:rds',
        counted: 'database',
        listeners: ports.length > 0 ? [{ ports }] : [],
        facing: row.flag('public') ? 'network' : undefined,
      });
    });
  }

  #clusters(): ReadonlyMap<string, Asset> {
    return byId(this.#answers.rows(CLUSTERS), (row, id) =>
      this.#thing(row, id, {
        kind: 'aws:eks',
        counted: 'kubernetes-cluster',
        listeners: [{ ports: [portRange('tcp', 443, 443)], encrypted: true }],
        facing: row.flag('public') ? 'service' : undefined,
        description: 'Which addresses may use the public endpoint is not recorded',
      }),
    );
  }

  #open(): ReadonlyMap<string, Asset> {
    const kinds: Readonly<Record<string, string>> = {
      bucket: 'aws:s3-bucket',
      function: 'aws:lambda-function',
      api: 'aws:api-gateway',
    };
    return byId(this.#answers.rows(OPEN), (row, id) => {
      const actions = row.texts('actions').join(', ');
      return this.#thing(row, id, {
        kind: kinds[row.text('kind') ?? ''] ?? 'generic:cloud',
        listeners: [{ ports: [portRange('tcp', 443, 443)] }],
        facing: 'service',
        ...(actions === '' ? {} : { description: `Anyone may call ${actions}` }),
      });
    });
  }
}

function balancerKind(type: string | undefined): string {
  if (type === 'network') return 'aws:network-load-balancer';
  return type === 'gateway' ? 'aws:gateway-load-balancer' : 'aws:application-load-balancer';
}
