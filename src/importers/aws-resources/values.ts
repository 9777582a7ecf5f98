/** Values of attributes, as a state, a plan, code or a stack has them: JSON, what is not known, and references. */

import type { AbsenceReason } from '../../inventory/provenance.ts';

export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | ValueMap
  | Unknown
  | Sensitive
  | Reference;

export interface ValueMap {
  readonly [key: string]: Value;
}

/** Something that the source does not know, and why. */
export class Unknown {
  /** In the source's words: `known after apply`, `the function yamlencode is not evaluated`. */
  readonly reason: string;
  readonly absence: AbsenceReason;

  constructor(reason: string, absence: AbsenceReason = 'known-after-apply') {
    this.reason = reason;
    this.absence = absence;
  }
}

/** A value that is a secret, or was made of one. It may decide how many of something there are; it is never read as a fact. */
export class Sensitive {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value instanceof Sensitive ? value.value : value;
  }
}

/** An attribute of another resource that has no value yet: it says which resource is meant. */
export class Reference {
  /** The configuration that it is in; see `DeclaredResource.scope`. */
  readonly scope: string;
  readonly address: string;
  /** `['id']`, `['roots', 0, 'id']`. */
  readonly path: readonly (string | number)[];

  constructor(scope: string, address: string, path: readonly (string | number)[]) {
    this.scope = scope;
    this.address = address;
    this.path = path;
  }

  /** As code writes it: `aws_vpc.main.id`. */
  get text(): string {
    return `${this.address}${this.path.map((p) => (typeof p === 'number' ? `[${p}]` : `.${p}`)).join('')}`;
  }
}

export const UNKNOWN = new Unknown('known after apply');
export const REDACTED = new Unknown('sensitive', 'redacted');

export const isMap = (value: Value | undefined): value is ValueMap =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Unknown || value instanceof Sensitive || value instanceof Reference);

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** An entry of a map; undefined where it has none. */
export const entry = (map: ValueMap, key: string): Value | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;

/** The value at a path; undefined where there is none. */
export function valueAt(
  value: Value | undefined,
  path: readonly (string | number)[],
): Value | undefined {
  let inner = value;
  for (const key of path) {
    if (isList(inner)) inner = typeof key === 'number' ? inner[key] : undefined;
    else if (isMap(inner)) inner = entry(inner, String(key));
    else return inner instanceof Unknown ? inner : undefined;
  }
  return inner;
}
