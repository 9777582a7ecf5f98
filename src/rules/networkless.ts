/** Services that are in no network of their customer: no address range belongs to them. */

import { lookup } from '../icons/catalogue.ts';

const AWS =
  /^(lambda|iot-lambda|dynamodb|simple-queue-service|sqs|simple-notification-service|sns|key-management-service|cloudwatch|cloudtrail|s3|simple-storage-service|api-gateway|cloudfront|route-53|eventbridge|step-functions|express-workflows|kinesis|data-firehose|athena|glue|secrets-manager|guardduty|security-hub|security-lake|macie|inspector|config|iam|identity-and-access-management|cognito|waf|shield|certificate-manager|private-certificate-authority|certificate-authority|parameter-store|systems-manager|session-manager|elastic-container-registry|ecr|appsync|simple-email-service|backup|audit-manager|detective|artifact|payment-cryptography|codebuild|codepipeline|codecommit|codedeploy|codeartifact|organizations|control-tower|cloudformation|firewall-manager|bedrock|sts|x-ray|trusted-advisor|health-dashboard|budgets|signer|resource-access-manager|management-console|cloudshell|quick-suite|fraud-detector|iot-core)($|-)/;
const GCP =
  /^(cloud-functions|cloud-run|cloud-storage|pubsub|pub-sub|bigquery|firestore|datastore|cloud-spanner|key-management-service|cloud-kms|secret-manager|cloud-logging|cloud-monitoring|cloud-audit-logs|security-command-center|cloud-tasks|cloud-scheduler|workflows|eventarc|artifact-registry|container-registry|cloud-build|apigee|identity-and-access-management|cloud-dns|cloud-cdn|cloud-armor)($|-)/;
const AZURE =
  /^(function-app|storage-account|blob|key-vault|service-bus|event-hub|event-grid|cosmos-db|logic-app|monitor|log-analytics|sentinel|defender|notification-hub|container-registry|api-management|entra|policy|front-door|cdn-profile|dns-zone)/;
const GENERIC =
  /^(queue|topic|event-bus|notification|stream|webhook|workflow|code|repository|monitoring|alert|dashboard|payment-card|role|team|third-party|user|users|customer|cardholder|administrator|auditor|developer)$/;

const BY_PROVIDER: Readonly<Record<string, RegExp>> = {
  aws: AWS,
  gcp: GCP,
  azure: AZURE,
  generic: GENERIC,
  saas: /./,
};

/** Whether a kind is a service or a person without a network of its own; what is not known has one. */
export function isNetworkless(kind: string): boolean {
  const [provider, name] = (lookup(kind)?.kind ?? kind).split(':', 2);
  if (kind === 'user') return true;
  return name !== undefined && (BY_PROVIDER[provider ?? '']?.test(name) ?? false);
}
