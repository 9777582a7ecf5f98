/** The worker's side of `runLimited`. */

import { parentPort } from 'node:worker_threads';

/** What goes back to the caller; errors as plain data, since cloning an Error drops its `code`. */
export type Reply =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: PlainError };

export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly code?: unknown;
}

/**
 * Call this once in a worker's file with the function that does the work. Input and result are
 * structured clones. What the function throws reaches the caller as the `cause` of a `LimitError`.
 */
export function serve<Input, Result>(work: (input: Input) => Result | Promise<Result>): void {
  parentPort?.on('message', async (input: Input) => {
    let reply: Reply;
    try {
      reply = { ok: true, result: await work(input) };
    } catch (thrown) {
      reply = { ok: false, error: plain(thrown) };
    }
    try {
      parentPort?.postMessage(reply);
    } catch (thrown) {
      parentPort?.postMessage({ ok: false, error: plain(thrown) } satisfies Reply);
    }
  });
}

function plain(thrown: unknown): PlainError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown) };
  const code = 'code' in thrown ? thrown.code : undefined;
  return {
    name: thrown.name,
    message: thrown.message,
    stack: thrown.stack,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
  };
}
