/** Which files are CloudFormation's, by their content. */

import type { SourceFile } from '../file-importer.ts';
import { fileText } from '../file-text.ts';

export type CloudFormationKind =
  | 'cloudformation-template'
  | 'cloudformation-deployed-template'
  | 'cloudformation-stack-resources'
  | 'cloudformation-stacks'
  | 'cloudformation-exports'
  | 'cloudformation-parameters'
  | 'cdk-manifest';

/** More than any template, and than any list of resources. */
const MOST = 16 * 1024 * 1024;

/** Keys of AWS's answers. */
const ANSWERS: readonly (readonly [RegExp, CloudFormationKind])[] = [
  [/"StackResource(?:Summarie|)s"\s*:\s*\[/, 'cloudformation-stack-resources'],
  [/"Stacks"\s*:\s*\[[\s\S]*"StackName"\s*:/, 'cloudformation-stacks'],
  [/"Exports"\s*:\s*\[\s*(?:\]|\{[\s\S]*"ExportingStackId"\s*:)/, 'cloudformation-exports'],
  [/"ParameterKey"\s*:/, 'cloudformation-parameters'],
];

const found = new WeakMap<Uint8Array, CloudFormationKind | 'none'>();

/** Looks at each file once: it is asked for again when the file is read. */
export function kindOf({ path, bytes }: SourceFile): CloudFormationKind | undefined {
  const known =
    found.get(bytes) ?? (bytes.length > MOST ? 'none' : kindOfText(path, fileText(bytes)));
  found.set(bytes, known);
  return known === 'none' ? undefined : known;
}

/** Of a resource, in either form. Formats that copy the templates' shape have types of other names. */
const TYPE =
  /(?:^|[\s{,])["']?Type["']?\s*:\s*["']?(?:AWS|Custom|Alexa|[A-Z][A-Za-z0-9]+::[A-Z])[A-Za-z0-9]*::/m;
const RESOURCES = /(?:^|[\s{,])["']?Resources["']?\s*:/m;
const ORG_FORMATION = /["']?AWSTemplateFormatVersion["']?\s*:\s*["']?2010-09-09-OC|::ORG::/;

function kindOfText(path: string, text: string): CloudFormationKind | 'none' {
  if (/^\s*[[{]/.test(text)) {
    if (/"aws:cloudformation:stack"/.test(text) && /"artifacts"\s*:/.test(text))
      return 'cdk-manifest';
    if (/^\s*\{\s*"(?:TemplateBody|StagesAvailable)"\s*:/.test(text))
      return 'cloudformation-deployed-template';
    if (!RESOURCES.test(text)) {
      for (const [keys, kind] of ANSWERS) if (keys.test(text)) return kind;
      if (/^\s*\{\s*"Parameters"\s*:\s*\{/.test(text) && /param[^/]*\.json$/i.test(path))
        return 'cloudformation-parameters';
    }
  }
  const template =
    (/AWSTemplateFormatVersion/.test(text) || TYPE.test(text)) &&
    RESOURCES.test(text) &&
    !ORG_FORMATION.test(text);
  return template ? 'cloudformation-template' : 'none';
}
