/** Which clusters and namespaces the options ask for. */

import type {
  KubernetesCluster,
  KubernetesFacts,
  KubernetesNamespace,
} from '../../inventory/kubernetes.ts';
import type { KubernetesOptions } from '../../model/derivation.ts';
import { type Diagnostic, error, quote } from '../../model/diagnostic.ts';

export interface KubernetesSelection {
  wantsCluster(cluster: KubernetesCluster): boolean;
  wants(namespace: KubernetesNamespace): boolean;
}

interface KubernetesName {
  readonly id: string;
  readonly name: string;
}

/** Errors: `not-in-graph`. */
export function choose(
  { clusters, namespaces }: KubernetesFacts,
  options: KubernetesOptions,
  report: (diagnostic: Diagnostic) => void,
): KubernetesSelection {
  const chosen = (
    what: string,
    texts: readonly string[] | undefined,
    all: readonly KubernetesName[],
  ) => {
    if (!texts) return undefined;
    for (const text of texts)
      if (!all.some(({ id, name }) => text === id || text === name))
        report(
          error('not-in-graph', `the graph has no ${what} ${quote(text)}`, undefined, {
            hint: 'Write names and ids exactly as in the graph. If it no longer exists, remove it from the options.',
          }),
        );
    const names = new Set(texts);
    return ({ id, name }: KubernetesName) => names.has(id) || names.has(name);
  };
  const inClusters = chosen('cluster', options.clusters, clusters);
  const inNamespaces = chosen('namespace', options.namespaces, namespaces);
  const wantsCluster = (cluster: KubernetesCluster): boolean => inClusters?.(cluster) ?? true;
  return {
    wantsCluster,
    wants: (namespace) => wantsCluster(namespace.cluster) && (inNamespaces?.(namespace) ?? true),
  };
}
