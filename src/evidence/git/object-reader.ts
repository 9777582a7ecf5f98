/** Objects of a repository through one `git cat-file --batch`: a process for each would cost more than all the reading. */

import type { ChildProcessByStdio } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { FATAL, GitError } from './process.ts';

export interface GitObject {
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  readonly data: Buffer;
}

type Batch = ChildProcessByStdio<Writable, Readable, Readable>;

const idOf = ({ type, data }: GitObject, length: number): string =>
  createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`${type} ${data.length}\0`)
    .update(data)
    .digest('hex');

interface PendingRead {
  readonly id: string;
  readonly done: (object: GitObject | undefined) => void;
  readonly failed: (why: GitError) => void;
}

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

export class ObjectReader {
  readonly #start: () => Batch;
  #batch: Batch | undefined;
  #chunks: Buffer[] = [];
  #length = 0;
  /** Bytes that must be there before it is worth looking again. */
  #wanted = 1;
  readonly #waiting: PendingRead[] = [];

  constructor(start: () => Batch) {
    this.#start = start;
  }

  /**
   * Absent when there is none, or when its bytes are not those of its id: git takes a loose object by
   * the name of its file. Throws `GitError` where git could not be asked.
   */
  read(id: string): Promise<GitObject | undefined> {
    if (!ID.test(id)) return Promise.resolve(undefined);
    return new Promise((done, failed) => {
      this.#waiting.push({ id, done, failed });
      this.#running().stdin.write(`${id}\n`);
    });
  }

  async readAll(ids: readonly string[]): Promise<ReadonlyMap<string, GitObject>> {
    const found = new Map<string, GitObject>();
    await Promise.all(
      ids.map(async (id) => {
        const object = await this.read(id);
        if (object) found.set(id, object);
      }),
    );
    return found;
  }

  close(): void {
    this.#batch?.stdin.end();
  }

  #running(): Batch {
    if (this.#batch) return this.#batch;
    const batch = this.#start();
    batch.stdin.on('error', () => {});
    batch.stdout.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
      if (this.#length >= this.#wanted) this.#take();
    });
    batch.stderr.resume();
    const end = (why: GitError | undefined): void => {
      if (this.#batch !== batch) return;
      this.#batch = undefined;
      for (const { done, failed } of this.#waiting.splice(0)) why ? failed(why) : done(undefined);
    };
    batch.on('error', ({ message }) => end(new GitError(message)));
    batch.on('close', (status, signal) => {
      // An object that is there and broken ends it so; what waited behind that cannot be distinguished, and counts as broken.
      if (status === FATAL || this.#waiting.length === 0) end(undefined);
      else end(new GitError(`git cat-file exited with ${status ?? signal}`, status ?? undefined));
    });
    this.#batch = batch;
    return batch;
  }

  /** Hands out every object that has arrived whole. */
  #take(): void {
    let bytes =
      this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#wanted = 1;
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      const end = bytes.indexOf(10);
      if (end < 0) break;
      const [, type, text] = bytes.toString('latin1', 0, end).split(' ');
      const size = Number(text);
      if (text === undefined || !Number.isInteger(size)) {
        bytes = bytes.subarray(end + 1);
        this.#waiting.shift();
        first.done(undefined);
        continue;
      }
      const whole = end + 1 + size + 1;
      if (bytes.length < whole) {
        this.#wanted = whole;
        break;
      }
      const data = Buffer.from(bytes.subarray(end + 1, end + 1 + size));
      const object = { type: type as GitObject['type'], data };
      bytes = bytes.subarray(whole);
      this.#waiting.shift();
      first.done(idOf(object, first.id.length) === first.id ? object : undefined);
    }
    this.#chunks = [bytes];
    this.#length = bytes.length;
  }
}
