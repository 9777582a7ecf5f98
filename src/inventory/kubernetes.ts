/** Clusters of Kubernetes: namespaces, workloads, and how traffic gets to them. */

import type { Origin } from '../model/diagnostic.ts';
import type { SourceCount } from './counts.ts';

export interface KubernetesCluster {
  readonly id: string;
  readonly name: string;
  /** First part of the ids in it: its name, or its id where names repeat. */
  readonly path: string;
  readonly version: string | undefined;
  /** Names of the EKS clusters that it is. */
  readonly eks: readonly string[];
  /** Number of machines. */
  readonly nodes: number;
  /** Only named by what is in it. */
  readonly stub: boolean;
  readonly at: Origin;
}

export interface KubernetesNamespace {
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
  readonly namespace: KubernetesNamespace;
  readonly at: Origin;
}

export interface KubernetesWorkload extends KubernetesObject {
  /** `deployment`, `stateful-set`, … */
  readonly kind: string;
  /** How many pods it should have, where the graph says. */
  readonly replicas: number | undefined;
  readonly schedule: string | undefined;
  readonly suspended: boolean;
}

export interface KubernetesPod extends KubernetesObject {
  readonly status: string | undefined;
}

/** Pods of a workload in one phase. */
export interface PodCount {
  readonly owner: string;
  readonly phase: string | undefined;
  readonly number: number;
}

/** Replica sets of a deployment, jobs of a cron job. */
export interface WorkloadParts {
  readonly owner: string;
  readonly kind: string;
  readonly number: number;
}

export interface KubernetesService extends KubernetesObject {
  readonly type: string | undefined;
  /** `None` of a headless service. */
  readonly address: string | undefined;
  /** Where its load balancer answers: addresses and names. */
  readonly outer: readonly string[];
  /** `lb` and the like: the graph says that the internet reaches it. */
  readonly exposed: boolean;
  /** Ids of load balancers. */
  readonly balancers: readonly string[];
}

/** Pods of a workload, or one pod, that a service leads to. */
export interface ServiceTarget {
  readonly service: string;
  readonly target: string;
  readonly ports: readonly string[];
  readonly at: Origin;
}

export interface KubernetesIngress extends KubernetesObject {
  readonly class: string | undefined;
  readonly hosts: readonly string[];
  /** Where its load balancers answer. */
  readonly outer: readonly string[];
  readonly services: readonly string[];
  readonly balancers: readonly string[];
}

export interface KubernetesGateway extends KubernetesObject {
  readonly class: string | undefined;
  /** Ids of HTTP routes. */
  readonly routes: readonly string[];
}

export interface KubernetesRoute extends KubernetesObject {
  readonly hosts: readonly string[];
  readonly services: readonly string[];
}

/** Of a cloud, before a service or an ingress. */
export interface KubernetesBalancer {
  readonly id: string;
  readonly name: string | undefined;
  readonly scheme: string | undefined;
  readonly type: string | undefined;
  readonly exposed: boolean;
  readonly at: Origin;
}

export interface KubernetesPolicy extends KubernetesObject {
  readonly ingress: boolean;
  readonly egress: boolean;
}

/** Pods of a workload, or one pod, that a network policy applies to. */
export interface PolicyTarget {
  readonly policy: string;
  readonly target: string;
  readonly pods: number;
}

/** Objects are in the order of their names. */
export interface KubernetesFacts {
  readonly counts: readonly SourceCount[];
  /** In clusters, and not described here. */
  readonly others: readonly SourceCount[];
  /** Ids of what the newest sync did not read. */
  readonly stale: ReadonlySet<string>;
  readonly clusters: readonly KubernetesCluster[];
  readonly namespaces: readonly KubernetesNamespace[];
  readonly workloads: readonly KubernetesWorkload[];
  readonly parts: readonly WorkloadParts[];
  readonly pods: readonly PodCount[];
  /** Pods that no workload keeps. */
  readonly barePods: readonly KubernetesPod[];
  readonly services: readonly KubernetesService[];
  readonly serviceTargets: readonly ServiceTarget[];
  readonly ingresses: readonly KubernetesIngress[];
  readonly gateways: readonly KubernetesGateway[];
  readonly routes: readonly KubernetesRoute[];
  readonly balancers: ReadonlyMap<string, KubernetesBalancer>;
  readonly policies: readonly KubernetesPolicy[];
  readonly policyTargets: readonly PolicyTarget[];
}
