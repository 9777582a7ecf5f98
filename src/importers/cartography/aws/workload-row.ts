/** What all rows of workloads have alike. */

import type { Workload } from '../../../inventory/workloads.ts';
import { present } from '../../present.ts';
import type { Fields } from '../question.ts';
import { unique } from './row-helpers.ts';
import { provenance } from './source.ts';
import type { RecordedTags } from './tags.ts';

/** Security groups hang from interfaces; old graphs join them directly. */
export const workload = (row: Fields, id: string, tags: RecordedTags): Workload => ({
  id,
  name: tags.name(id) ?? row.text('name') ?? id,
  accounts: row.texts('accounts'),
  subnets: row.texts('subnets'),
  groups: unique([...row.texts('groups'), ...row.texts('ownGroups')]),
  tags: tags.of(id),
  ...present({ region: row.text('region') }),
  ...provenance(row),
});
