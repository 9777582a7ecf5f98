/** Reads exports of Pulumi's stacks. */

import type { FactSource } from '../../inventory/inventory.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { inventoryOfResources } from '../aws-resources/inventory-of-resources.ts';
import type { DeclaredResource } from '../aws-resources/resource.ts';
import { RESOURCE_VOCABULARY } from '../aws-resources/vocabulary.ts';
import type { FileImport, FileImporter, RecordedInput, SourceFile } from '../file-importer.ts';
import { present } from '../present.ts';
import { readStack } from './stack.ts';

const PULUMI: FactSource = {
  id: 'pulumi',
  name: 'Pulumi',
  ifEmpty: (what) =>
    `Does the stack hold the resources${what ? ` of ${what}` : ''}? An export knows only what its stack made.`,
  vocabulary: RESOURCE_VOCABULARY,
};

/** What is looked at of a file: an export begins with its version and deployment. */
const HEAD = 4096;

function kindOf({ bytes }: SourceFile): string | undefined {
  const text = new TextDecoder().decode(bytes.subarray(0, HEAD));
  return /^\uFEFF?\s*\{/.test(text) && text.includes('"deployment"') && text.includes('"version"')
    ? 'pulumi-stack'
    : undefined;
}

async function read(
  files: readonly SourceFile[],
  { tagKeys }: { readonly tagKeys: readonly string[] },
): Promise<FileImport> {
  const diagnostics: Diagnostic[] = [];
  const resources: DeclaredResource[] = [];
  const inputs: RecordedInput[] = [];
  for (const file of files) {
    const { path, bytes } = file;
    const stack = readStack(file, (diagnostic) => diagnostics.push(diagnostic));
    const { asOf } = stack ?? {};
    for (const resource of stack?.resources ?? [])
      resources.push({ ...resource, ...present({ asOf }) });
    inputs.push({ path, sha256: sha256(bytes), kind: 'pulumi-stack', ...present({ asOf }) });
  }
  if (hasErrors(diagnostics)) return { diagnostics };
  return { facts: { ...inventoryOfResources(resources, PULUMI, tagKeys), inputs }, diagnostics };
}

export const pulumiImporter: FileImporter = { id: 'pulumi', kindOf, read };
