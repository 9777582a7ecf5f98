/** Finding kinds by words, and the nearest names to one that is not there. */

import { distance } from 'fastest-levenshtein';
import { byCodeUnit } from '../model/order.ts';
import { entries, type IconEntry, lookup, names, type WordProvider } from './catalogue.ts';
import { wordsOf, writtenOut } from './search-words.ts';
import { synonyms } from './synonyms.ts';

const provider = (name: string): string => name.slice(0, name.indexOf(':'));
const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

/** How far a name is from the wanted one, in edits; names of the wanted provider come nearer. */
function far(wanted: string, name: string): number {
  if (!wanted.includes(':')) return Math.min(distance(wanted, name), distance(wanted, bare(name)));
  const [a, b] = [bare(wanted), bare(name)];
  // A left-out or added word (`aws:ec2-server`) is nearer than its letters say.
  const parts = a.length > 2 && (b.startsWith(`${a}-`) || b.endsWith(`-${a}`)) ? 2 : 99;
  return Math.min(distance(a, b), parts) + (provider(wanted) === provider(name) ? 0 : 2);
}

/** Kinds, aliases or words that `kind` may have been meant for, best first. */
export function nearest(kind: string, count = 3): string[] {
  const wanted = kind
    .toLowerCase()
    .trim()
    .replace(/[\s_]+/g, '-')
    .slice(0, 100);
  const limit = Math.max(2, Math.ceil(bare(wanted).length / 2));
  const near = names()
    .map((name) => ({ name, far: far(wanted, name) }))
    .filter((found) => found.far <= limit)
    .sort((a, b) => a.far - b.far || a.name.length - b.name.length || byCodeUnit(a.name, b.name));
  // A right word for it, though spelt nothing like the kind: after what looks like a slip of the pen.
  const slip = Math.max(1, Math.floor(bare(wanted).length / 4));
  const meant = search(bare(wanted).replaceAll('-', ' '))
    .map(({ kind: found }) => found)
    .filter((found) => !wanted.includes(':') || provider(found) === provider(wanted));
  const [slips, others] = [true, false].map((is) =>
    near.filter((found) => found.far <= slip === is).map(({ name }) => name),
  ) as [string[], string[]];
  return [...new Set([...slips, ...meant, ...others])].slice(0, count);
}

/** An entry as it is searched. */
interface Searched {
  readonly entry: IconEntry;
  /** Its names without provider, in words; the kind first. */
  readonly names: readonly (readonly string[])[];
  /** Its title in words: whole, without the vendor, without what stands in brackets, and that alone. */
  readonly titles: readonly (readonly string[])[];
  /** All words by which it may be found, provider and category among them. */
  readonly all: ReadonlySet<string>;
}

const VENDORS: Readonly<Partial<Record<WordProvider, readonly string[]>>> = {
  aws: wordsOf('aws amazon'),
  gcp: wordsOf('gcp google cloud'),
  azure: wordsOf('azure microsoft'),
  k8s: wordsOf('k8s kubernetes'),
};
/** Of entries that fit equally well, those that belong to no vendor come first. */
const ORDER: readonly WordProvider[] = ['generic', 'aws', 'gcp', 'azure', 'k8s', 'saas', 'brand'];

let searched: readonly Searched[] | undefined;

function index(): readonly Searched[] {
  searched ??= entries().map((entry) => {
    const names = [entry.kind, ...entry.aliases].map((name) => wordsOf(bare(name)));
    const vendor = VENDORS[entry.provider] ?? [];
    const bracket = /\(([^)]*)\)/.exec(entry.title)?.[1] ?? '';
    const title = wordsOf(entry.title);
    const titles = [
      title,
      title.filter((word) => !vendor.includes(word)),
      wordsOf(entry.title.replace(/\([^)]*\)/, '')),
      wordsOf(bracket),
    ].filter((words) => words.length > 0);
    const all = new Set([...names, ...titles, vendor, wordsOf(entry.category)].flat());
    return { entry, names, titles, all };
  });
  return searched;
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word, i) => word === b[i]);

/** How much of `text` the words are: 1 all of it, 0 when one of them is not in it. */
const share = (words: readonly string[], text: readonly string[]): number =>
  words.every((word) => text.includes(word)) ? words.length / text.length : 0;

/** How well an entry fits, 0 to 100: the whole name or title, words of it, or parts of words. */
function fit({ names, titles, all }: Searched, words: readonly string[]): number {
  const joined = words.join('');
  const [kind = []] = names;
  if (same(kind, words)) return 100;
  if (names.some((name) => same(name, words))) return 96;
  if (titles.some((title) => same(title, words))) return 95;
  if (kind.join('') === joined) return 94;
  if ([...names, ...titles].some((text) => text.join('') === joined)) return 92;
  const part = Math.max(
    ...names.map((name) => share(words, name)),
    ...titles.map((title) => 0.95 * share(words, title)),
  );
  if (part > 0) return 60 + 25 * part;
  if (words.every((word) => all.has(word))) return 50;
  const every = (fits: (word: string, own: string) => boolean): boolean =>
    words.every((word) => [...all].some((own) => fits(word, own)));
  if (every((word, own) => own.startsWith(word))) return 30;
  if (every((word, own) => word.length > 2 && own.includes(word))) return 15;
  return joined.length > 3 && names.some((name) => name.join('').includes(joined)) ? 10 : 0;
}

/** From here on, `fit` has found a whole name or title. */
const EXACT = 92;
/** What belongs to no vendor comes before a vendor's own of the same name. */
const NEUTRAL = 8;

/** Entries by what architects call them, in words or abbreviated, best first. */
export function search(text: string): readonly IconEntry[] {
  const words = wordsOf(text);
  if (words.length === 0) return [];
  const long = writtenOut(words);
  const meant = [words, ...(long ? [long] : [])].flatMap((w) => synonyms().get(w.join(' ')) ?? []);
  const exact = lookup(text.trim().toLowerCase());
  const first = [...(exact ? [exact.kind] : []), ...meant];
  const chosen = new Map([...first].reverse().map((kind, i) => [lookup(kind)?.kind, 200 + i]));
  const score = (one: Searched): number => {
    const vendor = VENDORS[one.entry.provider] ?? [];
    const own = words.filter((word) => !vendor.includes(word));
    const best = Math.max(
      fit(one, words),
      own.length > 0 && own.length < words.length ? 0.99 * fit(one, own) : 0,
      long ? 0.9 * fit(one, long) : 0,
    );
    const neutral = one.entry.provider === 'generic' && best >= EXACT ? NEUTRAL : 0;
    return chosen.get(one.entry.kind) ?? best + neutral;
  };
  return index()
    .map((one) => ({ entry: one.entry, score: score(one) }))
    .filter((found) => found.score > 0)
    .sort(
      (a, b) =>
        b.score - a.score ||
        ORDER.indexOf(a.entry.provider) - ORDER.indexOf(b.entry.provider) ||
        a.entry.kind.length - b.entry.kind.length ||
        byCodeUnit(a.entry.kind, b.entry.kind),
    )
    .map((found) => found.entry);
}
