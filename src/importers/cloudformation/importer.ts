/** Reads templates of CloudFormation and the CDK, with what AWS answers on their stacks. */

import type { FactSource } from '../../inventory/inventory.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { inventoryOfResources } from '../aws-resources/inventory-of-resources.ts';
import { RESOURCE_VOCABULARY } from '../aws-resources/vocabulary.ts';
import type {
  FileImport,
  FileImporter,
  RecordedInput,
  SourceFile,
  TakeDiagnostic,
  UnresolvedFact,
} from '../file-importer.ts';
import { fileText } from '../file-text.ts';
import { isObject } from '../json-object.ts';
import {
  cdkStacks,
  documentOf,
  exportedValues,
  filePlace,
  parameterValues,
  stackDescriptions,
  stackResources,
} from './answers.ts';
import { assemble, type StackFiles, type TemplateFile } from './assemble.ts';
import { declaredResources } from './declared.ts';
import { type CloudFormationKind, kindOf } from './kinds.ts';
import { StackSet } from './nested.ts';
import type { NoteStack } from './stack.ts';
import { readTemplate } from './template.ts';

const CLOUDFORMATION: FactSource = {
  id: 'cloudformation',
  name: 'CloudFormation',
  ifEmpty: (what) =>
    `Do the templates declare the resources${what ? ` of ${what}` : ''}? A stack knows only what it made.`,
  vocabulary: RESOURCE_VOCABULARY,
};

/** As it is filled, file by file. */
type FoundFiles = {
  readonly [K in keyof StackFiles]: StackFiles[K] extends readonly (infer T)[] ? T[] : never;
};

const READERS: {
  readonly [K in CloudFormationKind]: (
    file: SourceFile,
    to: FoundFiles,
    report: TakeDiagnostic,
  ) => void;
} = {
  'cloudformation-template'(file, to, report) {
    const template = readTemplate(fileText(file.bytes), file.path, report);
    if (template) to.templates.push({ ...filePlace(file.path), template, deployed: false });
  },
  'cloudformation-deployed-template'(file, to, report) {
    const template = deployedTemplate(file, report);
    if (template) to.templates.push(template);
  },
  'cloudformation-stack-resources': (file, to, report) =>
    void to.resources.push(...stackResources(documentOf(file, report), file.path)),
  'cloudformation-stacks': (file, to, report) =>
    void to.descriptions.push(...stackDescriptions(documentOf(file, report), file.path)),
  'cloudformation-exports': (file, to, report) =>
    void to.exports.push(...exportedValues(documentOf(file, report), file.path)),
  'cloudformation-parameters': (file, to, report) =>
    void to.parameters.push({
      path: file.path,
      values: parameterValues(documentOf(file, report)),
    }),
  'cdk-manifest': (file, to, report) =>
    void to.cdk.push(...cdkStacks(documentOf(file, report), file.path)),
};

/** A template in the answer of `get-template`: a text, or JSON as it is. */
function deployedTemplate(file: SourceFile, report: TakeDiagnostic): TemplateFile | undefined {
  const document = documentOf(file, report);
  if (!isObject(document)) return undefined;
  const { TemplateBody: body } = document;
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  const template = readTemplate(text, file.path, report, false);
  return template && { ...filePlace(file.path), template, deployed: true };
}

/** What a macro makes of a template, only AWS knows. */
function noteMacros({ templates }: StackFiles, note: NoteStack): void {
  for (const { template, path } of templates) {
    const { transforms, loops, at } = template;
    for (const name of transforms)
      if (name !== 'AWS::LanguageExtensions' || loops.size > 0)
        note(
          path,
          `what the macro ${name} makes is not in the file: give the processed template`,
          at,
        );
    for (const [name, place] of loops)
      note(`${path}: ${name}`, 'loops are not evaluated: give the processed template', place);
  }
}

async function read(
  files: readonly SourceFile[],
  { tagKeys }: { readonly tagKeys: readonly string[] },
): Promise<FileImport> {
  const diagnostics: Diagnostic[] = [];
  const report: TakeDiagnostic = (diagnostic) => diagnostics.push(diagnostic);
  const unresolved: UnresolvedFact[] = [];
  const note: NoteStack = (what, reason, at) => unresolved.push({ what, reason, at });
  const found: FoundFiles = {
    ...{ templates: [], resources: [], descriptions: [] },
    ...{ parameters: [], exports: [], cdk: [] },
  };
  const inputs: RecordedInput[] = [];
  for (const file of files) {
    const kind = kindOf(file) ?? 'cloudformation-template';
    READERS[kind](file, found, report);
    inputs.push({ path: file.path, sha256: sha256(file.bytes), kind });
  }
  if (hasErrors(diagnostics)) return { diagnostics };
  noteMacros(found, note);
  const stacks = new StackSet(assemble(found, report, note), found.exports, note);
  const resources = stacks.all.flatMap((evaluation) => declaredResources(evaluation, note));
  const facts = inventoryOfResources(resources, CLOUDFORMATION, tagKeys);
  return {
    facts: { ...facts, inputs, unresolved: [...unresolved, ...facts.unresolved] },
    diagnostics,
  };
}

export const cloudFormationImporter: FileImporter = { id: CLOUDFORMATION.id, kindOf, read };
