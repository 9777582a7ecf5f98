/** What Terraform itself makes of expressions: `terraform console` needs no provider and no network. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { programOf } from './required.ts';

/** @param files beside the code, by path @returns values in the order of the expressions */
export function terraformValues(
  expressions: readonly string[],
  files: Readonly<Record<string, string>> = {},
): unknown[] {
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-console-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const rows = expressions.map((text, i) => `    e${i} = ${text}`);
  writeFileSync(join(folder, 'main.tf'), `locals {\n  all = {\n${rows.join('\n')}\n  }\n}\n`);
  const { stdout, stderr } = spawnSync(programOf(['terraform', 'tofu']) ?? '', ['console'], {
    cwd: folder,
    input: 'jsonencode(local.all)\n',
    encoding: 'utf8',
    env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' },
  });
  rmSync(folder, { recursive: true });
  if (stdout.trim() === '') throw new Error(stderr);
  const values = JSON.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as string);
  return expressions.map((_, i) => values[`e${i}`]);
}
