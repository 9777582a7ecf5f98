/** The same diagram gives the same bytes: in any folder, process, locale and time zone, with any fonts, and on any Node. */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { otherNodes, withNeed } from './required.ts';
import { cadastre, estate, type Files, filesIn, type RunOptions } from './run-cli.ts';

const NETWORK = `import { account, connect, diagram, flow, internet, node, organization, ou, region, routeTable, subnet, vpc, zone } from 'cadastre';
const db = node('aws:rds', 'İstanbul größe ñ 支付', { icon: 'own.svg' });
const app = node('aws:ec2', 'app');
const net = vpc('core', { cidr: '10.0.0.0/16', zone: 'cde' }, [
  subnet('a', { access: 'public' }, [app]), subnet('b', { access: 'private' }, [db]),
  routeTable('routes', { routes: [{ destination: '0.0.0.0/0', target: 'igw', propagated: true }] }),
]);
const world = internet();
export default diagram('Zürich i̇ I ı', {
  description: 'x', owner: 'ä', wireless: false,
  content: [world, organization('Org', [
    region('eu-west-1', [account('Ωmega', { id: '1' }, [net])]),
    ou('Ä', [account('b'), account('B'), account('ä'), account('a'), zone('z', { zone: 'out-of-scope' }, [account('z')])]),
  ])],
  links: [
    connect(world, app, { ports: ['tcp/443'], control: 'sg', encrypted: true }),
    flow(app, db, { step: 1, data: 'PAN', style: { line: 'dashed', color: 'crimson' } }),
  ],
});
`;
const OWN =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><defs><linearGradient id="g"><stop offset="0" stop-color="#900"/><stop offset="1" stop-color="#009"/></linearGradient></defs><rect width="10" height="10" fill="url(#g)"/></svg>';
const FILES: Files = {
  'diagrams/network.ts': NETWORK,
  'diagrams/small.yaml':
    'title: Small\ncontent:\n  - { kind: account, name: A, tags: { z: 1, a: 2 } }\n  - { kind: account, name: B }\nlinks:\n  - { from: A, to: B }\n',
  'icons/own.svg': OWN,
};

const digests = (folder: string): Record<string, string> =>
  Object.fromEntries(
    filesIn(folder).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );

async function drawn(files: Files, options: RunOptions = {}, args: string[][] = [[]]) {
  const root = estate(files);
  for (const more of args) {
    const ended = await cadastre(
      root,
      ['render', '-q', '-f', 'svg,jpg,png,dot,drawio', ...more],
      options,
    );
    expect(ended.code, ended.stderr).toBe(0);
  }
  return digests(join(root, 'out'));
}

let usual: Promise<Record<string, string>> | undefined;

test('twice, in two folders', async () => {
  usual = drawn(FILES);
  const first = await usual;
  expect(Object.keys(first)).toHaveLength(12);
  expect(await drawn(FILES)).toEqual(first);
});

test('with another time zone, locale, home and font configuration', async () => {
  const odd = estate({});
  mkdirSync(join(odd, 'fonts'));
  writeFileSync(
    join(odd, 'fonts.conf'),
    `<?xml version="1.0"?><fontconfig><dir>${odd}/fonts</dir><match target="pattern"><edit name="family" mode="assign" binding="strong"><string>Courier</string></edit></match></fontconfig>`,
  );
  for (const env of [
    { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' },
    { TZ: 'America/St_Johns', LANG: 'C', LC_ALL: 'C', HOME: '/nonexistent', USER: 'x' },
    { FONTCONFIG_FILE: join(odd, 'fonts.conf'), FONTCONFIG_PATH: odd, HOME: odd },
    {
      FONTCONFIG_FILE: '/nonexistent',
      FONTCONFIG_PATH: '/nonexistent',
      UV_THREADPOOL_SIZE: '1',
      NO_COLOR: '1',
    },
  ])
    expect(await drawn(FILES, { env }), JSON.stringify(env)).toEqual(await (usual ?? drawn(FILES)));
}, 60_000);

test('alone and among many, in one thread or several', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [
      `diagrams/d${i}.ts`,
      NETWORK.replaceAll('İstanbul', `n${i}`).replace(
        "account('b')",
        `...Array.from({ length: ${i * 9} }, (_, j) => account('m' + j))`,
      ),
    ]),
  );
  const files = { ...many, 'icons/own.svg': OWN };
  const together = await drawn(files);
  expect(Object.keys(together)).toHaveLength(60);
  const some = ['d0', 'd4', 'd9'];
  const alone = await drawn(
    files,
    {},
    some.map((name) => [`diagrams/${name}.ts`]),
  );
  expect(alone).toEqual(
    Object.fromEntries(
      Object.entries(together).filter(([name]) => some.includes(name.slice(0, 2))),
    ),
  );
}, 120_000);

// Other versions are seldom at hand; CI must have two (CADASTRE_REQUIRE).
withNeed('nodes', test)(
  'on other versions of Node',
  async () => {
    for (const node of otherNodes())
      expect(await drawn(FILES, { node }), node).toEqual(await (usual ?? drawn(FILES)));
  },
  120_000,
);
