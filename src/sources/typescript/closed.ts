/**
 * Whether code gives the same whenever it is evaluated, as far as its text tells. Then a run in which none of
 * its files changed need not evaluate it again.
 *
 * Anything but the language itself is taken for a way to the world outside: the clock, chance, the environment,
 * locale and time zone, files, the network, the console, and every package. A word counts wherever it stands, in
 * comments and texts too: no parser is needed, and a mistake costs an evaluation, never a stale picture.
 */

const OUTSIDE = [
  'process',
  'globalThis',
  'Date',
  'Temporal',
  'Intl',
  '\\w*[lL]ocale\\w*',
  'random\\w*',
  'crypto',
  'performance',
  'console',
  'fetch',
  'navigator',
  'localStorage',
  'sessionStorage',
  'WebSocket',
  'WebAssembly',
  'EventSource',
  'BroadcastChannel',
  'Abort\\w+',
  'Atomics',
  'WeakRef',
  'FinalizationRegistry',
  'set(?:Timeout|Interval|Immediate)',
  'Buffer',
  'eval',
];

const WORDS = new RegExp(`(?<![\\w$])(?:${OUTSIDE.join('|')})(?![\\w$])`);
/** `global`, code made of text, `import()`, `import.meta`, an import that a comment splits, names spelled with escapes. */
const FORMS = /\bglobal\s*[.[?]|\bFunction\s*\(|\bimport\s*[.(]|\b(?:import|from)\s*\/|\\u/;
const IMPORT = /\b(?:import|from)\s*(['"])(.*?)\1/g;

/** Files that the loader reads and notes; what Node loads by itself is not known. */
const NOTED = /^\.{1,2}\/(?!.*\bnode_modules\b)(?:.*\/)?[^/.]*(?:\.(?:m?[jt]s|json))?$/;

/** @param text of a TypeScript or JavaScript file */
export function isClosed(text: string): boolean {
  if (WORDS.test(text) || FORMS.test(text)) return false;
  return [...text.matchAll(IMPORT)].every(
    ([, , specifier = '']) => specifier === 'cadastre' || NOTED.test(specifier),
  );
}
