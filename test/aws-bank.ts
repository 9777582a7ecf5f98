/** The made-up bank as the AWS command line answered: eight accounts in two regions. */

import { readFileSync } from 'node:fs';
import type { SourceFile } from '../src/importers/file-importer.ts';
import { jsonFile } from './imported-files.ts';

/** `ACCOUNT/REGION/COMMAND--KEY.json`, 571 of them. */
export const bankFiles = (): SourceFile[] =>
  Object.entries(
    JSON.parse(
      readFileSync(new URL('./fixtures/aws-cli/mockupbank.json', import.meta.url), 'utf8'),
    ) as Record<string, unknown>,
  ).map(([path, answer]) => jsonFile(path, answer));
