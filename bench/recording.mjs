/**
 * A query of the size of a large estate, recorded, against the bare driver that reads the same rows of the same server.
 *
 * The server works as long as both: on a machine of few cores, the clock says as much about it as about them. So the time
 * of processors stands beside it. What it takes to start, with one row only, tells the constant part apart.
 */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { comparedInTurns, once } from './measure.mjs';

const QUERY =
  'UNWIND range(1, $n) AS i RETURN "arn:aws:ec2:eu-west-1:100000000001:network-interface/eni-" + i AS arn, "10.20." + i AS address, i AS n, i % 2 = 0 AS own, ["sg-1", "sg-2"] AS groups';
const ROWS = 200_000;
const TARGET = 1.2;

const diagram = (n) => `import { diagram, estate, node } from 'cadastre';
export default diagram('Recorded', { content: estate('bench').cypher(${JSON.stringify(QUERY)}, { n: ${n} }, () => node('aws:ec2', 'x')) });
`;

/** Two rows: by the clock and by processors. Without a target: for information. */
function rowsOf(what, ours, other, than, target) {
  const row = (kind, seconds, others, ratio) => ({
    what: `${what}, ${kind}`,
    seconds,
    against: than,
    other: others,
    ratio,
    target: target ? `<= ${target}` : '',
    met: target ? ratio <= target : undefined,
  });
  return [
    row('clock', ours.seconds, other.seconds, other.ratio),
    row('processor', ours.cpu, other.cpu, other.cpuRatio),
  ];
}

/** @param server what `startNeo4j` gave: empty */
export function recording(server, { folder, root, env, runs }) {
  const graph = {
    NEO4J_URI: server.uri,
    NEO4J_USER: server.user,
    NEO4J_PASSWORD: server.password,
    NEO4J_DATABASE: '',
  };
  const node = (name, args, more) => ({ name, command: process.execPath, args, ...more });
  const stream = (...args) =>
    node('driver', [join(root, 'bench', 'stream.mjs'), ...args], { env: graph });
  const estate = (n) => {
    const cwd = folder(`recording-${n}`);
    mkdirSync(join(cwd, 'diagrams'));
    writeFileSync(join(cwd, 'diagrams', 'a.ts'), diagram(n));
    return cwd;
  };
  const snapshot = (cwd, before) =>
    node('cadastre', [join(root, 'dist', 'cli.js'), 'snapshot', '-q'], {
      cwd,
      env: { ...env, ...graph },
      ...(before ? { before } : {}),
    });
  const anew = (cwd) =>
    snapshot(cwd, () =>
      rmSync(join(cwd, 'diagrams', 'snapshots'), { recursive: true, force: true }),
    );
  const params = (n) => JSON.stringify({ n });

  // What is empty is not recorded.
  once(stream('--write', 'CREATE (n:Something) RETURN n.id AS id', '{}'));
  const [large, again] = [estate(ROWS), estate(ROWS + 1)];
  const bare = stream(QUERY, params(ROWS));
  const fast = stream('--fast', QUERY, params(ROWS));
  const [written, byHand, fastest] = comparedInTurns([anew(large), bare, fast], runs);
  const [kept, beside] = comparedInTurns([snapshot(again), bare], runs);
  const small = comparedInTurns([anew(estate(1)), stream(QUERY, params(1))], runs);
  const what = `${ROWS.toLocaleString('en')} rows recorded`;
  return [
    ...rowsOf(what, written, byHand, 'bare driver, values read', TARGET),
    ...rowsOf(`${what}, file unchanged`, kept, beside, 'bare driver, values read', TARGET),
    ...rowsOf(what, written, fastest, 'driver at its fastest'),
    ...rowsOf('1 row recorded', small[0], small[1], 'bare driver'),
  ];
}
