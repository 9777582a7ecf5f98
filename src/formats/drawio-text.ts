/** What stands in cells of draw.io: styles, and labels that may hold HTML. */

/** `shape=x;html=1;group` */
export function styleOf(text: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of (text ?? '').split(';')) {
    const at = part.indexOf('=');
    if (part.trim() === '') continue;
    if (at < 0) found.set(part.trim(), '');
    else found.set(part.slice(0, at).trim(), part.slice(at + 1));
  }
  return found;
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", ndash: '–', mdash: '—' },
};

/** Lines of a label that may hold HTML. */
export function labelLines(html: string): readonly string[] {
  return html
    .replace(
      /<br\s*\/?>|<\/(?:div|p|li|tr|h\d|ul|ol|table)>|<(?:div|p|ul|ol|table)\b[^>]*>/gi,
      '\n',
    )
    .replace(/<\/t[dh]>\s*<t[dh]\b[^>]*>/gi, '\t')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
      const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
      if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : '';
      return ENTITIES[String(name).toLowerCase()] ?? whole;
    })
    .split('\n')
    .map((line) => line.replace(/[ \u00a0]+/g, ' ').trim())
    .filter((line) => line !== '');
}
