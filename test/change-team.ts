/** A team of five who all make and approve changes of one network diagram, and their pull requests. */

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { approve } from '../src/app/approve/approve.ts';
import { openProject } from '../src/app/open-project.ts';
import type { Project } from '../src/app/project.ts';
import { publish } from '../src/app/publish/publish.ts';
import { verify } from '../src/app/verify/verify.ts';
import {
  APPROVALS_FOLDER,
  approvalPath,
  type ChangeApproval,
  printApproval,
} from '../src/evidence/approvals/approval.ts';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import type { Drawing } from '../src/render/draw.ts';
import { bundlePages } from '../src/report/bundle/bundle.ts';
import { type EvidenceEstate, evidenceEstate, mail, type Person } from './evidence-estate.ts';
import { manifestOf, now, sign as signText } from './evidence-forge.ts';
import type { Files } from './run-cli.ts';

// What is approved is the model, whatever picture it makes: drawing takes a worker of the built command, and longer than all the rest.
vi.mock('../src/app/draw/draw-one.ts', async (original) => ({
  ...(await original<object>()),
  drawOne: async () => ({ value: NO_DRAWING, diagnostics: [] }),
}));

/** What publishing reads of a drawing. */
const NO_DRAWING: Pick<Drawing, 'svg' | 'sheets' | 'foreignTexts' | 'diagnostics'> = {
  svg: '<svg xmlns="http://www.w3.org/2000/svg"/>' as unknown as Drawing['svg'],
  sheets: [],
  foreignTexts: [],
  diagnostics: [],
};

const TEAM = ['eng', 'app', 'eve', 'dan', 'fay'] as const satisfies readonly Person[];
const all = TEAM.map(mail).join(', ');

export const CHANGES_POLICY = `roles:
  author: [${all}]
  approver: [${all}]
  ci: [${mail('ci')}]
approvals: 1
approve: changes
hostMerges: accept
authorsApprove: refuse
`;

/** Each line is somebody's to change: git merges two changes of different ones. */
export const LINES: Readonly<Record<string, string>> = {
  edge: "subnet('edge', { cidr: '10.1.0.0/24', zone: 'connected' }),",
  app: "subnet('app', { cidr: '10.1.1.0/24', zone: 'connected' }),",
  db: "subnet('db', { cidr: '10.1.2.0/24', zone: 'cde' }),",
  logs: "subnet('logs', { cidr: '10.2.0.0/24', zone: 'security-impacting' }),",
  jump: "subnet('jump', { cidr: '10.2.1.0/24', zone: 'security-impacting' }),",
  build:
    "subnet('build', { cidr: '10.2.2.0/24', zone: 'out-of-scope', justification: 'No card data' }),",
};

/** The diagram as one text; '' takes a line away, `\n` in one adds another. */
export function network(change: Readonly<Record<string, string>> = {}): string {
  const lines = { ...LINES, ...change };
  const part = (...names: string[]): string =>
    names
      .map((name) => lines[name] ?? '')
      .filter(Boolean)
      .map((line) => `    // ${line.slice(8, 14)}\n\n    ${line.replaceAll('\n', '\n    ')}\n\n`)
      .join('');
  return `import { diagram, subnet, vpc } from 'cadastre';
export default diagram('Network', {
  profile: 'pci-1.2.3',
  content: [
    vpc('payments', { id: 'vpc-1', cidr: '10.1.0.0/16' }, [
${part('edge', 'app', 'db')}    ]),
    vpc('tools', { id: 'vpc-2', cidr: '10.2.0.0/16' }, [
${part('logs', 'jump', 'build')}    ]),
  ],
});
`;
}

export const DIAGRAM_FILE = 'diagrams/net.ts';

/** The first version is published: made by eng, approved by app. */
export async function teamEstate(files: Files = {}): Promise<EvidenceEstate> {
  const e = evidenceEstate({
    'cadastre.config.yaml': 'formats: [svg]\n',
    '.gitignore': 'preview/\n',
    [DIAGRAM_FILE]: network(),
    ...files,
    '.cadastre/policy.yaml': CHANGES_POLICY,
  });
  const keys = [...TEAM, 'ci' as const].map(e.signer).join('\n');
  e.as('eng');
  e.commit('Start', { '.cadastre/allowed_signers': `${keys}\n` });
  await approveAs(e, 'app');
  await publishNow(e);
  return e;
}

/** Without a process for each command: what git and ssh-keygen are asked is the same. */
async function inProject<T>(e: EvidenceEstate, work: (project: Project) => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, e.env);
  try {
    const { value, diagnostics } = await openProject(e.root);
    if (!value) throw new Error(JSON.stringify(diagnostics));
    return await work(value);
  } finally {
    for (const name of Object.keys(e.env))
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
  }
}

export const messagesOf = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`).join('\n');

interface Wish {
  readonly withdraw?: boolean;
  readonly model?: string;
  readonly ticket?: string;
}

/** Approves what is checked out, and leaves that uncommitted; what it says. */
export function sign(
  e: EvidenceEstate,
  who: Person,
  { ticket, ...wish }: Wish = {},
): Promise<string> {
  e.as(who);
  return inProject(e, async (project) => {
    const options = { files: [join(e.root, DIAGRAM_FILE)], time: now(), ...wish };
    const { diagnostics } = await approve(project, options, async () => (ticket ? { ticket } : {}));
    return messagesOf(diagnostics);
  });
}

/** The same, committed. */
export async function approveAs(e: EvidenceEstate, who: Person, wish?: Wish): Promise<void> {
  expect(await sign(e, who, wish)).not.toMatch(/error/);
  e.commit(`Approved by ${who}`);
}

/** A branch of what is published now with one change. */
export async function pullRequest(
  e: EvidenceEstate,
  branch: string,
  who: Person,
  change: string,
  approver?: Person,
): Promise<void> {
  e.git('checkout', '-q', '-b', branch, 'main');
  e.as(who);
  e.commit(branch, { [DIAGRAM_FILE]: change });
  if (approver) await approveAs(e, approver, { ticket: `CHG-${branch}` });
  e.git('checkout', '-q', 'main');
}

/** The button of the hosting service: a merge commit that nobody signs. */
export function mergeByHost(e: EvidenceEstate, ...branches: readonly string[]): void {
  for (const branch of branches) {
    e.git('checkout', '-q', 'main');
    e.git('config', 'commit.gpgsign', 'false');
    e.git('config', 'user.email', 'noreply@host.example');
    e.git('merge', '-q', '--no-ff', '-m', `Merge ${branch}`, branch);
    e.git('config', 'commit.gpgsign', 'true');
  }
}

/** CI publishes; what it says. */
export function publishNow(e: EvidenceEstate, dryRun = false): Promise<string> {
  if (!dryRun) e.git('checkout', '-q', 'main');
  e.as('ci');
  return inProject(e, async (project) => {
    const files = [join(e.root, DIAGRAM_FILE)];
    const made = await publish(project, { files, time: now(), version: '0.1.0', dryRun });
    const said = messagesOf(made.diagnostics);
    expect(made.value, said).toBeDefined();
    return said;
  });
}

/** What does not hold of the chain, a line each. */
export function refusals(
  e: EvidenceEstate,
  redraw: 'yes' | 'no' = 'no',
): Promise<readonly string[]> {
  return inProject(e, async (project) => {
    const root = e.git('rev-list', '--max-parents=0', 'HEAD');
    const options = { redraw, version: '0.1.0', root, pages: bundlePages };
    const { value } = await verify(project, options);
    return (value?.verdicts ?? [])
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ check, reason }) => `${check}: ${reason}`);
  });
}

export const published = (e: EvidenceEstate) => {
  const one = manifestOf(e).diagrams.net;
  if (!one) throw new Error('not published');
  return one;
};

/** An approval of what is checked out, by hand: in the words of a tool that refuses nothing. */
export async function signByHand(
  e: EvidenceEstate,
  who: Person,
  change: Partial<ChangeApproval> = {},
  { honest = 'fay', key = who }: { honest?: Person; key?: Person } = {},
): Promise<void> {
  expect(await sign(e, honest)).not.toMatch(/error/);
  const folder = join(e.root, APPROVALS_FOLDER, 'net');
  const written = e.git('ls-files', '-o', '-m', '--', folder).split('\n');
  const own = written.find((path) => path.endsWith(`${mail(honest)}.json`)) ?? '';
  const signed: ChangeApproval = JSON.parse(readFileSync(join(e.root, own), 'utf8'));
  for (const path of [own, `${own}.sig`]) rmSync(join(e.root, path));
  const claimed: ChangeApproval = { ...signed, by: mail(who), ...change };
  const path = approvalPath(claimed);
  const text = printApproval(claimed);
  e.as(who);
  e.commit(`Approved by ${who}, by hand`, {
    [path]: text,
    [`${path}.sig`]: signText(e, key, 'pci-diagram-approval', text),
  });
}
