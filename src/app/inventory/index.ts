/** What the commands about an estate's inventory call. */

export { joinedEstate } from './joined-estate.ts';
export { listRecords } from './listed-records.ts';
