/** Names that every program in the chain reads alike: git, the manifest, sha256sum, a shell. */

import { type Diagnostic, error, quote } from '../../model/diagnostic.ts';
import type { Diagram } from '../../model/diagram.ts';

/** git and sha256sum write these with escapes, each its own; a zip takes `\` for a folder on some systems. */
const ODD = /["\\\u0000-\u001f\u007f]/;

/**
 * Errors: `unpublishable-name`.
 * @param folder of the outputs, from the top of the repository
 */
export function unpublishable(
  all: readonly { readonly name: string; readonly diagram: Pick<Diagram, 'origin'> }[],
  folder: string,
): readonly Diagnostic[] {
  const refuse = (what: string, name: string, origin: Diagnostic['origin']): Diagnostic =>
    error(
      'unpublishable-name',
      `${what} ${quote(name)} cannot be published under this name`,
      origin,
      {
        hint: 'Rename it: names may not contain quotation marks, backslashes, tabs or line breaks.',
      },
    );
  return [
    ...(ODD.test(folder) ? [refuse('the folder', folder, undefined)] : []),
    ...all
      .filter(({ name }) => ODD.test(name))
      .map(({ name, diagram }) => refuse('the diagram', name, diagram.origin)),
  ];
}
