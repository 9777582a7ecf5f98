/** What a reader takes for one character (UAX #29 clusters), which is never broken in two. */

// The root locale: clusters don't depend on the language, and the machine's locale has no say.
let segmenter: Intl.Segmenter | undefined;

// Below U+0300, and among dashes, quotes and dots, every UTF-16 unit is its own cluster, bar CR LF.
// Segmenting costs ~40x as much, and making a segmenter some 20 ms.
const SIMPLE = /^[^\r\u0300-\u200f\u2028-\uffff]*$/;

export function graphemes(text: string): string[] {
  if (SIMPLE.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), (s) => s.segment);
}
