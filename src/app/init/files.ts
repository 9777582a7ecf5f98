/** Files of a starter estate. */

import { checkWorkflow, publishWorkflow } from './workflows.ts';

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
  `${email} namespaces="git,pci-diagram-approval,pci-diagram-bundle,pci-diagram-adoption" ${key}\n`;

const policy = ({
  email,
}: NonNullable<
  Starter['signer']
>): string => `# Who may do what, by their names in allowed_signers. Each commit is judged by the policy of its first parent.
roles:
  author: [${JSON.stringify(email)}]
  # Who approves models, but never their own changes. Their keys are in allowed_signers.
  # As soon as there is an approver, only approvers may change these files, in separate commits.
  approver: []
  # Who publishes: give CI a key of its own, and put it here instead of yours.
  ci: [${JSON.stringify(email)}]

# What an approver signs: what changed since the version that was approved last, so that two pull requests can be
# approved apart and merged in any order; or all of the model, which each merge makes another: \`model\`.
approve: changes
# Approvals that each change, or a model, needs; until then the pictures say DRAFT.
approvals: 1
# By how many seconds a commit may be dated before its parent.
clockTolerance: 300
# Whether a merge with the button of the hosting service counts, which no person signs: accept counts it if it only merges
# signed commits. Squashing and rebasing there make commits that nobody signed, which never count: switch both off.
hostMerges: accept
# Whether an author or co-author of a commit that someone else signed may approve it.
authorsApprove: refuse
# How many people must vouch for a commit without an authorized signature, such as a squash: see docs/publishing.md.
adopters: 2
`;

const ATTRIBUTES = `# Generated, and signed byte for byte: git must not change line endings or show diffs.
out/** -text linguist-generated=true
diagrams/snapshots/*.json -text linguist-generated=true
.cadastre/approvals/** -text
.cadastre/approvals/**/model.json linguist-generated=true
`;

/** Contents by path from the estate's root; the workflow's path is from the top of the repository. */
export function starterFiles(starter: Starter): {
  readonly estate: Readonly<Record<string, string>>;
  readonly top: Readonly<Record<string, string>>;
} {
  const { signer, prefix } = starter;
  const of = prefix === '' ? '' : `-${prefix.replace(/\/$/, '').replaceAll('/', '-')}`;
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
      '.gitignore':
        'node_modules/\n# Drawn locally; CI commits the published pictures to out/.\npreview/\n',
      [`.github/workflows/cadastre-check${of}.yaml`]: checkWorkflow(prefix),
      [`.github/workflows/cadastre-publish${of}.yaml`]: publishWorkflow(prefix),
    },
  };
}
