/** The made-up bank as its graph has it, and the same drawn by hand; each can be changed in one place. */

import { readFileSync } from 'node:fs';
import { graphInventory } from '../src/app/inventory/graph-inventory.ts';
import { compareDiagram } from '../src/compare/drift/compare-diagram.ts';
import type { DriftComparison } from '../src/compare/drift/drift.ts';
import { resolve } from '../src/compile/resolve.ts';
import { keyOf, readSnapshot } from '../src/graph/snapshot.ts';
import type { Inventory, RecordType, RecordTypes } from '../src/inventory/inventory.ts';
import type { Diagram } from '../src/model/diagram.ts';
import { tryFile } from './sources-estate.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

export const BANK_DIAGRAMS = read('./fixtures/drift/mockupbank.yaml');

export async function graphOfBank(): Promise<Inventory> {
  const text = read('../diagrams/snapshots/mockupbank.json');
  const { value: snapshot } = readSnapshot(text, 'mockupbank.json', 'mockupbank');
  if (!snapshot) throw new Error('the snapshot is not readable');
  const byKey = new Map(snapshot.queries.map((query) => [keyOf(query), query]));
  const estate = {
    answer(question: Parameters<typeof keyOf>[0]) {
      const recorded = byKey.get(keyOf(question));
      return recorded && { ...recorded, at: (n: number) => snapshot.at(recorded, n) };
    },
  };
  return graphInventory(estate, { tagKeys: ['name', 'pci-zone'] }, () => {});
}

/** The diagrams of a YAML text. */
export async function diagramsOf(text: string): Promise<readonly Diagram[]> {
  const { diagrams, lines } = await tryFile('bank.yaml', text);
  if (lines.length > 0) throw new Error(lines.join('\n'));
  return diagrams.map((content) => {
    const { value, diagnostics } = resolve(content);
    if (!value) throw new Error(JSON.stringify(diagnostics));
    return value;
  });
}

export function compareBank(diagrams: readonly Diagram[], inventory: Inventory): DriftComparison[] {
  const running = { source: inventory.source, inventory };
  return diagrams.map((diagram) => compareDiagram({ diagram, judgesDerived: true, running }));
}

/** `missing vpc vpc-1`, `differs subnet subnet-1 cidr`, `? not-read account x`: sorted. */
export function foundIn(compared: readonly DriftComparison[]): string[] {
  return compared
    .flatMap(({ differences, incomplete }) => [
      ...differences.map(({ change, type, id, name, in: within, fact }) =>
        [change, type, ...(within === undefined ? [id ?? name] : [name, within]), fact]
          .filter((part) => part !== undefined)
          .join(' '),
      ),
      ...incomplete.map(({ gap, what }) => `? ${gap} ${what}`),
    ])
    .sort();
}

/** An inventory with one record changed, added (`undefined` before) or removed (`undefined` after). */
export function changed<T extends RecordType>(
  inventory: Inventory,
  type: T,
  id: string,
  change: (record: RecordTypes[T]) => RecordTypes[T] | undefined,
): Inventory {
  const records = new Map(inventory[type] as ReadonlyMap<string, RecordTypes[T]>);
  const before = records.get(id);
  if (!before) throw new Error(`no ${type} ${id}`);
  const after = change(before);
  records.delete(id);
  if (after) records.set(after.id, after);
  return { ...inventory, [type]: records };
}

/** A text with one other piece. Throws where the piece is not there exactly once. */
export function replaced(text: string, piece: string, other: string): string {
  if (text.split(piece).length !== 2) throw new Error(`not once: ${piece}`);
  return text.replace(piece, () => other);
}
