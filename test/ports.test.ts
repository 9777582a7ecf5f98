/** Ports as clouds, people and sets say them. */

import { describe, expect, test } from 'vitest';
import {
  PortSet,
  parsePort,
  portHint,
  portRange,
  portText,
  portTexts,
} from '../src/model/ports.ts';

describe('a range from what a cloud says', () => {
  test.each([
    [[undefined], { protocol: 'all' }],
    [['-1', 0, 0], { protocol: 'all' }],
    [[6, 443], { protocol: 'tcp', low: 443, high: 443 }],
    [['TCP', 0, 65535], { protocol: 'tcp', low: 0, high: 65535 }],
    [['tcp', 0], { protocol: 'tcp', low: 0, high: 0 }],
    [['udp'], { protocol: 'udp' }],
    [['udp', -1, -1], { protocol: 'udp' }],
    // A type and a code, which are no range.
    [['icmp', 8, 0], { protocol: 'icmp', low: 8, high: 8 }],
    [['icmpv6', 128, 0], { protocol: 'icmpv6', low: 128, high: 128 }],
    [['icmp', -1, -1], { protocol: 'icmp' }],
    [['Protocol-253', 1, 2], { protocol: 'protocol-253', low: 1, high: 2 }],
  ] as const)('%j', (given, range) => {
    expect(portRange(...(given as unknown as Parameters<typeof portRange>))).toEqual(range);
  });
});

test('texts are sorted by protocol and port, each once', () => {
  const ports = [
    { protocol: 'udp', low: 53 },
    { protocol: 'tcp', low: 443, high: 443 },
    { protocol: 'tcp', low: 22, high: 80 },
    { protocol: 'tcp', low: 22, high: 22 },
    { protocol: 'tcp', low: 443 },
    { protocol: 'tcp' },
    { protocol: 'tcp', low: 0, high: 0 },
  ];
  expect(portTexts(ports)).toEqual([
    ...['tcp', 'tcp/0', 'tcp/22', 'tcp/22-80', 'tcp/443', 'udp/53'],
  ]);
  expect(portText({ protocol: 'udp', low: 53 })).toBe('udp/53');
});

test.each(['x tcp/443', 'tcp/443 x', ' tcp/443', 'tcp/443-', '-tcp/1'])('%j is no port', (text) => {
  expect(parsePort(text)).toBeUndefined();
});

describe('what to write instead', () => {
  test.each([
    ...Object.entries({
      dns: 'udp/53',
      ftp: 'tcp/21',
      http: 'tcp/80',
      HTTPS: 'tcp/443',
      ldap: 'tcp/389',
      ldaps: 'tcp/636',
      mssql: 'tcp/1433',
      mysql: 'tcp/3306',
      ntp: 'udp/123',
      oracle: 'tcp/1521',
      ping: 'icmp/8',
      postgres: 'tcp/5432',
      postgresql: 'tcp/5432',
      rdp: 'tcp/3389',
      redis: 'tcp/6379',
      sftp: 'tcp/22',
      smtp: 'tcp/25',
      ' ssh ': 'tcp/22',
      syslog: 'udp/514',
      tls: 'tcp/443',
      'tcp 80': 'tcp/80',
      'tcp:  80': 'tcp/80',
      'TCP/443 - 80': 'tcp/80-443',
      'udp 53–54': 'udp/53-54',
      'tcp 65535': 'tcp/65535',
    }).map(([text, port]) => [text, `Write ${port}.`]),
    ['*', 'Write `all` for every protocol, `tcp` for every port of one.'],
    ['Any', 'Write `all` for every protocol, `tcp` for every port of one.'],
    ['443', 'Name the protocol: tcp/443.'],
    ['1024-65535', 'Name the protocol: tcp/1024-65535.'],
    ['esp/1', 'esp has no ports: write esp.'],
    ['tcp/80-70000', 'tcp ends at 65535.'],
    ['icmp/256', 'icmp ends at 255.'],
    ...[
      ...['anything', '443 tcp', '0x16', 'xyz/80', 'my tcp/80', 'tcp/80 or so', 'tcp'],
      ...['443-x', ''],
    ].map((text) => [
      text,
      'Write a protocol and its ports, such as tcp/443, tcp/1024-65535, udp, icmp or all.',
    ]),
  ])('of %j', (text = '', hint) => {
    expect(portHint(text)).toBe(hint);
  });
});

describe('sets', () => {
  const set = (...texts: readonly string[]) => PortSet.parse(texts);

  test('are equal when they hold the same ports, whichever way they were written', () => {
    const one = set('tcp/80-90', 'udp');
    expect(one?.equals(set('udp', 'tcp/85-90', 'tcp/80-84') ?? PortSet.NONE)).toBe(true);
    // A part of it is not it, either way round.
    expect(one?.equals(set('tcp/80-90') ?? PortSet.NONE)).toBe(false);
    expect(set('tcp/80-90')?.equals(one ?? PortSet.NONE)).toBe(false);
    expect(PortSet.NONE.equals(PortSet.ALL)).toBe(false);
    expect(PortSet.NONE.isEmpty).toBe(true);
  });

  test('hold a protocol without ports whole, whatever its range', () => {
    const esp = PortSet.of([{ protocol: 'esp', low: 4, high: 5 }]);
    expect(esp.texts).toEqual(['esp']);
    expect(PortSet.of([{ protocol: 'tcp' }]).texts).toEqual(['tcp']);
  });

  test('are not read from texts of which one is no port', () => {
    expect(set('tcp/443', 'https')).toBeUndefined();
  });
});
