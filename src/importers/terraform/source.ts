/** Terraform and OpenTofu as a source of facts. */

import type { FactSource } from '../../inventory/inventory.ts';
import { RESOURCE_VOCABULARY } from '../aws-resources/vocabulary.ts';

export const TERRAFORM: FactSource = {
  id: 'terraform',
  name: 'Terraform',
  ifEmpty: (what) =>
    `Do the files hold the resources${what ? ` of ${what}` : ''}? A state knows only what was made by it.`,
  vocabulary: RESOURCE_VOCABULARY,
};
