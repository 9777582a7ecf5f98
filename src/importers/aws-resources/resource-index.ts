/** All resources of an estate, found by address, cloud id, ARN or name; what a reference means. */

import { gather } from '../../model/order.ts';
import type { DeclaredResource } from './resource.ts';
import { entry, Reference, Unknown, type Value, valueAt } from './values.ts';

/** Types that are known by their ARN rather than by `id`, as the cloud's own answers key them. */
const BY_ARN: ReadonlySet<string> = new Set([
  'aws_db_instance',
  'aws_rds_cluster',
  'aws_rds_cluster_instance',
  'aws_docdb_cluster',
  'aws_docdb_cluster_instance',
  'aws_neptune_cluster',
  'aws_neptune_cluster_instance',
  'aws_redshift_cluster',
  'aws_elasticache_cluster',
  'aws_elasticache_replication_group',
  'aws_opensearch_domain',
  'aws_elasticsearch_domain',
  'aws_eks_cluster',
  'aws_lambda_function',
  'aws_ecs_cluster',
  'aws_autoscaling_group',
  'aws_msk_cluster',
  'aws_msk_serverless_cluster',
  'aws_mq_broker',
]);

/** What adopts a thing that exists has that thing's id in an attribute of its own. */
const ADOPTED: Readonly<Record<string, string>> = {
  aws_default_route_table: 'default_route_table_id',
  aws_default_network_acl: 'default_network_acl_id',
};

/** ResourceAttributes that stand for the resource itself. */
const SELF: ReadonlySet<string> = new Set(['id', 'arn', 'self', 'allocation_id', 'identifier']);

const key = (scope: string, address: string): string => `${scope}\n${address}`;

const literal = (value: Value | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export class ResourceIndex {
  readonly resources: readonly DeclaredResource[];
  readonly #byAddress = new Map<string, DeclaredResource>();
  readonly #byCloudId = new Map<string, DeclaredResource>();
  readonly #byType = new Map<string, DeclaredResource[]>();
  readonly #ids = new Map<DeclaredResource, string>();
  /** `aws_vpc.x.default_route_table_id` -> what was adopted by it. */
  readonly #adopted = new Map<string, DeclaredResource>();
  readonly #providers = new Map<string, { account: Set<string>; region: Set<string> }>();

  constructor(resources: readonly DeclaredResource[]) {
    this.resources = resources;
    const scopes = new Map<string, Set<string>>();
    for (const { address, scope } of resources)
      scopes.set(address, (scopes.get(address) ?? new Set()).add(scope));
    // What is managed here goes before what is only read, for the same cloud id.
    for (const resource of [...resources].sort((a, b) => Number(b.managed) - Number(a.managed))) {
      const { scope, address, type, values } = resource;
      this.#byAddress.set(key(scope, address), resource);
      gather(this.#byType, type, resource);
      const cloud = this.#cloudId(resource);
      const several = (scopes.get(address)?.size ?? 0) > 1;
      this.#ids.set(resource, cloud ?? (several ? `${scope}:${address}` : address));
      for (const id of [cloud, literal(values.id), literal(values.arn)])
        if (id !== undefined && !this.#byCloudId.has(id)) this.#byCloudId.set(id, resource);
      const adopts = ADOPTED[type];
      const from = adopts === undefined ? undefined : values[adopts];
      if (from instanceof Reference) this.#adopted.set(key(from.scope, from.text), resource);
      if (resource.managed) this.#learn(resource);
    }
  }

  #cloudId({ type, values }: DeclaredResource): string | undefined {
    const adopted = ADOPTED[type];
    return (
      (BY_ARN.has(type) ? literal(values.arn) : undefined) ??
      literal(values.id) ??
      (adopted === undefined ? undefined : literal(values[adopted]))
    );
  }

  /** Accounts and regions that a provider's resources name: where all agree, the others are there, too. */
  #learn(resource: DeclaredResource): void {
    const own = key(resource.scope, resource.provider ?? '');
    const seen = this.#providers.get(own) ?? { account: new Set(), region: new Set() };
    this.#providers.set(own, seen);
    const { account, region } = placeOf(resource);
    if (account) seen.account.add(account);
    if (region) seen.region.add(region);
  }

  accountOf(resource: DeclaredResource): string | undefined {
    return placeOf(resource).account ?? resource.account ?? this.#agreed(resource, 'account');
  }

  regionOf(resource: DeclaredResource): string | undefined {
    return placeOf(resource).region ?? resource.region ?? this.#agreed(resource, 'region');
  }

  #agreed({ scope, provider = '' }: DeclaredResource, what: 'account' | 'region') {
    const seen = this.#providers.get(key(scope, provider))?.[what];
    return seen?.size === 1 ? [...seen][0] : undefined;
  }

  ofType(type: string): readonly DeclaredResource[] {
    return this.#byType.get(type) ?? [];
  }

  /** Of the record that the resource becomes. */
  idOf(resource: DeclaredResource): string {
    return this.#ids.get(resource) ?? resource.address;
  }

  /** What a text or reference means: a resource of these, if it is one. */
  find(value: Value | undefined): DeclaredResource | undefined {
    if (typeof value === 'string') return this.#byCloudId.get(value);
    if (!(value instanceof Reference)) return undefined;
    const adopted = this.#adopted.get(key(value.scope, value.text));
    if (adopted) return adopted;
    const target = this.#byAddress.get(key(value.scope, value.address));
    if (!target) return undefined;
    const [first] = value.path;
    if (value.path.length <= 1 && (first === undefined || SELF.has(String(first)))) return target;
    const known = valueAt(target.values, value.path);
    return known instanceof Unknown || known === undefined ? undefined : this.find(known);
  }

  /** The resource that a reference is an attribute of. */
  ownerOf({ scope, address }: Reference): DeclaredResource | undefined {
    return this.#byAddress.get(key(scope, address));
  }

  /** The id of the record that a text or reference means; undefined where it means none. */
  resolve(value: Value | undefined): string | undefined {
    const found = this.find(value);
    if (found) return this.idOf(found);
    if (typeof value === 'string') return value === '' ? undefined : value;
    if (!(value instanceof Reference)) return undefined;
    return literal(this.attribute(value)) ?? this.#virtual(value);
  }

  /** Of something that exists with another resource, and that none stands for: `aws_vpc.x.default_route_table_id`. */
  #virtual(reference: Reference): string {
    const owner = this.ownerOf(reference);
    if (!owner) return reference.path.join('.') === 'id' ? reference.address : reference.text;
    return `${this.idOf(owner)}${reference.text.slice(reference.address.length)}`;
  }

  /** The value of an attribute that a reference names, where that is known. */
  attribute(reference: Reference): Value | undefined {
    const owner = this.ownerOf(reference);
    const value = owner && valueAt(owner.values, reference.path);
    return value instanceof Reference && value !== reference && value.text !== reference.text
      ? this.attribute(value)
      : value;
  }

  /** A resource of a type by a name that it has in an attribute, or by a reference to it. */
  named(
    types: readonly string[],
    attributes: readonly string[],
    value: Value | undefined,
    near: DeclaredResource,
  ): DeclaredResource | undefined {
    if (value instanceof Reference) {
      const owner = this.ownerOf(value);
      return owner && types.includes(owner.type) ? owner : undefined;
    }
    const name = literal(value);
    if (name === undefined) return undefined;
    const known = this.find(name);
    if (known && types.includes(known.type)) return known;
    const all = types
      .flatMap((type) => this.ofType(type))
      .filter(({ values }) => attributes.some((a) => entry(values, a) === name));
    const [own = [], others = []] = [true, false].map((here) =>
      all.filter(({ scope }) => (scope === near.scope) === here),
    );
    const account = this.accountOf(near);
    const there = others.filter((o) => account !== undefined && this.accountOf(o) === account);
    return own.length > 0 ? single(own) : single(there);
  }
}

const single = <T>(items: readonly T[]): T | undefined =>
  items.length === 1 ? items[0] : undefined;

const ARN = /^arn:[^:]*:[^:]*:([^:]*):(\d{12})?:/;

/** Account and region that the resource itself names. */
export function placeOf({ values, type }: DeclaredResource): {
  readonly account?: string;
  readonly region?: string;
} {
  const [, inArn, account] = ARN.exec(literal(values.arn) ?? '') ?? [];
  const zone = literal(values.availability_zone);
  const region = literal(values.region) ?? (inArn || zone?.replace(/(?<=\d)[a-z]$/, ''));
  const owner = type.startsWith('aws_vpc_peering') ? undefined : literal(values.owner_id);
  const known = owner ?? account;
  return { ...(known ? { account: known } : {}), ...(region ? { region } : {}) };
}
