/**
 * Makes docs/example/: a bundle as an auditor receives it, from two diagrams of the made-up bank, with
 * throw-away keys. Run it again when the drawing of these diagrams or the pages of bundles change.
 */

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cadastre-example-'));
const estate = join(folder, 'mockupbank');
const keys = join(folder, 'keys');
mkdirSync(join(estate, 'diagrams'), { recursive: true });
mkdirSync(join(estate, '.cadastre'));
mkdirSync(keys);

const PEOPLE = {
  engineer: 'erin.engineer@mockupbank.example',
  approver: 'alex.approver@mockupbank.example',
  ci: 'ci@mockupbank.example',
};
const NAMES = { engineer: 'Erin Engineer', approver: 'Alex Approver', ci: 'CI of MockUpBank' };
/** People approve and hand out; CI signs commits, and nothing else. */
const NAMESPACES = {
  engineer: 'git,pci-diagram-approval,pci-diagram-bundle',
  approver: 'git,pci-diagram-approval,pci-diagram-bundle',
  ci: 'git',
};
const run = (program, args, options = {}) =>
  execFileSync(program, args, {
    cwd: estate,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
const git = (...args) => run('git', args);
const cadastre = (...args) => run(process.execPath, [here('../dist/cli.js'), ...args]);
const write = (path, text) => writeFileSync(join(estate, path), text);
const edit = (path, from, to) => {
  const text = readFileSync(join(estate, path), 'utf8');
  if (!text.includes(from)) throw new Error(`${path} no longer holds ${JSON.stringify(from)}`);
  write(path, text.replace(from, to));
};

for (const [name, email] of Object.entries(PEOPLE))
  execFileSync('ssh-keygen', [
    '-q',
    '-t',
    'ed25519',
    '-N',
    '',
    '-C',
    email,
    '-f',
    join(keys, name),
  ]);
const publicKey = (name) =>
  readFileSync(join(keys, `${name}.pub`), 'utf8')
    .split(' ')
    .slice(0, 2)
    .join(' ');

const as = (name) => {
  git('config', 'user.name', NAMES[name]);
  git('config', 'user.email', PEOPLE[name]);
  git('config', 'user.signingkey', join(keys, name));
};
const commit = (message) => {
  git('add', '-A');
  git('commit', '-q', '-m', message);
};
const approve = (ticket, remark, ...files) => {
  as('approver');
  cadastre('approve', ...files, '--yes', '--quiet', '--ticket', ticket, '--remark', remark);
  commit('Approve');
};
/** @param lapses whether what was approved becomes a draft, with which it ends with 1 */
const publish = (lapses = false) => {
  as('ci');
  try {
    cadastre('publish', '--quiet');
  } catch (failed) {
    if (!lapses || failed.status !== 1) throw failed;
  }
};

try {
  git('init', '-q', '-b', 'main');
  for (const [key, value] of [
    ['gpg.format', 'ssh'],
    ['commit.gpgsign', 'true'],
    ['core.autocrlf', 'false'],
  ])
    git('config', key, value);
  write(
    '.cadastre/allowed_signers',
    Object.entries(PEOPLE)
      .map(([name, email]) => `${email} namespaces="${NAMESPACES[name]}" ${publicKey(name)}\n`)
      .join(''),
  );
  write(
    '.cadastre/policy.yaml',
    `roles:\n  author: [${PEOPLE.engineer}]\n  approver: [${PEOPLE.approver}]\n  ci: [${PEOPLE.ci}]\napprovals: 1\n`,
  );
  // One pixel for each of the SVG's: the example is kept in version control.
  write('cadastre.config.yaml', 'formats: [svg, jpg]\nscale: 1\n');
  write('.gitattributes', 'out/** -text\n.cadastre/approvals/** -text\n');
  const own = ['network.ts', 'card-payment-flow.ts'];
  for (const name of own)
    cpSync(here(`../docs/example/diagrams/${name}`), join(estate, 'diagrams', name));
  cpSync(here('../diagrams/mockupbank-organization.ts'), join(estate, 'diagrams/organization.ts'));

  as('engineer');
  commit('Diagrams of organization, network and card payments');
  const root = git('rev-parse', 'HEAD').trim();
  const all = ['organization.ts', ...own].map((name) => `diagrams/${name}`);
  approve('CHG-2038', 'First diagrams; compared with the configuration on site', ...all);
  publish();

  as('engineer');
  edit(
    'diagrams/network.ts',
    "ports: ['tcp/443', 'tcp/5432', 'tcp/8443']",
    "ports: ['tcp/443', 'tcp/8443']",
  );
  commit('Scanners reach the database no more');
  publish(true);
  approve('CHG-2041', 'Firewall change done and tested on the same day', 'diagrams/network.ts');
  publish();

  // A person hands it out, not CI.
  as('approver');
  const out = here('../docs/example');
  mkdirSync(out, { recursive: true });
  cadastre('bundle', '-o', join(out, 'mockupbank-evidence.zip'), '--quiet');
  writeFileSync(join(out, 'ROOT.txt'), `${root}\n`);
  console.log(cadastre('verify', join(out, 'mockupbank-evidence.zip'), '--root', root));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
