/** Content from recorded answers of a graph, and facts that are added to it by hand. */

import type {
  AnnotationContent,
  Contents,
  DerivedContent,
  ElementContent,
  OwnQuery,
} from '../model/content.ts';
import type { DerivationOptions, Json } from '../model/derivation.ts';
import type { ElementFacts, LinkFacts } from '../model/facts.ts';
import { flatten } from './element.ts';
import { note, originAbove } from './unplaced.ts';

type Derive<K extends keyof DerivationOptions> = (options?: DerivationOptions[K]) => DerivedContent;

/** What can be derived from one recorded estate. Each call stands for content, as an element does. */
export type Estate = { readonly [K in keyof DerivationOptions]: Derive<K> } & {
  /**
   * A query of one's own: each row becomes content.
   * `estate('bank').cypher('MATCH (q:AWSSQSQueue) RETURN q.arn AS id, q.name AS name', {},
   * (row: { id: string; name: string }) => node('aws:sqs', row.name, { id: row.id }))`
   */
  cypher<Row extends { readonly [column in keyof Row]: Json }>(
    query: string,
    params: Readonly<Record<string, Json>>,
    toContent: (row: Row) => Contents,
  ): DerivedContent;
};

function derived(
  { name, source }: { readonly name: string } & EstateOptions,
  derivation: string,
  options: object,
  above: (...args: never[]) => unknown,
  query?: OwnQuery,
): DerivedContent {
  const origin = originAbove(above);
  return note(
    Object.freeze({
      type: 'derived',
      estate: name,
      derivation,
      ...(source === undefined ? {} : { source }),
      options: Object.freeze({ ...options }),
      ...(query ? { query: Object.freeze(query) } : {}),
      ...(origin ? { origin } : {}),
    }),
  );
}

export interface EstateOptions {
  /** One source alone, e.g. `terraform`; what all of them say together when absent. */
  readonly source?: string;
}

/**
 * The estate that `cadastre snapshot` and `cadastre import` recorded as `diagrams/snapshots/NAME.json` and
 * `NAME.SOURCE.json`: `content: estate('mockupbank').organization()`.
 */
export function estate(name: string, options: EstateOptions = {}): Estate {
  const of = { ...options, name };
  const built = <K extends keyof DerivationOptions>(derivation: K): Derive<K> => {
    const make = (chosen: DerivationOptions[K] = {}): DerivedContent =>
      derived(of, derivation, chosen, make as (...args: never[]) => unknown);
    return make;
  };
  const cypher: Estate['cypher'] = (text, params, toContent) =>
    derived(of, 'cypher', {}, cypher as (...args: never[]) => unknown, {
      text,
      params,
      toContent: toContent as unknown as OwnQuery['toContent'],
    });
  return Object.freeze({
    organization: built('organization'),
    network: built('network'),
    exposure: built('exposure'),
    access: built('access'),
    gcpOrganization: built('gcpOrganization'),
    gcpNetwork: built('gcpNetwork'),
    kubernetes: built('kubernetes'),
    people: built('people'),
    cypher,
  });
}

/**
 * Adds facts, and members, to what stands elsewhere in the diagram:
 * `annotate('vpc-0a1b', { zone: 'cde', owner: 'Payments' })`,
 * `annotate('vpc-0a1b', [node('aws:nat-gateway', 'egress')])`.
 * What the graph recorded (addresses, routes, status …) cannot be changed so.
 */
export function annotate(
  of: ElementContent | string,
  ...rest: readonly (Omit<ElementFacts & LinkFacts, 'id'> | readonly Contents[])[]
): AnnotationContent {
  const lists = rest.filter((r) => Array.isArray(r)) as (readonly Contents[])[];
  const facts = Object.assign({}, ...rest.filter((r) => !Array.isArray(r)));
  const origin = originAbove(annotate);
  return note(
    Object.freeze({
      type: 'annotation',
      of,
      facts: Object.freeze(facts),
      members: Object.freeze(flatten(lists)),
      ...(origin ? { origin } : {}),
    }),
  );
}
