/** What the commands about an estate's inventory call. */

export { listRecords } from './listed-records.ts';
export { wholeEstate } from './whole-estate.ts';
