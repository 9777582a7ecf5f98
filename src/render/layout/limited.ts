/**
 * Runs heavy work in a thread of its own, with a big stack and a time limit that holds: only
 * `terminate()` stops a layout that hangs, and only a worker can have a bigger stack.
 *
 * Not tinypool, which was tried (2.2.0): its tasks are silently lost when the worker exits, and
 * a time limit would count the wait in its queue.
 */

import { Worker } from 'node:worker_threads';
import type { PlainError, Reply } from './serve.ts';

/** `crash`: the worker ended, ran out of memory, or its work threw (then that is the `cause`). */
export type LimitErrorCode = 'timeout' | 'crash';

export class LimitError extends Error {
  readonly code: LimitErrorCode;

  constructor(code: LimitErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'LimitError';
    this.code = code;
  }
}

export interface Limits {
  /**
   * Counted from the moment the work starts, not from the call; includes loading the worker, but not time in
   * which the calling thread was busy.
   */
  readonly timeoutMs: number;
  /** 64 passes a chain of 20,000 nodes through `dot`; the main thread's 1 fails at 12,000. */
  readonly stackSizeMb: number;
  /** Most workers at once for this file; default 1. */
  readonly workers?: number;
}

interface Job {
  readonly input: unknown;
  readonly limits: Limits;
  readonly finish: (error: LimitError | undefined, result?: unknown) => void;
}

interface Pool {
  readonly url: URL;
  readonly idle: Worker[];
  readonly queue: Job[];
  running: number;
}

const pools = new Map<string, Pool>();

/**
 * Has the worker file at `workerUrl` (which calls `serve`) do its work on `input`. Workers stay
 * for later jobs, without keeping the process alive. Rejects with `LimitError`.
 */
export function runLimited<T>(workerUrl: URL, input: unknown, limits: Limits): Promise<T> {
  const pool = poolFor(workerUrl, limits.stackSizeMb);
  return new Promise<T>((resolve, reject) => {
    const finish: Job['finish'] = (error, result) => {
      if (error) reject(error);
      else resolve(result as T);
    };
    pool.queue.push({ input, limits, finish });
    next(pool);
  });
}

/**
 * Starts workers for jobs that are to come, so that they load while the caller gets the jobs ready.
 * They do not keep the process alive.
 */
export function prepare(
  workerUrl: URL,
  limits: Pick<Limits, 'stackSizeMb'>,
  workers: number,
): void {
  const pool = poolFor(workerUrl, limits.stackSizeMb);
  while (pool.running + pool.idle.length < workers) {
    const worker = hire(pool, limits.stackSizeMb);
    worker.unref();
    pool.idle.push(worker);
  }
}

function poolFor(url: URL, stackSizeMb: number): Pool {
  const key = `${stackSizeMb} ${url.href}`;
  const pool = pools.get(key) ?? { url, idle: [], queue: [], running: 0 };
  pools.set(key, pool);
  return pool;
}

function next(pool: Pool): void {
  const job = pool.queue[0];
  if (!job || pool.running >= Math.max(1, job.limits.workers ?? 1)) return;
  pool.queue.shift();
  pool.running++;
  start(pool, job, pool.idle.pop() ?? hire(pool, job.limits.stackSizeMb));
  next(pool);
}

function hire(pool: Pool, stackSizeMb: number): Worker {
  const worker = new Worker(pool.url, { resourceLimits: { stackSizeMb } });
  const dismiss = () => {
    const place = pool.idle.indexOf(worker);
    if (place >= 0) pool.idle.splice(place, 1);
  };
  worker.on('exit', dismiss);
  // Without a listener an error of an idle worker would end the process.
  worker.on('error', dismiss);
  return worker;
}

function start(pool: Pool, job: Job, worker: Worker): void {
  const { timeoutMs } = job.limits;
  let finished = false;
  const finish = (keep: boolean, error: LimitError | undefined, result?: unknown) => {
    if (finished) return;
    finished = true;
    stopClock();
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    pool.running--;
    if (keep) {
      worker.unref();
      pool.idle.push(worker);
    } else void worker.terminate();
    job.finish(error, result);
    next(pool);
  };
  const onMessage = (reply: Reply) => {
    if (reply.ok) finish(true, undefined, reply.result);
    else finish(true, new LimitError('crash', reply.error.message, revived(reply.error)));
  };
  const onError = (cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    finish(false, new LimitError('crash', `the worker failed: ${reason}`, cause));
  };
  const onExit = (code: number) =>
    finish(false, new LimitError('crash', `the worker exited with code ${code}`));
  const stopClock = countdown(timeoutMs, () =>
    finish(false, new LimitError('timeout', `not finished within ${timeoutMs} ms`)),
  );
  worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  worker.ref();
  try {
    worker.postMessage(job.input);
  } catch (cause) {
    finish(true, new LimitError('crash', 'the input cannot be sent to a worker', cause));
  }
}

/** How often the clock looks. */
const TICK_MS = 100;

/**
 * Calls `onEnd` after `ms` of time in which this thread could have heard from the worker. A diagram file may keep
 * it busy for long: what the worker has done meanwhile waits here, and must not count against it.
 * @returns what stops it
 */
function countdown(ms: number, onEnd: () => void): () => void {
  const tick = Math.min(ms, TICK_MS);
  let left = ms;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    left -= Math.min(now - last, 2 * tick);
    last = now;
    if (left <= 0) onEnd();
  }, tick);
  return () => clearInterval(timer);
}

function revived({ name, message, stack, code }: PlainError): Error {
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return code === undefined ? error : Object.assign(error, { code });
}
