/** What was looked at in one model, for the page of a bundle. */

export interface BundledFact {
  readonly rule: string;
  /** As it reads when it holds. */
  readonly fact: string;
  /** What exactly is checked. */
  readonly explanation: string;
  /** `PCI DSS 1.2.3` */
  readonly requirements: readonly string[];
  /** Looked at, not as they should be, and waived. */
  readonly count: number;
  readonly findings: number;
  readonly waived: number;
  /** Why it was not judged: it needs more than the model. */
  readonly notJudged?: string;
}

/** A model under the profile that it names, judged by the rules of Cadastre alone: those of a config are code of whoever made it. */
export interface BundledFacts {
  readonly profile: string;
  /** `network diagram (PCI DSS v4.0.1, 1.2.3)` */
  readonly title: string;
  /** Day of publication, `YYYY-MM-DD`: the day that it is judged as of. */
  readonly asOf: string;
  /** Absent if the rules cannot read the model. */
  readonly checked?: readonly BundledFact[];
  /** What is left to the assessor. */
  readonly left: readonly string[];
}
