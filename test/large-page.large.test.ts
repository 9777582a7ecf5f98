/** How much memory a large page takes: a ceiling, as no page may push others off the machine. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { cadastre, estate } from './run-cli.ts';

const PEAK = fileURLToPath(new URL('peak-memory.cjs', import.meta.url));

/** 33 networks with what runs in them: some 350 elements and 93 links. */
const NETWORKS = `import { account, connect, diagram, flow, internet, node, subnet, vpc } from 'cadastre';
const world = internet();
const hub = node('aws:transit-gateway', 'hub');
const links = [];
const accounts = Array.from({ length: 11 }, (_, a) => account('account-' + a, Array.from({ length: 3 }, (__, v) => {
  const gateway = node('aws:internet-gateway', 'igw-' + a + v);
  const nets = ['a', 'b'].map((s) => {
    const nodes = ['ec2', 'rds', 'lambda'].map((kind) => node('aws:' + kind, kind + '-' + a + v + s));
    if (s === 'a' && a < 9) links.push(...flow(nodes[0], nodes[1], { ports: ['tcp/5432'] }));
    return subnet('net-' + a + v + s, { cidr: '10.' + a + '.' + (v * 16 + (s === 'a' ? 0 : 1)) + '.0/24' }, nodes);
  });
  const network = vpc('vpc-' + a + v, { cidr: '10.' + a + '.' + v * 16 + '.0/20' }, [gateway, ...nets]);
  links.push(...connect(world, gateway), ...connect(hub, network));
  return network;
})));
export default diagram('Networks', { content: [world, hub, ...accounts], links });
`;

test('a page of 33 networks is drawn in less than 480 MB', async () => {
  const root = estate({ 'diagrams/networks.ts': NETWORKS });
  const file = join(root, 'peak');
  const ended = await cadastre(root, ['render', '-j', '1'], {
    env: { NODE_OPTIONS: `--require ${PEAK}`, PEAK_FILE: file },
  });
  expect(ended).toMatchObject({ code: 0, signal: null });
  const { width, height } = await sharp(join(root, 'out/networks.jpg')).metadata();
  // Else it would be one that is small enough to be drawn in one piece.
  expect(width * height).toBeGreaterThan(20_000_000);
  expect(Number(readFileSync(file, 'utf8'))).toBeLessThan(480);
});
