/**
 * The catalogue of kinds: what `node('aws:ec2', …)` and the words of the
 * language stand for. Generated rows are read once, when first asked for.
 */

import { rows } from './catalogue-rows.ts';
import { type WordProvider, wordOf, words } from './words.ts';

export type { WordProvider } from './words.ts';

/** How the box of a group is drawn. */
export interface GroupLook {
  /** `#rrggbb`. */
  readonly border: string;
  /** `#rrggbb` or `none`. */
  readonly fill: string | 'none';
  readonly line: 'solid' | 'dashed' | 'dotted';
  /** True when the icon sits flush in the top-left corner; false draws no icon. */
  readonly corner: boolean;
}

export interface IconEntry {
  /** Canonical kind, e.g. `aws:ec2`. */
  readonly kind: string;
  readonly title: string;
  readonly provider: WordProvider;
  readonly category: string;
  /** Own artwork: icon set and file in it. Absent when the fallback of the category is drawn. */
  readonly source: { readonly set: string; readonly file: string } | undefined;
  /** Drawn instead where `source` is absent. */
  readonly fallback?: { readonly set: string; readonly file: string };
  readonly group?: GroupLook;
  readonly aliases: readonly string[];
}

/** The rows, and where each kind and alias stands in them. */
interface Index {
  readonly lines: readonly string[];
  readonly byName: ReadonlyMap<string, number>;
}

let index: Index | undefined;
const parsed = new Map<number, IconEntry>();

function split(source: string): { set: string; file: string } {
  const colon = source.indexOf(':');
  return { set: source.slice(0, colon), file: source.slice(colon + 1) };
}

function parseLook(look: string): GroupLook {
  const [border = '', fill = 'none', line = 'solid', corner = ''] = look.split(' ');
  return { border, fill, line: line as GroupLook['line'], corner: corner === 'corner' };
}

/** One row: names, title, category, source (`~` marks a fallback), look; by tabs. */
function parseRow(row: string): IconEntry {
  const [all = '', title = '', category = '', source = '', look] = row.split('\t');
  const [kind = '', ...aliases] = all.split(' ');
  const fallback = source.startsWith('~');
  return Object.freeze({
    kind,
    title,
    provider: kind.slice(0, kind.indexOf(':')) as WordProvider,
    category,
    source: fallback ? undefined : split(source),
    ...(fallback ? { fallback: split(source.slice(1)) } : {}),
    ...(look ? { group: parseLook(look) } : {}),
    aliases,
  });
}

/** Only names are read at first; a command draws a few dozen of the thousands of rows. */
function indexed(): Index {
  if (!index) {
    const lines = rows.trim().split('\n');
    const byName = new Map<string, number>();
    lines.forEach((line, at) => {
      for (const name of line.slice(0, line.indexOf('\t')).split(' ')) byName.set(name, at);
    });
    index = { lines, byName };
  }
  return index;
}

function entryAt(at: number): IconEntry {
  const known = parsed.get(at);
  if (known) return known;
  const entry = parseRow(indexed().lines[at] ?? '');
  parsed.set(at, entry);
  return entry;
}

function find(name: string): IconEntry | undefined {
  const at = indexed().byName.get(name);
  return at === undefined ? undefined : entryAt(at);
}

/**
 * The entry of a kind, an alias, or a plain word of the language. A word's
 * entry depends on the provider (`vpc` of `aws` or `gcp`); without one, or
 * where the provider has no such thing, the word's usual provider decides.
 */
export function lookup(kind: string, provider?: WordProvider): IconEntry | undefined {
  const word = wordOf(kind);
  if (!word) return find(kind);
  const own = provider === undefined ? undefined : word.by?.[provider];
  return find(own ?? word.usual);
}

/** All entries, in the order of their kinds. */
export function entries(): readonly IconEntry[] {
  return indexed().lines.map((_, at) => entryAt(at));
}

/** Every name that `lookup` knows, words of the language included. */
export function names(): readonly string[] {
  return [...indexed().byName.keys(), ...Object.keys(words)];
}

/** Entries drawn with their category's fallback because no artwork of their own is at hand. */
export function missing(): readonly IconEntry[] {
  return entries().filter((entry) => entry.source === undefined);
}
