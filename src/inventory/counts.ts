/** How many of a kind the source holds, counted apart from what was read of them. */
export interface SourceCount {
  /** As the ledger names it: `vpc`, `gcp:firewall-rules`. */
  readonly kind: string;
  readonly found: number;
}
