/** Strings that cross rooms carry what they are, so that one can't be taken for another. */

declare const brand: unique symbol;

/** A graph in Graphviz' DOT language. */
export type Dot = string & { readonly [brand]: 'Dot' };

/** An SVG document. */
export type Svg = string & { readonly [brand]: 'Svg' };

/** For the printer of DOT only: everything that takes a `Dot` trusts it to be well-formed. */
export function asDot(text: string): Dot {
  return text as Dot;
}

/** For what has just made or read an SVG. */
export function asSvg(text: string): Svg {
  return text as Svg;
}
