/** Rules over a compiled diagram: the profile's, and those of the config, which are the user's code. */

import { join } from 'node:path';
import { type Diagnostic, error, failure, type Outcome, quote } from '../../model/diagnostic.ts';
import type { Diagram } from '../../model/diagram.ts';
import { type FactChecked, type Judgement, judge, type Waived } from '../../rules/judge.ts';
import { PROFILES, profileNamed, profileNames, profilesWith, RULES } from '../../rules/profiles.ts';
import { type Rule, type RuleFinding, requirementsOf } from '../../rules/rule.ts';
import type { PublishedFacts } from '../../rules/view.ts';
import type { OwnRule } from '../../sources/config/types.ts';
import { normaliseDiagnostic } from '../../sources/index.ts';
import type { Compiled } from '../compile/compile-source.ts';
import type { Project } from '../project.ts';
import type { EstatePaths } from './element-paths.ts';

export interface JudgeOptions {
  /** Instead of the profile that the diagram names; several with commas between. */
  readonly profile?: string;
  /** `YYYY-MM-DD`: the day on which waivers and periods are judged. */
  readonly asOf: string;
}

/** What was looked at in one diagram, what is waived, and what no rule can judge. */
export interface RuleResults {
  readonly name: string;
  readonly source: string;
  /** Absent where neither the diagram nor the command names one. */
  readonly profile?: string;
  readonly checked: readonly FactChecked[];
  readonly later: Judgement['later'];
  readonly waived: readonly Waived[];
  /** What is left to the assessor. */
  readonly left: readonly string[];
}

/** The diagnostic for a name that is no profile. */
export function unknownProfile(name: string): Diagnostic | undefined {
  const unknown = profileNames(name).find((one) => !Object.hasOwn(PROFILES, one));
  if (unknown === undefined) return undefined;
  return error('unknown-profile', `unknown profile ${quote(unknown)}`, undefined, {
    hint: `Profiles are ${Object.keys(PROFILES).join(', ')}.`,
  });
}

/** What reporters need of rules: all of them, including those from the config. */
export function rulesOf({ config }: Project): readonly Omit<Rule, 'check'>[] {
  const own = config.rules.map((rule) => asRule(rule, []));
  return [...RULES, ...own].map((rule) => ({ ...rule, requirements: requirementsOf(rule) }));
}

/** Rules that ask for paths of the estate. */
const PATH_RULES = new Set(['paths-declared', 'flow-permitted']);

/** @param published of the manifest, where there is one: rules on approval and review are judged, too */
export async function judgeOne(
  { name, source, diagram }: Compiled,
  project: Project,
  { profile: wanted, asOf }: JudgeOptions,
  published?: PublishedFacts,
  /** Paths of the recorded estate; absent where nobody but the model is asked. */
  estate?: EstatePaths,
): Promise<{ readonly judged: RuleResults; readonly diagnostics: readonly Diagnostic[] }> {
  const named = wanted ?? diagram.document.profile;
  const wrong = named === undefined ? undefined : unknownProfile(named);
  const profile = named !== undefined && !wrong ? profileNamed(named) : undefined;
  const own = named === 'none' ? { value: [], diagnostics: [] } : await ownRules(diagram, project);
  const asks = profile?.rules.some(({ id }) => PATH_RULES.has(id)) ?? false;
  const paths = asks ? await estate?.of(diagram) : undefined;
  const subject = {
    ...{ diagram, asOf },
    ...(published ? { published } : {}),
    ...(paths ? { paths } : {}),
  };
  const judgement = judge(subject, [...(profile?.rules ?? []), ...(own.value ?? [])]);
  const { origin } = diagram;
  return {
    judged: {
      name,
      source,
      ...(profile && named !== undefined ? { profile: named } : {}),
      checked: judgement.checked,
      later: judgement.later,
      waived: judgement.waived,
      left: profile?.left ?? [],
    },
    diagnostics: [
      ...(wrong ? [{ ...wrong, ...(origin ? { origin } : {}) }] : []),
      ...own.diagnostics,
      ...judgement.diagnostics.map((one) => (named === undefined ? one : ofProfiles(one, named))),
    ],
  };
}

/** With several profiles, each finding says whose rule it is. */
function ofProfiles(finding: Diagnostic, named: string): Diagnostic {
  if (profileNames(named).length < 2) return finding;
  const own = profilesWith(finding.code, named);
  if (own.length === 0) return finding;
  return { ...finding, message: `${finding.message} [${own.join(', ')}]` };
}

function asRule(
  { id, requirement, severity, why, fix }: OwnRule,
  found: readonly RuleFinding[],
): Rule {
  return {
    id,
    fact: why,
    requirements: [],
    ...(requirement === undefined ? {} : { otherRequirement: requirement }),
    stage: 'source',
    severity,
    why,
    fix,
    explanation: 'A rule from the config.',
    check: () => ({ count: 1, found }),
  };
}

/** The rules of the config with what they found; those that failed are reported and left out. */
async function ownRules(diagram: Diagram, project: Project): Promise<Outcome<readonly Rule[]>> {
  if (project.config.rules.length === 0) return { value: [], diagnostics: [] };
  // One rule must not change what the next one, or the picture, is made of.
  const copy = frozen(structuredClone(diagram));
  const value: Rule[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const rule of project.config.rules) {
    const run = await runOwn(rule, copy, project);
    diagnostics.push(...run.diagnostics.map((d) => normaliseDiagnostic(d, project.root)));
    if (run.value) value.push(asRule(rule, run.value));
  }
  return { value, diagnostics };
}

function frozen<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) frozen(inner);
  return Object.freeze(value);
}

async function runOwn(
  rule: OwnRule,
  diagram: Diagram,
  project: Project,
): Promise<Outcome<readonly RuleFinding[]>> {
  const { callBack } = await import('../../sources/typescript/evaluate.ts');
  const config = join(project.root, 'cadastre.config.ts');
  const context = { root: project.root, timeoutMs: project.config.timeout * 1000 };
  const on = `the rule ${quote(rule.id)} on ${quote(diagram.title)}`;
  // Made plain under the guard: what is returned may be anything, with accessors that never end.
  const work = async (): Promise<unknown> =>
    JSON.parse(JSON.stringify(await rule.check(diagram)) ?? 'null');
  const ran = await callBack(work, [config], context);
  if (ran.diagnostics.length > 0)
    return failure(
      ran.diagnostics.map(({ message, origin, hint }) =>
        error('rule-failed', `${on} failed: ${message}`, origin, hint ? { hint } : {}),
      ),
    );
  return findingsOf(await ran.value, diagram, on, config);
}

/** Checks the shape of what a rule returned. */
function findingsOf(
  returned: unknown,
  { elements, links }: Diagram,
  on: string,
  file: string,
): Outcome<readonly RuleFinding[]> {
  const wrong = (what: string): Outcome<readonly RuleFinding[]> => ({
    diagnostics: [
      error(
        'rule-result',
        `${on} ${what}`,
        { file },
        {
          hint: 'A rule returns a list of `{ message, element? }`, which is empty if the rule holds.',
        },
      ),
    ],
  });
  if (!Array.isArray(returned)) return wrong('did not return a list of findings');
  const found: RuleFinding[] = [];
  for (const [i, one] of returned.entries()) {
    const { message, element, ...more } = (one ?? {}) as Record<string, unknown>;
    const nth = `returned a finding (number ${i + 1})`;
    if (typeof message !== 'string' || message.trim() === '')
      return wrong(`${nth} without a message`);
    const [other] = Object.keys(more);
    if (other !== undefined) return wrong(`${nth} with an unknown key ${quote(other)}`);
    if (element !== undefined && typeof element !== 'string')
      return wrong(`${nth} whose element is not a string`);
    const known =
      element === undefined || Object.hasOwn(elements, element) || Object.hasOwn(links, element);
    if (!known) return wrong(`${nth} for ${quote(element)}, which is not an element or link`);
    found.push({ message, ...(element === undefined ? {} : { at: element }) });
  }
  return { value: found, diagnostics: [] };
}
