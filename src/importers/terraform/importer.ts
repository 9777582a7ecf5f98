/** Reads states, plans and code of Terraform and OpenTofu as one source of facts. */

import { readJsonElements } from '../../formats/json-elements.ts';
import { type Diagnostic, error, hasErrors } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { byCodeUnit } from '../../model/order.ts';
import { inventoryOfResources } from '../aws-resources/inventory-of-resources.ts';
import type { DeclaredResource, NoteUnresolved } from '../aws-resources/resource.ts';
import type {
  FileImport,
  FileImporter,
  FileImportOptions,
  FilesBeside,
  RecordedInput,
  SourceFile,
  TakeDiagnostic,
  UnresolvedFact,
} from '../file-importer.ts';
import { present } from '../present.ts';
import { type Configuration, configurations, resourcesOf } from './configurations.ts';
import { type CodeFiles, codeFiles } from './hcl/code-files.ts';
import { isJson } from './json-values.ts';
import { kindOf, type TerraformKind } from './kinds.ts';
import type { Layer } from './layer.ts';
import { readPlan } from './plan.ts';
import { readShow } from './show.ts';
import { TERRAFORM } from './source.ts';
import { readState, unreadable } from './state.ts';

const READERS: {
  readonly [K in TerraformKind]?: (file: SourceFile, report: TakeDiagnostic) => Layer | undefined;
} = {
  'terraform-state': (file, report) => readState(file, report) ?? undefined,
  'terraform-show': (file, report) => readShow(file, report) ?? undefined,
  'terraform-plan': (file, report) => readPlan(file, report) ?? undefined,
  'terraform-encrypted': ({ path }, report) =>
    void report(
      error(
        'import-encrypted',
        'encrypted by OpenTofu',
        { file: path },
        {
          hint: 'Where the key is, `tofu show -json > show.json` writes it in clear: import that, and delete it.',
        },
      ),
    ),
  'terraform-saved-plan': ({ path }, report) =>
    void report(
      error(
        'import-encrypted',
        'a saved plan, which only Terraform reads',
        { file: path },
        {
          hint: 'Write it as JSON: `terraform show -json FILE > plan.json`.',
        },
      ),
    ),
};

/** @returns how it is recorded: never its content */
const inputOf = ({ path, bytes }: SourceFile, layer: Layer | undefined): RecordedInput => ({
  path,
  sha256: sha256(bytes),
  kind: kindOf({ path, bytes }) ?? 'terraform',
  ...present({ serial: layer?.serial, lineage: layer?.lineage, asOf: layer?.asOf }),
});

const CODE: ReadonlySet<string> = new Set<TerraformKind>([
  'terraform-code',
  'terraform-variables',
  'terraform-modules',
]);

/** Values by the address that asks for them. */
function readAssumptions(
  files: readonly SourceFile[],
  report: TakeDiagnostic,
): readonly (readonly [string, unknown])[] {
  return files
    .filter((file) => kindOf(file) === 'terraform-assumptions')
    .flatMap(({ path, bytes }) => {
      const read = readJsonElements(
        bytes,
        () => false,
        () => undefined,
      );
      if (read.fault) report(unreadable(path, read.fault));
      else if (isJson(read.rest)) return Object.entries(read.rest);
      else
        report(
          unreadable(path, { line: 1, column: 1 }, 'a mapping of addresses to values is required'),
        );
      return [];
    });
}

/** Loads the grammar only where there is code. */
async function readCode(
  files: readonly SourceFile[],
  report: TakeDiagnostic,
  note: NoteUnresolved,
) {
  const { readCodeFolders } = await import('./hcl/code-folders.ts');
  const { codeLayer, ConfigurationCode } = await import('./hcl/configuration-code.ts');
  const folders = await readCodeFolders(files, report, note);
  return {
    layers: folders.roots.map(codeLayer),
    evaluated(
      all: readonly Configuration[],
      assumptions: ReadonlyMap<string, unknown>,
      filesOf: (root: string) => CodeFiles,
      noteOf: NoteUnresolved,
    ): readonly Configuration[] {
      const code = new ConfigurationCode(all, folders, assumptions, filesOf, noteOf);
      return all.map((configuration) => code.evaluated(configuration));
    },
  };
}

/** Files that code reads are inputs, too: facts follow from them. */
const referredInputs = (
  referred: ReadonlySet<string>,
  own: readonly SourceFile[],
  beside: FilesBeside | undefined,
): readonly RecordedInput[] => {
  const known = new Set(own.map(({ path }) => path));
  return [...referred].flatMap((path): RecordedInput[] => {
    const bytes = known.has(path) ? undefined : beside?.get(path);
    return bytes ? [{ path, sha256: sha256(bytes), kind: 'terraform-referred' }] : [];
  });
};

async function read(
  files: readonly SourceFile[],
  { tagKeys, assumptions = new Map(), beside }: FileImportOptions,
): Promise<FileImport> {
  const diagnostics: Diagnostic[] = [];
  const report: TakeDiagnostic = (diagnostic) => diagnostics.push(diagnostic);
  const unresolved: UnresolvedFact[] = [];
  const note: NoteUnresolved = (what, reason, at) => unresolved.push({ what, reason, at });
  const layers = new Map<string, Layer>();
  for (const file of files) {
    const layer = READERS[kindOf(file) ?? 'terraform-code']?.(file, report);
    if (layer) layers.set(file.path, layer);
  }
  const assumed = new Map([...assumptions, ...readAssumptions(files, report)]);
  const code = files.filter((file) => CODE.has(kindOf(file) ?? ''));
  const folders = code.length > 0 ? await readCode(code, report, note) : undefined;
  if (hasErrors(diagnostics)) return { diagnostics };
  const all = configurations([...layers.values(), ...(folders?.layers ?? [])], report, note);
  const referred = new Set<string>();
  const filesOf = (root: string): CodeFiles =>
    codeFiles(root, beside, (path) => referred.add(path));
  const resources = (folders?.evaluated(all, assumed, filesOf, note) ?? all).flatMap(
    (configuration): readonly DeclaredResource[] => resourcesOf(configuration, note),
  );
  const facts = inventoryOfResources(resources, TERRAFORM, tagKeys);
  const inputs = [
    ...files.map((file) => inputOf(file, layers.get(file.path))),
    ...referredInputs(referred, files, beside),
  ];
  return {
    facts: {
      inventory: facts.inventory,
      unmapped: facts.unmapped,
      inputs: inputs.sort((a, b) => byCodeUnit(a.path, b.path)),
      unresolved: [...unresolved, ...facts.unresolved],
    },
    diagnostics,
  };
}

export const terraformImporter: FileImporter = { id: 'terraform', kindOf, read };
