/** Reads Markdown for the tests of the documents: code blocks, links, headings. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Block {
  /** Page relative to the root. */
  readonly page: string;
  readonly line: number;
  readonly language: string;
  /** The file that the block is, from ```` ```ts title="diagrams/x.ts" ````. */
  readonly title?: string;
  readonly text: string;
}

/** README, ARCHITECTURE and the pages of docs/, relative to the root. */
export function pages(root: string): string[] {
  const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', 'ARCHITECTURE.md', ...docs.map((name) => `docs/${name}`)].sort();
}

export function blocksOf(root: string, page: string): Block[] {
  const found: Block[] = [];
  const lines = readFileSync(join(root, page), 'utf8').split('\n');
  let open: { fence: string; language: string; title?: string; from: number } | undefined;
  lines.forEach((text, i) => {
    const [, fence = '', language = '', rest = ''] = /^(```+)(\w*)(.*)$/.exec(text) ?? [];
    if (open) {
      if (text !== open.fence) return;
      const { language: named, title, from } = open;
      const body = `${lines.slice(from, i).join('\n')}\n`;
      found.push({ page, line: from, language: named, text: body, ...(title ? { title } : {}) });
      open = undefined;
    } else if (fence) {
      const title = /title="([^"]+)"/.exec(rest)?.[1];
      open = { fence, language, from: i + 1, ...(title ? { title } : {}) };
    }
  });
  return found;
}

/** The targets of links and pictures that are files of this repository, relative to the root. */
export function linksOf(root: string, page: string): { target: string; line: number }[] {
  const folder = page.includes('/') ? page.slice(0, page.lastIndexOf('/')) : '';
  return readFileSync(join(root, page), 'utf8')
    .split('\n')
    .flatMap((text, i) =>
      [...text.matchAll(/(?:\]\(|src="|href=")([^)"\s]+)/g)].map((m) => ({
        target: m[1] ?? '',
        line: i + 1,
      })),
    )
    .filter(({ target }) => !/^(?:[a-z]+:|#)/.test(target))
    .map(({ target, line }) => ({ target: join(folder, target.replace(/#.*$/, '')), line }));
}
