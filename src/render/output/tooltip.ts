/** What a viewer shows when the pointer rests on an element or a link: all its facts, in lines. */

import { accountDataText } from '../../model/account-data.ts';
import type { Element, Link } from '../../model/diagram.ts';
import { byKey } from '../../model/order.ts';

const line = (label: string, value: unknown): string[] => {
  if (value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.length > 0 ? [`${label}: ${value.join(', ')}`] : [];
  return [`${label}: ${String(value)}`];
};

const tags = (given: Readonly<Record<string, string>> | undefined): string[] =>
  Object.entries(given ?? {})
    .sort(byKey)
    .map(([key, value]) => `${key} = ${value}`);

/** What is known of an element or link beside its facts. */
export interface Provenance {
  /** Date of the recorded data, `YYYY-MM-DD`. */
  readonly asOf?: string;
  /** Names of the sources that it was recorded from; absent where that is the graph alone. */
  readonly sources?: readonly string[];
  /** Which sort of sources alone knows it. */
  readonly only?: 'declared' | 'running';
  /** The diagram holds recorded content: what is not recorded was written by hand. */
  readonly mixed: boolean;
  /** Why the source could not describe it. */
  readonly unresolved: readonly string[];
  readonly stale: boolean;
  /** Names of the route tables that it uses. */
  readonly routeTables: readonly string[];
  /** Names of what uses this route table. */
  readonly serves: readonly string[];
}

function provenance(derived: string | undefined, known: Provenance | undefined): string[] {
  if (!known) return [];
  const asOf = known.asOf === undefined ? '' : `, as of ${known.asOf}`;
  return [
    ...line('route table', known.routeTables),
    ...line('serves', known.serves),
    ...known.unresolved.map((reason) => `unresolved: ${reason}`),
    ...(known.stale ? ['older data: not renewed by the newest sync'] : []),
    ...(known.only === 'declared' ? ['declared, not running'] : []),
    ...(known.only === 'running' ? ['running, not in code'] : []),
    ...(derived !== undefined
      ? [
          `recorded from the estate${known.sources ? ` (sources: ${known.sources.join(', ')})` : ''}${asOf}`,
        ]
      : known.mixed
        ? ['written by hand']
        : []),
  ];
}

/** @param kind the kind's title, e.g. `AWS account` */
export function elementTooltip(
  { name, facts, derived }: Element,
  kind: string,
  known?: Provenance,
): string {
  return [
    `${kind}: ${name}`,
    ...line('id', facts.id),
    ...line('role', facts.role),
    ...line('status', facts.status),
    ...line('e-mail', facts.email),
    ...line('zone', facts.zone),
    ...line('account data', facts.accountData?.map(accountDataText)),
    ...line('CIDR', facts.cidr),
    ...line('region', facts.region),
    ...line('owner', facts.owner),
    ...line('environment', facts.environment),
    ...line('controls', facts.controls),
    ...line('justification', facts.justification),
    ...line('', facts.description).map((text) => text.slice(2)),
    ...tags(facts.tags),
    ...provenance(derived, known),
  ].join('\n');
}

export function linkTooltip(
  { relation, facts, derived }: Link,
  from: string,
  to: string,
  known?: Provenance,
): string {
  const arrow = { forward: '→', back: '←', both: '↔', none: '–' }[facts.direction ?? 'forward'];
  return [
    `${relation === 'flow' ? 'Data flow' : 'Connection'}: ${from} ${arrow} ${to}`,
    ...line('id', facts.id),
    ...line('label', facts.label),
    ...line('step', facts.step),
    ...line('data', facts.data),
    ...line('account data', facts.accountData?.map(accountDataText)),
    ...line('ports', facts.ports),
    ...line('control', facts.control),
    ...line(
      'encrypted',
      facts.encrypted === undefined ? undefined : facts.encrypted ? 'yes' : 'no',
    ),
    ...line('status', facts.status),
    ...line('zone', facts.zone),
    ...line('justification', facts.justification),
    ...line('', facts.description).map((text) => text.slice(2)),
    ...tags(facts.tags),
    ...provenance(derived, known),
  ].join('\n');
}
