/**
 * `cadastre verify --no-redraw` over 1,000 signed commits, against what the signature checks alone take: `ssh-keygen -Y
 * verify` once a commit, in as many processes at once. Prints both, and the ratio.
 *
 *     node scripts/build.mjs --no-types && node bench/verify.mjs [commits]
 */

import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const COMMITS = Number(process.argv[2] ?? 1000);
const JOBS = Math.max(2, availableParallelism());

const home = mkdtempSync(join(tmpdir(), 'cadastre-bench-'));
const root = join(home, 'estate');
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
const put = (name, text) => {
  mkdirSync(join(root, name, '..'), { recursive: true });
  writeFileSync(join(root, name), text);
};
const diagram = (n) => `import { account, diagram } from 'cadastre';
export default diagram('Accounts', { content: [account('One ${n}')] });
`;

/** Ten folders of ten files, of which each commit changes one; a publication every hundred commits. */
function build() {
  const key = join(home, 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', key]);
  put('.cadastre/allowed_signers', `a@x ${readFileSync(`${key}.pub`, 'utf8')}`);
  put('.cadastre/policy.yaml', 'roles: { author: [a@x], approver: [], ci: [a@x] }\napprovals: 0\n');
  put('diagrams/a.ts', diagram(0));
  put('cadastre.config.yaml', 'formats: [svg]\n');
  for (let i = 0; i < 100; i++) put(`notes/${i % 10}/${i}.md`, 'x\n');
  git('init', '-q', '-b', 'main');
  for (const [name, value] of Object.entries({
    'user.name': 'a',
    'user.email': 'a@x',
    'user.signingkey': key,
    'gpg.format': 'ssh',
    'commit.gpgsign': 'true',
    'gc.auto': '0',
  }))
    git('config', name, value);
  for (let n = 0; n < COMMITS; n++) {
    if (n % 100 === 99) {
      execFileSync(process.execPath, [CLI, 'publish', '-q'], { cwd: root, stdio: 'ignore' });
      continue;
    }
    put(n % 100 === 0 ? 'diagrams/a.ts' : `notes/${n % 10}/${n % 100}.md`, diagram(n));
    git('add', '-A');
    git('commit', '-q', '-m', `Change ${n}`);
  }
}

/** The signatures of all commits, each as ssh-keygen takes it. */
function claims() {
  return git('rev-list', 'HEAD')
    .split('\n')
    .map((id, i) => {
      const data = execFileSync('git', ['cat-file', 'commit', id], { cwd: root, encoding: 'utf8' });
      const [whole = '', first = '', more = ''] = /^gpgsig (.*)\n((?: .*\n)+)/m.exec(data) ?? [];
      const file = join(home, `signature${i}`);
      writeFileSync(file, `${first}\n${more.replace(/^ /gm, '')}`);
      return { file, signed: data.replace(whole, '') };
    });
}

const check = ({ file, signed }) =>
  new Promise((done, failed) => {
    const signers = join(root, '.cadastre/allowed_signers');
    const args = ['-Y', 'verify', '-n', 'git', '-I', 'a@x', '-f', signers, '-s', file];
    const child = spawn('ssh-keygen', args, { stdio: ['pipe', 'ignore', 'ignore'] });
    child.on('close', (status) => (status === 0 ? done() : failed(new Error('not verified'))));
    child.stdin.end(signed);
  });

async function bare(all) {
  let next = 0;
  const worker = async () => {
    for (let claim = all[next++]; claim; claim = all[next++]) await check(claim);
  };
  await Promise.all(Array.from({ length: JOBS }, worker));
}

const seconds = async (work) => {
  const begun = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - begun) / 1e9;
};

try {
  build();
  const rootId = git('rev-list', '--max-parents=0', 'HEAD');
  const all = claims();
  const verify = () =>
    execFileSync(process.execPath, [CLI, 'verify', '--no-redraw', '-q', '--root', rootId], {
      cwd: root,
    });
  const rows = [];
  for (let i = 0; i < 3; i++) rows.push([await seconds(() => bare(all)), await seconds(verify)]);
  const best = (n) => Math.min(...rows.map((row) => row[n]));
  const [alone, whole] = [best(0), best(1)];
  process.stdout.write(
    `${all.length} commits, ${JOBS} at once: signatures alone ${alone.toFixed(2)} s, verify ${whole.toFixed(2)} s, ratio ${(whole / alone).toFixed(2)}\n`,
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}
