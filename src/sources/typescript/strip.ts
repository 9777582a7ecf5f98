/** TypeScript to JavaScript by blanking types out: every line and column stays where it was. */

import { createRequire } from 'node:module';

export interface SyntaxProblem {
  readonly message: string;
  /** From 1; the column in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** True for TypeScript that is more than types: enum, namespace, parameter property. */
  readonly unsupported: boolean;
}

export type Stripped = { readonly code: string } | { readonly problem: SyntaxProblem };

interface Strip {
  transformSync(
    source: string,
    options: { mode: 'strip-only'; module: true; deprecatedTsModuleAsError: true },
  ): { code: string };
}
interface StripError {
  readonly code?: string;
  readonly message?: string;
  readonly startLine?: number;
  readonly startColumn?: number;
}

let strip: Strip | undefined;

function transform(source: string): { readonly code: string } | { readonly failed: StripError } {
  // Node's own stripTypeScriptTypes is this library too, but gives no positions and not on Node 20.
  strip ??= createRequire(import.meta.url)('@swc/wasm-typescript') as Strip;
  try {
    return strip.transformSync(source, {
      mode: 'strip-only',
      module: true,
      deprecatedTsModuleAsError: true,
    });
  } catch (failed) {
    return { failed: (failed ?? {}) as StripError };
  }
}

/** @param source Text of a module, without byte order mark. */
export function stripTypes(source: string): Stripped {
  const result = transform(source);
  if ('code' in result) return result;
  const { failed } = result;
  const line = failed.startLine ?? 1;
  return {
    problem: {
      message: failed.message ?? String(failed),
      line,
      column: exactColumn(source, failed) + 1,
      unsupported: failed.code === 'UnsupportedSyntax',
    },
  };
}

/**
 * swc counts columns as a terminal shows them (a tab is 4, an ideograph 2). The same text with one
 * ASCII letter for each other UTF-16 unit has the same error where columns are plain.
 */
function exactColumn(source: string, failed: StripError): number {
  const shown = failed.startColumn ?? 0;
  const text = source.split('\n')[(failed.startLine ?? 1) - 1] ?? '';
  if (/^[ -~\r]*$/.test(text)) return shown;
  const plain = transform(
    source.replace(/\s/g, (c) => (c === '\n' ? c : ' ')).replace(/[^\n -~]/g, 'x'),
  );
  if ('failed' in plain && plain.failed.startLine === failed.startLine)
    return plain.failed.startColumn ?? shown;
  return Math.min(shown, Math.max(0, text.length - 1));
}
