/** What a file's failure was, in the user's terms: where and why, without our own stack. */

import { Script } from 'node:vm';
import { type Diagnostic, error, type Origin, quote } from '../../model/diagnostic.ts';
import { noteSyntax } from './modules.ts';
import { codeFrame, originOfStack, pathOf, readable } from './origin.ts';
import type { Session } from './session.ts';
import { stripTypes } from './strip.ts';

/** Properties of what was thrown, which may be anything, with accessors that throw. */
function textOf(thrown: unknown, key: 'stack' | 'message' | 'name'): string {
  try {
    const value = (thrown as Record<string, unknown> | null | undefined)?.[key];
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

function describeThrown(thrown: unknown, root: string): string {
  const isError = thrown instanceof Error || textOf(thrown, 'stack') !== '';
  if (!isError) {
    if (typeof thrown === 'string') return quote(thrown);
    if (typeof thrown !== 'object' || thrown === null) return String(thrown);
    try {
      return quote(JSON.stringify(thrown) ?? 'an object');
    } catch {
      return 'an object';
    }
  }
  const name = textOf(thrown, 'name') || 'Error';
  const message = readable(textOf(thrown, 'message'), root)
    // Newer versions of Node add this to what JSON.parse says.
    .replace(/ \(line \d+ column \d+\)$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const cut = message.length > 400 ? `${message.slice(0, 400).toWellFormed()}…` : message;
  return cut ? `${name}: ${cut}` : name;
}

/** Names of CommonJS, and what modules have instead. */
const COMMONJS: Readonly<Record<string, string>> = {
  __dirname: '`new URL(FILE, import.meta.url)` is the address of a file beside this one.',
  __filename: '`import.meta.url` is the address of this one.',
  require: "Write `import x from './file.ts'`.",
  module: 'Write `export default …`.',
  exports: 'Write `export default …`.',
};

function adviceOn(thrown: unknown): string[] {
  const name = /^(\w+) is not defined/.exec(textOf(thrown, 'message'))?.[1] ?? '';
  return Object.hasOwn(COMMONJS, name)
    ? [`Diagram files are modules, which have no ${name}. ${COMMONJS[name]}`]
    : [];
}

/** A file that threw while it ran. */
export function explainThrown(thrown: unknown, file: string, session: Session): Diagnostic {
  // A dynamic import that failed has been noted with its own place.
  const noted = session.problems[0];
  if (noted && !originOfStack(textOf(thrown, 'stack'))) return noted;
  const origin = originOfStack(textOf(thrown, 'stack')) ?? { file };
  const text = session.texts.get(origin.file);
  const hint =
    text !== undefined && origin.line !== undefined
      ? [codeFrame(text, origin.line, origin.column ?? 1), ...adviceOn(thrown)].join('\n')
      : 'Throw an Error, so that Cadastre can report the position.';
  const said = describeThrown(thrown, session.root);
  return error('threw', `the file threw ${said}`, origin, { hint });
}

/** A file that could not be made ready to run: its syntax, or an import. */
export function explainLinking(
  thrown: unknown,
  file: string,
  session: Session,
): readonly Diagnostic[] {
  if (session.problems.length > 0) return unique(session.problems);
  const missing = missingExport(thrown, session);
  if (missing) return [missing];
  for (const [path, text] of session.texts) {
    const stripped = stripTypes(text);
    const problem = 'problem' in stripped ? stripped.problem : earlyError(stripped.code);
    if (problem) noteSyntax(path, text, session, problem);
  }
  if (session.problems.length > 0) return unique(session.problems);
  const said = describeThrown(thrown, session.root);
  if (textOf(thrown, 'name') === 'SyntaxError')
    return [error('syntax', said.replace(/^SyntaxError: /, ''), { file })];
  return [error('import-failed', `the file cannot be loaded: ${said}`, { file })];
}

function unique(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map(problems.map((p) => [JSON.stringify([p.message, p.origin]), p]));
  return [...seen.values()];
}

/** V8 heads its stack with the import that asks for a name the module does not have. */
function missingExport(thrown: unknown, session: Session): Diagnostic | undefined {
  const message = textOf(thrown, 'message');
  const found =
    /module '([^']+)' (?:does not provide an export named|contains conflicting star exports for name) '([^']+)'/.exec(
      message,
    );
  if (!found) return undefined;
  const [, from = '', name = ''] = found;
  const head = /^(file:\S+?):(\d+)\n.*\n( *)\^/.exec(textOf(thrown, 'stack'));
  const origin: Origin = head?.[1]
    ? { file: pathOf(head[1]), line: Number(head[2]), column: (head[3] ?? '').length + 1 }
    : { file: [...session.texts.keys()][0] ?? '' };
  const text = session.texts.get(origin.file);
  const frame =
    text !== undefined && origin.line !== undefined
      ? `${codeFrame(text, origin.line, origin.column ?? 1)}\n`
      : '';
  const module = readable(from, session.root).replace('cadastre:api', 'cadastre');
  return error('missing-export', `"${module}" has no export ${quote(name)}`, origin, {
    hint: `${frame}If it is a type, write \`import { type ${name} }\`; otherwise check its name.`,
  });
}

/**
 * Errors that only V8 finds (a name declared twice). It gives no place for a module, but it does for
 * a script: the same text with imports and exports blanked out.
 */
function earlyError(code: string): { message: string; line: number; column: number } | undefined {
  const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
  const script = code
    .replace(/^[ \t]*import\b(?!\s*[.(])[^;'"]*(['"])[^'"\n]*\1(?:\s*with\s*\{[^}]*\})?/gm, blank)
    .replace(/^([ \t]*)export[ \t]+default\b/gm, (all, space: string) =>
      `${space};void`.padEnd(all.length),
    )
    .replace(/^[ \t]*export\b(?=\s*(?:const|let|var|function|class|async))/gm, blank)
    .replace(/^[ \t]*export\s*\{[^}]*\}(?:\s*from\s*(['"])[^'"\n]*\1)?/gm, blank);
  const head = "async () => { 'use strict'; ";
  try {
    new Script(`${head}${script}\n}`, { filename: 'module', columnOffset: -head.length });
    return undefined;
  } catch (thrown) {
    const found = /^module:(\d+)\n.*\n( *)\^/.exec(textOf(thrown, 'stack'));
    if (!found) return undefined;
    const line = Number(found[1]);
    const column = (found[2] ?? '').length + 1 - (line === 1 ? head.length : 0);
    return { message: textOf(thrown, 'message'), line, column: Math.max(1, column) };
  }
}
