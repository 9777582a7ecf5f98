/** Values of a state or plan, with what is secret or not known in its place. */

import { allowedAttributes, allowedLookups } from '../aws-resources/allow-list.ts';
import { isMapped } from '../aws-resources/inventory-of-resources.ts';
import {
  isList,
  isMap,
  REDACTED,
  UNKNOWN,
  type Unknown,
  type Value,
  type ValueMap,
} from '../aws-resources/values.ts';

export type JsonMap = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Attributes that are read of a resource; none of a type that nothing maps. */
export function readable(type: string, managed: boolean, values: unknown): ValueMap {
  if (!isJson(values)) return {};
  if (managed) return isMapped(type) ? allowedAttributes(values as ValueMap) : {};
  return lookups(type, values as ValueMap);
}

/** Data sources may hold anything: only those that name networks and accounts are read. */
const LOOKUPS =
  /^aws_(?:availability_zones?|region|regions|caller_identity|vpcs?|subnets?|route_tables?|security_groups?|internet_gateway|nat_gateways?|ec2_transit_gateway\w*|vpn_gateway|vpc_peering_connections?|ec2_managed_prefix_lists?|prefix_list|organizations_\w+|network_acls|vpc_endpoint|eips?|default_tags|partition|lb|lb_target_group|instance|db_subnet_group|eks_cluster|dx_gateway|customer_gateway|vpc_ipam_pool\w*|vpc_ipam_preview_next_cidr)$/;

export const isLookup = (type: string): boolean => LOOKUPS.test(type);

export const lookups = (type: string, values: ValueMap): ValueMap =>
  isLookup(type) ? allowedLookups(values) : {};

/**
 * A value with a mark where another value, alike in shape, has true.
 * @param marks `after_unknown`, `sensitive_values`: true for the whole, or maps and lists down to the trues
 */
export function marked(value: Value | undefined, marks: unknown, mark: Unknown): Value | undefined {
  if (marks === true) return mark;
  if (isList(value) && Array.isArray(marks))
    return value.map((item, i) => marked(item, marks[i], mark) ?? item);
  if (!isJson(marks)) {
    // An unknown attribute is not in `after` at all.
    return value === undefined && Array.isArray(marks) && marks.includes(true) ? mark : value;
  }
  if (value !== undefined && !isMap(value)) return value;
  const own = value ?? {};
  const keys = new Set([...Object.keys(own), ...Object.keys(marks)]);
  const found: [string, Value][] = [];
  for (const key of keys) {
    const inner = Object.hasOwn(own, key) ? own[key] : undefined;
    const result = marked(inner, Object.hasOwn(marks, key) ? marks[key] : undefined, mark);
    if (result !== undefined) found.push([key, result]);
  }
  return value === undefined && found.length === 0 ? undefined : Object.fromEntries(found);
}

export const withUnknown = (value: Value | undefined, marks: unknown): Value | undefined =>
  marked(value, marks, UNKNOWN);

export const withoutSecrets = (value: Value | undefined, marks: unknown): Value | undefined =>
  marked(value, marks, REDACTED);

/** Puts a mark at a path of a state's `sensitive_attributes`. */
export function redactPath(value: ValueMap, path: readonly (string | number)[]): ValueMap {
  const marks = path.reduceRight<unknown>(
    (inner, key) =>
      typeof key === 'number'
        ? Object.assign([], { [key]: inner })
        : Object.fromEntries([[key, inner]]),
    true,
  );
  const [first] = path;
  if (first === undefined || !Object.hasOwn(value, String(first))) return value;
  const result = marked(value, marks, REDACTED);
  return isMap(result) ? result : value;
}
