/**
 * Connects `modules.ts` to Node's module loader: in this thread where Node can (22.15 and later), by
 * its loader thread on Node 20. There the thread only asks; all decisions are made here, once.
 */

import * as nodeModule from 'node:module';
import { MessageChannel } from 'node:worker_threads';
import {
  loadModule,
  localAddress,
  noteMissing,
  provideRunningPackage,
  resolveImport,
} from './modules.ts';
import { pathOf, versionOf } from './origin.ts';
import { sessionOf } from './session.ts';

interface ResolveContext {
  readonly conditions?: readonly string[];
  readonly parentURL?: string;
}
interface Resolved {
  readonly url: string;
  readonly format?: string;
  readonly shortCircuit?: boolean;
  readonly importAttributes?: Readonly<Record<string, string>>;
}
interface LoadedModule {
  readonly format: string;
  readonly source?: unknown;
  readonly shortCircuit?: boolean;
}
/** Node's synchronous hooks; the types of Node 20 do not have them. */
interface SyncHooks {
  registerHooks?(hooks: {
    resolve(
      specifier: string,
      context: ResolveContext,
      next: (specifier: string, context: ResolveContext) => Resolved,
    ): Resolved;
    load(
      url: string,
      context: object,
      next: (url: string, context: object) => LoadedModule,
    ): LoadedModule;
  }): unknown;
}

let installed = false;

/** Installs the hooks, once in a process. They touch only what the evaluator imports. */
export function installHooks(): void {
  if (installed) return;
  installed = true;
  provideRunningPackage();
  const { registerHooks } = nodeModule as SyncHooks;
  if (registerHooks) installHere(registerHooks);
  else installThread();
}

/** Where an import goes that Node has found: a local file of a linked package is the estate's too. */
function adopt(url: string, parent: string): string {
  const version = versionOf(parent) ?? 0;
  if (!url.startsWith('file:')) return url;
  const address = localAddress(pathOf(url), version);
  // What Node loads by itself is not looked at, so it may run for ever for all we know.
  if (versionOf(address) === undefined) sessionOf(version).mayRunLong();
  return address;
}

function installHere(registerHooks: NonNullable<SyncHooks['registerHooks']>): void {
  registerHooks({
    resolve(specifier, context, next) {
      const parent = context.parentURL;
      if (context.conditions?.includes('require')) return next(specifier, context);
      const url = resolveImport(specifier, parent);
      if (url !== undefined) {
        if (versionOf(url) === undefined && url.startsWith('file:')) return next(url, context);
        return { url, format: 'module', shortCircuit: true, importAttributes: {} };
      }
      if (parent === undefined || versionOf(parent) === undefined) return next(specifier, context);
      let found: Resolved;
      try {
        found = next(specifier, context);
      } catch (thrown) {
        noteMissing(specifier, parent);
        throw thrown;
      }
      const address = adopt(found.url, parent);
      return address === found.url
        ? found
        : { url: address, format: 'module', shortCircuit: true, importAttributes: {} };
    },
    load(url, context, next) {
      const source = loadModule(url);
      return source === undefined
        ? next(url, context)
        : { format: 'module', source, shortCircuit: true };
    },
  });
}

// The loader thread's side. `fs` answers for files that are there, so that `import.meta.resolve`,
// which blocks the thread that would answer, works.
const THREAD = `
import { existsSync } from 'node:fs';
const MARK = /[?&]cadastre=(\\d+)/;
const waiting = new Map();
let port, asked = 0;
export function initialize(data) {
  port = data.port;
  port.on('message', ({ id, answer, failed }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) port.unref();
    if (failed === undefined) resolve(answer);
    else reject(new Error(failed));
  });
  port.unref();
}
const ask = (what, ...args) => new Promise((resolve, reject) => {
  waiting.set(++asked, { resolve, reject });
  port.ref();
  port.postMessage({ id: asked, what, args });
});
const module = (url) => ({ url, format: 'module', shortCircuit: true, importAttributes: {} });
const OURS = /\\.(m?[jt]s|json)$/;
export async function resolve(specifier, context, next) {
  const parent = context.parentURL;
  const version = MARK.exec(parent ?? '');
  if (specifier.startsWith('cadastre:') || MARK.test(specifier)) return module(specifier);
  if (!version && !/^cadastre(\\/|$)/.test(specifier)) return next(specifier, context);
  if (version && /^\\.{1,2}\\//.test(specifier) && OURS.test(specifier)) {
    const url = new URL(specifier, parent);
    if (!url.pathname.includes('/node_modules/') && existsSync(url)) {
      url.search += (url.search ? '&' : '?') + version[0].slice(1);
      return module(url.href);
    }
  }
  const url = await ask('resolve', specifier, parent);
  if (url !== undefined) return url.startsWith('file:') && !MARK.test(url) ? next(url, context) : module(url);
  if (!version) return next(specifier, context);
  let found;
  try {
    found = await next(specifier, context);
  } catch (thrown) {
    await ask('missing', specifier, parent);
    throw thrown;
  }
  const address = await ask('adopt', found.url, parent);
  return address === found.url ? found : module(address);
}
export async function load(url, context, next) {
  if (!url.startsWith('cadastre:') && !MARK.test(url)) return next(url, context);
  const source = await ask('load', url);
  return source === undefined ? next(url, context) : { format: 'module', source, shortCircuit: true };
}`;

type HookRequest =
  | { readonly id: number; readonly what: 'resolve'; readonly args: [string, string | undefined] }
  | { readonly id: number; readonly what: 'missing' | 'adopt'; readonly args: [string, string] }
  | { readonly id: number; readonly what: 'load'; readonly args: [string] };

function answer(question: HookRequest): string | undefined {
  if (question.what === 'resolve') return resolveImport(...question.args);
  if (question.what === 'adopt') return adopt(...question.args);
  if (question.what === 'load') return loadModule(...question.args);
  noteMissing(...question.args);
  return undefined;
}

function installThread(): void {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (question: HookRequest) => {
    try {
      port1.postMessage({ id: question.id, answer: answer(question) });
    } catch (thrown) {
      port1.postMessage({ id: question.id, failed: (thrown as Error).message });
    }
  });
  port1.unref();
  nodeModule.register(`data:text/javascript,${encodeURIComponent(THREAD)}`, {
    data: { port: port2 },
    transferList: [port2],
  });
}
