/** What one file or folder of Terraform says of one configuration. Layers of one configuration are joined by address. */

import type { Origin } from '../../model/diagnostic.ts';
import type { DeclaredResource } from '../aws-resources/resource.ts';
import type { Value, ValueMap } from '../aws-resources/values.ts';

/** From what goes before to what is asked last: a state says what is, code what is meant. */
export const LAYER_ORDER = ['state', 'show', 'plan', 'code'] as const;

export type LayerKind = (typeof LAYER_ORDER)[number];

/** A resource without its configuration, which is only known when layers were joined. */
export type LayerResource = Omit<DeclaredResource, 'scope'>;

export interface Layer {
  readonly kind: LayerKind;
  readonly path: string;
  readonly at: Origin;
  readonly resources: readonly LayerResource[];
  /** By name; only of states. */
  readonly outputs?: ValueMap;
  readonly serial?: number;
  readonly lineage?: string;
  /** Seconds. */
  readonly asOf?: number;
  /** Addresses of today by those of before. */
  readonly moved?: ReadonlyMap<string, string>;
  /** `type.name` at the root, and `module.name`: what configurations are distinguished by. */
  readonly signature: ReadonlySet<string>;
  readonly plan?: PlanDetails;
}

/** What a plan has besides its resources. */
export interface PlanDetails {
  /** Values of the root's variables. */
  readonly variables: ValueMap;
  /** What data sources gave, by address. */
  readonly lookups: ReadonlyMap<string, Value>;
  /** As `terraform show -json` writes it: references without values. */
  readonly configuration: unknown;
}

/** `module.a["x"].module.b.aws_vpc.this` -> `module.a`; `aws_vpc.this[0]` -> `aws_vpc.this`. */
export function signatureOf(address: string): string {
  const [first = '', second = ''] = address.split('.', 2);
  return `${first}.${second}`.replace(/\[.*$/, '');
}

export const signature = (
  resources: readonly Pick<LayerResource, 'address' | 'managed'>[],
): ReadonlySet<string> =>
  new Set(resources.filter(({ managed }) => managed).map(({ address }) => signatureOf(address)));

/** `[0]`, `["key"]`, or nothing. */
export const indexText = (index: unknown): string =>
  typeof index === 'number'
    ? `[${index}]`
    : typeof index === 'string'
      ? `[${JSON.stringify(index)}]`
      : '';
