/** Files of a starter estate. */

export interface Starter {
  /** The caller's e-mail address and public key (`ssh-ed25519 AAAA…`), where git has both. */
  readonly signer?: { readonly email: string; readonly key: string };
  /** Folder of the estate in its repository: '' or `networks/`. */
  readonly prefix: string;
  /** Version of Cadastre. */
  readonly version: string;
}

const CONFIG = `import { defineConfig } from 'cadastre';

// Every key has a default; your editor completes them.
export default defineConfig({
  formats: ['svg', 'jpg'],
});
`;

const DIAGRAM = `import { account, diagram, organization, ou } from 'cadastre';

export default diagram('AWS accounts', {
  description: 'Accounts of the organization and the units that hold them',
  content: organization('Example', [
    account('Management', { role: 'management' }),
    ou('Security', [account('Audit'), account('Log archive')]),
    ou('Production', [account('Payments', { zone: 'cde' })]),
    ou('Sandbox', [account('Development', { zone: 'out-of-scope', justification: 'No card data' })]),
  ]),
});
`;

const signers = ({ email, key }: NonNullable<Starter['signer']>): string =>
  `${email} namespaces="git,pci-diagram-approval" ${key}\n`;

const policy = ({
  email,
}: NonNullable<
  Starter['signer']
>): string => `# Who may do what, by the names in allowed_signers. Each commit is judged by the policy of its first parent.
roles:
  author: [${JSON.stringify(email)}]
  # Whoever approves a model; never one who made the change. Add their keys to allowed_signers.
  approver: []
  # Whoever publishes: give CI a key of its own, and put it here in place of yours.
  ci: [${JSON.stringify(email)}]

# Approvals that a model needs; until then its pictures say DRAFT.
approvals: 1
# Seconds that the date of a commit may lie before that of its parent.
clockTolerance: 300
# Whether merges that the hosting service made, signed by no person, count when they only merge.
hostMerges: refuse
`;

const ATTRIBUTES = `# Generated, and signed as they are: no line ends are changed, no diffs are shown.
out/** -text linguist-generated=true
diagrams/snapshots/*.json -text linguist-generated=true
.cadastre/approvals/** -text
`;

const workflow = ({ prefix }: Starter): string => {
  const folder = prefix.replace(/\/$/, '');
  const paths = prefix === '' ? '' : `\n    paths: ['${prefix}**']`;
  const where = folder === '' ? '' : `\ndefaults:\n  run:\n    working-directory: ${folder}\n`;
  return `# Checks diagrams in pull requests, and publishes them when they are merged.
name: Diagrams${folder === '' ? '' : ` of ${folder}`}

on:
  pull_request:${paths}
  push:
    branches: [main]${paths}

permissions:
  contents: read
${where}
jobs:
  check:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: { persist-credentials: false }
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
      - run: npm ci
      # Diagram files are code: a pull request from a fork runs here without any secret.
      - run: npx cadastre check --format github

  publish:
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    permissions:
      contents: write
    concurrency: diagrams-publish
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
      - run: npm ci
      - name: Publish with the key of CI
        env:
          CADASTRE_SIGNING_KEY: \${{ secrets.CADASTRE_SIGNING_KEY }}
          CADASTRE_SIGNER: \${{ vars.CADASTRE_SIGNER }}
        run: |
          umask 077
          printf '%s\\n' "$CADASTRE_SIGNING_KEY" > "$RUNNER_TEMP/key"
          git config user.name "$CADASTRE_SIGNER"
          git config user.email "$CADASTRE_SIGNER"
          git config gpg.format ssh
          git config user.signingkey "$RUNNER_TEMP/key"
          npx cadastre publish
          git push
`;
};

/** Contents by path from the estate's root; the workflow's path is from the top of the repository. */
export function starterFiles(starter: Starter): {
  readonly estate: Readonly<Record<string, string>>;
  readonly top: Readonly<Record<string, string>>;
} {
  const { signer, prefix } = starter;
  const name =
    prefix === '' ? 'cadastre' : `cadastre-${prefix.replace(/\/$/, '').replaceAll('/', '-')}`;
  return {
    estate: {
      'cadastre.config.ts': CONFIG,
      'diagrams/aws-accounts.ts': DIAGRAM,
      ...(signer
        ? { '.cadastre/allowed_signers': signers(signer), '.cadastre/policy.yaml': policy(signer) }
        : {}),
      '.gitattributes': ATTRIBUTES,
    },
    top: {
      '.gitignore': 'node_modules/\n',
      [`.github/workflows/${name}.yaml`]: workflow(starter),
    },
  };
}
