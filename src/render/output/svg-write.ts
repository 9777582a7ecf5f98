/** Writes SVG markup. */

const GEOMETRY = new Set([
  ...[
    'x',
    'y',
    'x1',
    'y1',
    'x2',
    'y2',
    'cx',
    'cy',
    'r',
    'rx',
    'ry',
    'width',
    'height',
    'd',
    'points',
  ],
  ...['font-size', 'stroke-width', 'stroke-opacity', 'fill-opacity', 'viewBox', 'transform'],
]);

/** Two decimals are a hundredth of a px; more is noise that moves between versions. */
export function trimNumbers(value: string): string {
  return value.replace(/-?\d*\.\d+/g, (n) => String(Math.round(Number(n) * 100) / 100 + 0));
}

// Whatever the text: one such character, and no viewer opens the picture. As `toDrawable` shows them.
const FORBIDDEN = /[\u{0}-\u{8}\u{B}\u{C}\u{E}-\u{1F}\u{D800}-\u{DFFF}\u{FFFE}\u{FFFF}]/gu;

export function escapeText(text: string): string {
  return text
    .replace(FORBIDDEN, '\uFFFD')
    .replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));
}

export function escapeAttribute(text: string): string {
  return escapeText(text).replace(/["\n\r\t]/g, (c) =>
    c === '"' ? '&quot;' : `&#${c.charCodeAt(0)};`,
  );
}

export function openTag(
  name: string,
  attributes: Readonly<Record<string, string>>,
  selfClosing = false,
): string {
  let tag = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    const plain = GEOMETRY.has(key) ? geometry(key, value) : value;
    tag += ` ${key}="${escapeAttribute(plain)}"`;
  }
  return `${tag}${selfClosing ? '/' : ''}>`;
}

function geometry(key: string, value: string): string {
  const trimmed = trimNumbers(value);
  return key === 'transform' ? trimmed.replace(/^scale\(1 1\) rotate\(0\) /, '') : trimmed;
}
