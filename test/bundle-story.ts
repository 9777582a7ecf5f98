/** A short story with one diagram in force and a newer draft, one of hostile names, and one that nobody approved. */

import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { expect } from 'vitest';
import { type EvidenceEstate, estateOfRun, evidenceEstate } from './evidence-estate.ts';
import { rootOf } from './evidence-forge.ts';

/** Names as somebody may give them who can make a resource. */
export const HOSTILE = {
  script: `<script>document.title='run'</script>`,
  image: `"><img src=x onerror="document.title='run'">`,
  quotes: `it's "quoted" & <b>bold</b>`,
  formula: `=HYPERLINK("http://example.com","x")`,
} as const;

const PAYMENTS = (more: string): string => `
import { account, connect, diagram, node, subnet, vpc } from 'cadastre';
const web = node('aws:ec2', 'web');
const vault = node('aws:rds', 'vault', {
  accountData: [{ element: 'pan', protection: 'encrypted', keys: 'aws:kms card-key' }],
});
export default diagram('Payments', {
  owner: 'Payments team',
  profile: 'pci-1.2.3',
  reviewEvery: '6 months',
  wireless: 'none in any of these locations',
  locations: ['AWS eu-west-1'],
  waivers: [{ rule: 'covers-stated', reason: 'first release', until: '2031-01-31' }],
  content: [
    account('payments', { id: '100000000007', owner: 'Payments' }, [
      vpc('cde', { id: 'vpc-1', cidr: '10.20.0.0/16', zone: 'cde', region: 'eu-west-1' }, [
        subnet('data', { cidr: '10.20.1.0/24' }, [vault]),
      ]),
      vpc('shop', { cidr: ['10.30.0.0/16', '10.31.0.0/16'], zone: 'connected' }, [
        subnet('edge', { cidr: '10.30.1.0/24', zone: 'untrusted' }, [web]),
        ${more}
      ]),
    ]),
  ],
  links: [
    connect(web, vault, {
      ports: ['tcp/5432'], control: 'sg-vault', encrypted: true, data: 'tokens',
      accountData: [{ element: 'pan', protection: 'tokenized' }, { element: 'expiry', protection: 'tls' }],
      justification: 'orders',
    }),
  ],
});
`;

/** So many that what changed is longer than a sheet of paper. */
export const ADDED = Array.from({ length: 70 }, (_, i) => `app${i || ''}`);

const CONFIG = `import { defineConfig } from 'cadastre';
export default defineConfig({
  rules: [{
    id: 'acme/always', severity: 'warning', why: 'To see it', fix: 'Nothing',
    check: () => [{ message: 'found by a rule of the config' }],
  }],
});
`;

const HOSTILE_SOURCE = `
import { connect, diagram, subnet, vpc } from 'cadastre';
const names = ${JSON.stringify(HOSTILE)};
const a = subnet(names.script, { cidr: '10.0.1.0/24', owner: names.formula });
const b = subnet(names.image, { cidr: '10.0.2.0/24' });
export default diagram(names.quotes, {
  description: names.script,
  content: [vpc(names.formula, { cidr: '10.0.0.0/16', zone: 'connected' }, [a, b])],
  links: [connect(a, b, { ports: ['tcp/22'], control: names.image, justification: names.script })],
});
`;

const DRAFT_SOURCE = `
import { account, diagram } from 'cadastre';
export default diagram('Never approved', { content: [account('one')] });
`;

export interface BundleStory {
  readonly estate: EvidenceEstate;
  /** The first commit, as an auditor is told it. */
  readonly rootHash: string;
  /** Path of the bundle, and what is in it. */
  readonly zip: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** Takes a while the first time in a run: every step is the command itself. */
export async function bundleStory(): Promise<BundleStory> {
  const estate = await estateOfRun('bundle-story', madeStory);
  estate.as('ci');
  const zip = estate.path('bundle.zip');
  return { estate, rootHash: rootOf(estate), zip, files: unzipSync(readFileSync(zip)) };
}

async function madeStory(): Promise<EvidenceEstate> {
  const estate = evidenceEstate({
    'cadastre.config.ts': CONFIG,
    'diagrams/payments.ts': PAYMENTS(''),
    'diagrams/names & signs.ts': HOSTILE_SOURCE,
    'diagrams/never.ts': DRAFT_SOURCE,
  });
  const end = async (wanted: number, ...args: string[]): Promise<void> => {
    const { code, stderr } = await estate.cadastre(args);
    expect(code, stderr).toBe(wanted);
  };
  const run = (...args: string[]): Promise<void> => end(0, ...args);
  estate.as('eng');
  estate.commit('First diagrams');
  estate.as('app');
  await run('approve', 'diagrams/payments.ts', 'diagrams/names & signs.ts', '--yes');
  estate.commit('Approve');
  estate.as('ci');
  await run('publish');
  estate.as('eng');
  estate.commit('A subnet', {
    'diagrams/payments.ts': PAYMENTS(
      ADDED.map((name, i) => `subnet('${name}', { cidr: '10.30.${i + 2}.0/24' }),`).join(''),
    ),
  });
  estate.as('ci');
  // What had been approved is a draft now.
  await end(1, 'publish');
  await run('bundle', '-o', estate.path('bundle.zip'));
  return estate;
}
