/** What files say of an estate: an inventory, with where it was read from and what it leaves open. */

import type { Origin } from '../model/diagnostic.ts';
import type { Inventory } from './inventory.ts';

/** A file that facts were read from, as it is recorded: never its content, which may hold secrets. */
export interface RecordedInput {
  readonly path: string;
  /** Of the file's bytes, hex. */
  readonly sha256: string;
  /** The format, e.g. `terraform-state`, `terraform-plan`, `pulumi-stack`, `cloudformation-template`. */
  readonly kind: string;
  /** Terraform's counter of the state. */
  readonly serial?: number;
  /** Terraform's id of the state's history. */
  readonly lineage?: string;
  /** Time of the data as the file says it, epoch seconds. */
  readonly asOf?: number;
}

/** Something that the files speak of and do not settle: an end that is not in them, a value that is not known. */
export interface UnresolvedFact {
  /** What is missing, in the source's words: `aws_subnet.app[0].vpc_id`. */
  readonly what: string;
  /** Why: `known after apply`, `the function cidrsubnets is not evaluated` … */
  readonly reason: string;
  readonly at: Origin;
}

/** What files say of an estate. */
export interface ImportedFacts {
  readonly inventory: Inventory;
  readonly inputs: readonly RecordedInput[];
  /** Resources that no rule maps, counted by the source's name of their type. Never skipped in silence. */
  readonly unmapped: ReadonlyMap<string, number>;
  readonly unresolved: readonly UnresolvedFact[];
  /** What the cloud's own listings count, by their name of the type: `ec2:vpc`, `AWS::EC2::VPC`. */
  readonly listed?: ReadonlyMap<string, number>;
}
