/** Evaluates one of the user's TypeScript or JavaScript files, once, in this process. */

import { readFileSync, statSync } from 'node:fs';
import { startCollecting, stopCollecting } from '../../dsl/unplaced.ts';
import type { Content } from '../../model/content.ts';
import type { Diagnostic, Outcome } from '../../model/diagnostic.ts';
import { error, failure } from '../../model/diagnostic.ts';
import { explainLinking, explainThrown } from './explain.ts';
import { type Ending, type Guard, guarded, watchBusy } from './guard.ts';
import { installHooks } from './hooks.ts';
import { entryAddress } from './modules.ts';
import { displayPath, originOfStack } from './origin.ts';
import { closeSession, openSession, type Session } from './session.ts';

export interface EvaluationContext {
  /** Absolute path of the estate's root. */
  readonly root: string;
  /** Time that one file may take. */
  readonly timeoutMs: number;
}

export interface Evaluated {
  /** Names of the file's exports. */
  readonly names: readonly string[];
  /** The default export; of a function, what it returned in the end. */
  readonly exported: unknown;
  /** Everything made meanwhile with the constructors of the language. */
  readonly made: readonly Content[];
}

/** What `evaluate` gives in any case: the local files that took part, absolute. */
export type EvaluationAttempt = Outcome<Evaluated> & { readonly inputs: readonly string[] };

// Two files at once would mix what they make and write.
let queue: Promise<unknown> = Promise.resolve();

/** @param file Absolute path. Every call evaluates again, so that changes are seen. */
export function evaluate(file: string, context: EvaluationContext): Promise<EvaluationAttempt> {
  const turn = queue.then(() => evaluateNow(file, context));
  queue = turn.catch(() => {});
  return turn;
}

async function evaluateNow(file: string, context: EvaluationContext): Promise<EvaluationAttempt> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    const message = `no such file: ${displayPath(file, context.root)}`;
    return { diagnostics: [error('not-found', message, { file })], inputs: [file] };
  }
  installHooks();
  const guard: Guard = { name: displayPath(file, context.root), timeoutMs: context.timeoutMs };
  const open = (asIs: boolean): Session =>
    openSession({ root: context.root, asIs, mayRunLong: () => watchBusy(guard) });
  let session = open(true);
  startCollecting();
  const ending = await guarded(guard, async () => {
    try {
      return await run(file, session);
    } catch (thrown) {
      // With types left in, it did not parse; nothing has run yet.
      if (session.began || !session.asIs || session.problems.length > 0) throw thrown;
      closeSession(session);
      session = open(false);
      return await run(file, session);
    }
  });
  const made = stopCollecting();
  const inputs = [...new Set([file, ...session.texts.keys()])];
  closeSession(session);
  if (ending.how === 'returned')
    return { value: { ...ending.value, made }, diagnostics: [], inputs };
  return { ...failure(explain(ending, file, session, context)), inputs };
}

/**
 * Runs a function that a file handed over when it was evaluated, under the same guard.
 * @param inputs The files that took part then.
 */
export async function callBack<T>(
  work: () => T,
  inputs: readonly string[],
  context: EvaluationContext,
): Promise<Outcome<T>> {
  const [file = ''] = inputs;
  const guard: Guard = { name: displayPath(file, context.root), timeoutMs: context.timeoutMs };
  const session = openSession({ root: context.root, asIs: false, mayRunLong: () => {} });
  session.began = true;
  watchBusy(guard);
  // As a microtask: stopping it must not take those along who wait for it, and Node
  // does not survive that in a timer or an immediate.
  const ending = await guarded(guard, () => Promise.resolve().then(work));
  if (ending.how === 'threw')
    for (const input of inputs)
      if (statSync(input, { throwIfNoEntry: false })?.isFile())
        session.texts.set(input, readFileSync(input, 'utf8'));
  closeSession(session);
  if (ending.how === 'returned') return { value: ending.value, diagnostics: [] };
  return failure(explain(ending, file, session, context));
}

type Import = (address: string) => Promise<unknown>;
let native: Import | undefined;

/** Node's own import(): bundlers and test runners put another in the place of a written one. */
async function importNatively(address: string): Promise<unknown> {
  if (!native) {
    const module: { default: Import } = await import(
      'data:text/javascript,export default (address) => import(address)' as string
    );
    native = module.default;
  }
  return native(address);
}

async function run(file: string, session: Session): Promise<Omit<Evaluated, 'made'>> {
  const entry = (await importNatively(entryAddress(file, session.version))) as {
    default: Readonly<Record<string, unknown>>;
  };
  const names = Object.keys(entry.default);
  let exported = entry.default.default;
  if (typeof exported === 'function') exported = await (exported as () => unknown)();
  else exported = await exported;
  return { names, exported: Array.isArray(exported) ? await Promise.all(exported) : exported };
}

function explain(
  ending: Exclude<Ending<unknown>, { how: 'returned' }>,
  file: string,
  session: Session,
  context: EvaluationContext,
): readonly Diagnostic[] {
  if (ending.how === 'threw')
    return session.began
      ? [explainThrown(ending.thrown, file, session)]
      : explainLinking(ending.thrown, file, session);
  if (ending.how === 'exited') {
    const message = `the file called process.exit(${ending.status})`;
    const origin = originOfStack(ending.stack) ?? { file };
    const hint = 'A diagram file has to export its diagrams and return.';
    return [error('exited', message, origin, { hint })];
  }
  const seconds = context.timeoutMs / 1000;
  const message =
    ending.how === 'timeout'
      ? `the file did not finish within ${seconds} s`
      : 'the file waits for a promise that never settles';
  const hint =
    ending.how === 'timeout'
      ? 'Look for an endless loop, or raise `timeout` in the config.'
      : 'Look for an `await` on a promise that never resolves.';
  return [error('timeout', message, { file }, { hint })];
}
