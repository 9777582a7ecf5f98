/** What cells of a drawing are: elements, parts of others, words, decoration. */

import type { DrawioCell, DrawioPage } from '../formats/drawio.ts';
import { kindOfDrawio } from '../icons/drawio-shapes.ts';

/** Kinds of the catalogue for which the language has a word. */
const WORD_KINDS: Readonly<Record<string, string>> = {
  'aws:vpc': 'vpc',
  'aws:private-subnet': 'subnet',
  'aws:public-subnet': 'subnet',
  'aws:account': 'account',
  'aws:account-resource': 'account',
  'aws:region': 'region',
  'aws:availability-zone': 'availability-zone',
  'aws:organizational-unit': 'ou',
  'aws:organizational-unit-resource': 'ou',
  'aws:corporate-data-center': 'on-premises',
  'aws:route-table': 'route-table',
  'aws:security-group': 'security-group',
  'aws:user': 'user',
  'generic:internet': 'internet',
};

/** The shape by which a cell says what it is: the icon of a group or square before its outline. */
export const shapeOf = ({ style }: DrawioCell): string | undefined =>
  style.get('grIcon') ?? style.get('resIcon') ?? style.get('shape');

export const kindOf = (cell: DrawioCell): string | undefined => {
  const shape = shapeOf(cell);
  const kind = shape === undefined ? undefined : kindOfDrawio(shape);
  return kind === undefined ? undefined : (WORD_KINDS[kind] ?? kind);
};

const isLibrary = (cell: DrawioCell): boolean => /^mxgraph\./.test(shapeOf(cell) ?? '');

export type CellRole = 'element' | 'table' | 'part' | 'words' | 'decoration';

const none = (value: string | undefined): boolean => value === 'none';

/** Words alone: the style `text`, or neither line nor ground. */
const isText = ({ style }: DrawioCell): boolean =>
  style.has('text') || (none(style.get('strokeColor')) && none(style.get('fillColor')));

/** A row or cell of a table, the words of an edge. */
function isPart(cell: DrawioCell, page: DrawioPage): boolean {
  const holder = cell.parent === undefined ? undefined : page.cells.get(cell.parent);
  const shape = cell.style.get('shape');
  return (
    cell.style.has('edgeLabel') ||
    holder?.kind === 'edge' ||
    shape === 'tableRow' ||
    holder?.style.get('shape') === 'tableRow' ||
    // Inside of a list, rows are texts.
    (holder?.style.has('swimlane') === true && cell.style.has('text'))
  );
}

export function roleOf(cell: DrawioCell, page: DrawioPage, holds: boolean): CellRole {
  if (isPart(cell, page)) return 'part';
  if (cell.style.get('shape') === 'table') return 'table';
  if (isLibrary(cell) || cell.style.get('shape') === 'image') return 'element';
  if (holds) return 'element';
  if (cell.label.length === 0) return 'decoration';
  return isText(cell) ? 'words' : 'element';
}
