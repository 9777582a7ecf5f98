/** How elements, links and values are named to a person who approves them: nothing cut, nothing hidden. */

import type { Diagram, Identity } from '../model/diagram.ts';
import { WORDS } from '../model/words.ts';

const PLAIN = /^[\p{L}\p{N}_.:/@+-]+$/u;
/** Control and formatting characters: what turns text around, or is not seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u2000-\u200b\u3164\uffa0]/gu;

/** In quotes, all of it, on one line; what cannot be seen is written as its number. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    UNSEEN,
    (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

const plain = (text: string): string => (PLAIN.test(text) ? text : quoted(text));

/** A fact's value. Texts that are more than a word are quoted, so that no value can look like two. */
export function value(given: unknown): string {
  if (typeof given === 'string') return plain(given);
  if (typeof given === 'boolean') return given ? 'yes' : 'no';
  if (given === null || typeof given !== 'object') return String(given);
  if (Array.isArray(given)) return given.length === 0 ? 'none' : given.map(value).join(', ');
  const { destination, target, propagated, ...rest } = given as Record<string, unknown>;
  if (destination !== undefined && Object.keys(rest).length === 0)
    return `${value(destination)} -> ${value(target)}${propagated ? ' (propagated)' : ''}`;
  const parts = Object.entries(given).map(([key, inner]) => `${plain(key)} ${value(inner)}`);
  return `{${parts.sort().join(', ')}}`;
}

const KINDS: Readonly<Record<string, string>> = {
  vpc: 'VPC',
  ou: 'OU',
  'on-premises': 'on-premises',
  ...Object.fromEntries(
    Object.values(WORDS)
      .filter(({ kind }) => !['vpc', 'ou', 'on-premises'].includes(kind))
      .map(({ kind }) => [kind, kind.replaceAll('-', ' ')]),
  ),
};

/** A kind of the language in words; another kind as it is. */
const kindWord = (kind: string): string =>
  Object.hasOwn(KINDS, kind) ? (KINDS[kind] ?? kind) : plain(kind);

/** Names of one diagram's elements and links. */
export interface Naming {
  /** `VPC "payments"`. */
  readonly short: (id: Identity) => string;
  /** With as many of the groups around it as tell it from others: `subnet "app" in VPC "payments"`. */
  readonly full: (id: Identity) => string;
  /** ` in VPC "payments"`, or nothing for what stands on the page itself. */
  readonly within: (id: Identity) => string;
  /** `link web -> db`. */
  readonly link: (id: Identity) => string;
}

export function naming(diagram: Diagram): Naming {
  // Maps: what a model that was read from a file refers to may be any text, `constructor` too.
  const elements = new Map(Object.entries(diagram.elements));
  const links = new Map(Object.entries(diagram.links));
  const short = (id: Identity): string => {
    const element = elements.get(id);
    return element ? `${kindWord(element.kind)} ${quoted(element.name)}` : quoted(id);
  };
  const count = (names: readonly string[]): Map<string, number> => {
    const found = new Map<string, number>();
    for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
    return found;
  };
  const often = count([...elements.keys()].map(short));
  const alone = (id: Identity): boolean =>
    elements.get(id)?.facts.id !== undefined || (often.get(short(id)) ?? 0) < 2;
  const within = (id: Identity): string => {
    const seen = new Set([id]);
    let text = '';
    for (let at = elements.get(id)?.parent; at !== undefined && !seen.has(at); ) {
      text += ` in ${short(at)}`;
      if (alone(at)) return text;
      seen.add(at);
      at = elements.get(at)?.parent;
    }
    return text;
  };
  const full = (id: Identity): string => {
    if (alone(id)) return short(id);
    const explicit = elements.get(id)?.facts.id;
    return `${short(id)}${explicit === undefined ? within(id) : ` (${value(explicit)})`}`;
  };
  const bare = count([...elements.values()].map(({ name }) => name));
  const end = (id: Identity): string => {
    const element = elements.get(id);
    if (!element) return quoted(id);
    return bare.get(element.name) === 1 ? plain(element.name) : full(id);
  };
  const words = (id: Identity): string => {
    const link = links.get(id);
    if (!link) return `link ${quoted(id)}`;
    return `${link.relation === 'flow' ? 'flow' : 'link'} ${end(link.from)} -> ${end(link.to)}`;
  };
  return { short, full, within, link: words };
}
