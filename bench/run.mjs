/**
 * Speed, as ratios of whole processes that ran in turns on one machine.
 *
 *     npm run bench [-- --json] [-- --runs 7] [-- --only seed,batch]
 *
 * No test looks at a time: machines differ, and a busy one would fail it.
 */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startNeo4j } from '../scripts/neo4j/server.mjs';
import { atlasRows } from './atlases.mjs';
import { organizations, peerings, transitNetworks, twoModels } from './estates.mjs';
import { comparedInTurns, inTurns, once } from './measure.mjs';
import { peer, python } from './peer.mjs';
import { recording } from './recording.mjs';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '7' },
    only: { type: 'string' },
  },
});
const runs = Number(values.runs);
const root = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'cadastre-bench-'));
const env = { XDG_CACHE_HOME: join(work, 'cache'), LOCALAPPDATA: join(work, 'cache') };
const diagrams = python();

const folder = (name) => {
  const path = join(work, name);
  mkdirSync(path, { recursive: true });
  return path;
};
const node = (name, args, more = {}) => ({ name, command: process.execPath, args, env, ...more });
const cadastre = (cwd, ...args) =>
  node('cadastre', [join(root, 'dist', 'cli.js'), 'render', ...args, '-q'], { cwd });
const floor = (...args) => node('floor', [join(root, 'bench', 'floor.mjs'), ...args]);
const seed = join(root, 'diagrams', 'aws-accounts-layout.ts');

/** A row: our seconds, those of the other, and how they compare. */
const slower = (what, ours, other, target, than) => ({
  what,
  seconds: ours,
  against: than,
  other,
  ratio: ours / other,
  target: `<= ${target}`,
  met: ours / other <= target,
});
const faster = (what, ours, other, target, than) => ({
  ...slower(what, ours, other, 0, than),
  ratio: other / ours,
  target: `>= ${target}`,
  met: other / ours >= target,
});
const skipped = (what, why = diagrams.missing) => ({ what, skipped: why });

const CASES = {
  seed() {
    const out = folder('seed');
    const [ours, bare, ...rest] = inTurns(
      [
        cadastre(root, seed, '-o', out, '-f', 'svg,jpg', '--force'),
        floor(out),
        ...(diagrams.command ? [peer(diagrams.command, out, {})] : []),
      ],
      runs,
    );
    const rows = [slower('seed example, SVG + JPG', ours, bare, 1.25, 'bare script')];
    const [python] = rest;
    const what = 'the same, for information';
    rows.push(
      python === undefined
        ? skipped(what)
        : { ...slower(what, ours, python, 0, 'diagrams, JPG'), target: '', met: undefined },
    );
    return rows;
  },
  unchanged() {
    const out = folder('unchanged');
    const again = cadastre(root, seed, '-o', out, '-f', 'svg,jpg');
    const [ours, bare] = inTurns([again, node('node', ['-e', '0'])], runs * 2);
    return [slower('nothing changed', ours, bare, 3, 'node -e 0')];
  },
  batch() {
    const estate = organizations(folder('batch'), 100, 30);
    const all = (...args) => cadastre(estate, '-f', 'jpg', '--force', ...args);
    const few = Math.min(runs, 3);
    const out = folder('batch-diagrams');
    const [ours, single, ...rest] = inTurns(
      [
        all(),
        all('--jobs', '1'),
        ...(diagrams.command
          ? [
              peer(diagrams.command, out, { accounts: 30 }),
              peer(diagrams.command, out, { count: 100, accounts: 30 }),
              peer(diagrams.command, out, {
                count: 100,
                accounts: 30,
                threads: availableParallelism(),
              }),
            ]
          : []),
      ],
      few,
    );
    const what = '100 diagrams of 30 accounts, JPG';
    const [one, serial, threaded] = rest;
    return [
      ...(one === undefined
        ? [skipped(what)]
        : [
            faster(what, ours, one * 100, 10, 'diagrams, 100 runs (one x 100)'),
            faster(what, ours, Math.min(serial, threaded), 4, 'diagrams, one process'),
          ]),
      faster(`${what}, ${availableParallelism()} threads`, ours, single, 1.7, 'one thread'),
    ];
  },
  large() {
    const what = '5,000 accounts, SVG';
    const estate = organizations(folder('large'), 1, 5000);
    const ours = cadastre(estate, '-f', 'svg', '--force');
    if (!diagrams.command) return [skipped(what)];
    const other = peer(diagrams.command, folder('large-diagrams'), {
      accounts: 5000,
      format: 'svg',
    });
    const [a, b] = [once(ours), once(other)];
    return [slower(what, a, b, 1 / 3, 'diagrams')];
  },
  peerings() {
    const estate = peerings(folder('peerings'), 500, 750);
    const ours = once(cadastre(estate, '-f', 'svg', '--force'));
    const bare = once(floor(folder('peerings-floor'), join(estate, 'graph.dot')));
    const row = slower('500 VPCs, 750 labelled peerings, SVG', ours, bare, 0, 'bare script');
    return [{ ...row, target: '< 5 s', met: ours < 5 }];
  },
  compare() {
    const files = twoModels(folder('compare'), 10_000);
    const args = [join(root, 'dist', 'cli.js'), 'diff', ...files, '--json'];
    const ours = { ...node('cadastre', args), cwd: folder('compare'), fine: [1] };
    const [{ seconds, cpu }] = comparedInTurns([ours], 3);
    const what = `two models of 10,000 elements read, compared and listed as JSON (${cpu.toFixed(2)} s of a processor)`;
    return [{ what, seconds, against: '', target: '< 1 s', met: seconds < 1 }];
  },
  paths() {
    const estate = transitNetworks(folder('paths'), 2000);
    const run = (...args) =>
      once({ ...node('cadastre', [join(root, 'dist', 'cli.js'), ...args]), cwd: estate });
    run('import', 'exports', '--as', 'bench', '-q');
    const seconds = run('paths', '--to', '10.0.0.0/17', '--json');
    const what = 'all paths into 8 of 2,000 VPCs (144,000 pairs), read and listed as JSON';
    return [{ what, seconds, against: '', target: '< 10 s', met: seconds < 10 }];
  },
  atlases: () =>
    atlasRows({
      folder,
      program: (estate, out) => cadastre(estate, '-f', 'svg', '--force', '-o', out),
    }),
  async recording() {
    const server = await startNeo4j().catch((failed) => failed);
    if (server instanceof Error) return [skipped('recording', server.message.split('\n')[0])];
    try {
      return recording(server, { folder, root, env, runs });
    } finally {
      await server.stop();
    }
  },
  /** By V8's own coverage, which names every script that was loaded. */
  imports() {
    const lists = folder('imports');
    once(
      node(
        'import',
        [
          '--input-type=module',
          '-e',
          `await import(${JSON.stringify(join(root, 'dist', 'index.js'))})`,
        ],
        {
          env: { NODE_V8_COVERAGE: lists },
        },
      ),
    );
    const [file] = readdirSync(lists);
    const { result } = JSON.parse(readFileSync(join(lists, file), 'utf8'));
    const urls = result.map(({ url }) => url).filter((url) => /^file:.*\.[cm]?js$/.test(url));
    const packages = urls.map((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]);
    const loaded = [...new Set(packages.filter(Boolean))];
    const bytes = urls.reduce((sum, url) => sum + statSync(new URL(url)).size, 0);
    return [
      {
        what: `import of the package: ${urls.length} files, ${Math.round(bytes / 1024)} KB`,
        against: loaded.length === 0 ? 'no other package' : loaded.join(', '),
        target: 'no Graphviz, no sharp',
        met: !loaded.some((name) => /graphviz|sharp|resvg|neo4j/.test(name)),
      },
    ];
  },
};

const show = (number, digits = 2) => (number === undefined ? '' : number.toFixed(digits));

function line({ what, seconds, against, other, ratio, target, met, skipped: why, failed }) {
  if (failed) return [what, '', '', '', '', `FAILED: ${failed}`];
  if (why) return [what, '', '', '', '', `skipped: ${why}`];
  const verdict = met === undefined ? '' : met ? 'met' : 'MISSED';
  const than = other === undefined ? against : `${against}: ${show(other)} s`;
  return [
    what,
    seconds === undefined ? '' : `${show(seconds)} s`,
    than,
    show(ratio),
    target,
    verdict,
  ];
}

function table(rows) {
  const lines = [['case', 'time', 'against', 'ratio', 'target', ''], ...rows.map(line)];
  const widths = lines[0].map((_, i) => Math.max(...lines.map((cells) => cells[i].length)));
  return lines
    .map((cells) =>
      cells
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const rows = [];
const names = values.only?.split(',') ?? Object.keys(CASES);
try {
  for (const name of names) {
    if (!values.json) process.stderr.write(`${name} …\n`);
    try {
      rows.push(...(await CASES[name]()));
    } catch (failed) {
      rows.push({ what: name, failed: failed.message });
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
const machine = `Node ${process.version}, ${availableParallelism()} cores, medians of ${runs} runs in turns`;
if (values.json) process.stdout.write(`${JSON.stringify({ machine, rows }, undefined, 2)}\n`);
else process.stdout.write(`${machine}\n\n${table(rows)}\n`);
