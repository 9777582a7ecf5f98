/** The words of figures and headers, wrapped to their room. */

import type { IconEntry } from '../../icons/catalogue.ts';
import type { Element } from '../../model/diagram.ts';
import { wrapText } from '../../text/wrap.ts';
import type { TextLine } from '../scene/scene.ts';
import { type Density, INK, lineHeight, QUIET } from '../scene/theme.ts';
import { statusTag } from './badges.ts';

export interface TextContext {
  readonly density: Density;
  /** Lines come in from above: titles are kept narrow. */
  readonly linked: boolean;
  /** Notes that an icon is drawn, and says under which key. */
  readonly iconKey: (
    entry: IconEntry | undefined,
    custom: string | undefined,
  ) => string | undefined;
  /** Called when a name does not fit even when wrapped; the tooltip still holds it. */
  readonly onCut: (element: Element) => void;
}

export const sum = (lines: readonly TextLine[]): number =>
  lines.reduce((height, line) => height + lineHeight(line.size), 0);

/** What ids are asked for: accounts and their like, and networks. */
const OWNERS =
  /^(organization|ou|account|folder|project|subscription|management-group|resource-group|vpc|virtual-network|on-premises|aws:transit-gateway)$/;

/** Small facts below a name: id, CIDR blocks, region, role, status that is well. */
export function details(element: Element, { density, linked }: TextContext): string[] {
  const { id, cidr, region, role, status, email, controls } = element.facts;
  // A crowded recorded network says who and where; the tooltip has the rest. What an author wrote is drawn.
  const recorded = element.derived !== undefined;
  const crowded = recorded && linked && density.name === 'list' && !OWNERS.test(element.kind);
  const said = statusTag(status) === undefined && !crowded ? status : undefined;
  // Where nothing is named, the id stands for the name.
  const shownId = crowded || id === element.name ? undefined : id;
  const drawn = [shownId, ...(cidr ?? []), region, role && `(${role})`, said, email];
  return [...drawn, ...(controls ?? [])].filter(
    (text): text is string => text !== undefined && text !== '',
  );
}

export function wrapped(
  element: Element,
  context: TextContext,
  most: number,
  size: number,
  lines: number,
): TextLine[] {
  const color = element.facts.style?.fontColor ?? INK;
  const cut = wrapText(element.name, most, size, true, lines);
  if (cut.truncated) context.onCut(element);
  return cut.lines.map((text) => ({ text, size, bold: true, color }));
}

export function detailLines(texts: readonly string[], most: number, size: number): TextLine[] {
  return texts.flatMap((text) =>
    wrapText(text, most, size, false, 3).lines.map((line) => ({ text: line, size, color: QUIET })),
  );
}
