/** One thing that runs in networks, and how rows become such. */

import type { UnresolvedReason, UnresolvedSubject } from '../../../model/unresolved.ts';
import type { Fields } from '../question.ts';
import type { InVpc, Networks } from './graph.ts';

export interface Resource extends InVpc {
  /** As the census counts it. */
  readonly counted: string;
  /** Kind of the drawn element. */
  readonly kind: string;
  /** Id of the drawn element: the ARN of what the graph keys by a DNS name. */
  readonly shownId: string;
  /** The subnet that it stands in; of those that span subnets, none. */
  readonly subnet?: string;
  /** All subnets that it has addresses in. */
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  /** What it listens on, as far as the graph knows. */
  readonly ports: readonly string[];
  readonly encrypted?: boolean;
  /** Takes traffic from the internet if its groups let it in. */
  readonly open: boolean;
  readonly status?: string;
  /** What sort of its kind it is: `internet-facing`, `in several zones`. */
  readonly role?: string;
  readonly notes: readonly string[];
  /** Ended, and listed for a while longer. */
  readonly gone: boolean;
  /** What it is and why only its existence is known; absent for what was read. */
  readonly stub?: { readonly what: UnresolvedSubject; readonly reason: UnresolvedReason };
}

/** What is shown as a part of other resources: mount targets of a file system, tasks of a service. */
export interface ResourcePart {
  /** As the census counts it. */
  readonly counted: string;
  readonly id: string;
  /** How many of the graph it stands for. */
  readonly number: number;
  /** Ids of the resources that it is a part of, or that are parts of it. */
  readonly of: readonly string[];
  /** What is said of it on each of these. */
  readonly words?: string;
}

/** Rows of some kinds, read. */
export interface ResourceReading {
  readonly resources: ReadonlyMap<string, Resource>;
  readonly parts: readonly ResourcePart[];
}

/** Said of what has no way to a network in the graph. */
export const NOWHERE = 'the graph does not say in which network it is';

export const unique = (ids: readonly string[]): string[] => [...new Set(ids)].sort();

type Own = Partial<Resource> & Pick<Resource, 'counted' | 'kind'>;

export class ResourceMaker {
  readonly #networks: Networks;

  constructor(networks: Networks) {
    this.#networks = networks;
  }

  vpcOf(subnets: readonly string[]): string | undefined {
    return subnets.map((s) => this.#networks.subnets.get(s)?.vpc).find((v) => v !== undefined);
  }

  /** Names of subnets, `a, b`. */
  namesOf(ids: readonly string[]): string {
    return ids
      .map((id) => this.#networks.subnets.get(id)?.name ?? id)
      .sort()
      .join(', ');
  }

  /** The subnet that something stands in which has addresses in these: the only one, or none. */
  only(subnets: readonly string[]): { readonly subnet?: string } {
    const [subnet] = subnets;
    return subnet !== undefined && subnets.length === 1 ? { subnet } : {};
  }

  make(row: Fields, id: string, subnets: readonly string[], own: Own): Resource {
    const vpc = this.vpcOf(subnets);
    const region = row.text('region');
    return {
      id,
      shownId: id,
      name: this.#networks.nameOf(id) ?? row.text('name') ?? id,
      accounts: row.texts('accounts'),
      subnets,
      groups: unique([...row.texts('groups'), ...row.texts('ownGroups')]),
      ports: [],
      open: false,
      notes: [],
      gone: false,
      at: row.at,
      ...(vpc ? { vpc } : {}),
      ...(region ? { region } : {}),
      ...own,
    };
  }
}

/** A status, unless it is the one that is expected. */
export const unless = (
  expected: string,
  status: string | undefined,
): { readonly status?: string } =>
  status === undefined || status.toLowerCase() === expected ? {} : { status: status.toLowerCase() };
