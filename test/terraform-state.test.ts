/** States of Terraform and OpenTofu: what they say, and what they hide. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { terraformImporter } from '../src/importers/terraform/importer.ts';
import { isPublic, routesOf, tableOf } from '../src/inventory/indexes.ts';
import { factsOf, fixtureFiles, imported, jsonFile, textFile } from './imported-files.ts';

const read = (...files: Parameters<typeof factsOf>[1]) => factsOf(terraformImporter, files);

/** A state of these resources. */
const state = (resources: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) => ({
  version: 4,
  terraform_version: '1.9.8',
  serial: 3,
  lineage: 'b1f0',
  outputs: {},
  resources,
  ...more,
});

const resource = (
  type: string,
  attributes: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
) => ({
  mode: 'managed',
  type,
  name: 'x',
  provider: 'provider["registry.terraform.io/hashicorp/aws"]',
  instances: [{ attributes, schema_version: 0 }],
  ...more,
});

describe('seven states of one estate', async () => {
  const files = fixtureFiles('terraform/mockupbank', '.tfstate');
  const { inventory, inputs, unmapped, unresolved } = await factsOf(terraformImporter, files);

  test('are joined by cloud ids', () => {
    const counts = Object.entries(inventory).flatMap(([type, all]) =>
      all instanceof Map && all.size > 0 ? [[type, all.size]] : [],
    );
    expect(Object.fromEntries(counts)).toMatchObject({
      ...{ organizations: 1, units: 6, accounts: 9, subnets: 28, routeTableAssociations: 25 },
      ...{ internetGateways: 4, natGateways: 2, elasticAddresses: 2, peerings: 8 },
      ...{ transitGateways: 1, transitAttachments: 6, transitAssociations: 6 },
      ...{ securityGroups: 12, endpoints: 3, loadBalancers: 3, balancerTargets: 6 },
      ...{ instances: 10, databases: 2, vpnGateways: 1 },
    });
    const listed = [...inventory.vpcs.values()].filter(({ unlisted }) => !unlisted);
    expect(listed).toHaveLength(9);
    expect(unmapped).toEqual(new Map());
  });

  test('leave open only the VPC of an account whose state is not given', () => {
    const stub = [...inventory.vpcs.values()].find(({ unlisted }) => unlisted);
    expect(stub).toMatchObject({ owner: '900000000001', stub: { code: 'account-not-read' } });
    expect(unresolved.map(({ what }) => what)).toEqual([stub?.id]);
  });

  test('say that both sides of a peering are one', () => {
    const both = [...inventory.peerings.values()].filter(({ status }) => status === 'active');
    for (const { requester, accepter } of both) {
      expect(inventory.vpcs.has(requester ?? '')).toBe(true);
      expect(inventory.vpcs.has(accepter ?? '')).toBe(true);
    }
  });

  test('take an attachment for available where a table was associated with it', () => {
    const states = [...inventory.transitAttachments.values()].map(({ state }) => state);
    expect(states).toEqual(Array(6).fill('available'));
  });

  test('hold routes inline and apart alike, and the rows that no resource has', () => {
    const rules = [...inventory.routes.values()].map(({ provenance }) => provenance.derivedBy);
    expect(new Set(rules)).toEqual(new Set([undefined, 'local-route', 'endpoint-route']));
    const gateway = [...inventory.endpoints.values()].find(({ type }) => type === 'Gateway');
    const rows = [...inventory.routes.values()].filter(({ target }) => target === gateway?.id);
    expect(rows.length).toBeGreaterThan(0);
  });

  test('do not call a subnet private whose table they do not have', () => {
    const mains = [...inventory.routeTables.values()].filter(({ unread }) => unread);
    expect(mains).toHaveLength(7);
    expect(mains.every(({ main }) => main)).toBe(true);
    const open = [...inventory.subnets.values()].filter((s) => isPublic(inventory, s));
    expect(open.length).toBeGreaterThan(0);
    for (const subnet of open) {
      const table = tableOf(inventory, subnet);
      const kinds = routesOf(inventory, table?.id ?? '').map(({ kind }) => kind);
      expect(kinds).toContain('internet-gateway');
    }
  });

  test('place every record at its file and line, with its address', () => {
    const [core] = [...inventory.transitGateways.values()];
    expect(core?.provenance).toEqual({
      source: 'terraform',
      at: { file: 'network.tfstate', line: 8 },
      address: 'aws_ec2_transit_gateway.this',
    });
    expect(core).toMatchObject({ accounts: ['100000000005'], region: 'eu-west-1' });
  });

  test('are recorded by digest, serial and lineage, without their content', () => {
    expect(inputs).toHaveLength(7);
    for (const input of inputs)
      expect(input).toMatchObject({
        kind: 'terraform-state',
        serial: expect.any(Number),
        lineage: expect.any(String),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
  });
});

describe('what a state does not mean', () => {
  const vpc = resource('aws_vpc', { id: 'vpc-1', cidr_block: '10.0.0.0/16' });

  test('deposed instances are gone', async () => {
    const { inventory } = await read(
      jsonFile(
        'a.tfstate',
        state([
          resource(
            'aws_vpc',
            {},
            {
              instances: [
                { attributes: { id: 'vpc-1', cidr_block: '10.0.0.0/16' } },
                { deposed: '00aa', attributes: { id: 'vpc-0', cidr_block: '10.9.0.0/16' } },
              ],
            },
          ),
        ]),
      ),
    );
    expect([...inventory.vpcs.keys()]).toEqual(['vpc-1']);
  });

  test('data is not managed: it names a VPC outside', async () => {
    const { inventory, unresolved } = await read(
      jsonFile(
        'a.tfstate',
        state([
          resource(
            'aws_vpc',
            { id: 'vpc-9', cidr_block: '10.9.0.0/16', tags: { Name: 'hub' } },
            { mode: 'data' },
          ),
          resource('aws_subnet', { id: 'subnet-1', vpc_id: 'vpc-9', cidr_block: '10.9.1.0/24' }),
        ]),
      ),
    );
    expect(inventory.vpcs.get('vpc-9')).toMatchObject({
      unlisted: true,
      name: 'hub',
      blocks: ['10.9.0.0/16'],
    });
    expect(unresolved[0]?.what).toBe('vpc-9');
  });

  test('what nothing maps is counted by its type', async () => {
    const { unmapped } = await read(
      jsonFile(
        'a.tfstate',
        state([resource('aws_s3_bucket', { id: 'b' }), resource('google_compute_network', {})]),
      ),
    );
    expect(unmapped).toEqual(
      new Map([
        ['aws_s3_bucket', 1],
        ['google_compute_network', 1],
      ]),
    );
  });

  test('an older copy of a state is left out, and named', async () => {
    const old = state([resource('aws_vpc', { id: 'vpc-0', cidr_block: '10.1.0.0/16' })], {
      serial: 2,
    });
    const { facts, diagnostics } = await imported(terraformImporter, [
      jsonFile('a.tfstate', state([vpc])),
      jsonFile('old/a.tfstate', old),
    ]);
    expect([...(facts?.inventory.vpcs.keys() ?? [])]).toEqual(['vpc-1']);
    expect(diagnostics).toMatchObject([
      { code: 'import-superseded', origin: { file: 'old/a.tfstate' } },
    ]);
  });

  test('marks of byte order and line ends of Windows change nothing', async () => {
    const text = JSON.stringify(state([vpc]), undefined, 2);
    const plain = await read(textFile('a.tfstate', text));
    const other = await read(textFile('a.tfstate', `\uFEFF${text.replaceAll('\n', '\r\n')}`));
    expect(other.inventory.vpcs).toEqual(plain.inventory.vpcs);
  });
});

describe('what AWS makes by itself', () => {
  test('default tables of a transit gateway, and what attached VPCs propagate', async () => {
    const { inventory } = await read(
      jsonFile(
        'a.tfstate',
        state([
          resource('aws_vpc', { id: 'vpc-1', cidr_block: '10.0.0.0/16' }),
          resource('aws_ec2_transit_gateway', {
            id: 'tgw-1',
            default_route_table_association: 'enable',
            default_route_table_propagation: 'enable',
            association_default_route_table_id: 'tgw-rtb-1',
            propagation_default_route_table_id: 'tgw-rtb-1',
          }),
          resource('aws_ec2_transit_gateway_vpc_attachment', {
            id: 'tgw-attach-1',
            transit_gateway_id: 'tgw-1',
            vpc_id: 'vpc-1',
            transit_gateway_default_route_table_association: true,
            transit_gateway_default_route_table_propagation: true,
          }),
        ]),
      ),
    );
    expect([...inventory.transitAssociations.keys()]).toEqual(['tgw-rtb-1|tgw-attach-1']);
    expect(inventory.transitRoutes.get('tgw-rtb-1|10.0.0.0/16')).toMatchObject({
      origin: 'propagated',
      targets: ['tgw-attach-1'],
      provenance: { derivedBy: 'propagated-route' },
    });
  });

  test('an attachment that opts out, or has a table of its own, has no default one', async () => {
    const gateway = { id: 'tgw-1', association_default_route_table_id: 'tgw-rtb-1' };
    const { inventory } = await read(
      jsonFile(
        'a.tfstate',
        state([
          resource('aws_ec2_transit_gateway', gateway),
          resource('aws_ec2_transit_gateway_vpc_attachment', {
            id: 'tgw-attach-1',
            transit_gateway_id: 'tgw-1',
            transit_gateway_default_route_table_association: false,
            transit_gateway_default_route_table_propagation: false,
          }),
          resource(
            'aws_ec2_transit_gateway_vpc_attachment',
            { id: 'tgw-attach-2', transit_gateway_id: 'tgw-1' },
            { name: 'y' },
          ),
          resource('aws_ec2_transit_gateway_route_table_association', {
            id: 'x',
            transit_gateway_attachment_id: 'tgw-attach-2',
            transit_gateway_route_table_id: 'tgw-rtb-2',
          }),
        ]),
      ),
    );
    expect([...inventory.transitAssociations.keys()]).toEqual(['tgw-rtb-2|tgw-attach-2']);
    expect([...inventory.transitPropagations.values()].map(({ attachment }) => attachment)).toEqual(
      ['tgw-attach-2'],
    );
  });
});

describe('a state that cannot be read is an error with its place', () => {
  const whole = JSON.stringify(state([resource('aws_vpc', { id: 'vpc-1' })]), undefined, 2);

  test.each([
    ['truncated in a resource', whole.slice(0, whole.length - 60), 'import-broken'],
    ['truncated before', whole.slice(0, 60), 'import-broken'],
    ['no JSON', '{"version": 4, "lineage": "x", "resources": [nonsense]}', 'import-broken'],
    ['empty', '', 'import-broken'],
    ['of an older format', whole.replace('"version": 4', '"version": 3'), 'import-version'],
    ['of a newer format', whole.replace('"version": 4', '"version": 5'), 'import-version'],
    [
      'encrypted',
      '{"meta":{"key_provider.x":"e30="},"encrypted_data":"AAAA","encryption_version":"v0"}',
      'import-encrypted',
    ],
  ])('%s', async (_, text, code) => {
    const { facts, diagnostics } = await imported(terraformImporter, [
      textFile('net/a.tfstate', text),
    ]);
    expect(facts).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { severity: 'error', code, origin: { file: 'net/a.tfstate' } },
    ]);
  });

  test('of any bytes, and cut anywhere: nothing is thrown', async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc.nat({ max: whole.length }).map((end) => Buffer.from(whole.slice(0, end))),
      fc
        .nat({ max: whole.length })
        .map((at) => Buffer.from(`${whole.slice(0, at)}}${whole.slice(at)}`)),
    );
    const names = fc.constantFrom('x.tfstate', 'x.json', 'x.tfvars.json', 'x.tf.json', 'a/tfplan');
    await fc.assert(
      fc.asyncProperty(anything, names, async (bytes, path) => {
        const file = { path, bytes };
        if (terraformImporter.kindOf(file) === undefined) return;
        const { facts, diagnostics } = await imported(terraformImporter, [file]);
        if (!facts) expect(diagnostics.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  test('however deep it is nested', async () => {
    const deep = `${'{"route": ['.repeat(20_000)}${']}'.repeat(20_000)}`;
    const text = whole.replace('"vpc-1"', `"vpc-1", "route": [${deep}]`);
    const { facts } = await imported(terraformImporter, [textFile('a.tfstate', text)]);
    expect(facts?.inventory.vpcs.size).toBe(1);
  });

  test('the line is the one where it stops', async () => {
    const cut = whole.slice(0, whole.indexOf('"vpc-1"') + 3);
    const { diagnostics } = await imported(terraformImporter, [textFile('a.tfstate', cut)]);
    expect(diagnostics[0]?.origin?.line).toBe(cut.split('\n').length);
  });
});
