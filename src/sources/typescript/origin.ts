/** Places in the user's files, as V8 and the loader name them, made readable. */

import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic, Origin } from '../../model/diagnostic.ts';

const MARK = /[?&]cadastre=\d+/g;

/**
 * The address of a local file as the loader imports it: `version` makes a changed file new to Node. Parentheses
 * are escaped: in a stack trace they enclose the address.
 */
export function marked(url: string, version: number): string {
  const plain = url.replaceAll('(', '%28').replaceAll(')', '%29');
  return `${plain}${url.includes('?') ? '&' : '?'}cadastre=${version}`;
}

/** The version in an address made by `marked`. */
export function versionOf(url: string | undefined): number | undefined {
  const found = url === undefined ? null : /[?&]cadastre=(\d+)/.exec(url);
  return found ? Number(found[1]) : undefined;
}

/** An absolute path of an address or path, without query. */
export function pathOf(file: string): string {
  if (!file.startsWith('file:')) return file.replace(MARK, '');
  try {
    return fileURLToPath(file);
  } catch {
    return file;
  }
}

/** `file` (path or file: address, absolute or relative to `root`) relative to `root`, with `/`. */
export function displayPath(file: string, root: string): string {
  const path = pathOf(file);
  const shown = isAbsolute(path) ? relative(root, path) : path;
  return sep === '/' ? shown : shown.replaceAll(sep, '/');
}

/** The same place with its file relative to the estate's root, whatever way V8 named it. */
export function normaliseOrigin(origin: Origin, root: string): Origin {
  return { ...origin, file: displayPath(origin.file, root) };
}

/** The same finding with all its places relative to the estate's root. */
export function normaliseDiagnostic(diagnostic: Diagnostic, root: string): Diagnostic {
  const { origin, related } = diagnostic;
  return {
    ...diagnostic,
    ...(origin ? { origin: normaliseOrigin(origin, root) } : {}),
    ...(related
      ? { related: related.map((r) => ({ ...r, origin: normaliseOrigin(r.origin, root) })) }
      : {}),
  };
}

const FRAME = /(file:\/\/[^\s()]*[?&]cadastre=\d+):(\d+):(\d+)/;

/** The innermost place of a stack trace that is in a file of the estate. */
export function originOfStack(stack: string): Origin | undefined {
  for (const line of stack.split('\n')) {
    if (!/^\s+at /.test(line)) continue;
    const found = FRAME.exec(line);
    if (found?.[1])
      return { file: pathOf(found[1]), line: Number(found[2]), column: Number(found[3]) };
  }
  return undefined;
}

/** A message of V8's or Node's with addresses and absolute paths of the estate made relative. */
export function readable(message: string, root: string): string {
  return message
    .replace(/file:\/\/[^\s'"()]+/g, (url) =>
      displayPath(url.replace(/[?&]cadastre=\d+/, ''), root),
    )
    .replace(/[?&]cadastre=\d+/g, '')
    .replaceAll(root + sep, '');
}

/** The line of a text with a caret under the column, for hints: `2 | const b: = 3;`. */
export function codeFrame(text: string, line: number, column: number): string {
  const source = (text.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1] ?? '').slice(0, 400);
  const gutter = String(line);
  const before = source.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return `${gutter} | ${source}\n${' '.repeat(gutter.length)} | ${before}^`;
}
