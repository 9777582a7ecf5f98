/** Signatures of OpenSSH, made and checked by `ssh-keygen -Y`: the program that an auditor has, too. */

import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../model/digest.ts';
import { lists, readRevoked, readSigners } from '../trust/allowed-signers.ts';
import { keygenEnv, type Ran, runKeygen, SIGNING_VARIABLES } from './keygen-process.ts';
import type { StarterReply, StarterRequest } from './keygen-starter.ts';

/** What a signature is checked against. */
export interface Claim {
  /** Who must have signed: the name under which the key stands in the trust file. */
  readonly principal: string;
  /** Keeps a signature of one kind from being passed as one of another: `git`, `pci-diagram-approval`. */
  readonly namespace: string;
  readonly signature: string;
  readonly signed: Buffer;
  /** Text of the trust file, and of the list of revoked keys. */
  readonly signers: string;
  readonly revoked: string;
  /** Epoch seconds at which the key must have been valid. */
  readonly time: number;
}

/** As ssh-keygen writes it: that reads more, such as something behind the end, and so would read another key than here. */
const ARMOUR =
  /^-----BEGIN SSH SIGNATURE-----\n((?:[A-Za-z0-9+/]+\n)*[A-Za-z0-9+/]*={0,2})\n-----END SSH SIGNATURE-----\n*$/;

/** The public key in an OpenSSH signature (`ssh-ed25519 AAAA…`), absent when it is none. */
export function keyOfSignature(signature: string): string | undefined {
  const body = ARMOUR.exec(signature)?.[1]?.replaceAll('\n', '');
  if (!body) return undefined;
  const bytes = Buffer.from(body, 'base64');
  if (bytes.toString('base64') !== body) return undefined;
  if (bytes.toString('latin1', 0, 6) !== 'SSHSIG' || bytes.length < 14) return undefined;
  const length = bytes.readUInt32BE(10);
  const key = bytes.subarray(14, 14 + length);
  if (key.length !== length || length < 4) return undefined;
  return `${key.toString('latin1', 4, 4 + key.readUInt32BE(0))} ${key.toString('base64')}`;
}

/** `SHA256:…`, as ssh-keygen prints it. */
export function fingerprint(key: string): string {
  const digest = Buffer.from(sha256(Buffer.from(key.split(' ')[1] ?? '', 'base64')), 'hex');
  return `SHA256:${digest.toString('base64').replace(/=+$/, '')}`;
}

/** There is no ssh-keygen to ask, or it is too old to be asked. */
export class KeygenMissing extends Error {
  override readonly name = 'KeygenMissing';
}

async function keygen(
  args: readonly string[],
  input: Buffer,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  try {
    return await runKeygen(args, input, env);
  } catch (thrown) {
    throw new KeygenMissing((thrown as Error).message);
  }
}

/**
 * Signs with a key file, or with the key of an agent when `key` is a public one.
 * Throws with what ssh-keygen said.
 */
export async function signWith(key: string, namespace: string, data: Buffer): Promise<string> {
  const { status, said } = await keygen(['-Y', 'sign', '-n', namespace, '-f', key], data, {
    ...Object.fromEntries(
      SIGNING_VARIABLES.flatMap((name) => {
        const value = process.env[name];
        return value ? [[name, value]] : [];
      }),
    ),
  });
  const found = /-----BEGIN SSH SIGNATURE-----[\s\S]*-----END SSH SIGNATURE-----\n?/.exec(said);
  if (status !== 0 || !found) throw new Error(said.split('\n').pop() || `it exited with ${status}`);
  return `${found[0].trimEnd()}\n`;
}

/** The year 9999 ends: later has no form that ssh-keygen reads. */
const LAST = 253_402_300_799;

const stamp = (time: number): string =>
  new Date(time * 1000).toISOString().replace(/[-:T]/g, '').slice(0, 14);

type Keygen = (args: readonly string[], input: Buffer) => Promise<Ran>;

/** From so many on another process starts them: it is there in the time that some ten take from here. */
const MANY = 20;

const STARTER = new URL('./keygen-starter.ts', import.meta.url);

/**
 * A small process that starts ssh-keygen: to start a program from a process costs the more the more memory that
 * has. Absent where the sources are run as they are.
 */
function openStarter(): { readonly run: Keygen; close(): void } | undefined {
  if (STARTER.pathname.endsWith('.ts')) return undefined;
  const child = fork(STARTER, { env: keygenEnv(), execArgv: [], serialization: 'advanced' });
  const waiting = new Map<number, { done(ran: Ran): void; failed(why: Error): void }>();
  let n = 0;
  const end = (why: string): void => {
    for (const { failed } of waiting.values()) failed(new Error(why));
    waiting.clear();
  };
  child.on('message', ({ id, ran, missing }: StarterReply) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (ran) asked?.done(ran);
    else asked?.failed(new KeygenMissing(missing));
  });
  child.on('error', ({ message }) => end(message));
  child.on('exit', () => end('the process that runs ssh-keygen was terminated'));
  return {
    run: (args, input) =>
      new Promise((done, failed) => {
        const id = n++;
        waiting.set(id, { done, failed });
        child.send({ id, args, input } satisfies StarterRequest);
      }),
    close: () => child.disconnect(),
  };
}

/**
 * Checks many at once, in as many processes as there are cores.
 * @returns for each claim why it fails; undefined if it is valid. Throws `KeygenMissing`.
 */
export async function checkSignatures(
  claims: readonly Claim[],
): Promise<readonly (string | undefined)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-verify-'));
  const files = new Map<string, string>();
  /** Trust files are many times the same: each is written once. */
  const written = (text: string, kind: string): string => {
    const known = files.get(kind + text);
    if (known) return known;
    const path = join(folder, `${kind}${files.size}`);
    writeFileSync(path, text);
    files.set(kind + text, path);
    return path;
  };
  const found: (string | undefined)[] = claims.map(() => undefined);
  const starter = claims.length > MANY ? openStarter() : undefined;
  const run: Keygen = starter ? starter.run : keygen;
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let n = next++; n < claims.length; n = next++) {
      const claim = claims[n];
      if (!claim) continue;
      const key = keyOf(claim);
      if (!checked.has(key)) checked.set(key, await check(claim, written, run));
      found[n] = checked.get(key);
    }
  };
  try {
    // The starter has the next at hand while the answers come: it never waits.
    const jobs = Math.max(2, availableParallelism()) * (starter ? 4 : 1);
    await Promise.all(Array.from({ length: Math.min(claims.length, jobs) }, worker));
  } finally {
    starter?.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return found;
}

/** What was checked once in this run: publishing judges the same commits twice. */
const checked = new Map<string, string | undefined>();

const keyOf = (claim: Claim): string => {
  const { principal, namespace, signature, signed, signers, revoked, time } = claim;
  const text = JSON.stringify([principal, namespace, signature, signers, revoked, time]);
  return sha256(Buffer.concat([Buffer.from(`${text}\0`), signed]));
};

async function check(
  claim: Claim,
  written: (text: string, kind: string) => string,
  run: Keygen,
): Promise<string | undefined> {
  const { principal, namespace, signature, signed, signers, revoked, time } = claim;
  if (!(time > 0 && time <= LAST)) return 'its date is invalid';
  if (/^-----BEGIN PGP /.test(signature))
    return 'its signature is OpenPGP, as made by a hosting service for merges and squashes: not by a person';
  // Keys are compared here as well: lines that ssh-keygen passes over revoke, too, and of an RSA key it takes other spellings.
  const key = keyOfSignature(signature);
  if (key === undefined) return 'its signature is not in the format that ssh-keygen writes';
  const gone = readRevoked(revoked);
  if (typeof gone === 'string' || gone.includes(key)) return 'its key is revoked';
  const known = readSigners(signers);
  if (typeof known === 'string' || !lists(known, principal, key)) return UNKNOWN_KEY;
  const args = ['-Y', 'verify', '-n', namespace, '-I', principal];
  args.push('-f', written(signers, 'signers'));
  args.push('-s', written(signature, 'signature'));
  if (revoked.trim() !== '') args.push('-r', written(revoked, 'revoked'));
  args.push('-O', `verify-time=${stamp(time)}`);
  const { status, said } = await run(args, signed);
  if (status === 0) return undefined;
  return reasonOf(said);
}

const UNKNOWN_KEY = 'the trust file does not list its key under that name';

/** Why, without the paths of this run; of most ssh-keygen says only that it is so. */
function reasonOf(said: string): string {
  const lines = said.split('\n').map((line) => line.replace(/^\S*signers\d+:\d+: /, '').trim());
  const told = lines.find((line) => line !== '' && !/^Could not verify signature/.test(line));
  return told ?? UNKNOWN_KEY;
}
