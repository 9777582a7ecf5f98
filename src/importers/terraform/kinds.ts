/** Which files are Terraform's or OpenTofu's, by name and the first bytes. */

import { posix } from 'node:path';
import type { SourceFile } from '../file-importer.ts';

export type TerraformKind =
  | 'terraform-state'
  | 'terraform-show'
  | 'terraform-plan'
  | 'terraform-encrypted'
  | 'terraform-saved-plan'
  | 'terraform-code'
  | 'terraform-variables'
  | 'terraform-modules'
  | 'terraform-assumptions';

/** What is looked at of a file: these keys come first in what Terraform writes. */
const HEAD = 4096;

const head = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, HEAD));
const has = (text: string, ...keys: readonly string[]): boolean =>
  keys.every((key) => text.includes(`"${key}"`));

export function kindOf({ path, bytes }: SourceFile): TerraformKind | undefined {
  const name = posix.basename(path);
  if (/\.(?:tf|tofu)(?:\.json)?$/.test(name)) return 'terraform-code';
  if (/\.tfvars(?:\.json)?$/.test(name)) return 'terraform-variables';
  if (path.endsWith('.terraform/modules/modules.json')) return 'terraform-modules';
  if (name.endsWith('assumptions.json')) return 'terraform-assumptions';
  const text = head(bytes);
  if (has(text, 'encrypted_data') && has(text, 'encryption_version')) return 'terraform-encrypted';
  // A saved plan is a zip archive.
  if (text.startsWith('PK\u0003\u0004') && /plan/i.test(name)) return 'terraform-saved-plan';
  if (/^\uFEFF?\s*\{/.test(text)) {
    if (has(text, 'format_version')) {
      const whole = bytes.length > HEAD ? isPlan(bytes) : isPlanText(text);
      if (whole || has(text, 'terraform_version'))
        return whole ? 'terraform-plan' : 'terraform-show';
    }
    if (has(text, 'version') && (has(text, 'lineage') || has(text, 'terraform_version', 'serial')))
      return 'terraform-state';
  }
  return name.endsWith('.tfstate') ? 'terraform-state' : undefined;
}

const PLAN = /"(?:planned_values|resource_changes|output_changes)"\s*:/;
const isPlanText = (text: string): boolean => PLAN.test(text);

/** A plan's variables may come before what tells it from a state. */
function isPlan(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return ['"planned_values"', '"resource_changes"', '"output_changes"'].some((key) =>
    buffer.includes(key),
  );
}
