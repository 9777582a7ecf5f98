/** Ports and numeric ids are checked where they are written, alike by the command and in editors. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { tryFile } from './sources-estate.ts';

const text = readFileSync(new URL('../schema/diagram.schema.json', import.meta.url), 'utf8');
// This validator reads patterns without the flag `u`, which editors set.
const schema = z.fromJSONSchema(JSON.parse(text.replaceAll('\\\\p{L}\\\\p{N}', 'A-Za-z0-9')));
const underlined = (yaml: string): boolean => !schema.safeParse(parse(yaml)).success;

const linked = (ports: string): string => `title: Ports
content:
  - { kind: aws:ec2, name: a }
  - { kind: aws:ec2, name: b }
links:
  - from: a
    to: b
    ports:
${ports}
`;

describe('ports of a link', () => {
  test('each that is none is named at its own place, with what to write', async () => {
    const all = ['443', '"443"', 'tcp/443', 'TCP/443', 'tcp/443-80', 'https', 'tcp/70000', '"*"'];
    const { lines, diagnostics } = await tryFile(
      'a.yaml',
      linked(all.map((port) => `      - ${port}`).join('\n')),
    );
    const must = 'must be a protocol with its ports, such as tcp/443, but is';
    expect(lines).toEqual([
      `a.yaml:9:9: error invalid-value: ports[1] ${must} "443"`,
      `a.yaml:10:9: error invalid-value: ports[2] ${must} "443"`,
      `a.yaml:13:9: error invalid-value: ports[5] ${must} "tcp/443-80"`,
      `a.yaml:14:9: error invalid-value: ports[6] ${must} "https"`,
      `a.yaml:15:9: error invalid-value: ports[7] ${must} "tcp/70000"`,
      `a.yaml:16:9: error invalid-value: ports[8] ${must} "*"`,
    ]);
    expect(diagnostics.map(({ hint }) => hint)).toEqual([
      'Name the protocol: tcp/443.',
      'Name the protocol: tcp/443.',
      'Write tcp/80-443.',
      'Write tcp/443.',
      'tcp ends at 65535.',
      'Write `all` for every protocol, `tcp` for every port of one.',
    ]);
  });

  test('in TypeScript at the place of the link, also where several ends fan out', async () => {
    const { lines } = await tryFile(
      'a.ts',
      `import { connect, diagram, node } from 'cadastre';
const [a, b] = [node('aws:ec2', 'a'), node('aws:ec2', 'b')];
export default diagram('T', {
  content: [a, b],
  links: connect(a, b, { ports: ['tcp/443', 'tcp 80', 'esp/1'] }),
});
`,
    );
    expect(lines).toEqual([
      'a.ts:5:10: error invalid-value: link: ports[2] must be a protocol with its ports, such as tcp/443, but is "tcp 80"',
      'a.ts:5:10: error invalid-value: link: ports[3] must be a protocol with its ports, such as tcp/443, but is "esp/1"',
    ]);
  });

  test.each(['tcp/443', 'TCP/443', 'udp/1024-65535', 'icmp', 'all', 'protocol-89'])(
    'editors and the command take %s',
    async (port) => {
      expect((await tryFile('a.yaml', linked(`      - ${port}`))).lines).toEqual([]);
      expect(underlined(linked(`      - ${port}`))).toBe(false);
    },
  );

  test.each(['443', '"443"', 'tcp/70000', 'tcp/65536', '"*"', 'tcp/', 'tcp/443,80', '""'])(
    'editors and the command refuse %s',
    async (port) => {
      expect((await tryFile('a.yaml', linked(`      - ${port}`))).lines).toHaveLength(1);
      expect(underlined(linked(`      - ${port}`))).toBe(true);
    },
  );
});

const account = (fields: string): string =>
  `title: T\ncontent:\n  - { kind: account, ${fields} }\n`;

describe('numbers where a text is wanted', () => {
  test.each(['name: A, id: 111111111111', 'name: 2024', 'name: A, tags: { year: 2026 }'])(
    'editors and the command take %s',
    async (fields) => {
      expect((await tryFile('a.yaml', account(fields))).lines).toEqual([]);
      expect(underlined(account(fields))).toBe(false);
    },
  );

  test.each([
    ['012345678901', "Quote it, or YAML reads it as the number 12345678901: '012345678901'"],
    ['42', "Quote it, or YAML reads it as the number 42: '42'"],
    ['0b1', undefined],
  ])('an id that may have lost its zeros is to be quoted: %s', async (id, hint) => {
    const { diagnostics } = await tryFile('a.yaml', account(`name: A, id: ${id}`));
    expect(diagnostics.map((d) => d.hint)).toEqual(hint === undefined ? [] : [hint]);
    expect(underlined(account(`name: A, id: ${id}`))).toBe(hint !== undefined);
  });
});
