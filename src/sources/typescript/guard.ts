/** Runs the user's code so that it can neither end the process, nor write to stdout, nor run for ever. */

import { arm, disarm } from './watchdog.ts';

/** How guarded work ended. */
export type Ending<T> =
  | { readonly how: 'returned'; readonly value: T }
  | { readonly how: 'threw'; readonly thrown: unknown }
  | { readonly how: 'exited'; readonly status: number; readonly stack: string }
  /** `pending`: nothing was left that could ever go on. */
  | { readonly how: 'timeout' | 'pending' };

export interface Guard {
  /** The file's name in messages. */
  readonly name: string;
  readonly timeoutMs: number;
}

/** Starts the watch on busy code; called once it is known that the work holds such code. */
export function watchBusy(guard: Guard): void {
  // The timer below comes first wherever the thread is not busy.
  arm(guard.name, guard.timeoutMs + 200);
}

const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;
type ProcessListener = (...args: unknown[]) => void;

/** Runs `work`; what it starts and does not wait for counts until it returns and one turn longer. */
export async function guarded<T>(guard: Guard, work: () => Promise<T>): Promise<Ending<T>> {
  let settle: (ending: Ending<T>) => void = () => {};
  const ended = new Promise<Ending<T>>((resolve) => {
    settle = resolve;
  });
  const restore = intercept(settle);
  const timer = setTimeout(() => settle({ how: 'timeout' }), guard.timeoutMs);
  // Not awaited: when nothing else is pending, `beforeExit` fires at once.
  timer.unref();
  const idle = (): void => settle({ how: 'pending' });
  process.once('beforeExit', idle);
  try {
    work().then(
      // Rejections that nobody handles come to light when the microtasks are done.
      (value) => setImmediate(() => settle({ how: 'returned', value })),
      (thrown: unknown) => settle({ how: 'threw', thrown }),
    );
    return await ended;
  } finally {
    disarm();
    clearTimeout(timer);
    process.off('beforeExit', idle);
    restore();
  }
}

function intercept<T>(settle: (ending: Ending<T>) => void): () => void {
  const { exit, exitCode, stdout } = process;
  const { write } = stdout;
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 50;
  stdout.write = process.stderr.write.bind(process.stderr) as typeof write;
  process.exit = ((status?: number | string) => {
    const stack = new Error('process.exit was called').stack ?? '';
    settle({ how: 'exited', status: Number(status ?? 0), stack });
    throw new Error('process.exit was called');
  }) as typeof exit;
  const outside = EVENTS.map((event) => process.listeners(event as 'uncaughtException'));
  const failed: ProcessListener = (thrown) => settle({ how: 'threw', thrown });
  for (const event of EVENTS) {
    process.removeAllListeners(event);
    process.on(event, failed);
  }
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
    stdout.write = write;
    process.exit = exit;
    process.exitCode = exitCode;
    EVENTS.forEach((event, i) => {
      process.off(event, failed);
      for (const listener of outside[i] ?? []) process.on(event, listener as ProcessListener);
    });
  };
}
