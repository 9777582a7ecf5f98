/**
 * Identity of elements and links: what stays the same while pictures change.
 *
 * An explicit `id` (a cloud id) is the identity, written `#<id>`. Without one it
 * is the path of `kind=name~n` from the nearest ancestor that has an explicit id
 * (or from the top), where n counts same-named siblings of one kind and is left
 * out for the first. Names are escaped, so that two different paths are never
 * one text; a kind holds neither `=` nor `/`.
 */

/** The explicit id, or the path of `[kind, name, n]`. */
export type Identity = string;

const escapeName = (name: string): string =>
  name.replace(/[%/~#]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

export function explicitIdentity(id: string): Identity {
  return `#${id}`;
}

/** @param n 1 for the first sibling of that kind and name. */
export function pathIdentity(
  parent: Identity | undefined,
  kind: string,
  name: string,
  n: number,
): Identity {
  const segment = `${kind}=${escapeName(name)}${n > 1 ? `~${n}` : ''}`;
  return parent === undefined ? segment : `${parent}/${segment}`;
}

/** Identity of the n-th link of one relation between the same two ends (in the same direction). */
export function linkIdentity(relation: string, from: Identity, to: Identity, n: number): Identity {
  return `${relation}=${escapeName(from)}/${escapeName(to)}${n > 1 ? `~${n}` : ''}`;
}
