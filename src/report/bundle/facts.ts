/** Which facts the rules looked at in one diagram, what held, and what remains the assessor's. Pure. */

import type { BundledFact, BundledFacts } from '../../evidence/bundle/bundled-facts.ts';
import { html, htmlTable } from '../html.ts';
import { countsOf, factSummary, stateOf } from '../rule-summary.ts';
import { plural } from '../text.ts';
import type { DiagramEvidence } from './versions.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What rules write in backquotes is code. */
const coded = (text: string): string => html(text).replace(/`([^`]+)`/g, '<code>$1</code>');

function row(one: BundledFact): string[] {
  const state = stateOf(one);
  const counts = countsOf(one);
  return [
    state === 'does not hold' ? `<span class="fail">${state}</span>` : state,
    html([counts, one.notJudged ?? ''].filter((text) => text !== '').join('; ')),
    `${html(capital(one.fact))}.<br><span class="quiet">${coded(one.explanation)}</span>`,
    `<code>${html(one.rule)}</code>`,
    one.requirements.map((text) => html(text.replace(/^PCI DSS /, ''))).join(', '),
  ];
}

/** Rules of the config are code of who is assessed, and not run here: the manifest has what they found, never what held. */
function ownRules({ shown }: DiagramEvidence): string {
  const own = shown.findings.filter(({ rule }) => rule.includes('/'));
  if (own.length === 0) return '';
  return htmlTable(
    'The estate’s own rules: not run here; from the signed manifest',
    ['Rule', 'State', 'Finding'],
    own.map(({ rule, waived, message }) => [
      `<code>${html(rule)}</code>`,
      waived ? 'waived' : '<span class="fail">does not hold</span>',
      html(message),
    ]),
  );
}

/** What there is to know before the table, without a verdict on the requirement. */
const told = ({ profile, title, asOf }: BundledFacts): string =>
  `<p>Profile <code>${html(profile)}</code>: ${html(title)}. Checked on the published model, as of ${html(asOf)}, the day of publication.
Each row is one fact. Whether the facts satisfy the requirement is for the assessor to judge.</p>`;

/**
 * Folded away by what follows <details>, and not by what is in it: browsers print the inside of a closed one only of late.
 */
export function factsSection(one: DiagramEvidence): string {
  const { facts } = one.model ?? {};
  if (!facts) return ownRules(one);
  const { checked, left } = facts;
  const title =
    checked === undefined ? 'the rules cannot read this model' : html(factSummary(checked));
  return `<details class="fold"><summary>${title}; ${plural(left.length, 'thing')} left to the assessor</summary></details>
<div class="folded">
${told(facts)}
${checked ? htmlTable('Facts checked', ['State', 'Count', 'Fact, and what exactly is checked', 'Rule', 'PCI DSS'], checked.map(row), 'checked') : ''}
${ownRules(one)}
<h3>What is left to the assessor</h3>
<ul>${left.map((what) => `<li>${html(what)}</li>`).join('')}</ul>
</div>`;
}
