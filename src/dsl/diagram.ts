import type { Contents, DiagramContent, DiagramOptions } from '../model/content.ts';
import { flatten } from './element.ts';
import { originAbove } from './unplaced.ts';

/** What a diagram file exports: its title, what stands on it, and what it says of itself as a document. */
export interface DiagramInput extends DiagramOptions {
  /** Elements, and links between them; lists may nest. */
  readonly content: Contents;
  /** Further links and hints, where it reads better to keep them apart. */
  readonly links?: Contents;
}

export function diagram(title: string, input: DiagramInput): DiagramContent {
  const { content, links, ...options } = input;
  const origin = originAbove(diagram);
  return Object.freeze({
    type: 'diagram',
    title,
    options: Object.freeze({ ...options }),
    content: Object.freeze([...flatten(content), ...flatten(links)]),
    ...(origin ? { origin } : {}),
  });
}
