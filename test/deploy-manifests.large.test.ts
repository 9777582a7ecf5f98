/** What deploy/ applies, judged offline by others: by the schemas of three Kubernetes versions, checkov and cfn-lint. */

import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEPLOY, newFolder } from './deploy-estate.ts';
import { programOf, pypiPython, withNeed } from './required.ts';

/** The oldest that the clouds still offer, one between, and the newest. */
const KUBERNETES = ['1.31.0', '1.34.0', '1.37.0'];

/** These have no schema of Kubernetes: their operator brings it. */
const CUSTOM = new Set(['ExternalSecret']);

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** A program of the Python environment. */
function tool(name: string, ...args: readonly string[]): Ran {
  const bin = dirname(pypiPython() as string);
  // checkov looks for kubectl or kustomize.
  const env = { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) };
  const { status, stdout, stderr } = spawnSync(join(bin, name), args, { encoding: 'utf8', env });
  return { status, output: stdout + stderr };
}

function built(folder: string): string {
  const program = programOf(['kustomize', 'kubectl']) as string;
  const args = program.endsWith('kubectl') ? ['kustomize', folder] : ['build', folder];
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout;
}

/** The overlay for production with Vault's agent in the place of External Secrets. */
function withVault(): string {
  const copy = join(newFolder(), 'kubernetes');
  cpSync(join(DEPLOY, 'kubernetes'), copy, { recursive: true });
  const file = join(copy, 'overlays/production/kustomization.yaml');
  const text = readFileSync(file, 'utf8');
  const swapped = text
    .replace('  - ../../components/external-secrets\n', '')
    .replace('  # - ../../components/vault-agent', '  - ../../components/vault-agent');
  expect(swapped).not.toBe(text);
  writeFileSync(file, swapped);
  return dirname(file);
}

const kubernetes = (folder: string) => join(DEPLOY, 'kubernetes', folder);
const BUILDS: readonly (readonly [string, () => string])[] = [
  ['local', () => kubernetes('overlays/local')],
  ['production', () => kubernetes('overlays/production')],
  ['production with Vault', withVault],
  ['batch', () => kubernetes('batch')],
  ['dump', () => kubernetes('dump')],
];

/** Both are needed to build and to judge. */
const withTools = <T extends (...args: never[]) => unknown>(collect: T): T =>
  withNeed('kustomize', withNeed('pypi', collect));

withTools(describe.each(BUILDS))('the manifests of %s', (name, folder) => {
  test.each(KUBERNETES)('are valid in Kubernetes %s', (version) => {
    const file = join(newFolder(), 'built.yaml');
    const text = built(folder());
    writeFileSync(file, text);
    const kinds = [...text.matchAll(/^kind: (\w+)$/gm)].map(([, kind = '']) => kind);
    const { status, output } = tool('kubernetes-validate', '-k', version, '--strict', file);
    expect(status, output).toBe(0);
    const passed = output.match(/passed for resource/g) ?? [];
    expect(passed).toHaveLength(kinds.filter((kind) => !CUSTOM.has(kind)).length);
  });

  test('name no image, host or secret that is nowhere', () => {
    const text = built(folder());
    if (name.startsWith('production'))
      expect(text.match(/image: (?!registry\.example\.com\/)\S+/g)).toBeNull();
    if (name === 'production with Vault') {
      // Only the sign-in's secret is one of Kubernetes.
      expect([...text.matchAll(/secretName: (\S+)/g)].map(([, secret]) => secret).sort()).toEqual([
        'browser',
        'browser-tls',
      ]);
      for (const path of ['neo4j', 'cartography', 'git'])
        expect(text).toContain(`secret/data/cadastre/${path}`);
    }
  });
});

withNeed('pypi', test)('a manifest with a mistake is refused, so the validator looks at it', () => {
  const file = join(newFolder(), 'wrong.yaml');
  const job = readFileSync(kubernetes('batch/job.yaml'), 'utf8');
  writeFileSync(file, job.replace('restartPolicy: Never', 'restartPolicies: Never'));
  const { status, output } = tool('kubernetes-validate', '-k', '1.34.0', '--strict', file);
  expect(status).not.toBe(0);
  expect(output).toContain('restartPolicies');
});

withTools(test)('checkov finds nothing but what is waived with a reason', () => {
  // checkov knows container files by the name Dockerfile only.
  const copy = join(newFolder(), 'deploy');
  cpSync(DEPLOY, copy, { recursive: true });
  for (const image of ['cadastre', 'cartography']) {
    const folder = join(copy, 'images', image);
    copyFileSync(join(folder, 'Containerfile'), join(folder, 'Dockerfile'));
  }
  const config = join(copy, 'checkov.yaml');
  const { status, output } = tool('checkov', '--directory', copy, '--config-file', config);
  expect(status, output).toBe(0);
  for (const framework of ['kustomize', 'terraform', 'cloudformation', 'dockerfile'])
    expect(output).toMatch(new RegExp(`^${framework} scan results:\\s+Passed checks: [1-9]`, 'm'));

  // The same with a mistake: privileged, and open to the world.
  mkdirSync(join(copy, 'wrong'));
  writeFileSync(
    join(copy, 'wrong/main.tf'),
    'resource "aws_security_group_rule" "all" {\n  type = "ingress"\n  from_port = 22\n  to_port = 22\n  protocol = "tcp"\n  cidr_blocks = ["0.0.0.0/0"]\n  security_group_id = "sg-1"\n}\n',
  );
  expect(tool('checkov', '--directory', copy, '--config-file', config).status).toBe(1);
});

withNeed('pypi', test)('cfn-lint has nothing to say of the templates', () => {
  const templates = ['stackset.yaml', 'spoke.yaml'].map((name) => join(DEPLOY, 'iam/aws', name));
  expect(tool('cfn-lint', ...templates)).toEqual({ status: 0, output: '' });
});
