/** Which files are AWS Config's, by the beginning of their content. */

import type { SourceFile } from '../file-importer.ts';
import { fileText } from '../file-text.ts';

export type ConfigKind =
  | 'aws-config-snapshot'
  | 'aws-config-history'
  | 'aws-config-items'
  | 'aws-config-query'
  | 'aws-config-counts'
  | 'aws-config-recorders';

/** What is looked at of a file: tags and relations of an item may come first. */
const HEAD = 64 * 1024;

const RULES: readonly (readonly [RegExp, ConfigKind])[] = [
  [
    /"configurationItems"\s*:[\s\S]*"configSnapshotId"|"configSnapshotId"[\s\S]*"configurationItems"\s*:/,
    'aws-config-snapshot',
  ],
  [/"configurationItems"\s*:\s*\[/, 'aws-config-history'],
  [/"[bB]aseConfigurationItems"\s*:|"ConfigurationItem"\s*:\s*\{/, 'aws-config-items'],
  [/"resourceCounts"\s*:\s*\[|"GroupedResourceCounts"\s*:\s*\[/, 'aws-config-counts'],
  [
    /"resourceIdentifiers"\s*:\s*\[|"ResourceIdentifiers"\s*:\s*\[\s*\{[\s\S]*"SourceAccountId"/,
    'aws-config-counts',
  ],
  [/"ConfigurationRecorders"\s*:\s*\[/, 'aws-config-recorders'],
  [
    /"Results"\s*:\s*\[\s*"\{[\s\S]*\\"|"Results"\s*:\s*\[\s*\][\s\S]*"QueryInfo"/,
    'aws-config-query',
  ],
  [/"configurationItem(?:Status|CaptureTime)"\s*:/, 'aws-config-items'],
];

export function kindOf({ path, bytes }: SourceFile): ConfigKind | undefined {
  if (!/\.json$/i.test(path)) return undefined;
  const head = fileText(bytes.subarray(0, HEAD));
  if (!/^\s*[[{]/.test(head)) return undefined;
  return RULES.find(([keys]) => keys.test(head))?.[1];
}
