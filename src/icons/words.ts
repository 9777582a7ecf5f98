/** Plain words of the language, and the kind that gives each its icon and look. */

/** Whose a kind is: what stands before its colon. */
export type WordProvider = 'aws' | 'gcp' | 'azure' | 'k8s' | 'saas' | 'brand' | 'generic';

interface IconWord {
  /** Kind where no provider is known, or the known one has no such thing. */
  readonly usual: string;
  readonly by?: Partial<Record<WordProvider, string>>;
}

export const words = {
  organization: {
    usual: 'aws:organization',
    by: { gcp: 'gcp:organization', azure: 'azure:tenant' },
  },
  ou: {
    usual: 'aws:organizational-unit',
    by: { gcp: 'gcp:folder', azure: 'azure:management-group' },
  },
  account: {
    usual: 'aws:account',
    by: { gcp: 'gcp:project', azure: 'azure:subscription' },
  },
  region: { usual: 'aws:region', by: { gcp: 'gcp:region', azure: 'azure:region' } },
  'availability-zone': {
    usual: 'aws:availability-zone',
    by: { gcp: 'gcp:zone', azure: 'azure:availability-zone' },
  },
  vpc: { usual: 'aws:vpc', by: { gcp: 'gcp:vpc', azure: 'azure:virtual-network' } },
  subnet: { usual: 'aws:private-subnet', by: { gcp: 'gcp:subnet', azure: 'azure:subnet' } },
  'route-table': {
    usual: 'aws:route-table',
    by: { gcp: 'gcp:cloud-routes', azure: 'azure:route-table' },
  },
  'security-group': {
    usual: 'aws:security-group',
    by: { gcp: 'gcp:firewall-rules', azure: 'azure:network-security-group' },
  },
  internet: { usual: 'generic:internet' },
  'on-premises': {
    usual: 'generic:on-premises',
    by: { aws: 'aws:corporate-data-center' },
  },
  user: { usual: 'generic:user', by: { aws: 'aws:user', k8s: 'k8s:user' } },
  group: { usual: 'generic:group' },
  folder: { usual: 'gcp:folder' },
  project: { usual: 'gcp:project' },
  'management-group': { usual: 'azure:management-group' },
  subscription: { usual: 'azure:subscription' },
  'resource-group': { usual: 'azure:resource-group' },
  'virtual-network': { usual: 'azure:virtual-network' },
  cluster: {
    usual: 'k8s:cluster',
    by: { aws: 'aws:eks-cluster', gcp: 'gcp:gke-cluster', azure: 'azure:aks-cluster' },
  },
  namespace: { usual: 'k8s:namespace' },
  zone: { usual: 'generic:zone' },
} as const satisfies Record<string, IconWord>;

export function wordOf(word: string): IconWord | undefined {
  return Object.hasOwn(words, word) ? words[word as keyof typeof words] : undefined;
}
