/** A Diagram under a profile: findings, which of them are waived, and what was checked. */

import { type Diagnostic, type Origin, quote, warning } from '../model/diagnostic.ts';
import type { Diagram, Identity } from '../model/diagram.ts';
import type { Waiver } from '../model/facts.ts';
import { RULES } from './profiles.ts';
import { type Rule, type RuleFinding, requirementsOf } from './rule.ts';
import { type Subject, View } from './view.ts';

export interface Waived {
  readonly rule: string;
  readonly message: string;
  readonly reason: string;
  /** Last day, `YYYY-MM-DD`. */
  readonly until: string;
  readonly element?: Identity;
  readonly origin?: Origin;
}

/** What became of one rule. */
export interface FactChecked {
  readonly rule: string;
  readonly fact: string;
  /** `PCI DSS 1.2.3` */
  readonly requirements: readonly string[];
  /** Elements, links or entries checked; 1 for the diagram as a whole. */
  readonly count: number;
  readonly findings: number;
  readonly waived: number;
  /** Why it was not judged to the end; then it does not hold, even where nothing is found. */
  readonly notJudged?: string;
}

export interface Judgement {
  /** Findings (their code is the rule) and what is wrong with waivers. */
  readonly diagnostics: readonly Diagnostic[];
  readonly waived: readonly Waived[];
  readonly checked: readonly FactChecked[];
  /** Rules that need what only publishing provides. */
  readonly later: readonly Pick<FactChecked, 'rule' | 'fact' | 'requirements'>[];
}

/** A waiver names an identity, or the explicit id that it is made of. */
const names = (waiver: Waiver, id: Identity | undefined): boolean =>
  waiver.element === undefined ||
  (id !== undefined && (waiver.element === id || `#${waiver.element}` === id));

function originOf({ elements, links, origin }: Diagram, at: Identity | undefined) {
  return (at === undefined ? undefined : (elements[at] ?? links[at])?.origin) ?? origin;
}

function hintOf(rule: Rule): string {
  const serves = requirementsOf(rule);
  return serves.length === 0 ? rule.fix : `${rule.fix} (${serves.join(', ')})`;
}

const named = (rule: Rule) => ({
  rule: rule.id,
  fact: rule.fact,
  requirements: requirementsOf(rule),
});

/** Rules come in the order of the list, their findings in the order of the diagram. */
export function judge(subject: Subject, rules: readonly Rule[]): Judgement {
  const { diagram, asOf } = subject;
  const view = new View(subject);
  const diagnostics: Diagnostic[] = [];
  const waived: Waived[] = [];
  const used = new Set<Waiver>();
  const judged = rules.filter(({ stage }) => stage === 'source' || subject.published);
  const checked = judged.map((rule): FactChecked => {
    const { count, found, notJudged } = rule.check(view);
    const own = diagram.waivers.filter((waiver) => waiver.rule === rule.id);
    let findings = 0;
    for (const one of found) {
      const fitting = own.filter((waiver) => names(waiver, one.at));
      for (const waiver of fitting) used.add(waiver);
      const valid = fitting.find(({ until }) => asOf <= until);
      if (valid) waived.push(waivedBy(valid, rule, one, diagram));
      else {
        findings++;
        diagnostics.push(finding(rule, one, diagram));
      }
    }
    return {
      ...{ ...named(rule), count, findings, waived: found.length - findings },
      ...(notJudged === undefined ? {} : { notJudged }),
    };
  });
  // A waiver of what was not judged may be needed.
  const open = new Set(checked.flatMap(({ rule, notJudged }) => (notJudged ? rule : [])));
  const ids = new Set(judged.map(({ id }) => id).filter((id) => !open.has(id)));
  const known = new Set([...RULES, ...rules].map(({ id }) => id));
  for (const waiver of diagram.waivers)
    diagnostics.push(...wrongWaiver(waiver, diagram, asOf, { known, judged: ids, used }));
  const later = rules.filter((rule) => !judged.includes(rule)).map(named);
  return { diagnostics, waived, checked, later };
}

function finding(rule: Rule, { message, at }: RuleFinding, diagram: Diagram): Diagnostic {
  const origin = originOf(diagram, at);
  const hint = hintOf(rule);
  return {
    ...{ severity: rule.severity, code: rule.id, message, hint },
    ...(origin ? { origin } : {}),
    ...(at === undefined ? {} : { element: at }),
  };
}

function waivedBy(
  waiver: Waiver,
  rule: Rule,
  { message, at }: RuleFinding,
  diagram: Diagram,
): Waived {
  const { reason, until } = waiver;
  const origin = originOf(diagram, at);
  return {
    rule: rule.id,
    message,
    reason,
    until,
    ...(at === undefined ? {} : { element: at }),
    ...(origin ? { origin } : {}),
  };
}

interface KnownRules {
  readonly known: ReadonlySet<string>;
  readonly judged: ReadonlySet<string>;
  readonly used: ReadonlySet<Waiver>;
}

function wrongWaiver(
  waiver: Waiver,
  diagram: Diagram,
  asOf: string,
  { known, judged, used }: KnownRules,
): Diagnostic[] {
  const { rule, until, element } = waiver;
  const { elements, links } = diagram;
  const at = [element ?? '', `#${element}`].find(
    (id) => Object.hasOwn(elements, id) || Object.hasOwn(links, id),
  );
  const of = element === undefined ? '' : ` for ${quote(element)}`;
  const what = `the waiver of ${quote(rule)}${of}`;
  const place = originOf(diagram, at);
  if (!known.has(rule))
    return [
      warning('waiver-unknown-rule', `${what} names an unknown rule`, place, {
        hint: 'docs/rules.md lists the rules. The name of a rule from the config contains a slash.',
      }),
    ];
  if (element !== undefined && at === undefined)
    return [
      warning(
        'waiver-unknown-element',
        `${what} does not match any element or link of the diagram`,
        place,
        {
          hint: '`cadastre inspect FILE --json` lists the identities.',
        },
      ),
    ];
  if (!judged.has(rule)) return [];
  if (!used.has(waiver))
    return [
      warning('waiver-unused', `${what} is not needed: the rule holds there`, place, {
        hint: 'Remove it: an unused waiver would hide the next finding.',
      }),
    ];
  if (asOf <= until) return [];
  return [
    warning('waiver-expired', `${what} ended on ${until}`, place, {
      hint: 'Fix what it waived, or renew it with a new reason and date.',
    }),
  ];
}
