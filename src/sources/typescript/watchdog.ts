/**
 * Ends a diagram file that keeps the main thread busy for ever. A timer cannot: it never gets its
 * turn. A thread of its own watches, and stops the running JavaScript by the inspector; the loader's
 * timer then comes to its turn and reports. If it does not, the process is ended.
 */

import { Worker } from 'node:worker_threads';

// Plain JavaScript in a string: a worker's file would have to be found in sources, bundle and tests.
const WATCH = `
const { workerData: { cells, grace } } = require('node:worker_threads');
let text = '';
require('node:worker_threads').parentPort.unref();
for (;;) {
  const turn = Atomics.load(cells, 0);
  const limit = Atomics.load(cells, 1);
  if (limit === 0) { Atomics.wait(cells, 0, turn); continue; }
  if (Atomics.wait(cells, 0, turn, limit) !== 'timed-out') continue;
  const { Session } = require('node:inspector');
  const session = new Session();
  const file = Buffer.from(cells.buffer, 16, Atomics.load(cells, 2)).toString();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution');
  if (Atomics.wait(cells, 0, turn, grace) !== 'timed-out') { session.disconnect(); continue; }
  require('node:fs').writeSync(2, file + ': error timeout: the file never returned and could not be stopped; Cadastre exits\\n');
  session.post('Runtime.evaluate', { expression: 'process.reallyExit(2)' });
  Atomics.wait(cells, 0, turn, grace);
  process.kill(process.pid, 'SIGKILL');
}`;

const NAME_BYTES = 4096;
let cells: Int32Array | undefined;

/** Starts the watch: `file` (as shown in messages) may keep the thread for `limitMs`. */
export function arm(file: string, limitMs: number): void {
  if (!cells) {
    cells = new Int32Array(new SharedArrayBuffer(16 + NAME_BYTES));
    const worker = new Worker(WATCH, {
      eval: true,
      workerData: { cells, grace: 3000 },
      execArgv: [],
    });
    worker.unref();
    // Without the watch a busy file is only ended from outside; everything else works.
    worker.on('error', () => {});
  }
  const name = Buffer.from(file).subarray(0, NAME_BYTES);
  new Uint8Array(cells.buffer).set(name, 16);
  Atomics.store(cells, 2, name.length);
  turn(limitMs);
}

/** Ends the watch. */
export function disarm(): void {
  if (cells) turn(0);
}

function turn(limit: number): void {
  if (!cells) return;
  Atomics.store(cells, 1, limit);
  Atomics.add(cells, 0, 1);
  Atomics.notify(cells, 0);
}
