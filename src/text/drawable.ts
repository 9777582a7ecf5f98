/** Makes any string fit for a picture: legal in XML 1.0, and reading as what it is. */

const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;
// C0 and C1 controls, lone surrogates and U+FFFE/U+FFFF can't or shouldn't stand in XML 1.0.
// Shown as U+FFFD and not dropped, so that two names that differ never look the same.
const FORBIDDEN = /[\u{0}-\u{8}\u{E}-\u{1F}\u{7F}-\u{9F}\u{D800}-\u{DFFF}\u{FFFE}\u{FFFF}]/gu;
const OVERRIDE = /[\u202D\u202E]/g;
const BIDI = /[\u202A-\u202C\u2066-\u2069]/;
const POP_EMBEDDING = '\u202C';
const POP_ISOLATE = '\u2069';

/**
 * Text that may go into a label. Line breaks of every kind become `\n`, tabs become a space,
 * what XML forbids becomes U+FFFD.
 *
 * Bidi controls: right-to-left text passes unchanged, with its marks (LRM, RLM, ALM) and with
 * embeddings and isolates that are closed on their line. Overrides (U+202D, U+202E) show letters
 * in another order than they are stored, which no honest name needs and a forged one does, so
 * they become a visible U+FFFD even when closed. Unclosed embeddings and isolates, which would
 * reorder whatever follows, are removed.
 */
export function toDrawable(text: string): string {
  const clean = text
    .replace(LINE_BREAK, '\n')
    .replaceAll('\t', ' ')
    .replace(OVERRIDE, '\uFFFD')
    .replace(FORBIDDEN, '\uFFFD');
  return BIDI.test(clean) ? clean.split('\n').map(closeBidi).join('\n') : clean;
}

/** Without embeddings and isolates: for text that is split over lines, each laid out by itself. */
export function withoutBidiFormats(text: string): string {
  return BIDI.test(text) ? text.replace(/[\u202A-\u202C\u2066-\u2069]/g, '') : text;
}

function closeBidi(line: string): string {
  const units = line.split('');
  const open: number[] = [];
  const drop = new Set<number>();
  units.forEach((unit, i) => {
    if (unit === POP_ISOLATE || unit === POP_EMBEDDING) {
      // An isolate is closed only by its own kind of end: what it holds open ends with it.
      const top = open.at(-1);
      const opener = top === undefined ? '' : (units[top] ?? '');
      const isolate = opener >= '\u2066' && opener <= '\u2068';
      if (opener !== '' && isolate === (unit === POP_ISOLATE)) open.pop();
      else drop.add(i);
    } else if (BIDI.test(unit)) open.push(i);
  });
  for (const i of open) drop.add(i);
  return drop.size === 0 ? line : units.filter((_, i) => !drop.has(i)).join('');
}
