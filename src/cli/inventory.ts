/** `cadastre inventory`: what the sources say of an estate, record by record. */

import { common, type Declare } from './command.ts';
import { type CommonOptions, finish, openProject } from './run.ts';

interface InventoryFlags extends CommonOptions {
  readonly csv?: boolean;
}

async function inventory(name: string | undefined, options: InventoryFlags): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { listRecords, joinedEstate } = await import('../app/inventory/index.ts');
  const { value, diagnostics } = await joinedEstate(name, project);
  const listing = value && listRecords(value);
  const json = { format: 'cadastre/inventory@1', ...listing };
  const { INVENTORY_TEXTS } = await import('../report/inventory.ts');
  const text = INVENTORY_TEXTS[options.csv ? 'csv' : 'table'];
  finish(
    { json, text: listing && !options.json ? text(listing) : undefined, diagnostics },
    options,
    project,
  );
}

export const inventoryCommand: Declare = (program) => {
  common(
    program
      .command('inventory')
      .argument('[name]', 'the estate (default: the only one that is recorded)')
      .description('list what the sources say of an estate, with joins and differences')
      .option('--csv', 'one line for each record, as CSV'),
  ).action((name: string | undefined, options: InventoryFlags) => inventory(name, options));
};
