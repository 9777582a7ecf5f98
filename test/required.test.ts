import { readdirSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { available, chromiumPath, programOf, withNeed } from './required.ts';
import { filesOf } from './tiers.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('every test file is in one tier, and the fast ones start no process', () => {
  const [fast, main, large] = [filesOf('fast'), filesOf('main'), filesOf('large')];
  const all = readdirSync(new URL('.', import.meta.url)).filter((f) => f.endsWith('.test.ts'));
  expect([...fast, ...main, ...large].sort()).toEqual(all.map((f) => `test/${f}`).sort());
  expect(fast).toContain('test/golden.test.ts');
  expect(main).toEqual(expect.arrayContaining(['test/cli.test.ts', 'test/browser.test.ts']));
  expect(large.every((f) => f.endsWith('.large.test.ts'))).toBe(true);
});

test('what is on the PATH is available', () => {
  expect(programOf(['no-such-program', 'node'])).toMatch(/node$/);
});

test('what is missing is not collected, unless it is required', () => {
  vi.stubEnv('PATH', '/nonexistent');
  vi.stubEnv('CADASTRE_REQUIRE', '');
  expect(chromiumPath()).toBeUndefined();
  expect(available('chromium')).toBe(false);
  vi.stubEnv('CADASTRE_REQUIRE', 'chromium,neo4j');
  expect(() => available('chromium')).toThrow('CADASTRE_REQUIRE names chromium');
  expect(() => available('neo4j')).toThrow('there is no java');
  vi.stubEnv('CADASTRE_NODES', '');
  vi.stubEnv('CADASTRE_CORPUS', '/nonexistent');
  vi.stubEnv('CADASTRE_PYTHON', '');
  vi.stubEnv('CADASTRE_REQUIRE', '');
  for (const need of [
    'corpus',
    'disk',
    'kustomize',
    'nodes',
    'pypi',
    'python3',
    'shellcheck',
    'terraform',
  ] as const) {
    vi.stubEnv('CADASTRE_REQUIRE', '');
    expect(available(need)).toBe(false);
    withNeed(need, () => expect.unreachable(need))();
    vi.stubEnv('CADASTRE_REQUIRE', need);
    expect(() => available(need)).toThrow(`CADASTRE_REQUIRE names ${need}`);
  }
});
