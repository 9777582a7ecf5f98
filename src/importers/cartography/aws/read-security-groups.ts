/** Security groups and their rules. */

import type { Inventory } from '../../../inventory/inventory.ts';
import { byCodeUnit } from '../../../model/order.ts';
import { portRange } from '../../../model/ports.ts';
import { present } from '../../present.ts';
import type { Answers } from '../question.ts';
import { GROUP_PAIRS, GROUPS, RULES } from './resource-questions.ts';
import { byId } from './row-helpers.ts';
import { provenance } from './source.ts';

export function readSecurityGroups(
  answers: Answers,
): Pick<Inventory, 'securityGroups' | 'securityGroupRules' | 'securityGroupPairs'> {
  return {
    securityGroups: byId(answers.rows(GROUPS), (row, id) => ({
      id,
      name: row.text('name') ?? id,
      accounts: row.texts('accounts'),
      ...present({ vpc: row.texts('vpcs')[0], region: row.text('region') }),
      ...provenance(row),
    })),
    securityGroupRules: byId(answers.rows(RULES), (row, id) => ({
      id,
      inbound: row.flag('inbound'),
      // A rule of which the protocol is not known opens nothing for sure.
      ports: portRange(row.text('protocol') ?? 'unknown', row.number('low'), row.number('high')),
      groups: row.texts('groups'),
      ranges: row.texts('ranges'),
      ...provenance(row),
    })),
    securityGroupPairs: answers
      .rows(GROUP_PAIRS)
      .map((row) => ({
        group: row.text('group') ?? '',
        source: row.text('source') ?? '',
        ...provenance(row),
      }))
      .sort((a, b) => byCodeUnit(a.group, b.group) || byCodeUnit(a.source, b.source)),
  };
}
