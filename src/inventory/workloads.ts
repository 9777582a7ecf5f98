/** What runs in networks, or beside them. */

import type { ListenerPort } from './listeners.ts';
import type { AccountRecord, InventoryRecord } from './provenance.ts';

/** Something with addresses in subnets, and security groups around these. */
export interface Workload extends AccountRecord {
  /** Its Name tag, else its own name; the id where it has neither. */
  readonly name: string;
  /** Only where the source says so by itself; see `vpcOf`. */
  readonly vpc?: string;
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface ComputeInstance extends Workload {
  /** `running`, `stopped`, `terminated` … */
  readonly state?: string;
  /** Subnets of interfaces; the instance's own is in `subnets`. */
  readonly interfaceSubnets: readonly string[];
  readonly publicAddress: boolean;
  /** By which ways the source found it reachable from the internet: `direct`, `elb` … */
  readonly exposure: readonly string[];
}

export interface LoadBalancer extends Workload {
  /** `application`, `network`, `gateway`, `classic`; absent where the source does not say. */
  readonly type?: string;
  readonly arn?: string;
  /** `internet-facing`, `internal`. */
  readonly scheme?: string;
  readonly listeners: readonly Listener[];
  /** Whether the source found that it lets the whole internet in; absent where that was not asked. */
  readonly exposed?: boolean;
  /** Id of the web application firewall in front of it. */
  readonly webAcl?: string;
}

export interface Listener {
  /** `https/443`, as it is named. */
  readonly text: string;
  readonly listens: ListenerPort;
  /** ARNs of the certificates that it shows, the default one first; absent where the source does not say. */
  readonly certificates?: readonly string[];
  /** The protocols and ciphers that it takes: `ELBSecurityPolicy-TLS13-1-2-2021-06`. */
  readonly tlsPolicy?: string;
}

/** One target of a load balancer. */
export interface BalancerTarget extends InventoryRecord {
  readonly balancer: string;
  /** An instance, address or container; of what holds the latter two where that is known. */
  readonly target: string;
  readonly sends: readonly ListenerPort[];
}

export interface ManagedDatabase extends Workload {
  readonly engine?: string;
  readonly port?: number;
  /** Availability zone of the writer. */
  readonly zone?: string;
  readonly multiZone: boolean;
  readonly public: boolean;
}

/** It is where its instances are. */
export interface DatabaseCluster extends Workload {
  readonly engine?: string;
  readonly port?: number;
  readonly status?: string;
  /** Ids of databases. */
  readonly members: readonly string[];
}

export interface DataWarehouse extends Workload {
  readonly port?: number;
  readonly status?: string;
  readonly public: boolean;
  /** A VPC that it names and the source does not have. */
  readonly unlistedVpc?: string;
}

export interface CacheCluster extends Workload {
  readonly engine?: string;
  readonly status?: string;
  readonly replicationGroup?: string;
  readonly subnetGroup?: string;
}

export interface SearchDomain extends Workload {
  readonly deleted: boolean;
  /** Its policy admits anyone. */
  readonly exposed: boolean;
}

/** Managed Kafka, ActiveMQ or RabbitMQ. */
export interface MessageBroker extends Workload {
  /** `kafka`, `activemq`, `rabbitmq`. */
  readonly engine?: string;
  /** Has addresses that anyone can reach, if its groups let them in. */
  readonly public: boolean;
  readonly status?: string;
}

export interface FileSystem extends Workload {
  readonly status?: string;
}

/** Where a file system has an address. */
export interface FileMount extends AccountRecord {
  /** Also where there is no record of it. */
  readonly fileSystem: string;
  readonly subnet?: string;
  readonly vpc?: string;
  readonly groups: readonly string[];
}

/** A managed control plane of Kubernetes. */
export interface KubernetesControlPlane extends Workload {
  readonly status?: string;
  readonly publicEndpoint: boolean;
}

export interface ServerlessFunction extends Workload {}

export interface ContainerCluster extends Workload {
  readonly status?: string;
}

export interface ContainerService extends Workload {
  readonly status?: string;
  readonly launchType?: string;
  /** Also where there is no record of it. */
  readonly cluster?: string;
}

/** Containers that are alike: what single ones are called changes with every deployment. */
export interface ContainerTasks extends Workload {
  readonly service?: string;
  /** Also where there is no record of it. */
  readonly cluster: string;
  readonly stopped: boolean;
  readonly count: number;
  /** Instances that they run on. */
  readonly instances: readonly string[];
}

/** A group that starts and ends instances. Its security groups are those of its launch template. */
export interface ScalingGroup extends Workload {
  /** Ids of instances that it started. */
  readonly members: readonly string[];
}

/** What answers to anyone by its policy, without a network of one's own in between. */
export interface OpenService extends Workload {
  readonly type: 'bucket' | 'function' | 'api' | 'unknown';
  /** What anyone may call. */
  readonly actions: readonly string[];
}
