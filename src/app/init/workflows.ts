/** Workflows of GitHub Actions for a starter estate. `docs/ci/` shows them as they are for the top of a repository. */

const NODE = 22;

/** Pushes what was published; where the branch moved on meanwhile, it is published again from where that is now. */
const PUBLISH_SCRIPT = `set -euo pipefail
if [ -z "$CADASTRE_SIGNING_KEY" ] || [ -z "$CADASTRE_SIGNER" ]; then
  echo "::error::The secret CADASTRE_SIGNING_KEY or the variable CADASTRE_SIGNER is not set."
  exit 1
fi
key="$RUNNER_TEMP/cadastre-key"
trap 'rm -f "$key"' EXIT
(umask 077 && printf '%s\\n' "$CADASTRE_SIGNING_KEY" | tr -d '\\r' > "$key")
if ! ssh-keygen -y -P '' -f "$key" > /dev/null; then
  echo "::error::The secret CADASTRE_SIGNING_KEY is not a private SSH key without a passphrase."
  exit 1
fi
git config user.name "$CADASTRE_SIGNER"
git config user.email "$CADASTRE_SIGNER"
git config gpg.format ssh
git config user.signingkey "$key"
for attempt in 1 2 3 4 5; do
  git fetch --quiet origin "$BRANCH"
  git reset --quiet --hard FETCH_HEAD
  from=$(git rev-parse HEAD)
  [ "$attempt" = 1 ] || npm ci
  # 1: it was published, but something that had been approved is now a draft. Push first, then fail the job.
  status=0
  npx --no-install cadastre publish || status=$?
  if [ "$status" -gt 1 ]; then exit "$status"; fi
  if git push --quiet origin "HEAD:refs/heads/$BRANCH"; then exit "$status"; fi
  if [ "$(git ls-remote origin "refs/heads/$BRANCH" | cut -f 1)" = "$from" ]; then
    echo "::error::$BRANCH has not moved, but the push was refused: is this job allowed to push to it?"
    exit 1
  fi
  echo "$BRANCH moved in the meantime: trying again from there."
done
echo "::error::$BRANCH moved five times. Run this job again."
exit 1
`;

/** Every commit of the pull request is signed by a key in force: an unsigned one could not be mended after the merge. */
const SIGNATURES_SCRIPT = `root=$(npx --no-install cadastre verify "$BASE" --no-redraw --json | node -p 'JSON.parse(fs.readFileSync(0)).root ?? ""')
if [ -z "$root" ]; then echo "No trust file in $BASE yet."; exit 0; fi
npx --no-install cadastre verify "$HEAD" --no-redraw --root "$root"
`;

/**
 * What would be published after the merge. Where a merge of the host does not count, there is none to judge: then the
 * branch has to hold all of the base already, so that merging it changes nothing more.
 */
const APPROVALS_SCRIPT = `if [ -f .cadastre/policy.yaml ] && ! grep -Eq '^hostMerges: *accept' .cadastre/policy.yaml; then
  if ! git merge-base --is-ancestor "$BASE" "$HEAD"; then
    echo "::error::The branch lacks commits of its base: merge the base into it, so that the result can be checked."
    exit 1
  fi
  git checkout --quiet --detach "$HEAD"
fi
npx --no-install cadastre publish --dry-run
`;

const picturesScript = (
  prefix: string,
): string => `git worktree add --quiet --detach "$RUNNER_TEMP/base" "$BASE"
base="$RUNNER_TEMP/base/${prefix}"
pictures="$RUNNER_TEMP/pictures"
mkdir -p "$pictures/before" "$pictures/after"
if [ -d "$base/diagrams" ]; then
  ln -s "$(npm root)" "$base/node_modules"
  (cd "$base" && npx --no-install cadastre render -q -o "$pictures/before") || echo "::notice::Some diagrams of $BASE could not be drawn."
fi
npx --no-install cadastre render -q -o "$pictures/after" || echo "::notice::Some diagrams could not be drawn."
cd "$pictures"
find . -name '*.model.json' -delete
find before after -name '*.svg' -printf '%P\\n' | sort -u > names
while IFS= read -r name; do
  if [ ! -e "before/$name" ]; then what=new
  elif [ ! -e "after/$name" ]; then what=gone
  elif cmp -s "before/$name" "after/$name"; then rm -f {before,after}/"\${name%.svg}".{svg,jpg,png}; continue
  else what=changed; fi
  printf '| \`%s\` | %s |\\n' "\${name%.svg}" "$what"
done < names > rows
if [ -s rows ]; then
  { printf '### Diagrams\\n\\n| diagram | |\\n| --- | --- |\\n'; cat rows; } >> "$GITHUB_STEP_SUMMARY"
else
  printf '### Diagrams\\n\\nNo picture changes.\\n' >> "$GITHUB_STEP_SUMMARY"
fi
rm names rows
`;

/** Both versions on one page for each diagram that changes, and the changes in words: a summary holds 1 MiB. */
const CHANGES_SCRIPT = `status=0
npx --no-install cadastre diff "$BASE" -q --format markdown --limit 250000 -o "$RUNNER_TEMP/pictures/changes" -f svg,jpg > "$RUNNER_TEMP/changes.md" || status=$?
if [ "$status" -gt 1 ]; then echo "::notice::Some diagrams of $BASE could not be compared."; fi
cat "$RUNNER_TEMP/changes.md" >> "$GITHUB_STEP_SUMMARY"
`;

const FORK_SCRIPT = `git fetch --quiet origin "refs/pull/$NUMBER/head"
git diff --relative --name-only -z --diff-filter=AMR "$BASE...FETCH_HEAD" -- ':(glob)diagrams/**/*.yaml' ':(glob)diagrams/**/*.yml' > "$RUNNER_TEMP/names"
if [ ! -s "$RUNNER_TEMP/names" ]; then
  echo "No YAML diagram has changed. Diagrams in TypeScript are code: they are drawn when a member of the project takes them over." >> "$GITHUB_STEP_SUMMARY"
  exit 0
fi
xargs -0 git checkout --quiet FETCH_HEAD -- < "$RUNNER_TEMP/names"
xargs -0 npx --no-install cadastre render -q -o "$RUNNER_TEMP/pictures" < "$RUNNER_TEMP/names"
xargs -0 npx --no-install cadastre check --format github < "$RUNNER_TEMP/names"
`;

const indented = (script: string): string =>
  script
    .trimEnd()
    .split('\n')
    .map((line) => `          ${line}`)
    .join('\n');

/** What depends on where in its repository the estate is. */
interface WorkflowPlace {
  readonly of: string;
  readonly paths: string;
  readonly where: string;
}

function placeOf(prefix: string): WorkflowPlace {
  const folder = prefix.replace(/\/$/, '');
  if (folder === '') return { of: '', paths: '', where: '' };
  return {
    of: ` of ${folder}`,
    paths: `\n    paths: [${JSON.stringify(`${prefix}**`)}]`,
    where: `\ndefaults:\n  run:\n    working-directory: ${JSON.stringify(folder)}\n`,
  };
}

/** A pull request of the repository itself, or what a merge queue is about to merge. */
const OWN =
  "github.event_name == 'merge_group' || github.event.pull_request.head.repo.full_name == github.repository";

const RANGE = `      BASE: \${{ github.event.merge_group.base_sha || github.event.pull_request.base.sha }}
      HEAD: \${{ github.event.merge_group.head_sha || github.event.pull_request.head.sha }}`;

const INSTALL = `      - uses: actions/setup-node@v4
        with: { node-version: ${NODE} }
      - run: npm ci`;

const checkJob = (prefix: string): string => `  check:
    if: ${OWN}
    runs-on: ubuntu-latest
    env:
${RANGE}
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0, persist-credentials: false }
${INSTALL}
      - name: Check
        run: npx --no-install cadastre check --format github
      - name: Signatures
        if: \${{ !cancelled() }}
        run: |
${indented(SIGNATURES_SCRIPT)}
      - name: Pictures before and after
        if: \${{ !cancelled() }}
        run: |
${indented(picturesScript(prefix))}
      - name: What changed
        if: \${{ !cancelled() }}
        run: |
${indented(CHANGES_SCRIPT)}
      - uses: actions/upload-artifact@v4
        id: pictures
        if: \${{ !cancelled() }}
        with: { name: diagrams, path: "\${{ runner.temp }}/pictures", if-no-files-found: ignore }
      - name: Link to the pictures
        if: \${{ !cancelled() && steps.pictures.outputs.artifact-url != '' }}
        env:
          ADDRESS: \${{ steps.pictures.outputs.artifact-url }}
        run: printf '\\n[Pictures before and after](%s)\\n' "$ADDRESS" >> "$GITHUB_STEP_SUMMARY"
`;

const APPROVALS_JOB = `  # Checks the result of the merge, not the branch alone. Fails while approvals of the result are missing, since it would
  # be published as a draft.
  approvals:
    if: ${OWN}
    runs-on: ubuntu-latest
    env:
${RANGE}
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0, persist-credentials: false }
${INSTALL}
      - name: What the merge would publish
        run: |
${indented(APPROVALS_SCRIPT)}
`;

const FORK_JOB = `  # TypeScript is code, and so are a config and a package.json. From a fork, only YAML is taken, which never runs;
  # everything else comes from the target branch.
  fork:
    if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name != github.repository
    runs-on: ubuntu-latest
    env:
      BASE: \${{ github.event.pull_request.base.sha }}
      NUMBER: \${{ github.event.pull_request.number }}
    steps:
      - uses: actions/checkout@v4
        with: { ref: "\${{ github.event.pull_request.base.sha }}", fetch-depth: 0 }
${INSTALL}
      - name: Check the YAML diagrams
        run: |
${indented(FORK_SCRIPT)}
      - uses: actions/upload-artifact@v4
        if: \${{ !cancelled() }}
        with: { name: diagrams, path: "\${{ runner.temp }}/pictures", if-no-files-found: ignore }
`;

/** @param prefix folder of the estate in its repository: '' or `networks/` */
export function checkWorkflow(prefix: string): string {
  const { of, paths, where } = placeOf(prefix);
  return `# Checks the diagrams of a pull request, and shows its pictures before and after. It needs no secret.
name: Diagrams${of}

on:
  pull_request:${paths}
  # A merge queue runs the same checks on what it is about to merge.
  merge_group:

permissions:
  contents: read
${where}
jobs:
${checkJob(prefix)}
${APPROVALS_JOB}
${FORK_JOB}`;
}

/** @param prefix folder of the estate in its repository: '' or `networks/` */
export function publishWorkflow(prefix: string): string {
  const { of, paths, where } = placeOf(prefix);
  const group = `cadastre-publish${prefix === '' ? '' : `-${prefix.replace(/\/$/, '').replaceAll('/', '-')}`}`;
  return `# Publishes the diagrams after a pull request is merged: pictures and manifest in one commit, signed with the key of CI.
name: Publish diagrams${of}

on:
  push:
    branches: [main]${paths}

permissions:
  contents: write

# One run at a time. A waiting run is dropped when a newer one arrives, which publishes everything.
concurrency:
  group: ${group}
  cancel-in-progress: false
${where}
jobs:
  publish:
    runs-on: ubuntu-latest
    # Keep the secret in this environment and allow only main to use it: otherwise every branch can read it.
    environment: cadastre-publish
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - uses: actions/setup-node@v4
        with: { node-version: ${NODE} }
      - run: npm ci
      - name: Publish
        env:
          BRANCH: \${{ github.ref_name }}
          CADASTRE_SIGNING_KEY: \${{ secrets.CADASTRE_SIGNING_KEY }}
          CADASTRE_SIGNER: \${{ vars.CADASTRE_SIGNER }}
        run: |
${indented(PUBLISH_SCRIPT)}
`;
}
