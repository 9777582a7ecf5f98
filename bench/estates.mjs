/** Writes the diagrams that are measured, for this tool and the same ones for its peers. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Organizational units of ten accounts each. */
function organization(accounts) {
  return Array.from({ length: Math.ceil(accounts / 10) }, (_, u) => ({
    name: `Unit ${u + 1}`,
    accounts: Array.from(
      { length: Math.min(10, accounts - u * 10) },
      (__, a) => `Account ${u + 1}-${a + 1}`,
    ),
  }));
}

const quote = (text) => JSON.stringify(text);

function typescript(title, units) {
  const ous = units.map(
    ({ name, accounts }) =>
      `    ou(${quote(name)}, [${accounts.map((a) => `account(${quote(a)})`).join(', ')}]),`,
  );
  return `import { account, diagram, organization, ou } from 'cadastre';

export default diagram(${quote(title)}, {
  content: organization('Org', [
${ous.join('\n')}
  ]),
});
`;
}

/** An estate at `root` with `count` organizations of `accounts` accounts. */
export function organizations(root, count, accounts) {
  mkdirSync(join(root, 'diagrams'), { recursive: true });
  for (let n = 1; n <= count; n++)
    writeFileSync(
      join(root, 'diagrams', `org-${n}.ts`),
      typescript(`Organization ${n}`, organization(accounts)),
    );
  return root;
}

/** The same VPCs and peerings as an estate at `root` and as `graph.dot` in it. */
export function peerings(root, vpcs, links) {
  mkdirSync(join(root, 'diagrams'), { recursive: true });
  const pairs = Array.from({ length: links }, (_, n) => {
    const from = n % vpcs;
    return [from, (from * 7 + Math.floor(n / vpcs) * 31 + 1) % vpcs, `pcx-${n}`];
  }).filter(([from, to]) => from !== to);
  const source = `import { connect, diagram, node } from 'cadastre';

const vpcs = Array.from({ length: ${vpcs} }, (_, n) => node('vpc', 'vpc-' + n));
const pairs: [number, number, string][] = ${JSON.stringify(pairs)};
export default diagram('Peerings', {
  content: vpcs,
  links: pairs.map(([a, b, label]) => connect(vpcs[a]!, vpcs[b]!, { label })),
});
`;
  writeFileSync(join(root, 'diagrams', 'peerings.ts'), source);
  const edges = pairs.map(([a, b, label]) => `"vpc-${a}" -> "vpc-${b}" [label="${label}"];`);
  const options = 'splines=line; nslimit=2; mclimit=0.2; node [shape=box];';
  writeFileSync(join(root, 'graph.dot'), `digraph { ${options}\n${edges.join('\n')}\n}\n`);
  return root;
}
