/** Commits as git stores them: what is signed, by which signature, and by whom it says it is. */

import type { GitObject } from './object-reader.ts';

export interface Person {
  readonly name: string;
  readonly email: string;
  /** Epoch seconds. */
  readonly time: number;
}

export interface Commit {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  /** First line of the message. */
  readonly subject: string;
  /** Armoured text of the signature, whatever its kind. */
  readonly signature?: string;
  /** The bytes that it signs. */
  readonly signed: Buffer;
}

const PERSON = /^(.*?) ?<([^<>]*)> (-?\d+) [+-]\d{4}$/;

function personOf(text: string | undefined): Person | undefined {
  const found = PERSON.exec(text ?? '');
  if (!found) return undefined;
  const [, name = '', email = '', time] = found;
  return { name, email, time: Number(time) };
}

/** Absent when it is no commit, or one that says something twice, as no git writes it. */
export function readCommit(id: string, { type, data }: GitObject): Commit | undefined {
  if (type !== 'commit') return undefined;
  const end = data.indexOf('\n\n');
  const head = data.toString('utf8', 0, end < 0 ? data.length : end);
  const headers = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of head.split('\n')) {
    if (line.startsWith(' ') && current) {
      current[current.length - 1] += `\n${line.slice(1)}`;
      continue;
    }
    const space = line.indexOf(' ');
    const key = line.slice(0, space);
    current = headers.get(key) ?? [];
    current.push(line.slice(space + 1));
    headers.set(key, current);
  }
  const only = (key: string): string | undefined => {
    const values = headers.get(key);
    return values?.length === 1 ? values[0] : undefined;
  };
  const tree = only('tree');
  const author = personOf(only('author'));
  const committer = personOf(only('committer'));
  if (!tree || !author || !committer) return undefined;
  // A second signature would be read by one program and passed over by another.
  if ((headers.get('gpgsig')?.length ?? 0) > 1 || headers.has('gpgsig-sha256')) return undefined;
  const signature = only('gpgsig');
  const message = end < 0 ? '' : data.toString('utf8', end + 2);
  return {
    id,
    tree,
    parents: headers.get('parent') ?? [],
    author,
    committer,
    subject: message.split('\n', 1)[0] ?? '',
    ...(signature === undefined ? {} : { signature }),
    signed: withoutSignature(data),
  };
}

/** The commit's own bytes with the header `gpgsig` cut out: what git hands to the signing program. */
function withoutSignature(data: Buffer): Buffer {
  const begin = data.indexOf('\ngpgsig ');
  const end = data.indexOf('\n\n');
  if (begin < 0 || begin > end) return data;
  let at = begin + 1;
  for (;;) {
    at = data.indexOf(10, at) + 1;
    if (data[at] !== 32) break;
  }
  return Buffer.concat([data.subarray(0, begin + 1), data.subarray(at)]);
}
