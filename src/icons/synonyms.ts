/** What architects type, and the kinds that they mean, best first: where the names alone would mislead. */

import { wordsOf } from './search-words.ts';

const ROWS = `
message queue | aws:sqs generic:queue aws:mq
etl | aws:glue gcp:dataflow azure:data-factory
ecs fargate | aws:fargate aws:ecs
serverless container | aws:fargate gcp:cloud-run
search | generic:search-index aws:opensearch-service
search engine | generic:search-index aws:opensearch-service
key management | aws:kms gcp:key-management-service azure:key-vault
private link | aws:privatelink azure:private-link
object store | generic:object-storage aws:s3
blob storage | generic:object-storage aws:s3
file share | generic:file-storage aws:efs
relational database | generic:sql aws:rds
in memory cache | generic:cache aws:elasticache
container orchestration | k8s:cluster aws:elastic-kubernetes-service aws:ecs
service bus | generic:event-bus
pub sub | gcp:pubsub aws:sns generic:topic
ssh gateway | generic:bastion
privileged access | generic:bastion saas:cyberark
card scheme | saas:card-network
payment gateway | saas:payment-processor
payment service provider | saas:payment-processor
cash machine | generic:atm
till | generic:point-of-sale
cash register | generic:point-of-sale
phone | generic:mobile
cell phone | generic:mobile
intrusion prevention | generic:ids
log management | generic:siem generic:log-archive
single sign on | generic:identity-provider aws:iam-identity-center
user directory | generic:directory brand:active-directory
text message | generic:sms
`;

let table: ReadonlyMap<string, readonly string[]> | undefined;

/** Kinds by the words that mean them. */
export function synonyms(): ReadonlyMap<string, readonly string[]> {
  table ??= new Map(
    ROWS.trim()
      .split('\n')
      .map((row): [string, string[]] => {
        const [words = '', kinds = ''] = row.split('|').map((cell) => cell.trim());
        return [wordsOf(words).join(' '), kinds.split(' ')];
      }),
  );
  return table;
}
