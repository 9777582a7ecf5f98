/** Large organizations still fit one A3 sheet; what can't is drawn all the same, and said. */

import { describe, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import {
  account,
  connect,
  diagram,
  internet,
  node,
  organization,
  ou,
  subnet,
  vpc,
} from '../src/index.ts';
import type { DiagramContent } from '../src/model/content.ts';
import { draw } from '../src/render/draw.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';

const TEAMS = ['payments', 'lending', 'cards', 'treasury', 'risk', 'fraud', 'mobile', 'identity'];

/** Accounts in OUs of about eight, four OUs to a division. */
function estate(accounts: number, ous: number): DiagramContent {
  let n = 0;
  const unit = (i: number) => {
    const size = Math.round((accounts * (i + 1)) / ous) - Math.round((accounts * i) / ous);
    return ou(
      `${TEAMS[i % TEAMS.length]} OU ${i}`,
      Array.from({ length: size }, () => {
        n++;
        return account(`${TEAMS[n % TEAMS.length]}-prod-${n}`, { id: String(100000000000 + n) });
      }),
    );
  };
  const divisions = Array.from({ length: Math.ceil(ous / 4) }, (_, d) =>
    ou(
      `Division ${d}`,
      Array.from({ length: Math.min(4, ous - d * 4) }, (__, i) => unit(d * 4 + i)),
    ),
  );
  return diagram('Estate', { content: organization('MockUpBank', [divisions]) });
}

async function drawn(content: DiagramContent) {
  const { value, diagnostics } = resolve(content);
  expect(diagnostics).toEqual([]);
  if (!value) throw new Error('no diagram');
  return draw({ diagram: value, icons: {}, titleBlock: { digest: '0' } }, await loadGraphviz());
}

describe('an organization on one A3 sheet', () => {
  test.each([
    [30, 6, 7],
    [100, 16, 7],
    [150, 20, 7],
    [300, 36, 6.5],
  ])('%i accounts in %i OUs keep %d pt', async (accounts, ous, points) => {
    const { quality, diagnostics, svg } = await drawn(estate(accounts, ous));
    expect(quality.points).toBeGreaterThanOrEqual(points);
    expect(quality.aspect).toBeLessThanOrEqual(2);
    expect(quality.blank).toBeLessThanOrEqual(0.25);
    expect(diagnostics).toEqual([]);
    for (const n of [1, Math.ceil(accounts / 2), accounts])
      expect(svg).toContain(`>${100000000000 + n}</text>`);
  });
});

test('hundreds of labelled peerings are all drawn, and the size of the text is said', async () => {
  const networks = Array.from({ length: 200 }, (_, i) =>
    vpc(`vpc-${i}`, { cidr: `10.0.${i}.0/24` }),
  );
  const peerings = networks.flatMap((from, i) => [
    connect(from, networks[(i * 7 + 3) % 200] ?? from, { label: `pcx-${i}` }),
  ]);
  const { svg, diagnostics } = await drawn(
    diagram('Peerings', { content: networks, links: peerings }),
  );
  expect(svg.match(/<g id="l\d+" class="edge connection"/g)).toHaveLength(200);
  expect(diagnostics.map((d) => d.severity)).not.toContain('error');
  expect(diagnostics.map((d) => d.code)).toContain('small-text');
});

describe('one box with links to all others, each of which has another', () => {
  const star = (size: number): DiagramContent => {
    const world = internet();
    const nodes = Array.from({ length: size }, (_, i) => node('aws:ec2', `n${i}`));
    const accounts = nodes.map((one, i) =>
      account(`a${i}`, [vpc(`v${i}`, [subnet(`s${i}`, [one])])]),
    );
    return diagram('Star', {
      content: [world, ...accounts],
      links: [
        connect(world, nodes),
        ...nodes.map((one, i) => connect(one, nodes[(i * 7 + 3) % size] ?? one)),
      ],
    });
  };
  test.each([8, 20])('%i: each finds a way', async (size) => {
    const { quality, diagnostics } = await drawn(star(size));
    expect(diagnostics.filter(({ code }) => code === 'link-crowded')).toEqual([]);
    expect(quality.unrouted).toBe(0);
  });
});
