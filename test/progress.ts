/** Says before a run how long it takes, and in between how far it is: a terminal's own bar is not in CI's log. */

import type { Reporter, TestModule, TestSpecification } from 'vitest/node';

/** Minutes on two idle cores. */
const MINUTES: Readonly<Record<string, number>> = { fast: 1, main: 13, large: 2 };

const minutes = (ms: number): string => `${(ms / 60_000).toFixed(1)} min`;

export class Progress implements Reporter {
  #files = 0;
  #done = 0;
  #start = 0;
  #said = 0;
  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    this.#files = specifications.length;
    this.#done = 0;
    this.#start = this.#said = performance.now();
    const tiers = new Set(specifications.map(({ project }) => project));
    const all = await Promise.all([...tiers].map((tier) => tier.globTestFiles()));
    const files = all.reduce((sum, { testFiles }) => sum + testFiles.length, 0);
    const expected = [...tiers].reduce((sum, { name }) => sum + (MINUTES[name] ?? 0), 0);
    // Of a few files that somebody named, nothing is known.
    if (this.#files === files)
      process.stdout.write(`${this.#files} test files: about ${expected} min on two idle cores\n`);
  }

  onTestModuleEnd(_: TestModule): void {
    this.#done += 1;
    const now = performance.now();
    if (now - this.#said < 20_000) return;
    this.#said = now;
    process.stdout.write(
      `${this.#done} of ${this.#files} test files, ${minutes(now - this.#start)}\n`,
    );
  }
}
