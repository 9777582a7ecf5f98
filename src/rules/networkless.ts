/**
 * Services that are in no network of their customer: no address range belongs to them. What a kind's category
 * cannot tell, its name does; what neither tells has a network, since a segment without addresses must not pass.
 */

import { entries, lookup, type WordProvider } from '../icons/catalogue.ts';

const AWS =
  /^(lambda|iot-lambda|dynamodb|simple-queue-service|sqs|simple-notification-service|sns|key-management-service|cloudwatch|cloudtrail|s3|simple-storage-service|api-gateway|cloudfront|route-53|eventbridge|step-functions|express-workflows|kinesis|data-firehose|athena|glue|secrets-manager|guardduty|security-hub|security-lake|macie|inspector|config|iam|identity-and-access-management|cognito|waf|shield|certificate-manager|private-certificate-authority|certificate-authority|parameter-store|systems-manager|session-manager|elastic-container-registry|ecr|appsync|simple-email-service|backup|audit-manager|detective|artifact|payment-cryptography|codebuild|codepipeline|codecommit|codedeploy|codeartifact|organizations|control-tower|cloudformation|firewall-manager|bedrock|sts|x-ray|trusted-advisor|health-dashboard|budgets|signer|resource-access-manager|management-console|cloudshell|quick-suite|fraud-detector|iot-core)($|-)/;
const GCP =
  /^(cloud-functions|cloud-run|cloud-storage|pubsub|pub-sub|bigquery|firestore|datastore|cloud-spanner|key-management-service|cloud-kms|secret-manager|cloud-logging|cloud-monitoring|cloud-audit-logs|security-command-center|cloud-tasks|cloud-scheduler|workflows|eventarc|artifact-registry|container-registry|cloud-build|apigee|identity-and-access-management|cloud-dns|cloud-cdn|cloud-armor)($|-)/;
const AZURE =
  /^(function-app|storage-account|blob|key-vault|service-bus|event-hub|event-grid|cosmos-db|logic-app|monitor|log-analytics|sentinel|defender|notification-hub|container-registry|api-management|entra|policy|front-door|cdn-profile|dns-zone)/;
const GENERIC =
  /^(queue|topic|event-bus|notification|stream|webhook|workflow|code|repository|monitoring|alert|dashboard|payment-card|role|team|third-party|user|users|customer|cardholder|administrator|auditor|developer)$/;

/** Where what a category holds is: outside of networks, in one, or here and there. */
type CategoryPlace = 'none' | 'network' | 'by-name';

const PLACES: Readonly<
  Record<WordProvider, CategoryPlace | Readonly<Record<string, CategoryPlace>>>
> = {
  aws: {
    analytics: 'by-name',
    'application-integration': 'by-name',
    'artificial-intelligence': 'by-name',
    blockchain: 'by-name',
    business: 'none',
    'business-applications': 'none',
    category: 'by-name',
    compute: 'by-name',
    containers: 'by-name',
    cost: 'none',
    database: 'by-name',
    devtools: 'by-name',
    'end-user-computing': 'by-name',
    'front-end-web-mobile': 'none',
    games: 'by-name',
    general: 'by-name',
    group: 'by-name',
    iot: 'by-name',
    management: 'none',
    media: 'by-name',
    migration: 'by-name',
    network: 'by-name',
    quantum: 'by-name',
    satellite: 'by-name',
    security: 'none',
    storage: 'by-name',
    support: 'none',
    virtualization: 'by-name',
  },
  azure: {
    analytics: 'by-name',
    'artificial-intelligence': 'by-name',
    compute: 'by-name',
    containers: 'by-name',
    database: 'by-name',
    devtools: 'by-name',
    group: 'by-name',
    identity: 'none',
    integration: 'by-name',
    iot: 'by-name',
    management: 'by-name',
    network: 'by-name',
    security: 'by-name',
    storage: 'by-name',
    virtualization: 'by-name',
  },
  gcp: {
    analytics: 'by-name',
    'artificial-intelligence': 'by-name',
    compute: 'by-name',
    containers: 'by-name',
    database: 'by-name',
    devtools: 'by-name',
    group: 'by-name',
    identity: 'none',
    integration: 'by-name',
    iot: 'by-name',
    management: 'by-name',
    network: 'by-name',
    security: 'by-name',
    storage: 'by-name',
  },
  generic: {
    compute: 'by-name',
    database: 'by-name',
    device: 'by-name',
    integration: 'by-name',
    network: 'by-name',
    observability: 'by-name',
    other: 'by-name',
    people: 'by-name',
    place: 'by-name',
    security: 'by-name',
    storage: 'by-name',
  },
  // What runs in a cluster has addresses; software runs on somebody's hosts.
  k8s: 'network',
  brand: 'network',
  saas: 'none',
};

/** In a network all the same: agents, directories and devices that have addresses of their own. */
const IN_NETWORK: Readonly<Partial<Record<WordProvider, RegExp>>> = {
  aws: /^(auto-scaling|application-auto-scaling|backint-agent|cloudendure-migration|cloudwatch-synthetics|distro-for-opentelemetry|launch-wizard|license-manager-application-discovery|managed-grafana|managed-services|opsworks|server-migration-service|telco-network-builder|ad-connector|cloud-directory|cloudhsm|directory-service|inspector-agent|kms-external-key-store|managed-microsoft-ad|network-firewall|security-agent|simple-ad)($|-)/,
  azure:
    /^(active-directory-connect-health|central-service-instance-for-sap|entra-connect|entra-domain-services|entra-private-access)($|-)/,
  gcp: /^(managed-service-for-microsoft-active-directory|beyondcorp)($|-)/,
};

const BY_NAME: Readonly<Partial<Record<WordProvider, RegExp>>> = {
  aws: AWS,
  gcp: GCP,
  azure: AZURE,
  generic: GENERIC,
};

function placeOf(provider: WordProvider, category: string): CategoryPlace | undefined {
  const places = PLACES[provider];
  return typeof places === 'string' ? places : places[category];
}

/** Categories of the catalogue of which nothing is said here; each must have a place. */
export const unplacedCategories = (): readonly string[] => [
  ...new Set(
    entries().flatMap(({ provider, category }) =>
      placeOf(provider, category) === undefined ? [`${provider}/${category}`] : [],
    ),
  ),
];

/** Whether a kind is a service or a person without a network of its own; what is not known has one. */
export function isNetworkless(kind: string): boolean {
  if (kind === 'user') return true;
  const entry = lookup(kind);
  if (!entry) return false;
  const { provider, category } = entry;
  const name = entry.kind.slice(entry.kind.indexOf(':') + 1);
  if (IN_NETWORK[provider]?.test(name)) return false;
  return placeOf(provider, category) === 'none' || (BY_NAME[provider]?.test(name) ?? false);
}
