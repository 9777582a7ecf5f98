/** An SVG as a viewer's parser sees it: whether it is XML at all, and what it holds. */

import { SaxesParser } from 'saxes';

export interface ReadSvg {
  /** Empty when the text is well-formed XML. */
  readonly problems: readonly string[];
  /** Names of all elements. */
  readonly elements: ReadonlySet<string>;
  /** `name=value` of all attributes. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** Contents of all `<text>`, one a line. */
  readonly text: string;
  /** The `<title>` of the picture. */
  readonly title: string;
  /** The `<title>`s of what is in it. */
  readonly tooltips: readonly string[];
  readonly width: number;
  readonly height: number;
}

export function readSvg(svg: string): ReadSvg {
  const problems: string[] = [];
  const elements = new Set<string>();
  const attributes: [string, string][] = [];
  const texts: string[] = [];
  const titles: string[] = [];
  const open: string[] = [];
  let size = { width: 0, height: 0 };
  const parser = new SaxesParser();
  parser.on('error', ({ message }) => problems.push(message));
  parser.on('opentag', ({ name, attributes: read }) => {
    open.push(name);
    elements.add(name);
    const given = Object.entries(read as Record<string, string>);
    attributes.push(...given);
    if (open.length === 1)
      size = {
        width: Number.parseFloat(read.width as string),
        height: Number.parseFloat(read.height as string),
      };
    if (name === 'text') texts.push('');
    if (name === 'title') titles.push('');
  });
  parser.on('text', (text) => {
    const inside = open.at(-1);
    if (open.includes('text')) texts[texts.length - 1] += text;
    else if (inside === 'title') titles[titles.length - 1] += text;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(svg).close();
  const [title = '', ...tooltips] = titles;
  return { problems, elements, attributes, text: texts.join('\n'), title, tooltips, ...size };
}
