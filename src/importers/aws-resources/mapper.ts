/** What a mapping from resources to records is. */

import type { ResourceAttributes } from './attributes.ts';
import type { ResourceRecords } from './records.ts';

/** Turns one resource into records, or changes those that are there. */
export type Mapper = (resource: ResourceAttributes, to: ResourceRecords) => void;

/** By the provider's name of the resource's type. */
export type Mapping = Readonly<Record<string, Mapper>>;
