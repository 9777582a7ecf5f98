/**
 * Starts `cadastre`. A `render` of what has not changed is answered from the record of the last one; nothing
 * else is loaded for it.
 */

import { recalled } from '../app/draw/run-record.ts';
import { print } from './print.ts';

// `cadastre icons | head` ends the reader first: nobody is left to write to, which is not an error.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    process.exit(code === 'EPIPE' ? (process.exitCode ?? 0) : 2);
  });

const args = process.argv.slice(2);
const report = args[0] === 'render' ? recalled(process.cwd(), args) : undefined;
if (report) print(report);
else await (await import('./program.ts')).run(args);

// A timer that a diagram file left behind must not keep the command alive. Both
// streams are flushed first: on Windows a pipe is written to later.
for (const stream of [process.stdout, process.stderr])
  await new Promise<void>((flushed) => stream.write('', () => flushed()));
process.exit();
