/** Finding kinds by words, and the nearest names to one that is not there. */

import { distance } from 'fastest-levenshtein';
import { byCodeUnit } from '../model/order.ts';
import { entries, type IconEntry, names } from './catalogue.ts';

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

/** How far a name is from the wanted one, in edits; names of the wanted provider come nearer. */
function far(wanted: string, name: string): number {
  if (!wanted.includes(':')) return Math.min(distance(wanted, name), distance(wanted, bare(name)));
  const same = wanted.slice(0, wanted.indexOf(':')) === name.slice(0, name.indexOf(':'));
  const [a, b] = [bare(wanted), bare(name)];
  // A left-out or added word (`aws:ec2-server`) is nearer than its letters say.
  const parts = a.length > 2 && (b.startsWith(`${a}-`) || b.endsWith(`-${a}`)) ? 2 : 99;
  return Math.min(distance(a, b), parts) + (same ? 0 : 2);
}

/** The nearest kinds, aliases or words to `kind`, best first; none that are nothing like it. */
export function nearest(kind: string, count = 3): string[] {
  const wanted = kind
    .toLowerCase()
    .trim()
    .replace(/[\s_]+/g, '-')
    .slice(0, 100);
  const limit = Math.max(2, Math.ceil(bare(wanted).length / 2));
  return names()
    .map((name) => ({ name, far: far(wanted, name) }))
    .filter((found) => found.far <= limit)
    .sort((a, b) => a.far - b.far || a.name.length - b.name.length || byCodeUnit(a.name, b.name))
    .slice(0, count)
    .map((found) => found.name);
}

/** Where a word stands in an entry: 3 whole name, 2 part of a name, 1 title or category, 0 nowhere. */
function weight(entry: IconEntry, word: string): number {
  const own = [entry.kind, ...entry.aliases];
  if (own.some((name) => name === word || bare(name) === word)) return 3;
  if (own.some((name) => name.includes(word))) return 2;
  return `${entry.title} ${entry.category}`.toLowerCase().includes(word) ? 1 : 0;
}

/** Entries that have every one of the words in their names, title or category, best first. */
export function search(words: string): readonly IconEntry[] {
  const wanted = words
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  return entries()
    .map((entry) => ({ entry, weights: wanted.map((word) => weight(entry, word)) }))
    .filter((found) => found.weights.every((w) => w > 0))
    .map((found) => ({ entry: found.entry, score: found.weights.reduce((a, b) => a + b, 0) }))
    .sort(
      (a, b) =>
        b.score - a.score ||
        a.entry.kind.length - b.entry.kind.length ||
        byCodeUnit(a.entry.kind, b.entry.kind),
    )
    .map((found) => found.entry);
}
