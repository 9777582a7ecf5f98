/** Google Cloud from recorded answers: the hierarchy of projects, and their networks. */

import { describe, expect, test } from 'vitest';
import { gcpNetworkImporter } from '../src/importers/cartography/gcp/importer.ts';
import { FIREWALLS, RULES, VPCS } from '../src/importers/cartography/gcp/questions.ts';
import { Fields, type Question } from '../src/importers/cartography/question.ts';
import type { Json } from '../src/model/derivation.ts';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import { gcpNetwork } from '../src/views/gcp/network.ts';
import { Ledger } from '../src/views/ledger.ts';
import { type Drawn, drawn, fate } from './derive-graphs.ts';

const gcp = (call: string): Promise<Drawn> => drawn('gcp', call);

describe('gcpOrganization()', () => {
  test('draws every folder and project where it hangs', async () => {
    const all = await gcp('gcpOrganization()');
    expect(fate(all, 'organization')).toBe('2 = 2 + 0 + 0');
    expect(fate(all, 'folder')).toBe('10 = 10 + 0 + 0');
    expect(fate(all, 'project')).toBe('10 = 10 + 0 + 0');
    expect(all.path(all.named('mb-logs'))).toEqual([
      'mockupbank.example',
      'Production',
      'Payments-CDE',
      '15',
    ]);
    expect(all.members('organizations/1000000001')).toEqual([
      'Bootstrap',
      'Non-production',
      'Production',
    ]);
    expect(all.members('organizations/1000000002')).toEqual([]);
    expect(all.members('folders/14')).toEqual(['Payments']);
    expect(all.named('Web').facts).toEqual({
      id: 'mb-web',
      provider: 'gcp',
      description: 'Project number 900000000014',
    });
  });

  test('marks what is to be deleted or was not read, and nothing that is active', async () => {
    const { elements } = await gcp('gcpOrganization()');
    const marked = elements.filter(({ facts }) => facts.status !== undefined);
    expect(marked.map(({ name, facts }) => [name, facts.status])).toEqual([
      ['Payments', 'DELETE_REQUESTED'],
      ['Retired', 'DELETE_REQUESTED, not in the last sync'],
    ]);
  });

  test('keeps what hangs from nothing, from what is not there, or in a circle', async () => {
    const all = await gcp('gcpOrganization()');
    const adrift = all.elements.filter(
      (element) => all.path(element)[0] === 'No place in an organization',
    );
    expect(adrift.map(({ name }) => name)).toEqual([
      'Loop A',
      'Loop B',
      'In the loop',
      'Orphaned',
      'Found by its property',
      'Sandbox',
      'vendor-host',
    ]);
    // One of two parents: the one that the folder itself names.
    expect(all.path(all.named('Moved'))).toEqual(['mockupbank.example', 'Non-production']);
    expect(all.lines.map((text) => text.replace(/^\S+ /, '').split('\n')[0])).toEqual([
      expect.stringContaining(
        'gcp-folder-cycle: the parents of these folders form a cycle: "Loop A, Loop B"',
      ),
      expect.stringContaining('gcp-parent-missing: the parent of folder "Orphaned", "folders/999"'),
      expect.stringContaining('gcp-several-parents: folder "Moved" has 2 parents'),
      expect.stringContaining('odd-value: state is'),
    ]);
  });

  test.each([
    [
      "{ folders: ['Payments-CDE'] }",
      ['Payments', 'Payments', 'mb-logs'],
      '10 = 3 + 0 + 7',
      '10 = 5 + 0 + 5',
    ],
    [
      "{ projects: ['mb-web', '900000000011'] }",
      ['Network host', 'Web'],
      '10 = 2 + 0 + 8',
      '10 = 1 + 0 + 9',
    ],
    ["{ organizations: ['1000000002'] }", [], '10 = 0 + 0 + 10', '10 = 0 + 0 + 10'],
    [
      "{ folders: ['folders/13'], projects: ['Payments'] }",
      ['Payments'],
      '10 = 1 + 0 + 9',
      '10 = 2 + 0 + 8',
    ],
  ])('narrows to %s and counts the rest', async (options, projects, ofProjects, ofFolders) => {
    const some = await gcp(`gcpOrganization(${options})`);
    const names = some.elements.filter(({ kind }) => kind === 'project').map(({ name }) => name);
    expect(names.sort()).toEqual(projects);
    expect(fate(some, 'project')).toBe(ofProjects);
    expect(fate(some, 'folder')).toBe(ofFolders);
    expect(some.lines.filter((text) => text.includes(' error '))).toEqual([]);
  });

  test('folds what is deeper than asked, leaves out what has no place', async () => {
    const flat = await gcp("gcpOrganization({ depth: 1, unplaced: 'omit' })");
    expect(flat.named('Production').facts.role).toBe('and 2 folders with 2 projects');
    expect(fate(flat, 'folder')).toBe('10 = 4 + 6 + 0');
    expect(fate(flat, 'project')).toBe('10 = 4 + 4 + 2');
    expect(flat.elements.some(({ name }) => name === 'Sandbox')).toBe(false);
  });

  test('a name that the graph does not have is an error', async () => {
    const { lines } = await gcp("gcpOrganization({ folders: ['Nowhere'], projects: ['mb-gone'] })");
    expect(lines.join('\n')).toContain('error not-in-graph: the graph has no folder "Nowhere"');
    expect(lines.join('\n')).toContain('error not-in-graph: the graph has no project "mb-gone"');
  });
});

describe('gcpNetwork()', () => {
  test('accounts for everything of every kind', async () => {
    const all = await gcp('gcpNetwork()');
    expect(all.lines.filter((text) => text.includes(' error '))).toEqual([]);
    expect(fate(all, 'vpc')).toBe('5 = 5 + 0 + 0');
    expect(fate(all, 'subnet')).toBe('15 = 8 + 7 + 0');
    expect(fate(all, 'gcp:compute-engine')).toBe('15 = 10 + 5 + 0');
    expect(fate(all, 'gcp:firewall-rules')).toBe('13 = 13 + 0 + 0');
    expect(fate(all, 'gcp:load-balancer')).toBe('4 = 4 + 0 + 0');
    expect(fate(all, 'project')).toBe('4 = 4 + 0 + 0');
  });

  test('stands subnets in regions of their network, and instances in them', async () => {
    const all = await gcp('gcpNetwork()');
    expect(all.path(all.named('pay-app-1'))).toEqual([
      'Network host',
      'shared-vpc',
      'europe-west1',
      'pay-app',
    ]);
    expect(all.named('pay-app').facts).toMatchObject({ cidr: ['10.40.0.0/24'] });
    // It belongs to the service project, the subnet to the host.
    expect(all.named('pay-app-1').facts).toMatchObject({
      cidr: ['10.40.0.11/32'],
      role: 'of project mb-pay-prod',
    });
    const webs = all.elements.filter(({ name, kind }) => name === 'web' && kind === 'subnet');
    expect(webs.map((subnet) => all.path(subnet).at(-1))).toEqual(['europe-west1', 'europe-west4']);
    expect(all.named('proxy-only').facts.role).toBe('regional_managed_proxy');
    expect(all.path(all.named('4207849484'))).toEqual(['Payments']);
  });

  test('folds instances that are alike, empty subnets of auto mode, and nothing that connects networks', async () => {
    const all = await gcp('gcpNetwork()');
    expect(all.named('web-mig').facts).toMatchObject({
      role: '5 instances, internet by load balancer, of project mb-web',
      description: 'web-1, web-2, web-3, web-4, web-5',
    });
    const defaults = all.elements.filter(({ name, kind }) => name === 'default' && kind === 'vpc');
    expect(defaults.map(({ facts }) => facts.role)).toEqual([
      'auto mode, 5 empty subnets',
      'auto mode, and 2 empty subnets',
    ]);
    expect(all.named('inspect-1').facts.role).toBe('forwards packets');
    expect(all.ways).toContain('inspect-1 -> pay-db: nic1, 10.40.1.5');
    const none = await gcp('gcpNetwork({ foldFrom: 6 })');
    expect(fate(none, 'gcp:compute-engine')).toBe('15 = 15 + 0 + 0');
    const folded = await gcp('gcpNetwork({ foldFrom: 2 })');
    expect(folded.named('pay-mig').facts.role).toBe('2 instances, of project mb-pay-prod');
    // One of the bastions is terminated, and they differ in their addresses.
    expect(folded.elements.filter(({ name }) => name === 'bastion')).toHaveLength(2);
  });

  test('says each firewall rule, and draws what it lets in', async () => {
    const all = await gcp('gcpNetwork()');
    expect(all.named('allow-lb-to-web').facts.role).toBe(
      'allow in tcp/8080 from 130.211.0.0/22, 35.191.0.0/16, to tag web',
    );
    expect(all.named('allow-iap-ssh').facts.role).toBe(
      'allow in tcp/22, tcp/3389 from 35.235.240.0/20',
    );
    expect(all.named('allow-internal').facts.role).toBe('allow in icmp, tcp, udp from 10.0.0.0/8');
    expect(all.named('by-source-tag').facts.role).toBe(
      'in, sources and ports not recorded, to tag pay-app',
    );
    expect(all.named('by-service-account').facts.role).toBe(
      'allow in tcp/5432 from 10.40.0.0/24, to service accounts',
    );
    expect(all.named('old-rdp').facts.status).toBe('disabled');
    const rules = all.links.filter(({ derived }) => derived === 'gcp:firewall-opening');
    expect(rules).toHaveLength(fateOf(all, 'gcp:firewall-opening'));
    expect(all.ways.filter((way) => /allow-/.test(way)).sort()).toEqual([
      'Google load balancers and health checks -> web-mig: tcp/8080, allow-lb-to-web',
      'Google load balancers and health checks -> web-mig: tcp/8080, allow-lb-to-web',
      'Identity-Aware Proxy -> shared-vpc: tcp/22, tcp/3389, allow-iap-ssh',
      'Internet -> bastion: tcp/22, default-allow-ssh',
      'Network 192.0.2.0/24 -> pay-app-1: tcp/443, allow-office',
      'Network 192.0.2.0/24 -> pay-app-2: tcp/443, allow-office',
      // Its own subnets need no line; that of a peer does.
      'mgmt -> shared-vpc: icmp, tcp, udp, allow-internal',
    ]);
    // Its source may send nothing: a rule for egress denies all.
    expect(all.named('allow-web-to-pay').facts.role).toBe(
      'allow in tcp/8443 from 10.40.2.0/24, to tag pay-app, denied before by deny-egress',
    );
    const bare = await gcp('gcpNetwork({ firewalls: false })');
    expect(fate(bare, 'gcp:firewall-rules')).toBe('13 = 0 + 0 + 13');
    expect(bare.ways.some((way) => way.includes('allow-'))).toBe(false);
  });

  test('follows load balancing as far as the graph does, and says where it ends', async () => {
    const all = await gcp('gcpNetwork()');
    expect(all.ways).toContain('Internet -> pay-ssl: tcp/443');
    expect(all.ways).toContain('pay-ssl -> pay-backend');
    expect(all.ways).toContain('pay-backend -> pay-app-1: ssl/8443');
    expect(all.ways).toContain('web-backend -> web-mig: http/8080');
    expect(all.ways).toContain('web-backend -> old-mig: http/8080');
    expect(all.named('web-backend').facts.controls).toEqual(['edge']);
    expect(all.ways).toContain('Internet -> web-https: tcp/443');
    expect(all.named('web-https').facts.description).toBe(
      'Leads to web-proxy: what is behind it the graph does not say.',
    );
    expect(all.path(all.named('pay-internal')).at(-1)).toBe('pay-app');
    expect(all.path(all.named('psc')).at(-1)).toBe('shared-vpc');
    expect(all.ways.some((way) => way.endsWith('pay-internal'))).toBe(false);
  });

  test('stands clusters and databases in networks that they name, and says what is open', async () => {
    const all = await gcp('gcpNetwork()');
    expect(all.path(all.named('web-gke')).at(-1)).toBe('web');
    expect(all.named('lost-gke').facts).toMatchObject({
      role: 'network no-such-vpc',
      status: 'ERROR',
    });
    expect(all.path(all.named('card-vault')).at(-1)).toBe('shared-vpc');
    expect(all.ways).toContain('Internet -> web-gke: control plane');
    expect(all.ways).toContain('Internet -> reports: authorized network');
    expect(all.ways).toContain('Network 203.0.113.0/24 -> reports: authorized network');
  });

  test('joins networks by their peerings: both sides one line, and what does not pass says so', async () => {
    const all = await gcp('gcpNetwork()');
    expect(all.ways.filter((way) => way.includes('VPC peering')).sort()).toEqual([
      'mgmt-vpc -> shared-vpc: VPC peering',
      'shared-vpc -> partner: VPC peering, no traffic',
    ]);
    expect(fate(all, 'gcp:vpc-peering')).toBe('3 = 2 + 1 + 0');
    // A network that is not asked for is still at the other end.
    const some = await gcp("gcpNetwork({ vpcs: ['mgmt-vpc'] })");
    expect(some.ways).toContain('mgmt-vpc -> shared-vpc: VPC peering');
    expect(some.named('shared-vpc').facts.description).toContain('does not ask for it');
    expect(fate(some, 'gcp:vpc-peering')).toBe('3 = 1 + 1 + 1');
  });

  test('draws VPN gateways in their networks, and tunnels to what is at their other end', async () => {
    const all = await gcp('gcpNetwork()');
    expect(all.path(all.named('ha-vpn')).at(-1)).toBe('mgmt-vpc');
    expect(all.ways.filter((way) => way.includes('VPN peer')).sort()).toEqual([
      'classic -> VPN peer 198.51.100.9: branch',
      'ha-vpn -> VPN peer 198.51.100.1: dc-1',
      'ha-vpn -> VPN peer 198.51.100.2: dc-2',
    ]);
    expect(all.links.flatMap(({ facts }) => facts.status ?? []).sort()).toEqual([
      'INACTIVE',
      'NO_INCOMING_PACKETS',
    ]);
    // Of a classic VPN the graph has the tunnel only.
    expect(all.named('classic').facts).toMatchObject({ status: 'not read' });
    expect(fate(all, 'gcp:vpn-tunnel')).toBe('3 = 3 + 0 + 0');
    expect(fate(all, 'gcp:vpn-gateway')).toBe('1 = 1 + 0 + 0');
  });

  test('follows target tags where the graph has no derived edge, to what runs with a public address', async () => {
    const all = await gcp('gcpNetwork()');
    expect(all.ways.filter((way) => way.includes('ssh-by-tag'))).toEqual([
      'Internet -> jump-open: tcp/22, ssh-by-tag',
    ]);
  });

  test('a rule that opens nothing to the internet says so on its card', async () => {
    const all = await gcp('gcpNetwork()');
    const cards = all.elements.filter(({ name }) => name === 'default-allow-ssh');
    const said = cards.filter(({ facts }) =>
      facts.description?.includes('nothing that it holds for runs with a public address'),
    );
    expect([cards.length, said.length]).toEqual([2, 1]);
  });

  test('a control plane with authorized networks is not open to the internet', async () => {
    const all = await gcp('gcpNetwork()');
    expect(all.ways.filter((way) => way.includes('control plane')).sort()).toEqual([
      'Authorized networks -> locked-gke: control plane, authorized networks',
      'Internet -> web-gke: control plane',
    ]);
  });

  test('marks what the last sync did not read', async () => {
    const all = await gcp('gcpNetwork()');
    const marked = all.elements.filter(({ facts }) => facts.status?.includes('last sync'));
    expect(marked.map(({ name }) => name)).toEqual(['vendor-agent']);
  });

  test('draws stubs as stubs', async () => {
    const all = await gcp('gcpNetwork()');
    expect(all.counts.get('subnet')?.unresolved).toBe(1);
    expect(all.path(all.named('vendor-agent'))).toEqual(['vendor-host', 'europe-west1', 'vendor']);
    expect(all.named('partner-host').facts.status).toBe('not read');
  });

  test.each([
    ["{ projects: ['mb-pay-prod'] }", ['pay-app-1', 'pay-app-2', '4207849484']],
    ["{ folders: ['Production'], vpcs: ['mgmt-vpc'] }", ['inspect-1']],
    ["{ projects: ['mb-sandbox'] }", []],
  ])('narrows to %s and counts the rest', async (options, instances) => {
    const some = await gcp(`gcpNetwork(${options})`);
    const drawnOnes = some.elements.filter(({ kind }) => kind === 'gcp:compute-engine');
    expect(drawnOnes.map(({ name }) => name).sort()).toEqual([...instances].sort());
    expect(some.lines.filter((text) => text.includes(' error '))).toEqual([]);
  });

  test.each([
    ['ALLOWED_BY', 'allow', 1],
    ['DENIED_BY', 'deny', 0],
    ['MIRRORED_BY', 'unknown effect', 0],
    ['both', 'unknown effect', 0],
    ['none', 'unknown effect', 0],
  ])('of a rule that is %s, only one that allows opens anything', (effect, word, openings) => {
    const effects =
      effect === 'both' ? ['ALLOWED_BY', 'DENIED_BY'] : effect === 'none' ? [] : [effect];
    const { content, found, census } = ruleOfEffect(effects);
    const lines = content.filter((one) => one.type === 'link');
    expect(lines).toHaveLength(openings);
    expect(JSON.stringify(content)).toContain(`${word} in tcp/22 from 10.9.0.0/16`);
    const unknown = word === 'unknown effect' ? 1 : 0;
    expect(found.map(({ code }) => code)).toEqual(unknown === 1 ? ['gcp-firewall-effect'] : []);
    expect(census.find(({ kind }) => kind === 'gcp:firewall-rule')?.unresolved).toBe(unknown);
  });

  test('a network that the graph does not have is an error', async () => {
    const { lines } = await gcp("gcpNetwork({ vpcs: ['nowhere'] })");
    expect(lines.join('\n')).toContain(
      'error not-in-graph: the graph has no VPC network "nowhere"',
    );
  });
});

const fateOf = ({ counts }: Drawn, kind: string): number => counts.get(kind)?.drawn ?? 0;

/** One network with one rule, which has these edges to its firewall. */
function ruleOfEffect(effects: readonly string[]) {
  const rows = new Map<Question, Json>([
    [VPCS, { id: 'projects/p/global/networks/v', name: 'v', project: 'p' }],
    [
      FIREWALLS,
      {
        id: 'projects/p/global/firewalls/f',
        name: 'f',
        vpc: 'projects/p/global/networks/v',
        tags: [],
      },
    ],
    [
      RULES,
      {
        ...{ id: 'r', firewall: 'projects/p/global/firewalls/f', effects },
        ...{ protocol: 'tcp', low: 22, high: 22, ranges: ['10.9.0.0/16'] },
      },
    ],
  ]);
  const found: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void found.push(diagnostic);
  const answers = {
    rows: (question: Question) => {
      const row = rows.get(question);
      return row ? [new Fields(row as Record<string, Json>, { file: 'x' }, report)] : [];
    },
  };
  const inventory = gcpNetworkImporter.read({
    ...{ options: {}, answers, report },
    context: { tagKeys: [] },
  });
  const ledger = new Ledger();
  const content = gcpNetwork({ options: {}, inventory, ledger, report });
  return { content, found, census: ledger.census() };
}
