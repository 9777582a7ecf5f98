/** The example of the auditor's guide, verified as the guide says. `npm run example` makes it anew. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { cadastre, estate, put } from './run-cli.ts';

const BUNDLE = fileURLToPath(new URL('../docs/example/mockupbank-evidence.zip', import.meta.url));
const ROOT = readFileSync(new URL('../docs/example/ROOT.txt', import.meta.url), 'utf8').trim();

test('Cadastre verifies it, and draws its pictures again', async () => {
  const { code, stdout } = await cadastre(estate({}), ['verify', BUNDLE, '--root', ROOT]);
  expect(stdout).not.toContain('FAIL');
  expect(stdout).toMatch(/^pass\s+redraw/m);
  expect(stdout).toContain(`verified from the root ${ROOT}`);
  expect(code).toBe(0);
}, 180_000);

test('its own script verifies it, and no other root', () => {
  const root = estate({});
  put(root, unzipSync(readFileSync(BUNDLE)));
  const verify = (hash: string) =>
    spawnSync('sh', [join(root, 'verify.sh'), hash], { cwd: root, encoding: 'utf8' });
  const genuine = verify(ROOT);
  expect(genuine.stdout).toMatch(
    /^VERIFIED: history, .* page and tables as \S+ signed them; not: /m,
  );
  expect(genuine.status).toBe(0);
  const other = verify('0'.repeat(40));
  expect(other.stdout + other.stderr).not.toMatch(/^VERIFIED/m);
  expect(other.status).toBe(1);
}, 180_000);
