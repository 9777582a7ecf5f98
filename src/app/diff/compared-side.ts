/** What `diff` compares: the diagrams of a revision, of the working tree, of a file, or of a bundle. */

import type { Artwork } from '../../icons/artwork.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Diagram } from '../../model/diagram.ts';
import type { SideEstate } from './side-estates.ts';

/** One diagram of a side. */
export interface SideModel {
  /** Path of its outputs without ending. */
  readonly name: string;
  readonly diagram: Diagram;
  /** Path of its source relative to the root; absent of a model file. */
  readonly source?: string;
  readonly icons: Readonly<Record<string, Artwork>>;
  /** SHA-256 of the model. */
  readonly digest: string;
}

export interface ComparedSide {
  /** As the user named it. */
  readonly label: string;
  readonly what: 'revision' | 'working tree' | 'diagram' | 'model' | 'bundle' | 'inventory';
  /** Of a revision, or the newest of a bundle: the id of the commit. */
  readonly commit?: string;
  /** Sources that could not be compiled, relative to the root: nothing is said of their diagrams. */
  readonly failed?: readonly string[];
  /** What is recorded of estates; absent where it was not looked for. */
  readonly estates?: readonly SideEstate[];
  /** Whether diagrams were left out. */
  readonly partial?: boolean;
  /** Of a recorded inventory, which has no diagrams. */
  readonly inventory?: Inventory;
  /** By name. */
  readonly models: ReadonlyMap<string, SideModel>;
}
