/** What runs in the made-up bank's networks, and the traffic that its security groups permit. */

import { describe, expect, it } from 'vitest';
import { byId, drawn, nameAt, ofKind } from './network-answers.ts';

const full = drawn();

describe('what runs in the networks', () => {
  /** From, to, ports and control of all permitted traffic. */
  const flows = Object.values(full.diagram.links)
    .filter(({ derived }) => derived === 'permitted-traffic')
    .map(({ from, to, facts }) =>
      [nameAt(full, from), nameAt(full, to), facts.ports?.join(' '), facts.control ?? ''].join(
        ' | ',
      ),
    );

  it('follows the card API from the internet to its database (fact 9)', () => {
    expect(flows).toEqual(
      expect.arrayContaining([
        'payments-cde-igw | card-api | tcp/443 | cde-alb',
        'card-api | card-api-a | tcp/8443 | cde-app',
        'card-api | card-api-b | tcp/8443 | cde-app',
        'card-api-a | card-vault | tcp/5432 | cde-db',
        'card-api-b | card-vault | tcp/5432 | cde-db',
      ]),
    );
  });

  it('shows what the internet reaches, and no internal balancer (fact 8)', () => {
    expect(flows.filter((flow) => /^\S+-igw /.test(flow)).sort()).toEqual([
      'dev-igw | dev-box | tcp/22 | dev-open',
      'payments-cde-igw | card-api | tcp/443 | cde-alb',
      'prod-core-igw | prod-web | tcp/443 | prod-alb',
    ]);
    const roles = ['card-api', 'card-internal', 'prod-web'].map(
      (name) => full.elements.get(name)?.facts.role,
    );
    expect(roles).toEqual(['internet-facing', 'internal', 'internet-facing']);
  });

  it('puts databases into the subnet of their zone (fact 11)', () => {
    expect(full.path('card-vault').slice(1)).toEqual([
      'payments-cde',
      'eu-west-1a',
      'cde-data-a',
      'card-vault',
    ]);
    expect(full.path('core-ledger').slice(2)).toEqual([
      'prod-core',
      'eu-west-1a',
      'prod-data-a',
      'core-ledger',
    ]);
    expect(full.elements.get('card-vault')?.facts.description).toContain('cde-data-a, cde-data-b');
  });

  it('leaves clusters and functions in their account, as the graph says no more (surprise 12)', () => {
    expect(full.path('core-platform')).toEqual([
      'mockupbank-production',
      'eu-west-1',
      'core-platform',
    ]);
    expect(full.path('tokenise-card')).toEqual(['mockupbank-payments', 'tokenise-card']);
    expect(full.elements.get('tokenise-card')?.facts.description).toContain(
      'does not say in which network',
    );
  });

  it("keeps all rules of groups in words, the scanners' too (fact 9)", () => {
    expect(full.elements.get('card-vault')?.facts.description).toContain(
      'tcp/0-65535 10.30.0.0/20',
    );
    expect(full.elements.get('card-api-a')?.facts.description).toContain('tcp/22 10.21.0.0/20');
  });

  it('shows ACLs as something that the VPC has, without subnets or ports (surprises 15 and 16)', () => {
    const { description } = byId(full, 'vpc-133f47eb1842c8a63').facts;
    expect(description).toContain('acl-b53342c4654375b63 (default, 4 rules, ports unknown)');
    expect(description).toContain('acl-a9639148402d9b91e (4 rules, ports unknown)');
    expect(JSON.stringify(ofKind(full, 'subnet'))).not.toContain('acl-');
  });
});
