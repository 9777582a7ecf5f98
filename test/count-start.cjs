/**
 * Loaded into a process before anything else (`node --require`): counts the files that JavaScript opens and the
 * threads that it starts, and writes both to the file named by `START_COUNTS` when the process ends.
 */

const fs = require('node:fs');
const { fileURLToPath } = require('node:url');
const threads = require('node:worker_threads');
const { syncBuiltinESMExports } = require('node:module');

const opened = new Set();
let workers = 0;

for (const [holder, name] of [
  [fs, 'readFileSync'],
  [fs, 'openSync'],
  [fs.promises, 'readFile'],
]) {
  const original = holder[name];
  holder[name] = (path, ...rest) => {
    const result = original(path, ...rest);
    opened.add(String(path).startsWith('file:') ? fileURLToPath(path) : String(path));
    return result;
  };
}

threads.Worker = class extends threads.Worker {
  constructor(...args) {
    super(...args);
    workers += 1;
  }
};
syncBuiltinESMExports();

const { writeFileSync } = fs;
process.on('exit', () => {
  writeFileSync(process.env.START_COUNTS, JSON.stringify({ opened: [...opened], workers }));
});
