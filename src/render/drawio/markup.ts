/** The markup of draw.io's files: cells, objects around them, styles. One form for one content, so that bytes are equal. */

import type { Box, Point } from '../scene/scene.ts';

const ESCAPED: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
  ...{ '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' },
};

/** Also of characters that XML does not have. */
export const attribute = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (char) => ESCAPED[char] ?? char);

/** Text in the HTML of a label. */
export const htmlText = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ESCAPED[char] ?? char);

export const round = (value: number): string => String(Math.round(value * 100) / 100);

const attributes = (all: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(all)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${attribute(value)}"`]))
    .join('');

/** `shape=x;html=1;` */
export const styleText = (
  style: Readonly<Record<string, string | number | undefined>>,
  shape = '',
): string =>
  shape +
  Object.entries(style)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value};`]))
    .join('');

export interface VertexCell {
  readonly id: string;
  readonly parent: string;
  /** On the page. */
  readonly box: Box;
  /** Corner of the cell that holds it, on the page. */
  readonly origin: Point;
  readonly style: string;
  readonly label?: string;
  /** Attributes of the object around it; a plain cell where there are none. */
  readonly data?: Readonly<Record<string, string | undefined>>;
  /** Whether links may end at it. */
  readonly connectable?: boolean;
}

/** A cell, in an object of its own where it has data. */
function wrapped(
  id: string,
  label: string,
  data: Readonly<Record<string, string | undefined>> | undefined,
  cell: Readonly<Record<string, string | undefined>>,
  inner: string,
): string {
  if (!data) return `<mxCell${attributes({ id, value: label, ...cell })}>${inner}</mxCell>`;
  return `<UserObject${attributes({ label, ...data, id })}><mxCell${attributes(cell)}>${inner}</mxCell></UserObject>`;
}

export function vertex(cell: VertexCell): string {
  const { box, origin } = cell;
  const geometry = attributes({
    x: round(box.x - origin.x),
    y: round(box.y - origin.y),
    width: round(box.w),
    height: round(box.h),
    as: 'geometry',
  });
  return wrapped(
    cell.id,
    cell.label ?? '',
    cell.data,
    {
      style: cell.style,
      vertex: '1',
      connectable: cell.connectable === false ? '0' : undefined,
      parent: cell.parent,
    },
    `<mxGeometry${geometry}/>`,
  );
}

export interface EdgeCell {
  readonly id: string;
  readonly style: string;
  readonly label?: string;
  readonly data: Readonly<Record<string, string | undefined>>;
  readonly source?: string;
  readonly target?: string;
  /** From the first to the last, ends included. */
  readonly points: readonly Point[];
  /** Of the label: its share of the way from -1 to 1, and how far it is from there. */
  readonly labelAt?: { readonly share: number; readonly offset: Point };
}

const point = ({ x, y }: Point, as?: string): string =>
  `<mxPoint${attributes({ x: round(x), y: round(y), as })}/>`;

export function edge(cell: EdgeCell): string {
  const [first, ...others] = cell.points;
  const inner = others.slice(0, -1);
  const last = others.at(-1);
  const { labelAt } = cell;
  const geometry = attributes({
    x: labelAt ? round(labelAt.share) : undefined,
    relative: '1',
    as: 'geometry',
  });
  const parts = [
    ...(first ? [point(first, 'sourcePoint')] : []),
    ...(last ? [point(last, 'targetPoint')] : []),
    ...(inner.length > 0
      ? [`<Array as="points">${inner.map((p) => point(p)).join('')}</Array>`]
      : []),
    ...(labelAt ? [point(labelAt.offset, 'offset')] : []),
  ];
  return wrapped(
    cell.id,
    cell.label ?? '',
    cell.data,
    {
      style: cell.style,
      edge: '1',
      parent: '1',
      source: cell.source,
      target: cell.target,
    },
    `<mxGeometry${geometry}>${parts.join('')}</mxGeometry>`,
  );
}

/** One page. */
export const diagramElement = (
  id: string,
  name: string,
  size: { readonly width: number; readonly height: number },
  data: Readonly<Record<string, string | undefined>>,
  cells: readonly string[],
): string =>
  [
    `  <diagram${attributes({ id, name })}>`,
    `    <mxGraphModel${attributes({ ...{ grid: '0', page: '1', pageScale: '1' }, pageWidth: round(Math.ceil(size.width)), pageHeight: round(Math.ceil(size.height)), math: '0', shadow: '0' })}>`,
    '      <root>',
    `        <UserObject${attributes({ label: '', ...data, id: '0' })}><mxCell/></UserObject>`,
    '        <mxCell id="1" parent="0"/>',
    ...cells.map((cell) => `        ${cell}`),
    '      </root>',
    '    </mxGraphModel>',
    '  </diagram>',
  ].join('\n');

/** The file: no time, no host, so that equal pages make equal bytes. */
export const mxfile = (pages: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<mxfile host="cadastre" pages="${pages.length}">\n${pages.join('\n')}\n</mxfile>\n`;
