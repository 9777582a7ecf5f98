/** Where something is in the estate, as far as a diagram itself may not show it. */
export interface Place {
  /** Ids and names of the account (or project) that it is in. */
  readonly accounts?: readonly string[];
  /** Ids and names of all OUs (or folders) above it. */
  readonly ous?: readonly string[];
}
