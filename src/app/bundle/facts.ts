/** What the rules say of a model as it was published: for the page of a bundle, the same wherever it is made. */

import type { BundledFacts } from '../../evidence/bundle/bundled-facts.ts';
import type { Version } from '../../evidence/publications/versions.ts';
import type { Diagram } from '../../model/diagram.ts';
import { type Judgement, judge } from '../../rules/judge.ts';
import { profileNamed } from '../../rules/profiles.ts';
import { publishedFacts } from '../draw/publication.ts';

/** Absent if the model names `none` or no known profile. */
export function factsOf(diagram: Diagram, version: Version): BundledFacts | undefined {
  const { profile: name } = diagram.document;
  const profile = name === undefined ? undefined : profileNamed(name);
  if (name === undefined || !profile || profile.rules.length === 0) return undefined;
  const { rules, title, left } = profile;
  const asOf = version.published.slice(0, 10);
  const explained = new Map(rules.map(({ id, explanation }) => [id, explanation]));
  let judgement: Judgement | undefined;
  try {
    judgement = judge({ diagram, asOf, published: publishedFacts(version) }, rules);
  } catch {
    // The model is read from a file that anyone may have made; verifying it says what is wrong with it.
  }
  const checked = judgement?.checked.map((one) => ({
    ...one,
    explanation: explained.get(one.rule) ?? '',
  }));
  return { profile: name, title, asOf, ...(checked ? { checked } : {}), left };
}
