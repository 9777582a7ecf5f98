/**
 * The graphs of a run, for vitest's `globalSetup`: a test file has a Neo4j of its own as long as it is connected to
 * the socket here, and finds it new and empty. The servers outlive the file, as most of a start is Java's.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Server, startNeo4j } from '../scripts/neo4j/server.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the socket. */
    graphServers: string;
  }
}

const idle: Server[] = [];
const running = new Set<Server>();

/** A line: where the graph is, or why there is none. The client ends the lease by ending; a line of its own kills. */
async function lease(client: Socket): Promise<void> {
  let server = idle.pop();
  let killed = false;
  const ended = new Promise<void>((resolve) => client.once('close', () => resolve()));
  client.on('error', () => {});
  try {
    const renewed = await server?.renew();
    server ??= await started();
    const { uri, user, password } = renewed ?? server;
    client.on('data', () => {
      killed = true;
      server?.kill();
    });
    client.write(`${JSON.stringify({ uri, user, password })}\n`);
    await ended;
  } catch (thrown) {
    killed = true;
    client.end(`${JSON.stringify({ failed: String(thrown) })}\n`);
  }
  if (server && killed) await end(server);
  else if (server) idle.push(server);
}

async function started(): Promise<Server> {
  const server = await startNeo4j();
  running.add(server);
  return server;
}

async function end(server: Server): Promise<void> {
  running.delete(server);
  await server.stop();
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-graphs-'));
  const path = join(folder, 'socket');
  const listening = createServer((client) => void lease(client));
  await new Promise<void>((resolve) => listening.listen(path, resolve));
  listening.unref();
  provide('graphServers', path);
  return async () => {
    listening.close();
    await Promise.all([...running].map(end));
    rmSync(folder, { recursive: true, force: true });
  };
}
