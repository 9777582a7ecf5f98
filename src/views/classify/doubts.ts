/** What makes zones from rules doubtful: tags written otherwise, rules at odds, networks without a zone. */

import type { ClassifyRule } from '../../model/derivation.ts';
import { type Diagnostic, quote, warning } from '../../model/diagnostic.ts';
import type { Diagram, Element, Identity } from '../../model/diagram.ts';
import type { Zone } from '../../model/facts.ts';
import { type Condition, hasTag, tagsOf, type WantedTag } from './match.ts';

const folded = (text: string): string => text.trim().toLowerCase();

const shownTag = (key: string, value?: string): string =>
  quote(value === undefined ? key : `${key}: ${value}`);

const whatOf = ({ kind, name }: Element): string => `${kind} ${quote(name)}`;

/** What the author of a tag may have meant; undefined where it is not near. */
function meant(key: string, value: string, wanted: WantedTag): string | undefined {
  if (folded(key) !== folded(wanted.key)) return undefined;
  const near =
    wanted.values === true ? value : wanted.values.find((v) => folded(v) === folded(value));
  if (near !== undefined) return shownTag(wanted.key, near);
  return key === wanted.key ? undefined : shownTag(wanted.key);
}

/** Tags that would fit a rule but for letter case or spaces around: they set nothing. */
export function nearTags(element: Element, conditions: readonly Condition[]): Diagnostic[] {
  // A rule whose facts are all set by hand decides nothing here.
  const wanted = conditions
    .filter(({ concerns, rule }) => concerns(element) && changes(element, rule))
    .flatMap(({ tags }) => tags);
  return Object.entries(tagsOf(element)).flatMap(([key, value]) => {
    const asIs = wanted.some((tag) => tag.key === key && hasTag(element, tag));
    const near = [...new Set(wanted.map((tag) => meant(key, value, tag)))].filter(
      (text) => text !== undefined,
    );
    if (asIs || near.length === 0) return [];
    return [
      warning(
        'tag-nearly-matches',
        `the tag ${shownTag(key, value)} of ${whatOf(element)} is not ${near.join(' or ')}, so no rule applies to it`,
        element.origin,
        { hint: 'Correct the tag in the cloud, or add a rule for this spelling.' },
      ),
    ];
  });
}

const changes = ({ facts }: Element, { set }: ClassifyRule): boolean =>
  Object.keys(set).some((key) => facts[key as keyof typeof set] === undefined);

/** How much an assessor looks at what is in the zone. */
const SCOPE: Readonly<Record<Zone, number>> = {
  cde: 2,
  connected: 1,
  'security-impacting': 1,
  'out-of-scope': 0,
  untrusted: 0,
};

/**
 * An earlier rule decides, as a later one may be there for what is left over. But where it takes out
 * of scope what another would keep in, without saying why, the stricter one is taken.
 * @param element before the rules were applied
 * @returns the rule that decides instead of the first
 */
export function stricterRule(
  element: Element,
  applied: readonly ClassifyRule[],
): ClassifyRule | undefined {
  if (element.facts.zone !== undefined) return undefined;
  const [first, ...later] = applied.filter(({ set }) => set.zone !== undefined);
  const zone = first?.set.zone;
  if (!zone || first.set.justification !== undefined || element.facts.justification !== undefined)
    return undefined;
  const scope = ({ set }: ClassifyRule): number => SCOPE[set.zone ?? zone];
  return later
    .filter(({ when }) => when.tags || when.ous || when.accounts || when.cidrs)
    .filter((rule) => scope(rule) > SCOPE[zone])
    .sort((a, b) => scope(b) - scope(a))[0];
}

/** Tags or rules that contradict each other about an element's zone. */
export function ambiguous(element: Element, applied: readonly ClassifyRule[]): Diagnostic[] {
  const zone = applied.find(({ set }) => set.zone !== undefined)?.set.zone;
  const stricter = stricterRule(element, applied)?.set.zone;
  if (!zone || !stricter) return [];
  return [
    warning(
      'zone-ambiguous',
      `${whatOf(element)} is ${zone} by the first rule that matches it, and ${stricter} by a later one: the stricter zone applies`,
      element.origin,
      {
        hint: 'Put the stricter rule first, or give the first one a `justification`; to decide for this element alone, use an annotation.',
      },
    ),
  ];
}

const NETWORKS = new Set(['vpc', 'virtual-network']);

/** Networks that neither a rule nor a person gave a zone. What is in them has theirs. */
export function unclassified(diagram: Diagram, rules: readonly ClassifyRule[]): Diagnostic[] {
  if (!rules.some(({ set }) => set.zone !== undefined)) return [];
  const inZone = (identity: Identity | undefined): boolean => {
    const element = identity === undefined ? undefined : diagram.elements[identity];
    return element !== undefined && (element.facts.zone !== undefined || inZone(element.parent));
  };
  const without = Object.entries(diagram.elements).filter(
    ([identity, { kind, derived }]) =>
      derived !== undefined && NETWORKS.has(kind) && !inZone(identity),
  );
  if (without.length === 0) return [];
  const names = without.map(([, { name, facts }]) =>
    facts.id === undefined || facts.id === name ? quote(name) : `${quote(name)} (${facts.id})`,
  );
  const listed = names.length > 10 ? [...names.slice(0, 10), `${names.length - 10} more`] : names;
  return [
    warning(
      'unclassified',
      `${without.length === 1 ? 'a network has' : `${without.length} networks have`} no zone, since no rule covers ${without.length === 1 ? 'it' : 'them'}: ${listed.join(', ')}`,
      diagram.origin,
      {
        hint: 'Tag them, add a rule to `classify` of the config, or say it here: annotate(id, { zone }).',
        related: without
          .slice(0, 10)
          .flatMap(([, { origin, ...element }]) =>
            origin ? [{ message: whatOf(element), origin }] : [],
          ),
      },
    ),
  ];
}
