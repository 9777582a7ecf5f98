/** Networks made by chance, the same for the same seed: what no example happens to draw. */

import { resolve } from '../src/compile/resolve.ts';
import {
  account,
  connect,
  diagram,
  flow,
  internet,
  node,
  onPremises,
  subnet,
  vpc,
  zone,
} from '../src/index.ts';
import type { ElementContent, LinkContent } from '../src/model/content.ts';
import type { Diagram } from '../src/model/diagram.ts';

/** Whole numbers below n; a linear congruential generator, so that no platform makes others. */
function chance(seed: number): (n: number) => number {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const DIRECTIONS = ['right', 'down', 'left', 'up'] as const;

/** Accounts with VPCs, some with gateways on their border, and links of all sorts between them. */
export function generatedNetwork(seed: number): Diagram {
  const next = chance(seed);
  const some = <T>(of: readonly T[]): T => of[next(of.length)] as T;
  const world = internet();
  const office = onPremises('Head office');
  const hub = node('aws:transit-gateway', 'hub');
  const networks: ElementContent[] = [];
  const gateways: ElementContent[] = [];
  const members: ElementContent[] = [];
  const links: LinkContent[] = [];
  const label = () =>
    some([undefined, undefined, 'tcp/443', 'routes on both sides', 'pcx-46e2ac74f469c7917']);
  const join = (from: ElementContent, to: ElementContent, how = connect): void => {
    if (from === to) return;
    const words = label();
    const direction = some(['forward', 'both'] as const);
    links.push(...how(from, to, words === undefined ? { direction } : { label: words, direction }));
  };
  const accounts = Array.from({ length: 1 + next(5) }, (_, a) =>
    account(
      `account-${a}`,
      Array.from({ length: 1 + next(3) }, (__, v) => {
        const inside = Array.from({ length: next(4) }, (___, s) => {
          const app = node(some(['aws:ec2', 'aws:rds', 'aws:lambda'] as const), `app-${a}${v}${s}`);
          members.push(app);
          return subnet(`net-${a}${v}${s}`, { access: some(['public', 'private'] as const) }, [
            app,
          ]);
        });
        const outer = Array.from({ length: next(3) }, (___, g) =>
          node(some(['aws:internet-gateway', 'aws:vpn-gateway'] as const), `gw-${a}${v}${g}`),
        );
        const made = vpc(`vpc-${a}${v}`, { cidr: `10.${a}.${v}.0/24` }, [...outer, ...inside]);
        networks.push(made);
        for (const gateway of outer) {
          gateways.push(gateway);
          if (next(4) > 0) join(world, gateway);
          if (next(3) === 0) join(gateway, office);
          const own = inside.length > 0 ? members.at(-1) : undefined;
          if (own && next(2) === 0) join(gateway, own, flow);
        }
        return made;
      }),
    ),
  );
  for (const network of networks) if (next(3) > 0) join(hub, network);
  for (let n = next(2 * networks.length); n > 0; n--) join(some(networks), some(networks));
  for (let n = next(members.length + 1); n > 0; n--) join(some(members), some(members), flow);
  for (let n = next(3); n > 0 && gateways.length > 0; n--) join(some(gateways), some(networks));
  const content = [world, office, hub, next(2) === 0 ? zone('all', accounts) : accounts];
  const { value, diagnostics } = resolve(
    diagram(`Network ${seed}`, { direction: some(DIRECTIONS), content, links }),
  );
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return value;
}
