/** Loaded before a program: as it ends, says to the file CPU_FILE how many seconds it had a processor, and how many MB it held at most. */

const { writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread)
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    const { maxRSS } = process.resourceUsage();
    writeFileSync(process.env.CPU_FILE, `${(user + system) / 1e6} ${maxRSS / 1024}`);
  });
