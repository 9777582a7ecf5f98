import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import { load, normaliseOrigin } from '../src/sources/index.ts';

/** An estate in a folder of its own. */
export function estate(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'estate-')));
  write(root, files);
  return root;
}

export function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

/** `file:line:col: severity code: message`, one a line. */
export function lines(diagnostics: readonly Diagnostic[], root: string): string[] {
  return diagnostics.map((d) => {
    const o = d.origin && normaliseOrigin(d.origin, root);
    const place = o ? [o.file, o.line, o.column].filter((x) => x !== undefined).join(':') : '-';
    return `${place}: ${d.severity} ${d.code}: ${d.message}`;
  });
}

/** Loads a file of an estate that holds only it and `others`. */
export async function tryFile(
  name: string,
  text: string,
  others: Readonly<Record<string, string>> = {},
  timeoutMs = 5000,
) {
  const root = estate({ [name]: text, ...others });
  const { value, diagnostics } = await load(name, { root, timeoutMs });
  return {
    root,
    diagrams: value?.diagrams ?? [],
    inputs: value?.inputs ?? [],
    diagnostics,
    lines: lines(diagnostics, root),
  };
}
