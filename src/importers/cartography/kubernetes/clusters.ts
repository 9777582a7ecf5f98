/** Clusters and namespaces, and where everything else stands in them. */

import type {
  KubernetesCluster,
  KubernetesNamespace,
  KubernetesObject,
} from '../../../inventory/kubernetes.ts';
import { sortedBy } from '../../../model/order.ts';
import type { Answers, Fields } from '../question.ts';
import * as ask from './questions.ts';

/** A cluster of EKS is often called by its ARN: the last part of it is what people say. */
const shortName = (name: string): string => /^arn:[^/]*:cluster\/(.+)$/.exec(name)?.[1] ?? name;

/** What an object refers to but the graph lacks becomes a stub. */
export class KubernetesPlaces {
  readonly #clusters = new Map<string, KubernetesCluster>();
  readonly #namespaces = new Map<string, KubernetesNamespace>();

  constructor(answers: Answers) {
    const rows = answers.rows(ask.CLUSTERS);
    const names = rows.map((row) => row.text('name') ?? row.required('id'));
    const clusters = rows.map((row, n): KubernetesCluster => {
      const id = row.required('id');
      const name = names[n] ?? id;
      const short = shortName(name);
      const alike = names.filter((other) => shortName(other) === short).length;
      const path = alike > 1 ? id : short;
      const version = row.text('version');
      return { id, name, path, version, eks: row.texts('eks'), nodes: 0, stub: false, at: row.at };
    });
    for (const cluster of clusters) this.#clusters.set(cluster.id, cluster);
    this.#countNodes(answers);
    for (const row of answers.rows(ask.NAMESPACES)) {
      const id = row.required('id');
      const name = row.text('name') ?? id;
      const status = row.text('status');
      const cluster = this.#clusterOf(row);
      this.#namespaces.set(id, { id, name, cluster, status, stub: false, at: row.at });
    }
  }

  get clusters(): readonly KubernetesCluster[] {
    return sortedBy([...this.#clusters.values()], ({ name, id }) => `${name}\n${id}`);
  }

  get namespaces(): readonly KubernetesNamespace[] {
    return sortedBy([...this.#namespaces.values()], ({ name, id }) => `${name}\n${id}`);
  }

  /** Objects in namespaces, by name. */
  objects<T extends object>(
    rows: readonly Fields[],
    facts: (row: Fields) => T,
  ): (KubernetesObject & T)[] {
    const all = rows.map((row) => {
      const id = row.required('id');
      const name = row.text('name') ?? id;
      return { ...facts(row), id, name, namespace: this.#namespaceOf(row), at: row.at };
    });
    return sortedBy(all, ({ name, id }) => `${name}\n${id}`);
  }

  /** Before anything refers to a cluster. */
  #countNodes(answers: Answers): void {
    const nodes = new Map<string, number>();
    for (const row of answers.rows(ask.NODES)) {
      const { id } = this.#clusterOf(row);
      nodes.set(id, (nodes.get(id) ?? 0) + (row.number('number') ?? 0));
    }
    for (const [id, number] of nodes) {
      const cluster = this.#clusters.get(id);
      if (cluster) this.#clusters.set(id, { ...cluster, nodes: number });
    }
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
      nodes: 0,
      stub: true,
      at: row.at,
    };
    this.#clusters.set(id, stub);
    return stub;
  }

  #namespaceOf(row: Fields): KubernetesNamespace {
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
