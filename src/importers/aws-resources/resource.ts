/** A resource by the names of Terraform's AWS provider, which Pulumi and CloudFormation are translated to. */

import type { AbsenceReason } from '../../inventory/provenance.ts';
import type { Origin } from '../../model/diagnostic.ts';
import type { ValueMap } from './values.ts';

export interface DeclaredResource {
  /** The configuration that it is in: addresses are unique in one. */
  readonly scope: string;
  /** `module.net["core"].aws_vpc.this[0]`, a URN, a logical id. */
  readonly address: string;
  /** `aws_vpc` */
  readonly type: string;
  /** False for what is only read: it names something that is managed elsewhere. */
  readonly managed: boolean;
  /** Whether it was applied: its id is known, and what it does not have, it does not have. */
  readonly applied: boolean;
  /** It says only what was asked for, also where it was applied: what it does not have may be there all the same. */
  readonly partial?: true;
  /** By the provider's names. Nothing but what the mapping names is read. */
  readonly values: ValueMap;
  readonly at: Origin;
  /** Epoch seconds. */
  readonly asOf?: number;
  /** What it is called where no tag and no attribute says it. */
  readonly label?: string;
  /** Key of the provider's configuration: what it manages is in one account and region. */
  readonly provider?: string;
  /** Of the provider's configuration, where it says so. */
  readonly account?: string;
  readonly region?: string;
  /** Matched to others by rule. */
  readonly matchedByIndex?: boolean;
}

/** Takes what cannot be told. */
export type NoteUnresolved = (what: string, reason: string, at: Origin) => void;

/** Whether an attribute that it does not have is not there. */
export const saysAll = ({ applied, partial }: DeclaredResource): boolean => applied && !partial;

/** Why an attribute without a value has none. */
export const absenceOfMissing = ({ applied }: DeclaredResource): AbsenceReason =>
  applied ? 'not-recorded' : 'known-after-apply';
