/** Diagrams of a TypeScript or JavaScript file: its default export. */

import type { Content, DiagramContent } from '../../model/content.ts';
import { type Diagnostic, type Outcome, quote, warning } from '../../model/diagnostic.ts';
import { checkContent } from '../content-guards.ts';
import type { LoadedSource } from '../loaded.ts';
import { type EvaluationContext, evaluate } from './evaluate.ts';
import { checkExport } from './exported.ts';
import { pathOf } from './origin.ts';

/** @param path Absolute path of the file, given by the user as `file`. */
export async function loadTypeScript(
  file: string,
  path: string,
  context: EvaluationContext,
): Promise<Outcome<LoadedSource>> {
  const { value, diagnostics, inputs } = await evaluate(path, context);
  if (!value) return { value: { file, diagrams: [], inputs }, diagnostics };
  const checked = checkExport(value, path);
  const diagrams = checked.value ?? [];
  const wrong = await checkContent(diagrams, path);
  const unplaced = checked.value ? placedNowhere(value.made, diagrams, path) : [];
  return {
    value: { file, diagrams: wrong.length > 0 ? [] : diagrams, inputs },
    diagnostics: [...checked.diagnostics, ...wrong, ...unplaced],
  };
}

/** Everything on the diagrams: content, members, and links and hints wherever they stand. */
function placed(diagrams: readonly DiagramContent[]): Set<unknown> {
  const seen = new Set<unknown>();
  const open: unknown[] = diagrams.flatMap((diagram) => diagram.content);
  while (open.length > 0) {
    const content = open.pop() as Partial<Content> | undefined;
    if (content === null || typeof content !== 'object' || seen.has(content)) continue;
    seen.add(content);
    if ('members' in content && Array.isArray(content.members)) open.push(...content.members);
  }
  return seen;
}

function placedNowhere(
  made: readonly Content[],
  diagrams: readonly DiagramContent[],
  path: string,
): Diagnostic[] {
  const seen = placed(diagrams);
  return made
    .filter((content) => !seen.has(content))
    .filter((content) => content.origin && pathOf(content.origin.file) === path)
    .map((content) =>
      warning('placed-nowhere', `${describe(content)} is not placed anywhere`, content.origin, {
        hint:
          content.type === 'element'
            ? 'Add it to the content of the diagram or to the members of a group, or remove it.'
            : 'Add it to `links` or `content` of the diagram, or remove it.',
      }),
    );
}

const nameOf = (end: unknown): string =>
  quote(String(typeof end === 'string' ? end : ((end as { name?: unknown } | null)?.name ?? '?')));

function describe(content: Content): string {
  if (content.type === 'element') return `${content.kind} ${nameOf(content)}`;
  if (content.type === 'hint')
    return content.hint === 'sheet' ? `sheet ${quote(content.name ?? '')}` : `hint ${content.hint}`;
  if (content.type === 'annotation') return `the annotation of ${nameOf(content.of)}`;
  if (content.type === 'derived')
    return `${content.derivation} of the estate ${quote(content.estate)}`;
  const word = content.relation === 'flow' ? 'flow' : 'link';
  return `${word} from ${nameOf(content.from)} to ${nameOf(content.to)}`;
}
