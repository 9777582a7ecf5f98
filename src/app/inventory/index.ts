/** What the commands about an estate's inventory call. */

export { coverageOfEstate } from './coverage.ts';
export { joinedEstate } from './joined-estate.ts';
export { listRecords } from './listed-records.ts';
