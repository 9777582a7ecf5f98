/**
 * Draws one share of a large batch, as a pod of an Indexed Job: the index of the pod, from 0, says which. All pods
 * write into one folder, and the last of them writes its manifest.
 *
 *     REPOSITORY, ESTATE, GIT_TOKEN_FILE   as of record.mjs
 *     REVISION               branch or tag; pods must draw the same commit, so a tag is better (main)
 *     SHARDS                 as many as the job has completions
 *     JOB_COMPLETION_INDEX   set by Kubernetes
 *     OUT                    folder for the pictures
 */

import { checkOut } from './checkout.mjs';
import { cadastre, fail, main, setting } from './job.mjs';

await main(() => {
  const index = Number(setting('JOB_COMPLETION_INDEX'));
  const shards = Number(setting('SHARDS'));
  const out = setting('OUT');
  if (!Number.isInteger(index) || !Number.isInteger(shards) || index < 0 || index >= shards)
    fail(`JOB_COMPLETION_INDEX ${index} is not below SHARDS ${shards}`);
  const { estate } = checkOut(setting('REVISION', 'main'));
  const shard = `${index + 1}/${shards}`;
  cadastre(['render', '--shard', shard, '--manifest', '--out', out], { cwd: estate });
});
