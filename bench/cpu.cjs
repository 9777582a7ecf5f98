/** Loaded before a program: as it ends, says to the file CPU_FILE how long it had a processor, in seconds. */

const { writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread)
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(process.env.CPU_FILE, String((user + system) / 1e6));
  });
