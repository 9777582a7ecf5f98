/**
 * Records what the diagrams ask of the graph, and proposes the recording as a signed commit in a pull request. A
 * person reviews and merges it: this job approves nothing, and its key needs no right but to sign commits.
 *
 *     REPOSITORY        address of the repository, https://…
 *     BRANCH            to which it is proposed (main)
 *     PROPOSAL_BRANCH   on which it is proposed (cadastre/recording): this job's own, rewritten by each recording
 *     ESTATE            folder of the estate in the repository (.)
 *     FORGE             github, gitlab, or none: the branch is pushed, and nothing is opened (none)
 *     FORGE_API         of GitHub Enterprise: https://HOST/api/v3
 *     AUTHOR_NAME, AUTHOR_EMAIL   of the commit; an author of the policy
 *     GIT_TOKEN_FILE, SIGNING_KEY_FILE, NEO4J_PASSWORD_FILE   files with secrets
 *     DRIFT             yes: also compares the diagrams with the recording (`cadastre drift`), every time; its exit code, 1 where
 *                       something differs and 2 where that cannot be told, is that of the job (no)
 *     NEO4J_URI, NEO4J_USER, NEO4J_DATABASE   as of `cadastre snapshot`
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkOut } from './checkout.mjs';
import { cadastre, fail, main, say, secret, setting } from './job.mjs';
import { openPullRequest } from './pull-request.mjs';

const TITLE = 'Record the estate';

const isRecording = (path) => /(^|\/)snapshots\/[^/]+\.json$/.test(path);

/** Paths of what the recording changed. Anything but recordings is not ours to propose. */
function changedRecordings(git) {
  const lines = git([
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=all',
    '--no-renames',
  ]).output;
  const paths = lines
    .split('\0')
    .filter(Boolean)
    .map((line) => line.slice(3));
  const other = paths.find((path) => !isRecording(path));
  if (other !== undefined) fail(`the recording changed ${other}, which is not a recording`);
  return paths;
}

/** Puts the recordings of a commit into the checkout. */
function layRecordings(git, commit) {
  const paths = git(['diff', '--name-only', '-z', '--diff-filter=AMT', 'HEAD', commit])
    .output.split('\0')
    .filter(isRecording);
  if (paths.length > 0) git(['restore', `--source=${commit}`, '--worktree', '--', ...paths]);
}

/** The commit on the proposal's branch, if there is one. */
function proposedBefore(git, branch) {
  const [line] = git(['ls-remote', 'origin', `refs/heads/${branch}`]).output.split('\n');
  const commit = line?.split('\t')[0];
  if (!commit) return undefined;
  git(['fetch', '--quiet', '--depth=1', 'origin', commit]);
  return commit;
}

function commit(git, root) {
  // ssh-keygen refuses a key that others may read, as a mounted secret often is, and one whose last line does not end.
  const key = join(root, '../signing-key');
  writeFileSync(key, `${secret('SIGNING_KEY_FILE')}\n`, { mode: 0o600 });
  const summary = git(['diff', '--cached', '--stat']).output;
  const identity = [
    ['user.name', setting('AUTHOR_NAME')],
    ['user.email', setting('AUTHOR_EMAIL')],
    ['gpg.format', 'ssh'],
    ['user.signingkey', key],
  ].flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  git([...identity, 'commit', '--quiet', '-S', '-m', TITLE, '-m', summary]);
}

/** Pushes what changed, unless it was proposed before. @returns whether there is something to review */
function propose(record, { root, git }, { branch, proposal, forge }) {
  if (changedRecordings(git).length === 0) {
    say(`nothing changed: ${branch} has this recording already`);
    return false;
  }
  // A recording of equal answers leaves the file as it is, with the time at which it was made: so it is made again upon
  // the one that was proposed, or every night would replace that by an equal one, and undo its review.
  const before = proposedBefore(git, proposal);
  if (before !== undefined) {
    layRecordings(git, before);
    record();
  }
  const paths = changedRecordings(git);
  git(['add', '--', ...paths]);
  const same =
    before !== undefined &&
    git(['diff', '--cached', '--quiet', before, '--', ...paths], [0, 1]).code === 0;
  if (same) {
    say(`${proposal} has this recording already`);
    return true;
  }
  commit(git, root);
  const request = ['create', `target=${branch}`, `title=${TITLE}`];
  const options = forge === 'gitlab' ? request.map((o) => `--push-option=merge_request.${o}`) : [];
  // Without a lease, a commit that somebody put on the branch meanwhile would be lost.
  const lease = `--force-with-lease=refs/heads/${proposal}:${before ?? ''}`;
  git(['push', '--quiet', lease, ...options, 'origin', `HEAD:refs/heads/${proposal}`]);
  say(`pushed ${paths.join(', ')} to ${proposal}`);
  return true;
}

/** What differs between diagrams and the recording, as Markdown; its exit code becomes that of the job. */
function drift(estate) {
  const { code, output } = cadastre(['drift', '--format', 'markdown'], {
    cwd: estate,
    may: [0, 1, 2],
  });
  say(output);
  process.exitCode = code;
  return output;
}

await main(async () => {
  const branch = setting('BRANCH', 'main');
  const proposal = setting('PROPOSAL_BRANCH', 'cadastre/recording');
  const forge = setting('FORGE', 'none');
  if (!['github', 'gitlab', 'none'].includes(forge))
    fail(`FORGE is ${forge}, not github, gitlab or none`);
  if (proposal === branch) fail('PROPOSAL_BRANCH and BRANCH are the same');
  const compared = setting('DRIFT', 'no');
  if (!['yes', 'no'].includes(compared)) fail(`DRIFT is ${compared}, not yes or no`);
  secret('SIGNING_KEY_FILE');
  const password = secret('NEO4J_PASSWORD_FILE');

  const checkout = checkOut(branch);
  const { estate } = checkout;
  const record = () =>
    cadastre(['snapshot'], { cwd: estate, env: { ...process.env, NEO4J_PASSWORD: password } });
  record();
  const proposed = propose(record, checkout, { branch, proposal, forge });
  const report = compared === 'yes' ? drift(estate) : undefined;
  if (proposed && forge === 'github')
    await openPullRequest({ title: TITLE, head: proposal, base: branch, report });
});
