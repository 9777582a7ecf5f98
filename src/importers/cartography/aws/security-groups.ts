/** Security groups and their rules, in words. */

import type { Origin } from '../../../model/diagnostic.ts';
import { byCodeUnit } from '../../../model/order.ts';
import { portRange, portText } from '../../../model/ports.ts';
import type { Answers } from '../question.ts';
import type { InVpc } from './graph.ts';
import { GROUP_PAIRS, GROUPS, RULES } from './resource-questions.ts';
import { byId } from './row-helpers.ts';

interface SecurityGroupRule {
  readonly id: string;
  readonly inbound: boolean;
  /** `tcp/443`, `tcp/0-65535`, `all`. */
  readonly port: string;
  readonly groups: readonly string[];
  /** IPv4 blocks; none for a rule about groups, IPv6 addresses or prefix lists. */
  readonly ranges: readonly string[];
}

interface Pair {
  readonly group: string;
  readonly source: string;
  readonly at: Origin;
}

export const ANYWHERE = new Set(['0.0.0.0/0', '::/0']);
const NAMELESS = 'a group, IPv6 addresses or a prefix list';

export class Groups {
  readonly groups: ReadonlyMap<string, InVpc>;
  readonly rules: ReadonlyMap<string, SecurityGroupRule>;
  readonly pairs: readonly Pair[];
  readonly #rulesOf: ReadonlyMap<string, readonly SecurityGroupRule[]>;
  readonly #sourcesOf = new Map<string, string[]>();

  constructor(answers: Answers) {
    this.groups = byId(answers.rows(GROUPS), (row, id): InVpc => {
      const [vpc] = row.texts('vpcs');
      const region = row.text('region');
      return {
        id,
        name: row.text('name') ?? id,
        accounts: row.texts('accounts'),
        at: row.at,
        ...(vpc ? { vpc } : {}),
        ...(region ? { region } : {}),
      };
    });
    this.rules = byId(answers.rows(RULES), (row, id): SecurityGroupRule => {
      return {
        id,
        inbound: row.flag('inbound'),
        port: portText(
          portRange(row.text('protocol') ?? 'unknown', row.number('low'), row.number('high')),
        ),
        groups: row.texts('groups'),
        ranges: row.texts('ranges'),
      };
    });
    const rulesOf = new Map<string, SecurityGroupRule[]>();
    for (const rule of this.rules.values())
      for (const group of rule.groups) rulesOf.set(group, [...(rulesOf.get(group) ?? []), rule]);
    this.#rulesOf = rulesOf;
    this.pairs = answers
      .rows(GROUP_PAIRS)
      .map((row) => ({
        group: row.text('group') ?? '',
        source: row.text('source') ?? '',
        at: row.at,
      }))
      .sort((a, b) => byCodeUnit(a.group, b.group) || byCodeUnit(a.source, b.source));
    for (const { group, source } of this.pairs)
      this.#sourcesOf.set(group, [...(this.#sourcesOf.get(group) ?? []), source]);
  }

  name(id: string): string {
    return this.groups.get(id)?.name ?? id;
  }

  names(ids: readonly string[]): string[] {
    return [...new Set(ids.map((id) => this.name(id)))].sort();
  }

  inbound(id: string): readonly SecurityGroupRule[] {
    return (this.#rulesOf.get(id) ?? []).filter((r) => r.inbound);
  }

  /** Rules of a group in words; what the graph lost is said, too. */
  text(id: string): string {
    const rules = this.#rulesOf.get(id) ?? [];
    const line = ({ port, ranges }: SecurityGroupRule): string =>
      `${port} ${ranges.join(', ') || NAMELESS}`;
    const [within, out] = [rules.filter((r) => r.inbound), rules.filter((r) => !r.inbound)];
    const others = (this.#sourcesOf.get(id) ?? []).map((source) => this.name(source));
    return [
      `${this.name(id)} (${id})`,
      `in: ${within.map(line).sort().join(', ') || 'nothing by address'}`,
      ...(others.length > 0 ? [`names the group ${others.join(', ')}`] : []),
      `out: ${out.map(line).sort().join(', ') || 'nothing by address'}`,
    ].join(' | ');
  }

  words(ids: readonly string[]): string[] {
    return ids.map((id) => this.text(id));
  }
}
