/**
 * The catalogue of kinds: what `node('aws:ec2', …)` and the words of the
 * language stand for. Generated rows are read once, when first asked for.
 */

import { rows } from './catalogue-rows.ts';
import { wordOf, words } from './words.ts';

export type Provider = 'aws' | 'gcp' | 'azure' | 'k8s' | 'saas' | 'brand' | 'generic';

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
  readonly provider: Provider;
  readonly category: string;
  /** Own artwork: icon set and file in it. Absent when the fallback of the category is drawn. */
  readonly source: { readonly set: string; readonly file: string } | undefined;
  /** Drawn instead where `source` is absent. */
  readonly fallback?: { readonly set: string; readonly file: string };
  readonly group?: GroupLook;
  readonly aliases: readonly string[];
}

interface Catalogue {
  readonly entries: readonly IconEntry[];
  /** Kinds and aliases to their entries. */
  readonly byName: ReadonlyMap<string, IconEntry>;
}

let loaded: Catalogue | undefined;

function split(source: string): { set: string; file: string } {
  const colon = source.indexOf(':');
  return { set: source.slice(0, colon), file: source.slice(colon + 1) };
}

function parseLook(look: string): GroupLook {
  const [border = '', fill = 'none', line = 'solid', corner = ''] = look.split(' ');
  return { border, fill, line: line as GroupLook['line'], corner: corner === 'corner' };
}

/** One row: kind, title, category, source (`~` marks a fallback), aliases, look; by tabs. */
function parseRow(row: string): IconEntry {
  const [kind = '', title = '', category = '', source = '', aliases = '', look] = row.split('\t');
  const fallback = source.startsWith('~');
  return Object.freeze({
    kind,
    title,
    provider: kind.slice(0, kind.indexOf(':')) as Provider,
    category,
    source: fallback ? undefined : split(source),
    ...(fallback ? { fallback: split(source.slice(1)) } : {}),
    ...(look ? { group: parseLook(look) } : {}),
    aliases: aliases ? aliases.split(' ') : [],
  });
}

function catalogue(): Catalogue {
  if (!loaded) {
    const list = rows.trim().split('\n').map(parseRow);
    const byName = new Map<string, IconEntry>();
    for (const entry of list) {
      byName.set(entry.kind, entry);
      for (const alias of entry.aliases) byName.set(alias, entry);
    }
    loaded = { entries: list, byName };
  }
  return loaded;
}

/**
 * The entry of a kind, an alias, or a plain word of the language. A word's
 * entry depends on the provider (`vpc` of `aws` or `gcp`); without one, or
 * where the provider has no such thing, the word's usual provider decides.
 */
export function lookup(kind: string, provider?: Provider): IconEntry | undefined {
  const { byName } = catalogue();
  const word = wordOf(kind);
  if (!word) return byName.get(kind);
  const own = provider === undefined ? undefined : word.by?.[provider];
  return byName.get(own ?? word.usual);
}

/** All entries, in the order of their kinds. */
export function entries(): readonly IconEntry[] {
  return catalogue().entries;
}

/** Every name that `lookup` knows, words of the language included. */
export function names(): readonly string[] {
  return [...catalogue().byName.keys(), ...Object.keys(words)];
}

/** Entries drawn with their category's fallback because no artwork of their own is at hand. */
export function missing(): readonly IconEntry[] {
  return entries().filter((entry) => entry.source === undefined);
}
