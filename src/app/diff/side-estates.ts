/** The recorded estates of a side, each as one inventory. */

import type { FactSource, Inventory } from '../../inventory/inventory.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Project } from '../project.ts';

/** Without what no process can send to another. */
type SentInventory = Omit<Inventory, 'source'> & { readonly source: Omit<FactSource, 'ifEmpty'> };

export interface SideEstate {
  readonly name: string;
  /** Absent where its recording cannot be read. */
  readonly inventory?: SentInventory;
  /** Why it cannot be read. */
  readonly problem?: string;
}

const words = ({ code, message }: Diagnostic): string => `${code}: ${message}`;

/** By name. */
export async function sideEstates(project: Project): Promise<readonly SideEstate[]> {
  const { joinedEstate, recordedNames } = await import('../inventory/joined-estate.ts');
  const found: SideEstate[] = [];
  for (const name of recordedNames(project)) {
    const { value, diagnostics } = await joinedEstate(name, project);
    const wrong = diagnostics.find(({ severity }) => severity === 'error');
    if (!value) {
      found.push({ name, problem: wrong ? words(wrong) : 'it cannot be read' });
      continue;
    }
    const { source, ...inventory } = value.reconciled.inventory;
    const { ifEmpty: _, ...sent } = source;
    found.push({ name, inventory: { ...inventory, source: sent } });
  }
  return found;
}

/** As it was before it was sent; what is empty is nobody's question here. */
export const receivedInventory = ({ source, ...inventory }: SentInventory): Inventory => ({
  ...inventory,
  source: { ...source, ifEmpty: () => '' },
});
