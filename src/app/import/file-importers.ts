/** The importers of files. The first that knows a file reads it, so the more particular ones come first. */

import type { FileImporter } from '../../importers/file-importer.ts';

/** Each is loaded when files are imported. */
export const FILE_IMPORTERS: readonly (() => Promise<FileImporter>)[] = [
  async () => (await import('../../importers/org-formation/importer.ts')).orgFormationImporter,
  async () => (await import('../../importers/landing-zone/importer.ts')).landingZoneImporter,
  async () => (await import('../../importers/aws-config/importer.ts')).awsConfigImporter,
  async () => (await import('../../importers/aws/importer.ts')).awsImporter,
  async () => (await import('../../importers/tables/importer.ts')).tableImporter,
  async () => (await import('../../importers/terraform/importer.ts')).terraformImporter,
  async () => (await import('../../importers/pulumi/importer.ts')).pulumiImporter,
  async () => (await import('../../importers/cloudformation/importer.ts')).cloudFormationImporter,
];
