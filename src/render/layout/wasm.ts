/**
 * Graphviz as WebAssembly. The one file that knows the package.
 *
 * Found by trying 1.29.2 (Graphviz 16.1):
 * - Loading takes 140-170 ms on one slow core (import 13 ms, then inflating and compiling), so it
 *   is done on demand, once a process.
 * - Nothing reaches stderr, and a missing image, an unknown shape or a bad colour leaves no trace
 *   at all: `verify.ts` looks at what was drawn. A malformed HTML label succeeds with the label
 *   missing; only the last error text tells (`in label of node x`), so it is made an error here.
 * - After a syntax error the instance goes on well. After a stack overflow or a fault in memory
 *   it may loop forever at the next call, so it is never asked again.
 * - The size of an image is taken when an instance first meets its path and kept, whatever later
 *   calls say. So a path must always come with one size; a cell of fixed size with
 *   `<IMG SCALE="TRUE">` gives the same picture for any.
 */

import type { Graphviz as Library } from '@hpcc-js/wasm-graphviz';
import { LayoutError, type LayoutPort } from './port.ts';

/** A port that can recover after a `crash`. */
export interface Graphviz extends LayoutPort {
  /** Resolves when the port may be called again; at once if it is intact. */
  recover(): Promise<void>;
  /** Graphviz' own version, e.g. `16.1.0`. */
  readonly version: string;
}

let loaded: Promise<Graphviz> | undefined;

/** The process's one instance, loaded at the first call. */
export function loadGraphviz(): Promise<Graphviz> {
  loaded ??= load().catch((cause) => {
    loaded = undefined;
    throw cause;
  });
  return loaded;
}

async function load(): Promise<Graphviz> {
  const { Graphviz: library } = await import('@hpcc-js/wasm-graphviz');
  let instance: Library | undefined = await library.load();
  let reload: Promise<void> | undefined;

  const abandon = () => {
    instance = undefined;
    library.unload();
  };
  const recover = (): Promise<void> => {
    if (instance) return Promise.resolve();
    reload ??= library.load().then(
      (fresh) => {
        instance = fresh;
        reload = undefined;
      },
      (cause) => {
        reload = undefined;
        throw new LayoutError('crash', 'Graphviz could not be reloaded after a crash', cause);
      },
    );
    return reload;
  };

  const layout: LayoutPort = (dot, engine, format, images = []) => {
    if (!instance) throw new LayoutError('crash', 'Graphviz crashed and has not been reloaded yet');
    // The library returns at once for these and leaves the last call's complaint in place.
    if (dot.trim() === '') throw new LayoutError('empty', 'no graph to lay out');
    let output: string;
    try {
      output = instance.layout(dot, format, engine, {
        images: images.map((i) => ({
          path: i.path,
          width: `${i.width}px`,
          height: `${i.height}px`,
        })),
      });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message.trim() : String(cause);
      // The library unloads itself at every error, yet the instance at hand lives on.
      if (/^syntax error/m.test(reason)) throw new LayoutError('syntax', reason, cause);
      abandon();
      throw new LayoutError('crash', `Graphviz failed: ${reason}`, cause);
    }
    const complaint = lastError(instance);
    if (/label/.test(complaint)) throw new LayoutError('syntax', `malformed label ${complaint}`);
    if (output === '') throw new LayoutError('empty', complaint || 'Graphviz returned nothing');
    return output;
  };
  return Object.assign(layout, { recover, version: instance.version() });
}

/** Graphviz' last error; the library itself reads it only on failure. */
function lastError(instance: Library): string {
  const { _module } = instance as unknown as {
    _module?: { CGraphviz?: { lastError?: () => string } };
  };
  return _module?.CGraphviz?.lastError?.().trim() ?? '';
}
