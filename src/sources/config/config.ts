/** Where the estate's root is, and what its config says. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { type Diagnostic, error, failure, type Outcome, outcome } from '../../model/diagnostic.ts';
import { type Config, DEFAULTS } from './types.ts';

export type { Config, Format } from './types.ts';

/** Of an estate's root; one of them at most. */
export const CONFIG_FILES = [
  'cadastre.config.ts',
  'cadastre.config.yaml',
  'cadastre.config.yml',
] as const;

/** The nearest folder from `from` upward that holds a config or `.cadastre/`, else `from` itself. */
export function findRoot(from: string): string {
  const start = resolve(from);
  for (let folder = start; ; folder = dirname(folder)) {
    const isRoot =
      CONFIG_FILES.some((name) => existsSync(join(folder, name))) ||
      statSync(join(folder, '.cadastre'), { throwIfNoEntry: false })?.isDirectory();
    if (isRoot) return folder;
    if (folder === dirname(folder)) return start;
  }
}

/** The config, and the local files that it was read from, absolute: it decides what diagrams show. */
export type LoadedConfig = Outcome<Config> & { readonly files: readonly string[] };

/**
 * The config of the estate at `root`, defaults where it says nothing. After an error the value is
 * absent. Errors: those of evaluating a file, `wrong-export`, `invalid-value`, `unknown-key`,
 * `two-configs`.
 */
export async function loadConfig(root: string): Promise<LoadedConfig> {
  const files = CONFIG_FILES.map((name) => join(root, name)).filter((path) => existsSync(path));
  const [file, second] = files;
  if (file === undefined) return { value: DEFAULTS, files: [], diagnostics: [] };
  if (second !== undefined)
    return {
      files: [],
      diagnostics: [
        error(
          'two-configs',
          'more than one config file',
          { file: basename(second) },
          {
            hint: 'Keep one and delete the others.',
            related: [{ message: 'the other one', origin: { file: basename(file) } }],
          },
        ),
      ],
    };
  const read = extname(file) === '.ts' ? await fromTypeScript(file, root) : await fromYaml(file);
  const { value, files: inputs } = read;
  const { normaliseDiagnostic } = await import('../typescript/origin.ts');
  const diagnostics = read.diagnostics.map((d) => normaliseDiagnostic(d, root));
  return { files: inputs, ...outcome(value && { ...DEFAULTS, ...value }, diagnostics) };
}

/**
 * What can be known of the config without running anything of the estate: a YAML config, else the defaults.
 * For commands that judge someone else's work. `skipped` names a config that is code.
 */
export async function loadConfigData(
  root: string,
): Promise<Outcome<{ readonly config: Config; readonly skipped?: string }>> {
  const code = CONFIG_FILES.find((name) => name.endsWith('.ts') && existsSync(join(root, name)));
  if (code) return { value: { config: DEFAULTS, skipped: code }, diagnostics: [] };
  const { value, diagnostics } = await loadConfig(root);
  return outcome(value && { config: value }, diagnostics);
}

type ReadConfig = Outcome<Partial<Config>> & { readonly files: readonly string[] };

async function fromTypeScript(file: string, root: string): Promise<ReadConfig> {
  const { evaluate } = await import('../typescript/evaluate.ts');
  const {
    value,
    diagnostics,
    inputs: files,
  } = await evaluate(file, { root, timeoutMs: DEFAULTS.timeout * 1000 });
  if (!value) return { files, ...failure(diagnostics) };
  const { exported } = value;
  if (typeof exported !== 'object' || exported === null || Array.isArray(exported)) {
    const hint =
      "A config looks like this:\nimport { defineConfig } from 'cadastre';\nexport default defineConfig({ formats: ['svg', 'jpg'] });";
    const message = 'the default export is not an options object';
    return { files, diagnostics: [error('wrong-export', message, { file }, { hint })] };
  }
  const { configSchema } = await import('./schema.ts');
  const { problemsOf } = await import('../../formats/problems.ts');
  const defined = Object.fromEntries(
    Object.entries(exported).filter(([, option]) => option !== undefined),
  );
  const wrong = problemsOf(configSchema, defined).map(({ code, message, hint }) =>
    error(code, message, { file }, hint ? { hint } : {}),
  );
  return wrong.length > 0
    ? { files, ...failure(wrong) }
    : { value: defined, files, diagnostics: [] };
}

async function fromYaml(file: string): Promise<ReadConfig> {
  const files = [file];
  const { parseYaml } = await import('../../formats/yaml-tree.ts');
  const { readFacts } = await import('../../formats/yaml-values.ts');
  const { configSchema } = await import('./schema.ts');
  const parsed = parseYaml(readFileSync(file, 'utf8'), file);
  const found: Diagnostic[] = [...parsed.diagnostics];
  const [tree, second] = parsed.value ?? [];
  if (found.length > 0) return { files, ...failure(found) };
  if (!tree) return { value: {}, files, diagnostics: [] };
  if (second || tree.is !== 'map') {
    const hint = 'Write one mapping of `key: value` lines.';
    const origin = (second ?? tree).origin;
    return {
      files,
      diagnostics: [error('invalid-value', 'a config must be a single mapping', origin, { hint })],
    };
  }
  const known = Object.keys(configSchema.shape);
  const value = readFacts(tree, configSchema, [], known, (d) => found.push(d));
  return value && found.length === 0
    ? { value: value as Partial<Config>, files, diagnostics: [] }
    : { files, ...failure(found) };
}
