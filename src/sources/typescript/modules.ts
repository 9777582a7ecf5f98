/** How imports of the user's files are resolved and loaded: pure of Node's hook machinery, which `hooks.ts` connects. */

import { readFileSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as api from '../../index.ts';
import { error } from '../../model/diagnostic.ts';
import { noteOpen, watchGeneratedCode } from './closed.ts';
import { noteLoaded } from './loaded-texts.ts';
import { codeFrame, marked, pathOf, versionOf } from './origin.ts';
import { type Session, sessionOf } from './session.ts';
import { stripTypes } from './strip.ts';

const API = 'cadastre:api';
const ENTRY = 'cadastre:entry';
const BEGAN = 'cadastre:began';
const RUNNING = Symbol.for('cadastre.running');

/** The address that evaluates a file; its default export is the file's module namespace. */
export function entryAddress(file: string, version: number): string {
  return marked(`${ENTRY}?${encodeURIComponent(file)}`, version);
}

/** Makes the running package reachable for the modules made below. */
export function provideRunningPackage(): void {
  const began = (version: number): void => {
    sessionOf(version).began = true;
  };
  Object.defineProperty(globalThis, RUNNING, { value: { api, began }, configurable: true });
  watchGeneratedCode();
}

const OURS = new Set(['.ts', '.mts', '.js', '.mjs', '.json']);

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** As TypeScript does: the file itself, `.js` that means `.ts`, no suffix, a folder's index. */
function findFile(path: string): string | undefined {
  if (isFile(path)) return path;
  const typed = path.replace(/\.(m?)js$/, '.$1ts');
  if (typed !== path && isFile(typed)) return typed;
  for (const suffix of ['.ts', '.mts', '.js', '.mjs', '.json'])
    if (isFile(path + suffix)) return path + suffix;
  for (const name of ['index.ts', 'index.mts', 'index.js', 'index.mjs'])
    if (isFile(join(path, name))) return join(path, name);
  return undefined;
}

/** The address of a local file: marked when we load it, as it is when Node does. */
export function localAddress(path: string, version: number): string {
  const url = pathToFileURL(path).href;
  return OURS.has(extname(path)) && !/[\\/]node_modules[\\/]/.test(path)
    ? marked(url, version)
    : url;
}

function packageFile(name: string): string | undefined {
  const root = dirname(fileURLToPath(new URL('../../../package.json', import.meta.url)));
  const file = join(root, name === 'schema.json' ? 'schema/diagram.schema.json' : name);
  return isFile(file) ? file : undefined;
}

/**
 * The address that an import leads to, or undefined when it is Node's to find (packages, builtins).
 * Throws when a local file is missing, after noting the problem.
 */
export function resolveImport(specifier: string, parent: string | undefined): string | undefined {
  if (specifier.startsWith('cadastre:')) return specifier;
  if (specifier === 'cadastre') return API;
  const version = versionOf(parent);
  if (specifier.startsWith('cadastre/') && !specifier.endsWith('.js')) {
    const file = packageFile(specifier.slice('cadastre/'.length));
    if (file && version !== undefined) return localAddress(file, version);
  }
  if (versionOf(specifier) !== undefined) return specifier;
  if (version === undefined || parent === undefined) return undefined;
  // What Node finds or loads by itself is not known to be what it was.
  if (!/^(?:\.{0,2}\/|file:)/.test(specifier)) {
    noteOpen();
    return undefined;
  }
  const path = fileURLToPath(new URL(specifier, parent));
  const found = findFile(path);
  if (found) {
    const address = localAddress(found, version);
    if (versionOf(address) === undefined) noteOpen();
    return address;
  }
  noteMissing(specifier, parent);
  throw new Error(`cannot find ${specifier}`);
}

/** How tsconfig.json and bundlers name a project's own files; no package can have such a name. */
const ALIAS = /^@\/|^[#~]/;

function missingHint(specifier: string): string {
  if (/^\.|^file:/.test(specifier)) return 'Check the path; it is relative to the importing file.';
  if (ALIAS.test(specifier))
    return 'Path aliases of tsconfig.json are not supported: write the path relative to the importing file, e.g. ./parts.ts.';
  if (specifier.startsWith('/')) return 'Check the path; it is absolute.';
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return `Install it next to the file (npm install ${name}), or correct its name.`;
}

/** Notes that `specifier`, imported by `parent`, was not found. */
export function noteMissing(specifier: string, parent: string): void {
  const session = sessionOf(versionOf(parent) ?? 0);
  const file = pathOf(parent);
  const text = session.texts.get(file) ?? '';
  const quoted = specifier.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const at = new RegExp(`(?:from|import)\\s*\\(?\\s*(['"])${quoted}\\1`).exec(text);
  const index = at ? at.index + at[0].length - specifier.length - 2 : -1;
  const before = text.slice(0, Math.max(0, index)).split('\n');
  const place = {
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
  };
  const hint = missingHint(specifier);
  session.problems.push(
    error(
      'import-not-found',
      `"${specifier}" cannot be found`,
      index < 0 ? { file } : { file, ...place },
      { hint: index < 0 ? hint : `${codeFrame(text, place.line, place.column)}\n${hint}` },
    ),
  );
}

/** Code that holds a loop or a function may never end; anything else does. */
const MAY_RUN_LONG = /=>|\b(?:for|while|do|function|class)\b|\)\s*\{|\bimport\s*\(/;

/** The JavaScript module at an address that `resolveImport` gave, or undefined when it is Node's. */
export function loadModule(url: string): string | undefined {
  if (url === API) {
    const names = Object.keys(api).join(', ');
    return `export const { ${names} } = globalThis[Symbol.for('cadastre.running')].api;`;
  }
  const version = versionOf(url);
  if (version === undefined) return undefined;
  if (url.startsWith(BEGAN)) return `globalThis[Symbol.for('cadastre.running')].began(${version});`;
  if (url.startsWith(ENTRY)) {
    const file = decodeURIComponent(url.slice(ENTRY.length + 1).replace(/[?&]cadastre=\d+$/, ''));
    const target = JSON.stringify(marked(pathToFileURL(file).href, version));
    return `import '${marked(BEGAN, version)}'; import * as file from ${target}; export default file;`;
  }
  return url.startsWith('file:') ? loadFile(pathOf(url), sessionOf(version)) : undefined;
}

function loadFile(path: string, session: Session): string {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  session.texts.set(path, text);
  noteLoaded(path, text);
  if (path.endsWith('.json')) return loadJson(path, text, session);
  if (MAY_RUN_LONG.test(text)) session.mayRunLong();
  if (!/\.m?ts$/.test(path)) return text;
  // A dynamic import runs after the first statement, when an attempt cannot be repeated any more.
  if (/\bimport\s*\(/.test(text)) session.asIs = false;
  // Only `<` can mean another thing in JavaScript (`f<T>(x)` compares); other types do not parse.
  if (session.asIs && !text.includes('<')) return text;
  const stripped = stripTypes(text);
  if ('code' in stripped) return stripped.code;
  noteSyntax(path, text, session, stripped.problem);
  throw new SyntaxError(stripped.problem.message);
}

/** Notes a syntax error at its place. */
export function noteSyntax(
  file: string,
  text: string,
  session: Session,
  problem: { message: string; line: number; column: number; unsupported?: boolean },
): void {
  const { line, column } = problem;
  const decorated = text
    .split('\n')
    [line - 1]?.slice(column - 1)
    .startsWith('@');
  const advice = decorated
    ? '\nNode does not support decorators: call a function instead.'
    : problem.unsupported
      ? '\nOnly erasable TypeScript syntax is supported: write a constant object instead of an enum, plain modules instead of namespaces, `as` instead of <T>.'
      : '';
  session.problems.push(
    error(
      'syntax',
      problem.message,
      { file, line, column },
      {
        hint: codeFrame(text, line, column) + advice,
      },
    ),
  );
}

function loadJson(path: string, text: string, session: Session): string {
  try {
    JSON.parse(text);
  } catch (thrown) {
    const before = text.slice(0, brokenAt(text)).split('\n');
    noteSyntax(path, text, session, {
      message: 'invalid JSON from here on',
      line: before.length,
      column: (before.at(-1) ?? '').length + 1,
    });
    throw thrown;
  }
  return `export default JSON.parse(${JSON.stringify(text)});`;
}

/** The length of the longest start of a JSON text that could still be completed; messages differ by Node version. */
function brokenAt(text: string): number {
  let [sound, broken] = [0, text.length + 1];
  while (broken - sound > 1) {
    const middle = (sound + broken) >> 1;
    if (mayGoOn(text.slice(0, middle))) sound = middle;
    else broken = middle;
  }
  return sound;
}

function mayGoOn(start: string): boolean {
  try {
    JSON.parse(start);
    return true;
  } catch (thrown) {
    const { message } = thrown as Error;
    const position = /position (\d+)/.exec(message)?.[1];
    return /end of JSON|[Uu]nterminated/.test(message) || Number(position) >= start.length;
  }
}
