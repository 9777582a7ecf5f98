/** Loaded before a program: as it ends, says to the file PEAK_FILE how much memory it held at most, in MB. */

const { writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread)
  process.on('exit', () => {
    writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS / 1024));
  });
