/** The pictures whose figures are measured: the examples, cases on which drawing fell short, and estates made by rule. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileSource } from '../../src/app/compile/compile-source.ts';
import { resolve } from '../../src/compile/resolve.ts';
import { account, connect, diagram, node, organization, ou, region, vpc } from '../../src/index.ts';
import type { DiagramContent, ElementContent } from '../../src/model/content.ts';
import type { Diagram } from '../../src/model/diagram.ts';
import { loadConfig } from '../../src/sources/config/config.ts';

export interface FigurePicture {
  readonly name: string;
  readonly diagram: Diagram;
}

const project = fileURLToPath(new URL('../..', import.meta.url));
const cases = fileURLToPath(new URL('../fixtures/cases/drawing', import.meta.url));

/** All diagrams of the sources in a folder, by the names of their outputs. */
async function picturesIn(root: string, folder: string): Promise<FigurePicture[]> {
  const { value: config } = await loadConfig(root);
  if (!config) throw new Error(`no config in ${root}`);
  const files = readdirSync(folder).filter((name) => /\.(ts|yaml)$/.test(name));
  const found: FigurePicture[] = [];
  for (const file of files.sort()) {
    const { diagrams, diagnostics } = await compileSource(join(folder, file), { root, config });
    if (diagrams.length === 0) throw new Error(diagnostics.map((d) => d.message).join('\n'));
    found.push(...diagrams.map(({ name, diagram: made }) => ({ name, diagram: made })));
  }
  return found;
}

const compiled = (name: string, content: DiagramContent): FigurePicture => {
  const { value, diagnostics } = resolve(content);
  if (!value) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  return { name, diagram: value };
};

const spokes = (n: number): ElementContent[] =>
  Array.from({ length: n }, (_, i) => vpc(`spoke-${i + 1}`, { cidr: `10.${i + 1}.0.0/16` }));

function hub(n: number, around: 'flat' | 'accounts' | 'regions'): FigurePicture {
  const gateway = node('aws:transit-gateway', 'core');
  const networks = spokes(n);
  const owned = networks.map((network, i) => account(`team-${i + 1}`, [network]));
  const half = Math.ceil(n / 2);
  const content =
    around === 'flat'
      ? [gateway, ...networks]
      : around === 'accounts'
        ? [account('network', [gateway]), ...owned]
        : [
            account('network', [gateway]),
            region('eu-west-1', owned.slice(0, half)),
            region('eu-central-1', owned.slice(half)),
          ];
  const links = networks.map((network, i) =>
    connect(network, gateway, { ports: [`tcp/${8000 + i}`], control: `tgw-rtb-${i % 3}` }),
  );
  return compiled(`hub-${n}-${around}`, diagram(`Hub of ${n}, ${around}`, { content, links }));
}

function mesh(n: number): FigurePicture {
  const networks = spokes(n);
  const links = networks.flatMap((a, i) =>
    networks.slice(i + 1).map((b) => connect(a, b, { direction: 'both' })),
  );
  return compiled(`mesh-${n}`, diagram(`Mesh of ${n}`, { content: networks, links }));
}

function accounts(n: number): FigurePicture {
  const units = Array.from({ length: Math.ceil(n / 10) }, (_, u) =>
    ou(
      `Unit ${u + 1}`,
      Array.from({ length: Math.min(10, n - 10 * u) }, (__, a) => account(`account-${u}-${a}`)),
    ),
  );
  const content = organization('Org', units);
  return compiled(`organization-${n}`, diagram(`Organization of ${n}`, { content }));
}

export async function measuredPictures(): Promise<FigurePicture[]> {
  return [
    ...(await picturesIn(project, join(project, 'diagrams'))),
    ...(await picturesIn(cases, cases)),
    ...[8, 16, 30].map((n) => hub(n, 'flat')),
    ...[8, 16].flatMap((n) => [hub(n, 'accounts'), hub(n, 'regions')]),
    ...[6, 8, 20].map(mesh),
    ...[30, 100, 300].map(accounts),
  ];
}
