/** A real Neo4j on loopback, from Maven Central with Java: for tests, and for trying things. */

import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Neo4j reaches into these packages of the JDK. */
const OPENED = ['java.nio', 'java.io', 'sun.nio.ch', 'java.lang'];

const KNOWN = here('../../node_modules/.cache/cadastre/neo4j-classpath.json');

/** What Maven said last time, when it is of these dependencies and all of it is still there: asking takes seconds. */
function knownClasspath(pom) {
  try {
    const known = JSON.parse(readFileSync(KNOWN, 'utf8'));
    const whole = known.pom === pom && known.classpath.split(delimiter).every(existsSync);
    return whole ? known.classpath : undefined;
  } catch {
    return undefined;
  }
}

function classpath(folder) {
  const pom = createHash('sha256')
    .update(readFileSync(here('pom.xml')))
    .digest('hex');
  const known = knownClasspath(pom);
  if (known) return known;
  const found = resolved(folder);
  mkdirSync(dirname(KNOWN), { recursive: true });
  writeFileSync(KNOWN, JSON.stringify({ pom, classpath: found }));
  return found;
}

/** Maven fetches what is missing from its own cache (about 120 MB the first time), and says where all of it is. */
function resolved(folder) {
  const file = join(folder, 'classpath');
  const maven = spawnSync(
    'mvn',
    ['-q', '-B', '-f', here('pom.xml'), 'dependency:build-classpath', `-Dmdep.outputFile=${file}`],
    { encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (maven.error) throw new Error(`Maven cannot be run: ${maven.error.message}`);
  if (maven.status !== 0) throw new Error(`Maven failed:\n${maven.stdout}${maven.stderr}`);
  return readFileSync(file, 'utf8').trim();
}

/** The commands to a Server.java that runs. */
function commands(java, folder, password, said) {
  const ended = new Promise((resolve) => {
    java.on('error', resolve);
    java.on('close', resolve);
  });
  const lines = createInterface({ input: java.stdout });
  let databases = 0;
  const renew = async () => {
    databases += 1;
    const ready = new Promise((resolve) => {
      const look = (line) => {
        const found = /^ready (\d+)$/.exec(line);
        if (!found) return;
        lines.off('line', look);
        resolve(found[1]);
      };
      lines.on('line', look);
    });
    java.stdin.write(`${join(folder, `database-${databases}`)}\n`);
    const port = await Promise.race([ready, ended.then(() => undefined)]);
    if (port === undefined) throw new Error(`Neo4j did not start:\n${said()}`);
    return { uri: `bolt://127.0.0.1:${port}`, user: 'neo4j', password };
  };
  return { renew, ended };
}

/**
 * Starts a new, empty database. It ends with `stop()`, or with this process.
 * @param {{ port?: number, password?: string }} [options] port 0 (default): any free one
 * @returns {Promise<import('./server.d.mts').Server>}
 */
export async function startNeo4j({ port = 0, password = randomBytes(12).toString('hex') } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'neo4j-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const java = spawn(
      'java',
      [
        '-Xmx768m',
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        ...OPENED.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
        '-cp',
        classpath(folder),
        here('Server.java'),
        String(port),
      ],
      { stdio: ['pipe', 'pipe', 'pipe'] },
    );
    java.stdin.on('error', () => {});
    java.stdin.write(`${password}\n`);
    let said = '';
    java.stderr.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-10_000);
    });
    const { renew, ended } = commands(java, folder, password, () => said);
    const first = await renew();
    const stop = async () => {
      java.stdin.end();
      await ended;
      remove();
    };
    return { ...first, renew, stop, kill: () => java.kill('SIGKILL') };
  } catch (thrown) {
    remove();
    throw thrown;
  }
}
