import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRoot, loadConfig } from '../src/config.ts';
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
      formats: ['svg', 'jpg'],
      icons: 'icons',
      fonts: [],
      timeout: 30,
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
      'cadastre.config.yaml:1:16: error invalid-value: formats[2] must be one of svg, jpg, png, dot, but is "pgn"',
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
