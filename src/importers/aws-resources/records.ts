/** ResourceRecords as they are put together: ties change what boxes said. */

import type { Collections, RecordType, RecordTypes } from '../../inventory/inventory.ts';
import type { InventoryRecord } from '../../inventory/provenance.ts';
import { byKey } from '../../model/order.ts';

type Mutable = { [T in RecordType]?: Map<string, RecordTypes[T]> };

export class ResourceRecords {
  readonly #all: Mutable = {};

  #of<T extends RecordType>(type: T): Map<string, RecordTypes[T]> {
    const there = this.#all[type];
    if (there) return there as Map<string, RecordTypes[T]>;
    const made = new Map<string, RecordTypes[T]>();
    (this.#all as Record<RecordType, unknown>)[type] = made;
    return made;
  }

  /** Keeps the first of an id, with the facts of later ones that it does not have. */
  add<T extends RecordType>(type: T, record: RecordTypes[T]): void {
    const all = this.#of(type);
    const there = all.get(record.id);
    all.set(record.id, settled(there === undefined ? record : { ...record, ...there }));
  }

  get<T extends RecordType>(type: T, id: string | undefined): RecordTypes[T] | undefined {
    return id === undefined ? undefined : this.#of(type).get(id);
  }

  has(type: RecordType, id: string): boolean {
    return this.#of(type).has(id);
  }

  /** Changes facts of a record, if it is there. */
  update<T extends RecordType>(
    type: T,
    id: string | undefined,
    change: (record: RecordTypes[T]) => Partial<RecordTypes[T]>,
  ): boolean {
    const there = this.get(type, id);
    if (!there) return false;
    this.#of(type).set(there.id, { ...there, ...change(there) });
    return true;
  }

  /** In the order of ids. */
  all<T extends RecordType>(type: T): readonly RecordTypes[T][] {
    return [...this.#of(type)].sort(byKey).map(([, record]) => record);
  }

  collections(): Partial<Collections> {
    return Object.fromEntries(
      Object.entries(this.#all).map(([type, all]) => [type, new Map([...all].sort(byKey))]),
    );
  }
}

/** An empty list stands for what is not known, too, where a reason is given. */
const isNothing = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0);

/** Without reasons for the absence of facts that are there. */
function settled<R extends InventoryRecord>(record: R): R {
  if (record.absent === undefined) return record;
  const { absent, ...rest } = record;
  const open = Object.entries(absent).filter(([fact]) =>
    isNothing((record as Readonly<Record<string, unknown>>)[fact]),
  );
  return (open.length > 0 ? { ...rest, absent: Object.fromEntries(open) } : rest) as R;
}
