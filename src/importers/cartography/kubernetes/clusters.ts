/** Clusters and namespaces, which of them the options ask for, and where everything else stands. */

import type { KubernetesOptions } from '../../../model/derivation.ts';
import { type Diagnostic, error, type Origin, quote } from '../../../model/diagnostic.ts';
import { sortedBy } from '../../../model/order.ts';
import type { Answers, Fields } from '../question.ts';
import * as ask from './questions.ts';

export interface KubernetesCluster {
  readonly id: string;
  readonly name: string;
  /** First part of the ids in it: its name, or its id where names repeat. */
  readonly path: string;
  readonly version: string | undefined;
  /** Names of the EKS clusters that it is. */
  readonly eks: readonly string[];
  /** Only named by what is in it. */
  readonly stub: boolean;
  readonly at: Origin;
}

export interface Namespace {
  readonly id: string;
  readonly name: string;
  readonly cluster: KubernetesCluster;
  readonly status: string | undefined;
  readonly stub: boolean;
  readonly at: Origin;
}

/** What stands in a namespace. */
export interface KubernetesObject {
  readonly id: string;
  readonly name: string;
  readonly namespace: Namespace;
  readonly at: Origin;
  readonly row: Fields;
}

export class KubernetesPlaces {
  readonly #clusters = new Map<string, KubernetesCluster>();
  readonly #namespaces = new Map<string, Namespace>();
  readonly #nodes = new Map<string, number>();
  readonly #inClusters: ReadonlySet<string> | undefined;
  readonly #inNamespaces: ReadonlySet<string> | undefined;

  constructor(
    answers: Answers,
    { clusters, namespaces }: KubernetesOptions,
    report: (diagnostic: Diagnostic) => void,
  ) {
    const rows = answers.rows(ask.CLUSTERS);
    const names = rows.map((row) => row.text('name') ?? row.required('id'));
    rows.forEach((row, n) => {
      const id = row.required('id');
      const name = names[n] ?? id;
      const path = names.filter((other) => other === name).length > 1 ? id : name;
      const version = row.text('version');
      const eks = row.texts('eks');
      this.#clusters.set(id, { id, name, path, version, eks, stub: false, at: row.at });
    });
    for (const row of answers.rows(ask.NAMESPACES)) {
      const id = row.required('id');
      const name = row.text('name') ?? id;
      const status = row.text('status');
      const cluster = this.#clusterOf(row);
      this.#namespaces.set(id, { id, name, cluster, status, stub: false, at: row.at });
    }
    for (const row of answers.rows(ask.NODES)) {
      const { id } = this.#clusterOf(row);
      this.#nodes.set(id, (this.#nodes.get(id) ?? 0) + (row.number('number') ?? 0));
    }
    const asked = (what: string, texts: readonly string[] | undefined, all: readonly Named[]) => {
      if (!texts) return undefined;
      for (const text of texts)
        if (!all.some(({ id, name }) => text === id || text === name))
          report(
            error('not-in-graph', `the graph has no ${what} ${quote(text)}`, undefined, {
              hint: 'Names and ids must be as the graph has them; if it left the estate, take it out of the options.',
            }),
          );
      return new Set(texts);
    };
    this.#inClusters = asked('cluster', clusters, [...this.#clusters.values()]);
    this.#inNamespaces = asked('namespace', namespaces, [...this.#namespaces.values()]);
  }

  get clusters(): readonly KubernetesCluster[] {
    return sortedBy([...this.#clusters.values()], ({ name, id }) => `${name}\n${id}`);
  }

  get namespaces(): readonly Namespace[] {
    return sortedBy([...this.#namespaces.values()], ({ name, id }) => `${name}\n${id}`);
  }

  /** Number of machines. */
  nodesOf({ id }: KubernetesCluster): number {
    return this.#nodes.get(id) ?? 0;
  }

  wantsCluster({ id, name }: KubernetesCluster): boolean {
    return !this.#inClusters || this.#inClusters.has(id) || this.#inClusters.has(name);
  }

  wants({ id, name, cluster }: Namespace): boolean {
    if (!this.wantsCluster(cluster)) return false;
    return !this.#inNamespaces || this.#inNamespaces.has(id) || this.#inNamespaces.has(name);
  }

  /** Rows of things in namespaces, by name. */
  things(rows: readonly Fields[]): KubernetesObject[] {
    const all = rows.map((row): KubernetesObject => {
      const id = row.required('id');
      return {
        id,
        name: row.text('name') ?? id,
        namespace: this.#namespaceOf(row),
        at: row.at,
        row,
      };
    });
    return sortedBy(all, ({ name, id }) => `${name}\n${id}`);
  }

  #clusterOf(row: Fields): KubernetesCluster {
    const [edge] = row.texts('clusters');
    const name = row.text('clusterName');
    const known = edge === undefined ? undefined : this.#clusters.get(edge);
    const named = [...this.#clusters.values()].filter((c) => c.name === name);
    const found = known ?? (named.length === 1 ? named[0] : undefined);
    if (found) return found;
    const text = name ?? 'Cluster not recorded';
    const id = `cluster/${text}`;
    const stub = this.#clusters.get(id) ?? {
      id,
      name: text,
      path: id,
      version: undefined,
      eks: [],
      stub: true,
      at: row.at,
    };
    this.#clusters.set(id, stub);
    return stub;
  }

  #namespaceOf(row: Fields): Namespace {
    for (const id of row.texts('namespaces')) {
      const known = this.#namespaces.get(id);
      if (known) return known;
    }
    const cluster = this.#clusterOf(row);
    const name = row.text('namespaceName') ?? 'Namespace not recorded';
    const same = [...this.#namespaces.values()].find(
      (known) => known.name === name && known.cluster === cluster,
    );
    if (same) return same;
    const id = `${cluster.id}/${name}`;
    const stub = { id, name, cluster, status: undefined, stub: true, at: row.at };
    this.#namespaces.set(id, stub);
    return stub;
  }
}

interface Named {
  readonly id: string;
  readonly name: string;
}
