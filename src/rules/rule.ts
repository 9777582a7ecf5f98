/** What a rule is: a fact that an assessor looks for, and how a model is asked for it. */

import type { Severity } from '../model/diagnostic.ts';
import type { Identity } from '../model/diagram.ts';
import type { View } from './view.ts';

export interface RuleFinding {
  /** One sentence: what is wrong. */
  readonly message: string;
  /** Element or link; the diagram itself when absent. */
  readonly at?: Identity;
}

/** How much was checked, and the findings. */
export interface RuleCheck {
  readonly count: number;
  readonly found: readonly RuleFinding[];
  /** Why it cannot be said to hold, where nothing is found: it needs more than the model, and does not have all of it. */
  readonly notJudged?: string;
}

export interface Rule {
  /** Stable, kebab-case; waivers and scripts name it. */
  readonly id: string;
  /** The fact, as it reads when it holds: `every segment has a CIDR`. */
  readonly fact: string;
  /** Requirements of PCI DSS v4.0.1 that it serves. */
  readonly requirements: readonly string[];
  /** Another requirement, in any words: of a rule of the config. */
  readonly otherRequirement?: string;
  /** `source`: judged in a pull request. `published`: needs what only publishing provides. */
  readonly stage: 'source' | 'published';
  readonly severity: Severity;
  /** Why an assessor asks. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
  /** What exactly is checked. */
  readonly explanation: string;
  readonly check: (view: View) => RuleCheck;
}

/** Each requirement in full, as reports name it: `PCI DSS 1.2.3`. */
export function requirementsOf(rule: Pick<Rule, 'requirements' | 'otherRequirement'>): string[] {
  const own = rule.otherRequirement;
  return [
    ...rule.requirements.map((number) => `PCI DSS ${number}`),
    ...(own === undefined ? [] : [own]),
  ];
}

/** A rule over many: each is checked by itself, and only its first problem is reported. */
export function checkEach(
  ids: readonly Identity[],
  judge: (id: Identity) => string | false | undefined,
): RuleCheck {
  const found = ids.flatMap((at) => {
    const message = judge(at);
    return message ? [{ message, at }] : [];
  });
  return { count: ids.length, found };
}

/** A rule over the diagram as a whole. */
export function checkDiagram(message: string | false | undefined): RuleCheck {
  return { count: 1, found: message ? [{ message }] : [] };
}
