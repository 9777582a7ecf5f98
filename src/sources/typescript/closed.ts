/**
 * Whether code gives the same whenever it is evaluated. Then a run in which none of its files changed need not
 * evaluate it again.
 *
 * Its text may name nothing but the language itself: every global of this Node that is not listed here is taken
 * for a way to the world outside (the clock, chance, the environment, files, the network). A word counts wherever it
 * stands, in comments and texts too: no parser is needed, and a mistake costs an evaluation, never a stale picture.
 * What a text can hide, code made of texts and imports that others load, is noticed while it runs: see `noteOpen`.
 * Locale and time zone are part of what a run is recorded for.
 */

/** Globals that give the same for the same; of `Math`, not `random`. Errors know no more than where they were made. */
const LANGUAGE = new Set([
  ...['Array', 'ArrayBuffer', 'BigInt', 'BigInt64Array', 'BigUint64Array', 'Boolean', 'DataView'],
  ...['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError'],
  ...['TypeError', 'URIError', 'Float32Array', 'Float64Array', 'Infinity', 'Int16Array'],
  ...['Int32Array', 'Int8Array', 'Iterator', 'JSON', 'Map', 'Math', 'NaN', 'Number', 'Object'],
  ...['Promise', 'RangeError', 'RegExp', 'Set', 'String', 'Symbol', 'Uint16Array', 'Uint32Array'],
  ...['Uint8Array', 'Uint8ClampedArray', 'URL', 'URLSearchParams', 'WeakMap', 'WeakSet'],
  ...['decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'isFinite'],
  ...['isNaN', 'parseFloat', 'parseInt', 'structuredClone', 'undefined', 'unescape'],
]);

const inherited = (of: object | null): string[] =>
  of === null
    ? []
    : [...Object.getOwnPropertyNames(of), ...inherited(Object.getPrototypeOf(of) as object | null)];

/** Members of every object that lead nowhere; `constructor` leads from a function to code made of a text. */
const HARMLESS = /^(?:hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toString|valueOf)$/;

/** Of later versions of Node, too, in which the same record may be looked up. */
const OTHERS = ['Temporal', 'require', 'caller', 'callee', 'localStorage', 'sessionStorage'];

const OUTSIDE = [...new Set([...inherited(globalThis), ...OTHERS])].filter(
  (name) => !LANGUAGE.has(name) && !HARMLESS.test(name) && /^[\w$]+$/.test(name),
);

const PATTERNS = ['\\w*[lL]ocale\\w*', 'random\\w*', 'prepareStackTrace'];
/**
 * No name of a program is followed by a quote, or on its line by another word: `AWS Lambda Function'` and
 * `the File share` are texts. Operators that are words are none.
 */
const PROSE = `(?!['"]|[ \\t]+(?!(?:as|in|instanceof|satisfies|of|from|extends|is)\\b)[a-z])`;
const WORDS = new RegExp(
  `(?<![\\w$])(?:${[...OUTSIDE.map((name) => name.replaceAll('$', '\\$')), ...PATTERNS].join('|')})(?![\\w$])${PROSE}`,
);
/** `Math` but for `Math.name`, `import()`, `import.meta`, an import that a comment splits, names spelled with escapes. */
const FORMS =
  /\bMath\b(?!\.[a-zA-Z])|\bimport\s*[.(]|\b(?:import|from)\s*\/|\b(?:import|from)\s*(['"])[^'"\n]*\\|\\u/;
const IMPORT = /\b(?:import|from)\s*(['"])(.*?)\1/g;

/** Files that the loader reads and notes; what Node loads by itself is not known. */
const NOTED = /^\.{1,2}\/(?!.*\bnode_modules\b)(?:.*\/)?[^/.]*(?:\.(?:m?[jt]s|json))?$/;

/** Every import, also one that begins in what another seems to be: a text may hold `from '`. */
function* specifiers(text: string): Generator<string> {
  IMPORT.lastIndex = 0;
  for (let found = IMPORT.exec(text); found; found = IMPORT.exec(text)) {
    yield found[2] ?? '';
    IMPORT.lastIndex = found.index + 1;
  }
}

/** @param text of a TypeScript or JavaScript file */
export function isClosed(text: string): boolean {
  if (WORDS.test(text) || FORMS.test(text)) return false;
  return [...specifiers(text)].every(
    (specifier) => specifier === 'cadastre' || NOTED.test(specifier),
  );
}

let open = false;

/** Code of the user's did what its text need not show: what this process evaluates is not recorded. */
export function noteOpen(): void {
  open = true;
}

export const wasOpened = (): boolean => open;

/** A constructor of functions that notes when it is used. */
const watched = <T extends object>(original: T): T =>
  new Proxy(original, {
    apply(target, self, args) {
      noteOpen();
      return Reflect.apply(target as never, self, args);
    },
    construct(target, args, newTarget) {
      noteOpen();
      return Reflect.construct(target as never, args, newTarget as never) as object;
    },
  });

/**
 * Code made of a text can name anything, and `constructor` of any function makes it. Called once, before
 * the user's code runs. The global `Function`, which that may not name, stays as it is.
 */
export function watchGeneratedCode(): void {
  const kinds = [() => {}, async () => {}, function* () {}, async function* () {}];
  const prototypes = kinds.map((kind) => Object.getPrototypeOf(kind) as { constructor: object });
  const [plain, ...others] = prototypes.map((prototype) => {
    const own = watched(prototype.constructor);
    Object.defineProperty(prototype, 'constructor', { value: own, configurable: true });
    return { prototype, own };
  });
  // Each of the others inherits from the plain one, which would lead around.
  for (const { own } of others) Object.setPrototypeOf(own, plain?.own ?? null);
}
