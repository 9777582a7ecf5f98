/** The drawn texts that need a font beyond Arimo, and where each comes from. */

import { coveredText } from '../model/covers.ts';
import type { Origin } from '../model/diagnostic.ts';
import type { Diagram, Element, Link } from '../model/diagram.ts';
import { uncovered } from '../text/measure.ts';
import { figureTexts, frameTexts, headerTexts, linkTexts } from './expected.ts';
import type { Scene } from './scene/scene.ts';

export interface ForeignText {
  readonly text: string;
  readonly origin?: Origin;
}

/**
 * Names each declared text with characters that Arimo lacks and the picture shows. What is drawn
 * and not declared (a word of our own, a part of a joined line) is named as it is drawn, so that
 * no drawn character is missed.
 */
function foreign(
  drawn: readonly string[],
  declared: readonly (string | undefined)[],
  origin: Origin | undefined,
): ForeignText[] {
  const shown = new Set(drawn.flatMap(uncovered));
  if (shown.size === 0) return [];
  const rest = new Set(shown);
  const named = declared.filter((text): text is string => {
    const own = uncovered(text ?? '').filter((char) => shown.has(char));
    for (const char of own) rest.delete(char);
    return own.length > 0;
  });
  const others = drawn.filter((line) => uncovered(line).some((char) => rest.has(char)));
  const at = origin ? { origin } : {};
  return [...new Set([...named, ...others])].map((text) => ({ text, ...at }));
}

const textsOfElement = ({ name, facts }: Element): (string | undefined)[] => [
  name,
  facts.id,
  ...(facts.cidr ?? []),
  facts.region,
  facts.role,
  facts.status,
  facts.email,
  ...(facts.controls ?? []),
  ...(facts.routes ?? []).flatMap(({ destination, target }) => [destination, target]),
];

const textsOfLink = ({ facts }: Link): (string | undefined)[] => [
  facts.label,
  facts.data,
  ...(facts.ports ?? []),
  facts.control,
  facts.status,
  facts.step === undefined ? undefined : String(facts.step),
  facts.style?.legend,
];

function textsOfPage({ title, document, links }: Diagram): (string | undefined)[] {
  const { description, owner, reviewEvery, classification, covers, locations, wireless } = document;
  return [
    title,
    description,
    owner,
    reviewEvery,
    classification,
    ...(covers ?? []).map(coveredText),
    ...(locations ?? []),
    typeof wireless === 'string' ? wireless : undefined,
    // A link's words stand in the legend where there is no room on its line.
    ...Object.values(links).flatMap(textsOfLink),
  ];
}

export function foreignTexts(scene: Scene, diagram: Diagram): ForeignText[] {
  const { elements } = diagram;
  const ofElement = (id: string, drawn: readonly string[]): ForeignText[] => {
    const element = elements[id];
    return element ? foreign(drawn, textsOfElement(element), element.origin) : [];
  };
  return [
    ...foreign(Object.values(frameTexts(scene.frame)).flat(), textsOfPage(diagram), diagram.origin),
    ...scene.groups.flatMap(({ identity, header }) => ofElement(identity, headerTexts(header))),
    ...scene.nodes.flatMap(({ identity, figure }) => ofElement(identity, figureTexts(figure))),
    ...scene.links.flatMap((line) =>
      foreign(linkTexts(line), textsOfLink(line.link), line.link.origin),
    ),
  ];
}
