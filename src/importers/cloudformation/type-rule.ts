/** How a type of CloudFormation is read as a type of Terraform's AWS provider. */

import { isList, isMap, type Value, type ValueMap } from '../aws-resources/values.ts';

/** A resource of the provider that one of CloudFormation stands for. */
export interface ProviderResource {
  readonly type: string;
  readonly values: ValueMap;
  /** What tells it from others of the same resource. */
  readonly suffix?: string;
}

/** What a rule may ask of the stack. */
export interface StackPlace {
  readonly account?: string;
  readonly region?: string;
  readonly deployed: boolean;
}

export interface TypeRule {
  readonly type: string;
  /** Properties that are not called as in Terraform, at any depth. */
  readonly names?: Readonly<Record<string, string>>;
  /** The physical id is the resource's id when it begins so: `vpc-`, `arn:`. */
  readonly id?: string;
  /** Else it is this attribute: its name. */
  readonly named?: string;
  /** The rest of its ARN, after region and account: `rds:db:`. */
  readonly arn?: readonly [service: string, prefix: string];
  /** Attributes of `Fn::GetAtt` that stand for the resource itself. */
  readonly self?: readonly string[];
  /** Other attributes that Terraform has elsewhere. */
  readonly attributes?: Readonly<Record<string, readonly (string | number)[]>>;
  /** Where a property's value is written in another way. */
  readonly adapt?: (values: ValueMap, place: StackPlace) => ValueMap | readonly ProviderResource[];
}

export const maps = (value: Value | undefined): readonly ValueMap[] =>
  isList(value) ? value.filter(isMap) : isMap(value) ? [value] : [];

/** A list as it is; one value, known or not, as a list of one. */
export const listOf = (value: Value | undefined): readonly Value[] =>
  isList(value) ? value : value === undefined || value === null ? [] : [value];

/** The entries that are there, under other names. */
export const renamed = (values: ValueMap, names: Readonly<Record<string, string>>): ValueMap =>
  Object.fromEntries(
    Object.entries(names).flatMap(([from, to]): [string, Value][] => {
      const value = Object.hasOwn(values, from) ? values[from] : undefined;
      return value === undefined ? [] : [[to, value]];
    }),
  );
