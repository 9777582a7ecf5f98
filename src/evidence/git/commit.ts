/** Commits as git stores them: what is signed, by which signature, and by whom it says it is. */

import type { GitObject } from './object-reader.ts';

export interface CommitPerson {
  readonly name: string;
  readonly email: string;
  /** Epoch seconds. */
  readonly time: number;
}

export interface Commit {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: CommitPerson;
  readonly committer: CommitPerson;
  /** E-mail addresses of `Co-authored-by:` lines. */
  readonly coAuthors: readonly string[];
  /** First line of the message. */
  readonly subject: string;
  /** Armoured text of the signature, whatever its kind. */
  readonly signature?: string;
  /** The bytes that it signs. */
  readonly signed: Buffer;
}

/** With one address: of two, git takes the first. */
const PERSON = /^([^<>]*?) ?<([^<>]*)> (-?\d+) [+-]\d{4}$/;

const CO_AUTHOR = /^[ \t]*co-authored-by[ \t]*:.*<([^<>\n]*)>/gim;

function personOf(text: string | undefined): CommitPerson | undefined {
  const found = PERSON.exec(text ?? '');
  if (!found) return undefined;
  const [, name = '', email = '', time] = found;
  return { name, email, time: Number(time) };
}

/** The header that holds the signature: git has one for each kind of id. */
const signatureHeader = (id: string): string => (id.length === 64 ? 'gpgsig-sha256' : 'gpgsig');

/** Absent when it is no commit, or not as git writes one: what programs may read differently is refused. */
export function readCommit(id: string, { type, data }: GitObject): Commit | undefined {
  if (type !== 'commit') return undefined;
  const end = data.indexOf('\n\n');
  const head = data.toString('utf8', 0, end < 0 ? data.length : end);
  if (head.includes('\0')) return undefined;
  const headers: [string, string][] = [];
  for (const line of head.split('\n')) {
    const last = headers.at(-1);
    if (line.startsWith(' ') && last) last[1] += `\n${line.slice(1)}`;
    else {
      const space = line.indexOf(' ');
      headers.push([line.slice(0, space), line.slice(space + 1)]);
    }
  }
  const all = (key: string): string[] => headers.flatMap(([is, text]) => (is === key ? text : []));
  const parents = all('parent');
  // git reads these at their place and nowhere else.
  const order = ['tree', ...parents.map(() => 'parent'), 'author', 'committer'];
  if (order.some((key, i) => headers[i]?.[0] !== key)) return undefined;
  const own = signatureHeader(id);
  const signatures = headers.filter(([key]) => key.startsWith('gpgsig'));
  const [[tree = ''], [author], [committer]] = [all('tree'), all('author'), all('committer')];
  const [by, from] = [personOf(author), personOf(committer)];
  const once = headers
    .filter(([key]) => key !== 'parent' && key !== 'mergetag')
    .map(([key]) => key);
  // A second signature would be read by one program and passed over by another.
  if (!by || !from || signatures.some(([key]) => key !== own) || signatures.length > 1)
    return undefined;
  if (new Set(once).size < once.length) return undefined;
  const [signature] = all(own);
  const message = end < 0 ? '' : data.toString('utf8', end + 2);
  return {
    id,
    tree,
    parents,
    author: by,
    committer: from,
    coAuthors: [...message.matchAll(CO_AUTHOR)].map(([, email = '']) => email.trim()),
    subject: message.split('\n', 1)[0] ?? '',
    ...(signature === undefined ? {} : { signature }),
    signed: withoutSignature(data, own),
  };
}

/** The commit's own bytes with the header `gpgsig` (`gpgsig-sha256`) cut out: what git hands to the signing program. */
function withoutSignature(data: Buffer, header: string): Buffer {
  const begin = data.indexOf(`\n${header} `);
  const end = data.indexOf('\n\n');
  if (begin < 0 || begin > end) return data;
  let at = begin + 1;
  for (;;) {
    at = data.indexOf(10, at) + 1;
    if (data[at] !== 32) break;
  }
  return Buffer.concat([data.subarray(0, begin + 1), data.subarray(at)]);
}

export const isMerge = ({ parents }: Commit): boolean => parents.length > 1;

/** Everything that `id` descends from, itself included. */
export function ancestorsOf(id: string, commits: ReadonlyMap<string, Commit>): Set<string> {
  const seen = new Set<string>();
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...(commits.get(at)?.parents ?? []));
  }
  return seen;
}
