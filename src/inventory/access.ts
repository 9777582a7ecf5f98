/** Roles, and whom they trust. */

import type { InventoryRecord } from './provenance.ts';

/** Who a trust policy names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export interface Principal {
  /** As the policy has it: an ARN, a service's name, `*` … */
  readonly id: string;
  readonly kind: 'anyone' | 'account' | 'role' | 'user' | 'federated' | 'service' | 'unknown';
  readonly name: string;
  /** Of the principal, or of the identity provider's entry in IAM. */
  readonly account?: string;
}

/** By its ARN. */
export interface IamRole extends InventoryRecord {
  readonly name: string;
  readonly account?: string;
}

/** One principal in one role's trust policy. */
export interface RoleTrust extends InventoryRecord {
  readonly role: IamRole;
  /** Absent where the source does not say whom the role trusts. */
  readonly principal?: Principal;
  /** The principal's own policies let it assume the role, as far as the source evaluates them. */
  readonly allowed: boolean;
}

/** A role's name without what Identity Center appends to it in each account. */
export const baseName = (name: string): string =>
  name.replace(/^(AWSReservedSSO_.+)_[0-9a-f]{16}$/, '$1');
