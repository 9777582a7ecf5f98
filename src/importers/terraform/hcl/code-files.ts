/** Files that code reads: those of the same import, wherever they lie in it. */

import { posix } from 'node:path';
import type { FilesBeside } from '../../file-importer.ts';
import { fileText } from '../../file-text.ts';

export interface CodeFiles {
  /** Its text; undefined for one that is not among the files. */
  readonly text: (path: string) => string | undefined;
  /** Paths in a folder, relative to it, sorted; undefined where the folder was not searched. */
  readonly list: (folder: string) => readonly string[] | undefined;
}

/** Larger ones describe no network. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * @param root folder of the configuration: paths count from it; `path.module` counts from the project's root
 * @param used takes the path of each file that is read
 */
export function codeFiles(
  root: string,
  beside: FilesBeside | undefined,
  used: (path: string) => void,
): CodeFiles {
  const candidates = (path: string): readonly string[] =>
    posix.isAbsolute(path) ? [] : [posix.join(root, path), posix.normalize(path)];
  return {
    text(path) {
      for (const candidate of candidates(path)) {
        const bytes = beside?.get(candidate);
        if (!bytes || bytes.length > MOST_BYTES) continue;
        used(candidate);
        return fileText(bytes);
      }
      return undefined;
    },
    list(folder) {
      for (const candidate of candidates(folder)) {
        const prefix =
          candidate === '.' || candidate === './' ? '' : `${candidate.replace(/\/$/, '')}/`;
        const inside = beside?.searched.filter((path) => path.startsWith(prefix)) ?? [];
        if (inside.length > 0) return inside.map((path) => path.slice(prefix.length)).sort();
      }
      return undefined;
    },
  };
}

/** Endings of files that folders are searched for: of others it is not known which there are. */
const SEARCHED = /\.(?:ya?ml|json|csv|tpl|tftpl)$/;

/** `accounts/**` `/*.{yaml,yml}` as an expression; undefined for a pattern whose files may not all be known. */
export function globPattern(pattern: string): RegExp | undefined {
  const endings = pattern.replace(/\{([^{}]*)\}/g, (_, inner: string) => inner.split(',')[0] ?? '');
  if (!SEARCHED.test(endings)) return undefined;
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[.+^$()|[\]\\{}]/g, (sign) => {
    if (sign === '**/') return '(?:.*/)?';
    if (sign === '**') return '.*';
    if (sign === '*') return '[^/]*';
    if (sign === '?') return '[^/]';
    if (sign.length > 1)
      return `(?:${sign
        .slice(1, -1)
        .split(',')
        .map((one) => one.replace(/[.+^$()|[\]\\]/g, '\\$&').replace(/\*/g, '[^/]*'))
        .join('|')})`;
    return `\\${sign}`;
  });
  return new RegExp(`^${source}$`);
}
