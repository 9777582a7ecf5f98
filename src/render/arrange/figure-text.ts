/** The words of figures and headers, wrapped to their room. */

import type { IconEntry } from '../../icons/catalogue.ts';
import type { Element } from '../../model/diagram.ts';
import type { CutText, TextLine } from '../scene/scene.ts';
import { type Density, INK, lineHeight, QUIET } from '../scene/theme.ts';
import { statusTag } from './badges.ts';
import { DETAIL, fitLines } from './fit-text.ts';

export interface TextContext {
  readonly density: Density;
  /** Lines come in from above: titles are kept narrow. */
  readonly linked: boolean;
  /** Notes that an icon is drawn, and says under which key. */
  readonly iconKey: (
    entry: IconEntry | undefined,
    custom: string | undefined,
  ) => string | undefined;
}

export const sum = (lines: readonly TextLine[]): number =>
  lines.reduce((height, line) => height + lineHeight(line.size), 0);

/** What ids are asked for: accounts and their like, and networks. */
const OWNERS =
  /^(organization|ou|account|folder|project|subscription|management-group|resource-group|vpc|virtual-network|on-premises|aws:transit-gateway)$/;

/** Small facts below a name: id, CIDR blocks, region, role, status that is well. */
export function details(element: Element, { density, linked }: TextContext): CutText[] {
  const { id, cidr, region, role, status, email, controls } = element.facts;
  // A crowded recorded network says who and where; the tooltip has the rest. What an author wrote is drawn.
  const recorded = element.derived !== undefined;
  const crowded = recorded && linked && density.name === 'list' && !OWNERS.test(element.kind);
  const said = statusTag(status) === undefined && !crowded ? status : undefined;
  // Where nothing is named, the id stands for the name.
  const shownId = crowded || id === element.name ? undefined : id;
  const facts: [what: string, text: string | undefined][] = [
    ['id', shownId],
    ...(cidr ?? []).map((text): [string, string] => ['CIDR block', text]),
    ['region', region],
    ['role', role && `(${role})`],
    ['status', said],
    ['email', email],
    ...(controls ?? []).map((text): [string, string] => ['control', text]),
  ];
  return facts.flatMap(([what, text]) => (text ? [{ what, text }] : []));
}

/** All details in one text. */
export const joinedDetails = (facts: readonly CutText[], separator: string): string =>
  facts.map(({ text }) => text).join(separator);

/** Lines that a long name may take beyond the usual ones. */
const NAME_MORE = 2;

/** The lines of a name. */
export function nameLines(
  element: Element,
  most: number,
  size: number,
  lines: number,
  cut: CutText[],
): TextLine[] {
  const color = element.facts.style?.fontColor ?? INK;
  const name = { what: 'name', text: element.name };
  // A list has one line for each element.
  const limits = { usual: lines, most: lines === 1 ? 1 : lines + NAME_MORE };
  return fitLines(name, most, size, true, limits, cut).map((text) => ({
    text,
    size,
    bold: true,
    color,
  }));
}

export function detailLines(
  facts: readonly CutText[],
  most: number,
  size: number,
  cut: CutText[],
): TextLine[] {
  return facts.flatMap((fact) =>
    fitLines(fact, most, size, false, DETAIL, cut).map((text) => ({ text, size, color: QUIET })),
  );
}
