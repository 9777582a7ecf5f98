/** How time and memory grow with the size of an estate that is drawn as an atlas. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachedNetworks, organizations, peerings } from './estates.mjs';
import { measured } from './measure.mjs';

/** What is drawn: its sizes, and what writes an estate of one size. */
const ESTATES = [
  {
    name: 'organization',
    of: 'accounts',
    sizes: [100, 300, 1000, 3000, 5000],
    write: (root, n) => organizations(root, 1, n, 'auto'),
  },
  {
    name: 'transit network',
    of: 'VPCs on 3 transit gateways',
    sizes: [99, 300, 900],
    write: (root, n) => attachedNetworks(root, n, 3),
  },
  {
    name: 'peerings',
    of: 'VPCs, half as many again peerings',
    sizes: [100, 250, 500],
    write: (root, n) => peerings(root, n, n * 1.5, 'auto'),
  },
];
const STEEPEST = 1.15;
const MOST_MB = 1024;
const WIDTH = 30;

/** Slope of the line through the logarithms, by least squares. */
export function exponent(points) {
  const logs = points.map(({ n, cpu }) => [Math.log(n), Math.log(cpu)]);
  const mean = (i) => logs.reduce((sum, p) => sum + p[i], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const over = logs.reduce((sum, p) => sum + (p[0] - x) * (p[1] - y), 0);
  return over / logs.reduce((sum, p) => sum + (p[0] - x) ** 2, 0);
}

const count = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
/** A bar as long as the logarithm of the time, from the shortest to the longest. */
function bar(cpu, all) {
  const [low, high] = [Math.min(...all), Math.max(...all)].map(Math.log);
  return '#'.repeat(1 + Math.round(((Math.log(cpu) - low) / (high - low || 1)) * (WIDTH - 1)));
}

/** @param program makes the one that draws the estate at a folder into another one */
export function atlasRows({ folder, program }) {
  return ESTATES.flatMap(({ name, of, sizes, write }) => {
    const points = sizes.map((n) => {
      const root = write(folder(`${name}-${n}`), n);
      const out = mkdtempSync(join(tmpdir(), 'cadastre-atlas-'));
      try {
        const { seconds, cpu, megabytes } = measured(program(root, out));
        const sheets = readdirSync(out, { recursive: true }).filter((f) =>
          f.endsWith('.svg'),
        ).length;
        return { n, seconds, cpu, megabytes, sheets };
      } finally {
        rmSync(out, { recursive: true, force: true });
      }
    });
    const times = points.map(({ cpu }) => cpu);
    const slope = exponent(points);
    const most = Math.max(...points.map(({ megabytes }) => megabytes));
    return [
      ...points.map(({ n, seconds, cpu, sheets }) => ({
        what: `${count(n)} ${of}: ${sheets} sheet${sheets === 1 ? '' : 's'}`,
        seconds,
        against: `${bar(cpu, times)} ${cpu.toFixed(1)} s of processors`,
        target: '',
      })),
      {
        what: `${name}: exponent of the time of processors`,
        against: `${count(sizes[0])} to ${count(sizes.at(-1))}`,
        ratio: slope,
        target: `<= ${STEEPEST}`,
        met: slope <= STEEPEST,
      },
      {
        what: `${name}: most memory`,
        against: `${Math.round(most)} MB`,
        ratio: most / MOST_MB,
        target: '< 1 GiB',
        met: most < MOST_MB,
      },
    ];
  });
}
