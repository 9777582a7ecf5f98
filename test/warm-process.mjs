/**
 * Runs one command line of the built `cadastre` after another in one process: `warm-cli.ts` starts it, and says
 * what it may be used for.
 */

import { fileURLToPath } from 'node:url';

const CLI = new URL('../dist/cli.js', import.meta.url).href;

// Each run listens for an interrupt and for broken pipes; none of them takes its listeners back, as it ends the process.
for (const emitter of [process, process.stdout, process.stderr]) emitter.setMaxListeners(0);

let runs = 0;

/** Runs dist/cli.js from its first line to its process.exit(): only what it imports is there already. */
async function run({ args, folder, env }) {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(folder);
  process.argv.splice(1, Infinity, fileURLToPath(CLI), ...args);
  process.exitCode = undefined;
  const ended = { code: 0, signal: null, stdout: '', stderr: '' };
  const { exit } = process;
  const restore = ['stdout', 'stderr'].map((name) => {
    const stream = process[name];
    const { write } = stream;
    stream.write = (chunk, encoding, done = encoding) => {
      ended[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      if (typeof done === 'function') done();
      return true;
    };
    return () => {
      stream.write = write;
    };
  });
  const exited = new Promise((resolve) => {
    process.exit = (code = process.exitCode ?? 0) => {
      ended.code = Number(code);
      resolve();
    };
  });
  try {
    runs += 1;
    await Promise.all([import(`${CLI}?run=${runs}`), exited]);
  } finally {
    process.exit = exit;
    for (const back of restore) back();
    process.exitCode = undefined;
    process.chdir('/');
  }
  return ended;
}

process.on('message', async (asked) => {
  // The channel may not keep the loop alive meanwhile: that nothing is left to happen is how a diagram that waits in vain is found.
  process.channel.unref();
  const ended = await run(asked);
  process.channel.ref();
  process.send(ended);
});
process.on('disconnect', () => process.exit());
