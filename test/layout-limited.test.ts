import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { runLimited } from '../src/render/layout/limited.ts';

const limits = { timeoutMs: 20_000, stackSizeMb: 64 };
let worker: URL;

// Node 20 can't run TypeScript in a worker, so the fixture is bundled as the package is.
beforeAll(async () => {
  const outfile = join(mkdtempSync(join(tmpdir(), 'limited-')), 'worker.mjs');
  const fixture = new URL('fixtures/limited/worker.ts', import.meta.url).pathname;
  await build({
    entryPoints: [fixture],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
  });
  worker = pathToFileURL(outfile);
});

describe('runLimited', () => {
  it('returns results, also of many jobs at once on few workers', async () => {
    const jobs = Array.from({ length: 20 }, (_, i) =>
      runLimited(worker, { do: 'echo', i }, { ...limits, workers: 2 }),
    );
    expect(await Promise.all(jobs)).toEqual(jobs.map((_, i) => ({ do: 'echo', i })));
  });

  it('lays out a chain that overflows the main thread', async () => {
    expect(await runLimited(worker, { chain: 12_000 }, limits)).toBe(12_000);
  }, 30_000);

  it('ends a hang, and goes on', async () => {
    const start = performance.now();
    const hung = runLimited(worker, { do: 'hang' }, { ...limits, timeoutMs: 300 });
    const after = runLimited(worker, { do: 'echo' }, limits);
    await expect(hung).rejects.toMatchObject({ code: 'timeout' });
    expect(performance.now() - start).toBeLessThan(5000);
    expect(await after).toEqual({ do: 'echo' });
  });

  it.each(['exit', 'throw', 'uncloneable'])('reports %s as a crash, and goes on', async (what) => {
    const work = runLimited(worker, { do: what }, limits);
    await expect(work).rejects.toMatchObject({ name: 'LimitError', code: 'crash' });
    expect(await runLimited(worker, { do: 'echo' }, limits)).toEqual({ do: 'echo' });
  });

  it('passes on what the work threw, with its code', async () => {
    await expect(runLimited(worker, { do: 'throw' }, limits)).rejects.toMatchObject({
      message: 'no',
      cause: { name: 'TypeError', message: 'no', code: 'its-own-code' },
    });
  });
});
