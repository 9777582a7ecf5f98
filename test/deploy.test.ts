/** What deploy/ promises: no secret, no privilege, one version of everything, and scripts that are sound. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { DEPLOY, REPOSITORY_ROOT } from './deploy-estate.ts';
import { programOf, withNeed } from './required.ts';
import { estate, filesIn } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const read = (file: string): string => readFileSync(join(DEPLOY, file), 'utf8');
const files = filesIn(DEPLOY);
const text = (...names: string[]): string => names.map(read).join('\n');

interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly { readonly name: string; readonly valueFrom?: unknown }[];
  readonly resources?: { readonly limits?: unknown; readonly requests?: unknown };
  readonly securityContext?: object;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly securityContext?: object;
  readonly serviceAccountName?: string;
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly template?: { readonly spec: PodSpec };
    readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: PodSpec } } };
  };
}

/** Manifests that are whole: patches of overlays, and of the component of Vault, are not. */
const MANIFESTS = files.filter((file) =>
  /^kubernetes\/(base|batch|dump|components\/browser)\/(?!kustomization).*\.yaml$/.test(file),
);
const manifests = MANIFESTS.flatMap((file) =>
  parseAllDocuments(read(file)).map((document) => {
    expect(document.errors, file).toEqual([]);
    return document.toJS() as Manifest;
  }),
);
const pods = manifests.flatMap((manifest): [string, PodSpec][] => {
  const spec = (manifest.spec?.template ?? manifest.spec?.jobTemplate?.spec.template)?.spec;
  return spec ? [[`${manifest.kind} ${manifest.metadata.name}`, spec]] : [];
});

test('there are the workloads that the guide names', () => {
  expect(pods.map(([name]) => name).sort()).toEqual([
    'CronJob cadastre-record',
    'CronJob cartography',
    'Deployment browser',
    'Job cadastre-batch',
    'Job neo4j-dump',
    'StatefulSet neo4j',
  ]);
});

describe.each(pods)('%s', (_, pod) => {
  const containers = [...pod.containers, ...(pod.initContainers ?? [])];

  test('has no privilege, and an account of its own without a token', () => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      // Otherwise NEO4J_PORT and the like come from the cluster.
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    const accounts = manifests.filter(({ kind }) => kind === 'ServiceAccount');
    expect(accounts.map(({ metadata }) => metadata.name)).toContain(pod.serviceAccountName);
    for (const container of containers)
      expect(container.securityContext, container.name).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
  });

  test('says what it needs at least and at most, and gets no secret by the environment', () => {
    for (const { name, resources, env = [] } of containers) {
      expect(resources?.limits, name).toMatchObject({
        cpu: expect.anything(),
        memory: expect.anything(),
      });
      expect(resources?.requests, name).toMatchObject({
        cpu: expect.anything(),
        memory: expect.anything(),
      });
      for (const variable of env) expect(variable).not.toHaveProperty('valueFrom');
    }
  });
});

test('everything is denied unless a policy allows it', () => {
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  expect(policies).toContainEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'default-deny' },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });
});

test('no file holds a secret', () => {
  for (const file of files.filter((name) => !name.endsWith('requirements.txt'))) {
    const content = read(file);
    expect(content, file).not.toMatch(/^kind: Secret$/m);
    expect(content, file).not.toMatch(/PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_\w{30}/);
  }
});

test('one version of Neo4j, Cartography and Cadastre everywhere, the guide included', () => {
  const guide = readFileSync(join(REPOSITORY_ROOT, 'docs/deployment.md'), 'utf8');
  const all = `${guide}\n${text(...files.filter((name) => !name.endsWith('requirements.txt')))}`;
  const found = (pattern: RegExp) =>
    new Set([...all.matchAll(pattern)].map(([, version]) => version));
  const pom = readFileSync(join(REPOSITORY_ROOT, 'scripts/neo4j/pom.xml'), 'utf8');
  const [, neo4j] = /<version>(5\.[\d.]+)</.exec(pom) ?? [];
  expect(found(/neo4j:(\d[\d.]+)-community/g)).toEqual(new Set([neo4j]));
  const [, cartography] =
    /^cartography==(\S+) /m.exec(read('images/cartography/requirements.txt')) ?? [];
  expect(read('images/cartography/requirements.in')).toBe(`cartography==${cartography}\n`);
  expect(found(/cartography:(\d[\d.]*\d)/g)).toEqual(new Set([cartography]));
  const { version } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, 'package.json'), 'utf8'));
  expect(found(/cadastre:(\d[\d.]*\d)/g)).toEqual(new Set([version]));
  expect(found(/oauth2-proxy:v(\d[\d.]*\d)/g).size).toBe(1);
  for (const [name, tag] of [
    ['neo4j', `${neo4j}-community`],
    ['cartography', cartography],
    ['cadastre', version],
  ])
    expect(read('kubernetes/overlays/production/kustomization.yaml')).toMatch(
      new RegExp(`newName: registry\\.example\\.com/${name}\\n +newTag: ${tag}\\n`),
    );
});

test('the spoke is the same by Terraform and by CloudFormation', () => {
  for (const file of ['iam/aws/spoke/main.tf', 'iam/aws/spoke.yaml']) {
    const spoke = read(file);
    for (const word of ['CartographySpoke', 'SecurityAudit', 'sts:AssumeRole', 'sts:ExternalId'])
      expect(spoke, file).toContain(word);
    expect(spoke.match(/:policy\/\w+/g)).toEqual([':policy/SecurityAudit']);
  }
});

test.each(['hub', 'spoke'])(
  'our own importer reads the Terraform of the %s, and says what it does not map',
  async (name) => {
    const root = estate({});
    const { code, stdout, stderr } = await cadastre(root, [
      ...['import', join(DEPLOY, 'iam/aws', name), '--as', name, '--json'],
    ]);
    expect(code, stderr).toBe(0);
    const { unmapped, unresolved, diagnostics, sources } = JSON.parse(stdout);
    expect(sources).toHaveLength(1);
    expect({ unresolved, diagnostics }).toEqual({ unresolved: [], diagnostics: [] });
    expect(Object.keys(unmapped)).toContain('aws_iam_role');
  },
);

test('the Terraform of the machine draws its own picture, with its only way out', async () => {
  const root = estate({ 'cadastre.config.yaml': 'formats: [svg]\n' });
  const run = async (...args: string[]) => {
    const ended = await cadastre(root, args);
    expect(ended.code, ended.stderr).toBe(0);
    return ended;
  };
  await run('import', join(DEPLOY, 'machine/aws'), '--as', 'machine');
  await run('render');
  const picture = readFileSync(join(root, 'out/machine.network.svg'), 'utf8');
  const texts = [...picture.matchAll(/<text[^>]*>([^<]+)</g)].map(([, words]) => words);
  for (const words of ['Internet', 'graph-public', 'graph-private', 'Routes of graph-private'])
    expect(texts).toContain(words);
  expect(texts).toContain('aws_nat_gateway.graph');
  // Nothing is let in.
  const { stdout } = await run('inventory', 'machine', '--json');
  const rules = JSON.parse(stdout).records.filter(
    ({ type }: { type: string }) => type === 'security-group-rule',
  );
  expect(rules.map(({ facts }: { facts: object }) => facts)).toMatchObject([
    { inbound: false, ports: 'tcp/443' },
  ]);
});

withNeed('shellcheck', test)('shellcheck has nothing to say of the scripts', () => {
  const scripts = files.filter((file) => file.endsWith('.sh'));
  expect(scripts.length).toBeGreaterThan(1);
  const shellcheck = programOf(['shellcheck']) as string;
  execFileSync(shellcheck, ['-s', 'sh', ...scripts.map((file) => join(DEPLOY, file))]);
});

withNeed('terraform', test)('the Terraform is formatted', () => {
  const terraform = programOf(['terraform', 'tofu']) as string;
  execFileSync(terraform, ['fmt', '-check', '-recursive', DEPLOY], { stdio: 'pipe' });
});
