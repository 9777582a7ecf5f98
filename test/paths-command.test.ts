/** `cadastre paths` on a recorded estate, as a user runs it. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bankFiles } from './aws-bank.ts';
import { cadastre } from './warm-cli.ts';

const CDE = 'vpc-cde1';
let root = '';

interface ListedPaths {
  readonly format: string;
  readonly paths: readonly Record<string, unknown>[];
  readonly pairs: Readonly<Record<string, number>>;
  readonly ends: readonly { readonly id: string; readonly name: string; readonly vpc?: string }[];
  readonly rolledUp?: readonly Record<string, unknown>[];
  readonly scope: Readonly<Record<string, unknown>>;
}

async function paths(...args: string[]): Promise<ListedPaths & { readonly code: number }> {
  const { stdout, code } = await cadastre(root, ['paths', '--json', ...args]);
  return { ...(JSON.parse(stdout) as ListedPaths), code: code ?? -1 };
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'cadastre-paths-'));
  for (const { path, bytes } of bankFiles()) {
    const file = join(root, 'exports', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  expect((await cadastre(root, ['import', 'exports', '--as', 'bank'])).code).toBe(0);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const idOf = async (name: string): Promise<string> =>
  (await paths()).ends.find((end) => end.name.startsWith(name))?.vpc ?? CDE;

describe('paths', () => {
  test('between two names, with the rules that decide', async () => {
    const { code, format, paths: found } = await paths('--from', 'jump-1', '--to', 'card-api-a');
    expect([code, format]).toEqual([0, 'cadastre/paths@1']);
    expect(found).toHaveLength(1);
    const [path] = found;
    expect(path).toMatchObject({
      ...{ verdict: 'open', protocol: 'tcp', ports: ['22'], reason: 'OPEN' },
      decidedBy: { kind: 'security-group' },
    });
    const hops = (path?.hops ?? []) as { kind: string }[];
    const kinds = hops.map(({ kind }) => kind);
    expect(kinds).toEqual([
      ...['security-group', 'network-acl', 'route-table', 'peering'],
      ...['network-acl', 'security-group'],
    ]);
  });

  test('that are closed are listed on demand, with what closes them', async () => {
    const asked = ['--from', 'vuln-scanner', '--to', 'card-api-a'];
    expect((await paths(...asked)).paths).toEqual([]);
    const { paths: found } = await paths(...asked, '--closed');
    expect(found).toMatchObject([
      {
        verdict: 'closed',
        reason: 'ENI_SG_RULES_MISMATCH',
        decidedBy: { kind: 'security-group', rule: 'no inbound rule admits it' },
      },
    ]);
  });

  test('of one port only', async () => {
    const { paths: found } = await paths(
      '--from',
      'core-app-a',
      '--to',
      'dc-1',
      '--port',
      'udp/53',
    );
    expect(found).toMatchObject([{ protocol: 'udp', ports: ['53'] }]);
  });

  test('by address, by account, and from the internet', async () => {
    const { paths: found } = await paths('--from', '10.21.0.0/24', '--to', '10.20.10.4');
    expect(found.map(({ ports }) => ports)).toContainEqual(['22']);
    const dev = await paths('--from', 'internet', '--to', 'dev-box');
    expect(dev.paths).toMatchObject([{ verdict: 'open', protocol: 'tcp', ports: ['22'] }]);
    const account = await paths('--from', 'internet', '--to', '100000000007', '--by', 'account');
    expect(account.rolledUp).toMatchObject([
      { from: 'internet', to: '100000000007', verdict: 'open', ports: ['tcp/443'] },
    ]);
  });

  test('end with 1 where they are not as expected', async () => {
    expect((await paths('--from', 'internet', '--to', 'dev-box', '--expect', 'closed')).code).toBe(
      1,
    );
    const shut = ['--from', 'vuln-scanner', '--to', 'card-api-a'];
    expect((await paths(...shut, '--expect', 'closed')).code).toBe(0);
    expect((await paths(...shut, '--expect', 'open')).code).toBe(1);
  });

  test('that are closed as expected may not be all, where not all was read', async () => {
    const shut = ['paths', '--from', 'vuln-scanner', '--to', 'card-api-a', '--expect', 'closed'];
    const { stderr, code } = await cadastre(root, shut);
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning paths-not-all: .*client-vpn-endpoint: no source was asked/);
    expect((await cadastre(root, [...shut, '--fail-on', 'warning'])).code).toBe(2);
    const open = ['paths', '--from', 'internet', '--to', 'dev-box', '--expect', 'closed'];
    expect((await cadastre(root, open)).stderr).not.toContain('paths-not-all');
  });

  test('that cannot be judged are not closed', async () => {
    const asked = ['--from', 'core-platform', '--to', 'core-ledger'];
    const { pairs, code } = await paths(...asked, '--expect', 'closed');
    expect([pairs.open, pairs['cannot-tell'], code]).toEqual([0, 4, 1]);
  });

  test.each([
    [['--to', 'zone:cde'], /selector-unmatched.*"zone:cde"[\s\S]*No diagram gives a zone/],
    [['--to', 'card-api-aa'], /selector-unmatched[\s\S]*Did you mean card-api-a\?/],
    [['--port', '443'], /port-not-understood[\s\S]*Name the protocol: tcp\/443\./],
    [['--estate', 'nowhere'], /unknown-estate/],
  ])('%j cannot be judged', async (args, message) => {
    const { code, stderr, stdout } = await cadastre(root, ['paths', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  test('are printed as a table, as CSV and as Markdown', async () => {
    const asked = ['paths', '--from', 'jump-1', '--to', 'card-api-a'];
    const { stdout } = await cadastre(root, asked);
    expect(stdout).toMatch(
      /^open +admin-private-a \(admin-jump\) +cde-app-a \(cde-app\) +tcp\/22/m,
    );
    expect(stdout).toContain('pairs of ends: 1 open, 0 one way, 0 cannot tell, 0 closed');
    const csv = await cadastre(root, [...asked, '--format', 'csv']);
    expect(csv.stdout.split('\r\n')[0]).toBe(
      'verdict,from,to,protocol,ports,client ports,reason,decided by,hops,assumed',
    );
    expect(csv.stdout.split('\r\n')).toHaveLength(3);
    const markdown = await cadastre(root, [...asked, '--format', 'markdown']);
    expect(markdown.stdout).toMatch(/^\| verdict \| from/);
  });
});

test('zones come from diagrams, and what leads into the CDE is the default', async () => {
  const vpc = await idOf('cde-app-a');
  const source = `
    import { connect, diagram, vpc } from 'cadastre';
    const cde = vpc('cde', { id: '${vpc}', zone: 'cde' });
    const admin = vpc('admin', { id: '${await idOf('admin-private-a')}', zone: 'security-impacting' });
    export default diagram('Scope', {
      content: [cde, admin],
      links: [connect(admin, cde, { ports: ['tcp/22', 'tcp/3389'] })],
    });`;
  writeFileSync(join(root, 'diagrams/scope.ts'), source);
  const { scope, paths: found, ends } = await paths();
  expect(scope).toMatchObject({ from: 'everything', to: 'zone:cde', zonesFrom: ['scope'] });
  const cde = new Set(ends.filter((end) => end.vpc === vpc).map(({ id }) => id));
  expect(found.length).toBeGreaterThan(5);
  expect(found.filter(({ to }) => !cde.has(to as string))).toEqual([]);
  const checked = await cadastre(root, [
    'check',
    'diagrams/scope.ts',
    '--profile',
    'pci-1.2.3',
    '--json',
  ]);
  const { judged, diagnostics } = JSON.parse(checked.stdout) as {
    judged: { checked: { rule: string; findings: number; notJudged?: string }[] }[];
    diagnostics: { code: string; message: string }[];
  };
  expect(judged[0]?.checked.find(({ rule }) => rule === 'paths-declared')).toMatchObject({
    notJudged: expect.stringMatching(/^\d+ paths cannot be told: GROUPS_UNKNOWN/),
  });
  const messages = diagnostics.flatMap(({ code, message }) =>
    code === 'paths-declared' ? message : [],
  );
  expect(messages[0]).toMatch(
    /^the link from "admin" to "cde" declares tcp\/3389, and no path is open for it: \S+: no listener for it; sg-\w+: no inbound rule admits it/,
  );
  expect(messages).toContainEqual(
    expect.stringMatching(/^vpc "admin" reaches vpc "cde" on tcp\/8443, and no link declares it: /),
  );
  const matrix = await paths('--by', 'zone', '--from', 'zone:security-impacting');
  expect(matrix.rolledUp).toMatchObject([
    {
      ...{ from: 'security-impacting', to: 'cde', verdict: 'open', paths: 4 },
      // The second is an internal load balancer without a security group.
      ports: ['tcp/22', 'tcp/8443'],
      declared: ['tcp/22', 'tcp/3389'],
    },
    { verdict: 'one-way', ports: ['tcp/443'] },
  ]);
});
