/** The catalogue of kinds, their artwork, and users' own icons. */

export { type Artwork, artwork, artworkFile } from './artwork.ts';
export {
  entries,
  type GroupLook,
  type IconEntry,
  lookup,
  missing,
  names,
  type WordProvider,
} from './catalogue.ts';
export { customIcon } from './custom.ts';
export type { GroupKind, Kind } from './kinds.ts';
export { nearest, search } from './search.ts';
export { toSymbol } from './symbol.ts';
