// Groups of Google Cloud, Azure and general use with their looks, and the kinds of Kubernetes.

const box = (border, fill, line = 'solid', corner = true) => ({ border, fill, line, corner });
const blue = '4285f4';
const azure = '0078d4';
const k8s = '326ce5';

export const groups = {
  // Fills as in Google Cloud's own architecture diagrams; borders a stronger tone of each.
  gcp: {
    'google-cloud': {
      title: 'Google Cloud',
      art: 'logos:google-cloud',
      ...box('#4285f4', '#f6f6f6'),
    },
    organization: {
      title: 'Google Cloud organization',
      art: 'mdi:domain',
      color: blue,
      ...box('#4285f4', 'none'),
    },
    folder: {
      title: 'Folder',
      art: 'mdi:folder',
      color: blue,
      ...box('#5f6368', 'none', 'dashed'),
    },
    project: { title: 'Project', ...box('#4285f4', '#ffffff') },
    region: {
      title: 'Region',
      art: 'mdi:map-marker-radius',
      color: '607d8b',
      ...box('#90a4ae', '#eceff1', 'dotted'),
    },
    zone: {
      title: 'Zone',
      art: 'mdi:map-marker',
      color: 'f9a825',
      ...box('#fbc02d', '#fff8e1', 'dashed'),
    },
    vpc: {
      title: 'Virtual Private Cloud (VPC)',
      art: 'virtual-private-cloud',
      ...box('#4285f4', '#e8f0fe'),
    },
    subnet: { title: 'Subnet', art: 'mdi:lan', color: '7e57c2', ...box('#9575cd', '#ede7f6') },
    'gke-cluster': {
      title: 'GKE cluster',
      art: 'google-kubernetes-engine',
      ...box('#ec407a', '#fce4ec'),
    },
    'instance-group': {
      title: 'Instance group',
      art: 'mdi:server-network',
      color: blue,
      ...box('#afb42b', '#f9fbe7'),
    },
    'shared-vpc': {
      title: 'Shared VPC',
      art: 'virtual-private-cloud',
      ...box('#4285f4', '#e8f0fe', 'dashed'),
    },
    'firewall-rules': { ...box('#ff7043', 'none', 'dashed') },
    'vpc-service-controls': {
      title: 'VPC Service Controls perimeter',
      art: 'mdi:shield-lock-outline',
      color: blue,
      ...box('#ff7043', 'none', 'dashed'),
    },
    'resource-manager': {
      title: 'Resource Manager',
      category: 'management',
      art: 'mdi:file-tree',
      color: blue,
    },
    'service-account': {
      title: 'Service account',
      category: 'identity',
      art: 'mdi:account-key',
      color: blue,
    },
    'dedicated-interconnect': {
      title: 'Dedicated Interconnect',
      category: 'network',
      art: 'cloud-interconnect',
    },
    'vpc-network-peering': {
      title: 'VPC Network Peering',
      category: 'network',
      art: 'mdi:swap-horizontal',
      color: blue,
    },
    'source-repositories': {
      title: 'Cloud Source Repositories',
      category: 'devtools',
      art: 'mdi:source-repository',
      color: blue,
    },
  },
  azure: {
    'azure-cloud': { title: 'Azure', art: 'azure-a', ...box('#0078d4', 'none') },
    tenant: {
      title: 'Microsoft Entra tenant',
      art: 'mdi:domain',
      color: azure,
      ...box('#0078d4', 'none'),
    },
    'management-group': { title: 'Management group', ...box('#0078d4', 'none', 'dashed') },
    subscription: { title: 'Subscription', ...box('#c99a00', 'none') },
    'resource-group': { title: 'Resource group', ...box('#7d8998', 'none', 'dashed') },
    region: {
      title: 'Region',
      art: 'mdi:map-marker-radius',
      color: azure,
      ...box('#0078d4', 'none', 'dotted'),
    },
    'availability-zone': {
      title: 'Availability zone',
      art: 'mdi:map-marker',
      color: azure,
      ...box('#0078d4', 'none', 'dashed', false),
    },
    'virtual-network': { title: 'Virtual network', ...box('#0078d4', '#f3f9fe') },
    subnet: { title: 'Subnet', ...box('#50a0e0', '#e6f2fb', 'dashed') },
    'network-security-group': {
      title: 'Network security group',
      ...box('#0f6cbd', 'none', 'dashed'),
    },
    'aks-cluster': {
      title: 'AKS cluster',
      art: 'kubernetes-services',
      ...box('#773adc', '#f4effc'),
    },
    'vm-scale-set': { title: 'Virtual machine scale set', ...box('#0078d4', 'none', 'dashed') },
    'availability-set': { title: 'Availability set', ...box('#0078d4', 'none', 'dashed') },
    'app-service-environment': { title: 'App Service Environment', ...box('#0078d4', 'none') },
    'landing-zone': { title: 'Landing zone', ...box('#0078d4', 'none') },
    'entra-id': {
      title: 'Microsoft Entra ID',
      category: 'identity',
      art: 'isopacks-azure:azure-active-directory',
    },
  },
};

const cluster = box(`#${k8s}`, '#f3f6fd');
const resource = (art, title, category, aliases, extra = {}) => ({
  art,
  title,
  category,
  ...(aliases ? { aliases } : {}),
  ...extra,
});

export const kubernetesNames = {
  kubernetes: resource('_k8s_', 'Kubernetes', 'containers', 'k8s'),
  cluster: resource('_k8s_', 'Kubernetes cluster', 'group', '', { group: cluster }),
  namespace: resource('k8s-ns', 'Namespace', 'group', 'ns', {
    group: box(`#${k8s}`, 'none', 'dashed'),
  }),
  node: resource('k8s-node', 'Node', 'infrastructure', 'worker-node', {
    group: box(`#${k8s}`, 'none'),
  }),
  pod: resource('k8s-pod', 'Pod', 'compute', '', { group: box(`#${k8s}`, '#e8f5e9') }),
  deployment: resource('k8s-deploy', 'Deployment', 'compute', 'deploy'),
  'replica-set': resource('k8s-rs', 'ReplicaSet', 'compute', 'rs replicaset'),
  'stateful-set': resource('k8s-sts', 'StatefulSet', 'compute', 'sts statefulset'),
  'daemon-set': resource('k8s-ds', 'DaemonSet', 'compute', 'ds daemonset'),
  job: resource('k8s-job', 'Job', 'compute'),
  'cron-job': resource('k8s-cronjob', 'CronJob', 'compute', 'cronjob'),
  service: resource('k8s-svc', 'Service', 'network', 'svc'),
  ingress: resource('k8s-ing', 'Ingress', 'network', 'ing'),
  endpoint: resource('k8s-ep', 'Endpoint', 'network', 'ep endpoints'),
  'network-policy': resource('k8s-netpol', 'NetworkPolicy', 'network', 'netpol networkpolicy'),
  'config-map': resource('k8s-cm', 'ConfigMap', 'configuration', 'cm configmap'),
  secret: resource('k8s-secret', 'Secret', 'configuration'),
  'persistent-volume': resource('k8s-pv', 'PersistentVolume', 'storage', 'pv'),
  'persistent-volume-claim': resource('k8s-pvc', 'PersistentVolumeClaim', 'storage', 'pvc'),
  'storage-class': resource('k8s-sc', 'StorageClass', 'storage', 'sc storageclass'),
  volume: resource('k8s-vol', 'Volume', 'storage', 'vol'),
  role: resource('k8s-role', 'Role', 'identity'),
  'role-binding': resource('k8s-rb', 'RoleBinding', 'identity', 'rb'),
  'cluster-role': resource('k8s-c-role', 'ClusterRole', 'identity', 'c-role'),
  'cluster-role-binding': resource('k8s-crb', 'ClusterRoleBinding', 'identity', 'crb'),
  'service-account': resource('k8s-sa', 'ServiceAccount', 'identity', 'sa'),
  user: resource('k8s-user', 'User', 'identity'),
  group: resource('k8s-group', 'Group', 'identity'),
  'horizontal-pod-autoscaler': resource(
    'k8s-hpa',
    'HorizontalPodAutoscaler',
    'configuration',
    'hpa',
  ),
  'limit-range': resource('k8s-limits', 'LimitRange', 'configuration', 'limits'),
  'resource-quota': resource('k8s-quota', 'ResourceQuota', 'configuration', 'quota'),
  'pod-security-policy': resource('k8s-psp', 'PodSecurityPolicy', 'security', 'psp'),
  'custom-resource-definition': resource(
    'k8s-crd',
    'CustomResourceDefinition',
    'configuration',
    'crd',
  ),
  'api-server': resource('k8s-api', 'API server', 'control-plane', 'api kube-apiserver'),
  'controller-manager': resource('k8s-c-m1', 'Controller manager', 'control-plane', 'c-m'),
  'cloud-controller-manager': resource(
    'k8s-c-c-m',
    'Cloud controller manager',
    'control-plane',
    'ccm c-c-m',
  ),
  scheduler: resource('k8s-sched', 'Scheduler', 'control-plane', 'sched'),
  kubelet: resource('k8s-kubelet', 'kubelet', 'control-plane'),
  'kube-proxy': resource('k8s-k-proxy', 'kube-proxy', 'control-plane', 'k-proxy'),
  etcd: resource('k8s-etcd', 'etcd', 'infrastructure'),
  'control-plane': resource('k8s-control-plane', 'Control plane', 'infrastructure', 'master'),
  'node-pool': resource('k8s-node', 'Node pool', 'group', '', {
    group: box(`#${k8s}`, 'none', 'dashed'),
  }),
  'external-dns': resource('mdi:dns', 'ExternalDNS', 'ecosystem', '', { color: k8s }),
  krew: resource('mdi:puzzle', 'Krew', 'ecosystem', '', { color: k8s }),
  kustomize: resource('mdi:layers-triple', 'Kustomize', 'ecosystem', '', { color: k8s }),
  helm: resource('logos:helm', 'Helm', 'ecosystem'),
  gateway: resource('mdi:gate', 'Gateway', 'network', '', { color: k8s }),
  'chaos-mesh': resource('mdi:flash-alert', 'Chaos Mesh', 'chaos', '', { color: k8s }),
  'litmus-chaos': resource('mdi:test-tube', 'Litmus', 'chaos', '', { color: k8s }),
};
