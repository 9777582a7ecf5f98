/** What `cadastre snapshot` says when it cannot even ask. */

import { describe, expect, test } from 'vitest';
import { estate } from './run-cli.ts';
import {
  ACCOUNTS,
  asking,
  BANK,
  bytesOf,
  codes,
  expectFault,
  OLD,
  snap,
  withOld,
} from './snapshot-estate.ts';

describe('without a graph', () => {
  const nothing = { env: { NEO4J_USER: 'neo4j', NEO4J_PASSWORD: 'hunter2-hunter2' } };

  test('NEO4J_URI is missing', async () => {
    const { message } = await expectFault(nothing, 'graph-not-configured', {
      env: { NEO4J_URI: '' },
    });
    expect(message).toBe('NEO4J_URI is not set');
  });

  test.each([
    'hello',
    'http://127.0.0.1:7474',
    'bolt://',
    'bolt:// 127.0.0.1',
    'bolt://127.0.0.1:1?policy=x',
    'bolt+x://127.0.0.1',
    '://',
    'bolt://127.0.0.1:99999',
  ])('NEO4J_URI is %j', async (uri) => {
    const { message } = await expectFault(nothing, 'graph-address', { env: { NEO4J_URI: uri } });
    expect(message).toBe('NEO4J_URI is not a Neo4j address');
  });

  test('NEO4J_URI holds a password', async () => {
    const NEO4J_URI = 'bolt://bob:s3cr3t-of-bob@127.0.0.1:1';
    const { ended } = await expectFault(nothing, 'graph-address', { env: { NEO4J_URI } });
    expect(ended.stdout).not.toMatch(/bob|s3cr3t/);
  });

  test.each(['bolt://127.0.0.1:1', 'neo4j://127.0.0.1:1'])('nothing listens at %s', async (uri) => {
    const { message } = await expectFault(nothing, 'graph-unreachable', {
      env: { NEO4J_URI: uri },
    });
    expect(message).toContain('connection refused');
  });

  test('there is no such host', async () => {
    const { message } = await expectFault(nothing, 'graph-unreachable', {
      env: { NEO4J_URI: 'bolt://nowhere.invalid:7687' },
    });
    expect(message).toContain('host not found');
  });

  test('no diagram asks for anything', async () => {
    const root = estate({
      'diagrams/a.ts': `import { account, diagram } from 'cadastre';\nexport default diagram('A', { content: account('A') });\n`,
    });
    const ended = await snap(root, nothing, ['--json']);
    expect(codes(ended)).toEqual(['nothing-to-record']);
    expect(ended.code).toBe(2);
  });

  test('a diagram does not load', async () => {
    const root = withOld(ACCOUNTS);
    const broken = estate({
      'diagrams/a.ts': asking(ACCOUNTS),
      'diagrams/b.ts': 'export default nothing;\n',
      [BANK]: OLD,
    });
    await expectFault(nothing, 'threw', { root: broken });
    const wrong = asking(ACCOUNTS).replace(
      '] });',
      `estate('bank').organization({ deep: 1 } as object)] });`,
    );
    await expectFault(nothing, 'unknown-key', {
      root: estate({ 'diagrams/a.ts': wrong, [BANK]: OLD }),
    });
    expect(bytesOf(root)).toBe(OLD);
  });
});
