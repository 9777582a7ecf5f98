/** Models as approvals and publications have them, taken apart to be compared; each is read once. */

import {
  type ListedChange,
  listedChanges,
  type ModelParts,
  partsOf,
  type Touched,
  touchedBy,
} from '../../compare/change-list.ts';
import { canonicalModel } from '../../model/canonical.ts';
import { sha256 } from '../../model/digest.ts';
import { isDiagram } from '../../model/model-schema.ts';
import type { Repository } from '../git/git.ts';
import type { TreeEntry } from '../git/tree.ts';

export interface ReadModel {
  /** SHA-256 of its bytes. */
  readonly digest: string;
  readonly parts: ModelParts;
}

export interface ModelStep {
  readonly changes: readonly ListedChange[];
  readonly touched: Touched;
}

export class ApprovedModels {
  readonly #repository: Repository;
  readonly #read = new Map<string, Promise<ReadModel | undefined>>();
  readonly #steps = new Map<string, ModelStep>();

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Absent where it is no file, or no model in the form that is signed. */
  at(entry: TreeEntry | undefined): Promise<ReadModel | undefined> {
    if (entry === undefined) return Promise.resolve(undefined);
    const known = this.#read.get(entry.id) ?? this.#model(entry);
    this.#read.set(entry.id, known);
    return known;
  }

  async #model(entry: TreeEntry): Promise<ReadModel | undefined> {
    const text = (await this.#repository.trees.bytes(entry))?.toString('utf8');
    return text === undefined ? undefined : readParts(text);
  }

  /** What changed from one to the other. @param before absent for a diagram that is new */
  step(before: ReadModel | undefined, after: ReadModel): ModelStep {
    const key = `${before?.digest ?? ''} ${after.digest}`;
    const known = this.#steps.get(key);
    if (known) return known;
    const changes = listedChanges(before?.parts, after.parts);
    const step = { changes, touched: touchedBy(before?.parts, after.parts, changes) };
    this.#steps.set(key, step);
    return step;
  }
}

/** @param text of a model, as it is signed */
export function readParts(text: string): ReadModel | undefined {
  let model: unknown;
  try {
    model = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isDiagram(model) || canonicalModel(model) !== text) return undefined;
  return { digest: sha256(text), parts: partsOf(model) };
}
