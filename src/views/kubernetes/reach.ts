/** From where an address of a load balancer can be reached, as far as the address itself says. */

import { holds, parseBlock } from '../../model/cidr.ts';

export type Reach = 'internet' | 'internal' | 'unknown';

const PRIVATE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
].flatMap((text) => parseBlock(text) ?? []);

/** Classic and application load balancers of AWS: only these say in their names that they are internal. */
const NAMED_BY_SCHEME = /\.elb\.amazonaws\.com(\.cn)?$/;

export function reachOf(address: string): Reach {
  const block = parseBlock(address.includes('/') ? address : `${address}/32`);
  const own = block ?? parseBlock(`${address}/128`);
  if (own) return PRIVATE.some((outer) => holds(outer, own)) ? 'internal' : 'internet';
  if (!NAMED_BY_SCHEME.test(address)) return 'unknown';
  return address.startsWith('internal-') ? 'internal' : 'internet';
}

/** Of several addresses the widest: one that is public is enough. */
export function reachOfAny(addresses: readonly string[]): Reach | undefined {
  const all = addresses.map(reachOf);
  return (['internet', 'unknown', 'internal'] as const).find((reach) => all.includes(reach));
}
