/** Reads org-formation: the organization as code, and which tasks lie beside it. */

import type { YamlNode } from '../../formats/yaml-tree.ts';
import { parseYaml } from '../../formats/yaml-tree.ts';
import type { FactSource } from '../../inventory/inventory.ts';
import { type Diagnostic, error, hasErrors } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { byKey } from '../../model/order.ts';
import { inventoryOfResources } from '../aws-resources/inventory-of-resources.ts';
import type { FileImport, FileImporter, SourceFile } from '../file-importer.ts';
import { YamlMapping } from '../yaml-mapping.ts';
import { OrganizationFile } from './organization.ts';

const ORG_FORMATION: FactSource = {
  id: 'org-formation',
  name: 'org-formation',
  ifEmpty: () =>
    'Is organization.yml among the files? It knows accounts and OUs, and nothing else.',
  vocabulary: {
    organizations: [],
    units: ['short', 'name', 'root', 'organization', 'parent'],
    accounts: ['name', 'organization', 'management', 'path'],
  },
};

const ORGANIZATION = /^\s+["']?Type["']?\s*:\s*["']?OC::ORG::/m;
/** Of a file of tasks; the types of others are not read as organizations. */
const TASK =
  /^\s+["']?Type["']?\s*:\s*["']?(?:update-organization|update-stacks|include|annotate-organization|apply-tf|cdk|copy-to-s3|register-type|serverless\.com)["']?\s*$/m;

function kindOf({ path, bytes }: SourceFile): string | undefined {
  if (!/\.ya?ml$/i.test(path)) return undefined;
  const text = new TextDecoder().decode(bytes);
  if (ORGANIZATION.test(text)) return 'org-formation';
  return TASK.test(text) ? 'org-formation-tasks' : undefined;
}

/** The mapping in a file; of a file of templates between braces, what stays YAML. */
function rootOf(
  file: SourceFile,
  report: (diagnostic: Diagnostic) => void,
): YamlMapping | undefined {
  const text = new TextDecoder().decode(file.bytes);
  const { value, diagnostics } = parseYaml(text, file.path, { tags: true, merge: true });
  for (const diagnostic of diagnostics) report(diagnostic);
  const tree: YamlNode | undefined = value?.[0];
  if (tree?.is === 'map') return new YamlMapping(tree);
  const hint = 'It may be truncated: get it again from its repository.';
  if (!hasErrors(diagnostics))
    report(error('import-broken', 'the file holds no mapping', { file: file.path }, { hint }));
  return undefined;
}

/** Tasks make stacks in accounts; what these hold is in their own templates. */
function countTasks(root: YamlMapping, unmapped: Map<string, number>): void {
  for (const key of root.keys) {
    const type = root.item(key)?.text('Type');
    if (type === undefined) continue;
    const name = `org-formation task: ${type}`;
    unmapped.set(name, (unmapped.get(name) ?? 0) + 1);
  }
}

async function read(
  files: readonly SourceFile[],
  { tagKeys }: { readonly tagKeys: readonly string[] },
): Promise<FileImport> {
  const diagnostics: Diagnostic[] = [];
  const unmapped = new Map<string, number>();
  const organizations = files.filter((file) => kindOf(file) === 'org-formation');
  const read = files.flatMap((file) => {
    const root = rootOf(file, (diagnostic) => diagnostics.push(diagnostic));
    if (!root) return [];
    if (!organizations.includes(file)) countTasks(root, unmapped);
    const prefix = organizations.length > 1 ? `${file.path}/` : '';
    return organizations.includes(file) ? [new OrganizationFile(file.path, root, prefix)] : [];
  });
  if (hasErrors(diagnostics)) return { diagnostics };
  const resources = read.flatMap((file) => file.resources);
  const facts = inventoryOfResources(resources, ORG_FORMATION, tagKeys);
  for (const file of read)
    for (const [type, n] of file.unmapped) unmapped.set(type, (unmapped.get(type) ?? 0) + n);
  const { units, accounts, organizations: tree } = facts.inventory.coverage;
  const coverage = Object.fromEntries(
    Object.entries({ units, accounts, organizations: tree }).filter(([, own]) => own),
  );
  return {
    facts: {
      inventory: { ...facts.inventory, coverage },
      unmapped: new Map([...unmapped].sort(byKey)),
      unresolved: [...read.flatMap((file) => file.unresolved), ...facts.unresolved],
      inputs: files.map((file) => ({
        path: file.path,
        sha256: sha256(file.bytes),
        kind: kindOf(file) ?? 'org-formation',
      })),
    },
    diagnostics,
  };
}

export const orgFormationImporter: FileImporter = { id: ORG_FORMATION.id, kindOf, read };
