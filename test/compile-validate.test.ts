/** What a diagram may say that no picture needs, but a reader relies on. */

import { expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { validate } from '../src/compile/validate.ts';
import { diagram } from '../src/dsl/diagram.ts';
import { vpc } from '../src/dsl/element.ts';
import type { Diagram } from '../src/model/diagram.ts';

const found = (...cidr: string[]): string[] => {
  const { value } = resolve(diagram('T', { content: vpc('net', { cidr }) }));
  return validate(value as Diagram, () => []).map(({ code, message }) => `${code}: ${message}`);
};

test.each(['TBD', '10.0.0.0/33', '10.0.0/8', 'fe80::1%eth0/64', 'fe80::1%eth0', '2001:db8::/129'])(
  'the CIDR %j is reported as none',
  (cidr) => {
    expect(found('10.1.0.0/16', cidr)).toEqual([
      `not-a-cidr: ${JSON.stringify(cidr)} of vpc "net" is not a CIDR block`,
    ]);
  },
);

test('blocks and single addresses of both families are taken', () => {
  expect(found('10.1.0.0/16', '192.0.2.7', '2001:db8::/48', '::1')).toEqual([]);
});
