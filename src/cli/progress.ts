/** Progress on stderr: one line that is written over on a terminal, plain lines elsewhere. */

import { say } from './run.ts';

export interface Progress {
  step(n: number, of: number, what: string): void;
  end(): void;
}

const BAR = 24;

export function progress(quiet: boolean): Progress {
  if (quiet) return { step: () => {}, end: () => {} };
  if (!process.stderr.isTTY)
    return { step: (n, of, what) => say(`[${n}/${of}] ${what}`), end: () => {} };
  let shown = false;
  return {
    step(n, of, what) {
      const full = Math.round((n / of) * BAR);
      const bar = '█'.repeat(full) + '░'.repeat(BAR - full);
      const width = Math.max(20, (process.stderr.columns ?? 80) - BAR - 14);
      process.stderr.write(`\r\x1b[2K${bar} ${n}/${of} ${what.slice(0, width)}`);
      shown = true;
    },
    end() {
      if (shown) process.stderr.write('\r\x1b[2K');
    },
  };
}
