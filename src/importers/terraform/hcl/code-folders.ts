/** Files of Terraform code -> folders, and which of them are configurations of their own. */

import { posix } from 'node:path';
import { readJsonElements } from '../../../formats/json-elements.ts';
import { type Diagnostic, error, type Origin } from '../../../model/diagnostic.ts';
import { gather, sortedBy } from '../../../model/order.ts';
import type { NoteUnresolved } from '../../aws-resources/resource.ts';
import type { SourceFile } from '../../file-importer.ts';
import { isJson, listOf, textOf } from '../json-values.ts';
import { kindOf } from '../kinds.ts';
import { parseJsonCode } from './json-code.ts';
import { type CodeFile, type ModuleSource, moduleSource } from './module-source.ts';
import { parseHcl } from './parse.ts';
import type { HclBlock, HclBody } from './syntax.ts';

export interface CodeFolders {
  readonly folders: ReadonlyMap<string, ModuleSource>;
  readonly roots: readonly ModuleSource[];
  /** Files of values, by folder. */
  readonly variables: ReadonlyMap<string, readonly VariablesFile[]>;
  /** The folder that a call leads to. */
  readonly moduleAt: (
    root: string,
    call: string,
    folder: string,
    source: string | undefined,
  ) => ModuleSource | undefined;
}

export interface VariablesFile {
  readonly path: string;
  readonly body?: HclBody;
  readonly json?: unknown;
}

const textOfFile = ({ bytes }: SourceFile): string => new TextDecoder().decode(bytes);
const folderOf = (path: string): string => posix.dirname(path);

/** Errors: `import-syntax`, `import-broken`. */
export async function readCodeFolders(
  files: readonly SourceFile[],
  report: (diagnostic: Diagnostic) => void,
  note: NoteUnresolved,
): Promise<CodeFolders> {
  const code = new Map<string, CodeFile[]>();
  const variables = new Map<string, VariablesFile[]>();
  const installed = new Map<string, ReadonlyMap<string, string>>();
  for (const file of replaced(files)) {
    const { path } = file;
    const kind = kindOf(file);
    if (kind === 'terraform-modules') {
      const root =
        path.slice(0, -'.terraform/modules/modules.json'.length).replace(/\/$/, '') || '.';
      installed.set(root, installedModules(file, root, report));
    } else if (/\.(?:tf|tofu)\.json$/.test(path)) {
      const body = await parsedJson(file, report);
      if (body) gather(code, folderOf(path), { path, body });
    } else if (path.endsWith('.json')) {
      const json = jsonOf(file, report);
      gather(variables, folderOf(path), { path, json });
    } else {
      const body = await parsed(file, report);
      if (body && kind === 'terraform-variables') gather(variables, folderOf(path), { path, body });
      else if (body) gather(code, folderOf(path), { path, body });
    }
  }
  const folders = new Map(
    [...code].map(([folder, own]) => [folder, moduleSource(folder, overridden(own))] as const),
  );
  return {
    folders,
    variables,
    roots: rootsOf(folders, installed, note),
    moduleAt: (root, call, folder, source) => {
      const local = localFolder(folder, source);
      if (local !== undefined) return folders.get(local);
      const key = call.replace(/(^|\.)module\./g, '$1');
      return folders.get(installed.get(root)?.get(key) ?? '');
    },
  };
}

/** `x.tofu` stands in for `x.tf`. */
function replaced(files: readonly SourceFile[]): readonly SourceFile[] {
  const tofu = new Set(
    files.flatMap(({ path }) => (path.endsWith('.tofu') ? [path.slice(0, -5)] : [])),
  );
  return files.filter(({ path }) => !(path.endsWith('.tf') && tofu.has(path.slice(0, -3))));
}

function localFolder(folder: string, source: string | undefined): string | undefined {
  if (source === undefined || !/^\.\.?(?:\/|$)/.test(source)) return undefined;
  return posix.join(folder, source).replace(/\/$/, '') || '.';
}

async function parsed(
  file: SourceFile,
  report: (diagnostic: Diagnostic) => void,
): Promise<HclBody | undefined> {
  const found = await parseHcl(textOfFile(file));
  if (!found.fault) return found.body;
  const hint = 'Check it with `terraform validate`.';
  const at: Origin = { file: file.path, ...found.fault };
  report(error('import-syntax', 'the code does not parse', at, { hint }));
  return undefined;
}

async function parsedJson(
  file: SourceFile,
  report: (diagnostic: Diagnostic) => void,
): Promise<HclBody | undefined> {
  const { path } = file;
  const found = await parseJsonCode(textOfFile(file), path);
  if (!found.fault) return found.body;
  const { fault } = found;
  // A parser's own words may quote the file.
  const at = fault.origin ?? { file: path };
  if (fault.code === 'import-syntax') {
    const hint = 'Check it with `terraform validate`.';
    report(error('import-syntax', fault.message, at, { hint }));
    return undefined;
  }
  const message = fault.code === 'syntax' ? 'not valid JSON' : fault.message;
  report(error('import-broken', message, at, { hint: 'It may be truncated.' }));
  return undefined;
}

function jsonOf(file: SourceFile, report: (diagnostic: Diagnostic) => void): unknown {
  const read = readJsonElements(
    file.bytes,
    () => false,
    () => undefined,
  );
  if (!read.fault) return read.rest;
  const at = { file: file.path, ...read.fault };
  report(error('import-broken', 'not valid JSON', at, { hint: 'It may be truncated.' }));
  return undefined;
}

/** Folders of modules that `terraform init` fetched, by their call: `vpc.subnets`. */
function installedModules(
  file: SourceFile,
  root: string,
  report: (diagnostic: Diagnostic) => void,
): ReadonlyMap<string, string> {
  const json = jsonOf(file, report);
  return new Map(
    listOf(isJson(json) ? json.Modules : undefined).flatMap((module): [string, string][] => {
      const [key, dir] = isJson(module) ? [textOf(module.Key), textOf(module.Dir)] : [];
      return key === undefined || dir === undefined ? [] : [[key, posix.join(root, dir)]];
    }),
  );
}

/** What `override.tf` and `*_override.tf` say goes before the rest. */
function overridden(files: readonly CodeFile[]): readonly CodeFile[] {
  const isOverride = ({ path }: CodeFile): boolean =>
    /(?:^|\/|_)override\.(?:tf|tofu)(?:\.json)?$/.test(path);
  const sorted = sortedBy(files, ({ path }) => path);
  const over = sorted.filter(isOverride).flatMap(({ body }) => body.blocks);
  const key = ({ type, labels }: HclBlock): string => [type, ...labels].join('\n');
  const byKey = new Map(over.map((block) => [key(block), block]));
  return sorted
    .filter((file) => !isOverride(file))
    .map(({ path, body }) => ({
      path,
      body: { ...body, blocks: body.blocks.map((block) => merged(block, byKey.get(key(block)))) },
    }));
}

function merged(block: HclBlock, over: HclBlock | undefined): HclBlock {
  if (!over) return block;
  const types = new Set(over.body.blocks.map(({ type }) => type));
  const kept = block.body.blocks.filter(({ type }) => !types.has(type));
  return {
    ...block,
    body: {
      attributes: new Map([...block.body.attributes, ...over.body.attributes]),
      blocks: [...kept, ...over.body.blocks],
    },
  };
}

/** Folders that no other calls. One in a folder `modules` that nobody calls is a library, not an estate. */
function rootsOf(
  folders: ReadonlyMap<string, ModuleSource>,
  installed: ReadonlyMap<string, ReadonlyMap<string, string>>,
  note: NoteUnresolved,
): readonly ModuleSource[] {
  const called = new Set(
    [...installed.values()].flatMap((modules) =>
      [...modules].flatMap(([key, dir]) => (key === '' ? [] : [dir])),
    ),
  );
  for (const { folder, modules } of folders.values())
    for (const { block } of modules.values()) {
      const source = block.body.attributes.get('source')?.value;
      const local = localFolder(
        folder,
        source?.kind === 'literal' ? String(source.value) : undefined,
      );
      if (local !== undefined && local !== folder) called.add(local);
    }
  const free = [...folders.values()].filter(
    ({ folder }) => !called.has(folder) && !folder.split('/').includes('.terraform'),
  );
  const isLibrary = ({ folder }: ModuleSource): boolean => folder.split('/').includes('modules');
  const own = free.filter((source) => !isLibrary(source));
  if (own.length === 0) return free;
  for (const { folder } of free.filter(isLibrary))
    note(folder, 'a module that nothing calls: not evaluated', { file: folder });
  return own;
}
