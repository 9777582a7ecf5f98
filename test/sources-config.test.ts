import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRoot, loadConfig } from '../src/sources/config/config.ts';
import { estate, lines } from './sources-estate.ts';

const tryConfig = async (files: Record<string, string>) => {
  const root = estate(files);
  const { value, diagnostics } = await loadConfig(root);
  return { value, lines: lines(diagnostics, root) };
};

describe('the root', () => {
  it('is the nearest folder upward with a config or .cadastre/', () => {
    const root = estate({
      'a/cadastre.config.yaml': '',
      'a/b/c/x': '',
      '.cadastre/policy.yaml': '',
    });
    expect(findRoot(join(root, 'a/b/c'))).toBe(join(root, 'a'));
    expect(findRoot(root)).toBe(root);
  });
  it('is the folder itself without one', () => {
    const root = estate({ 'b/x': '' });
    expect(findRoot(join(root, 'b'))).toBe(join(root, 'b'));
  });
});

describe('the config', () => {
  it('has a default for everything', async () => {
    expect((await tryConfig({})).value).toEqual({
      sources: 'diagrams',
      out: 'out',
      classify: [],
      rules: [],
      formats: ['svg', 'jpg'],
      icons: 'icons',
      fonts: [],
      paper: 'A3',
      timeout: 30,
      maxAge: '30 days',
      estates: {},
    });
  });
  it('is read from TypeScript', async () => {
    const { value, lines } = await tryConfig({
      'cadastre.config.ts':
        "export default { out: 'pictures' as string, formats: ['svg', 'png'] };",
    });
    expect(lines).toEqual([]);
    expect(value).toMatchObject({ out: 'pictures', formats: ['svg', 'png'], sources: 'diagrams' });
  });
  it('is read from YAML', async () => {
    const { value } = await tryConfig({ 'cadastre.config.yaml': 'scale: 3\nfailOn: warning\n' });
    expect(value).toMatchObject({ scale: 3, failOn: 'warning' });
  });
  it('may be empty', async () => {
    expect((await tryConfig({ 'cadastre.config.yml': '# later\n' })).value?.out).toBe('out');
  });
  it('is checked', async () => {
    const yaml = await tryConfig({ 'cadastre.config.yaml': 'formats: [svg, pgn]\nouts: x\n' });
    expect(yaml.value).toBeUndefined();
    expect(yaml.lines.sort()).toEqual([
      'cadastre.config.yaml:1:16: error invalid-value: formats[2] must be one of svg, jpg, png, pdf, dot, drawio, but is "pgn"',
      'cadastre.config.yaml:2:1: error unknown-key: unknown key "outs"',
    ]);
    const typed = await tryConfig({ 'cadastre.config.ts': 'export default { timeout: 0 };' });
    expect(typed.lines).toEqual([
      'cadastre.config.ts: error invalid-value: timeout must be more than 0, but is 0',
    ]);
    const none = await tryConfig({ 'cadastre.config.ts': 'export default 3;' });
    expect(none.lines[0]).toMatch(/wrong-export/);
    const two = await tryConfig({ 'cadastre.config.ts': '', 'cadastre.config.yml': '' });
    expect(two.lines[0]).toMatch(/two-configs/);
  });
});

describe('rules that set zones', () => {
  it('are read from TypeScript and YAML alike', async () => {
    const typed = await tryConfig({
      'cadastre.config.ts': `import { defineConfig } from 'cadastre';
export default defineConfig({
  classify: [
    { when: { tags: { 'pci-zone': ['cde'], 'pci-reviewed': true }, accounts: ['100000000007'] }, set: { zone: 'cde' } },
    { when: { cidrs: ['10.0.0.0/8', '2001:db8::/32'], kinds: ['aws:ec2'] }, set: { owner: 'Net' } },
  ],
});`,
    });
    const yaml = await tryConfig({
      'cadastre.config.yaml': `classify:
  - when: { tags: { pci-zone: [cde], pci-reviewed: true }, accounts: [100000000007] }
    set: { zone: cde }
  - when:
      cidrs: [10.0.0.0/8, '2001:db8::/32']
      kinds: [aws:ec2]
    set: { owner: Net }
`,
    });
    expect(typed.lines).toEqual([]);
    expect(yaml.lines).toEqual([]);
    expect(yaml.value?.classify).toEqual(typed.value?.classify);
    expect(yaml.value?.classify[0]?.when.accounts).toEqual(['100000000007']);
  });

  const rule = (text: string): string => `classify:\n  - ${text}\n`;
  it.each([
    [
      '{ when: { tag: { a: b } }, set: { zone: cde } }',
      '2:15: error unknown-key: unknown key "tag" in classify[1].when',
    ],
    [
      '{ when: {}, set: { zone: CDE } }',
      '2:30: error invalid-value: classify[1].set.zone must be one of cde, connected, security-impacting, out-of-scope, untrusted, but is "CDE"',
    ],
    ['{ set: { zone: cde } }', '2:5: error missing-key: classify[1].when is missing'],
    [
      '{ when: {}, set: {} }',
      '2:22: error invalid-value: classify[1].set must set zone, owner, environment or justification, but is an object',
    ],
    [
      '{ when: { cidrs: [10.20.3.0/16] }, set: { zone: cde } }',
      '2:23: error invalid-value: classify[1].when.cidrs[1] must be a CIDR block without host bits, such as 10.20.0.0/16, but is "10.20.3.0/16"',
    ],
    [
      '{ when: { kinds: [vpcs] }, set: { zone: cde } }',
      '2:23: error invalid-value: classify[1].when.kinds[1] must be a kind (`cadastre icons` lists them), but is "vpcs"',
    ],
    [
      '{ when: { tags: { stage: [] } }, set: { zone: cde } }',
      '2:30: error invalid-value: classify[1].when.tags.stage must have at least one entry, but is a list',
    ],
    [
      '{ when: { accounts: [012345678901] }, set: { zone: cde } }',
      '2:26: error invalid-value: classify[1].when.accounts[1] must be a string, but is 12345678901',
    ],
  ])('%s is refused at its place', async (text, expected) => {
    const { value, lines } = await tryConfig({ 'cadastre.config.yaml': rule(text) });
    expect(value).toBeUndefined();
    expect(lines).toEqual([`cadastre.config.yaml:${expected}`]);
  });
});
