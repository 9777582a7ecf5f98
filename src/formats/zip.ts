/**
 * Reads only zips that every program reads alike. Bytes outside the entries, or an entry with two names or two sizes, are
 * refused: another program could otherwise unpack something that was not verified here.
 * What zip(1) writes is read: folders as entries of their own, times and owners, names in UTF-8 that are not marked so.
 */

import { crc32, inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;

/** Bits of the flags: encrypted; sizes behind the data; names in UTF-8. */
const ENCRYPTED = 1;
const SIZES_BEHIND = 8;
const UTF8 = 0x800;
/** Another name for other programs; sizes and offsets for files of more than 4 GB. */
const REFUSED_EXTRAS = new Set([0x7075, 0x0001]);
const UNIX = 3;
const [TYPE, PLAIN, FOLDER] = [0o170000, 0o100000, 0o040000];

/** What is wrong with it, in words that go on from "the bundle". */
class ZipFormatError extends Error {}

interface ZipEntry {
  readonly name: string;
  readonly rawName: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const must = (holds: boolean, why: string): void => {
  if (!holds) throw new ZipFormatError(why);
};

/**
 * @param most bytes of all files together
 * @param refuse why the name of a file or folder is not taken; undefined where it is
 * @returns files by name, or what is wrong
 */
export function readZip(
  bytes: Uint8Array,
  most: number,
  refuse: (name: string) => string | undefined,
): ReadonlyMap<string, Uint8Array> | string {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const entries = centralOf(data);
    for (const { name } of entries) {
      const why = refuse(name.replace(/\/$/, ''));
      if (why !== undefined) return why;
    }
    must(entries.reduce((sum, { size }) => sum + size, 0) <= most, 'is too large');
    return new Map(contents(data, entries).filter(([name]) => !name.endsWith('/')));
  } catch (thrown) {
    // Offsets that lead out of it are range errors, data that is broken one of zlib.
    return thrown instanceof ZipFormatError ? thrown.message : 'is truncated or not a zip file';
  }
}

function centralOf(data: Buffer): ZipEntry[] {
  const end = data.length - 22;
  must(
    end >= 0 && data.readUInt32LE(end) === END,
    'is truncated, not a zip file, or has trailing data',
  );
  const count = data.readUInt16LE(end + 10);
  const [size, from] = [data.readUInt32LE(end + 12), data.readUInt32LE(end + 16)];
  // One part, all of its files, and nothing between their list and the end.
  must(data.readUInt32LE(end + 4) === 0 && data.readUInt16LE(end + 8) === count, MALFORMED);
  must(from + size === end && data.readUInt16LE(end + 20) === 0, MALFORMED);
  const found: ZipEntry[] = [];
  let marked: boolean | undefined;
  let at = from;
  for (let n = 0; n < count; n++) {
    must(data.readUInt32LE(at) === CENTRAL, MALFORMED);
    const [nameLength, extraLength] = [data.readUInt16LE(at + 28), data.readUInt16LE(at + 30)];
    const rawName = data.subarray(at + 46, at + 46 + nameLength);
    const name = rawName.toString('utf8');
    const flags = data.readUInt16LE(at + 8);
    must((flags & ENCRYPTED) === 0, 'is encrypted');
    must(Buffer.from(name).equals(rawName), NOT_UTF8);
    if (!/^[\x00-\x7f]*$/.test(name)) {
      const isMarked = (flags & UTF8) !== 0;
      // On Unix a name is its bytes. With marked ones beside it, two could be one name elsewhere.
      must(isMarked || data[at + 5] === UNIX, NOT_UTF8);
      must(marked === undefined || marked === isMarked, NOT_UTF8);
      marked = isMarked;
    }
    extras(data.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength));
    const mode = data.readUInt32LE(at + 38) >>> 16;
    const isFolder = name.endsWith('/');
    // Whatever host it names: unzip(1) makes symbolic links for several others than Unix.
    const special = ![0, isFolder ? FOLDER : PLAIN].includes(mode & TYPE);
    const [packed, size] = [data.readUInt32LE(at + 20), data.readUInt32LE(at + 24)];
    must(!special, `contains ${JSON.stringify(name)}, which is not a regular file`);
    must(
      !isFolder || packed + size === 0,
      `contains ${JSON.stringify(name)}, a folder entry with content`,
    );
    found.push({
      ...{ name, rawName, flags, packed, size },
      method: data.readUInt16LE(at + 10),
      crc: data.readUInt32LE(at + 16),
      offset: data.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extraLength + data.readUInt16LE(at + 32);
  }
  must(at === end, MALFORMED);
  return found;
}

const MALFORMED = 'is a malformed zip';
const NOT_UTF8 = 'has a name that is not in UTF-8';

function extras(data: Buffer): void {
  for (let at = 0; at < data.length; at += 4 + data.readUInt16LE(at + 2))
    must(!REFUSED_EXTRAS.has(data.readUInt16LE(at)), MALFORMED);
}

const isUnsaid = (sizes: Buffer): boolean => sizes.every((byte) => byte === 0);

/** One behind the other, from the first byte up to the list of them. */
function contents(data: Buffer, entries: readonly ZipEntry[]): [string, Uint8Array][] {
  let next = 0;
  const inOrder = [...entries].sort((a, b) => a.offset - b.offset);
  const found = inOrder.map((entry): [string, Uint8Array] => {
    const { name, rawName, flags, method, crc, packed, size, offset } = entry;
    const other = `contains ${JSON.stringify(name)}, which does not match its directory entry`;
    must(offset === next && data.readUInt32LE(offset) === LOCAL, other);
    const [nameLength, extraLength] = [
      data.readUInt16LE(offset + 26),
      data.readUInt16LE(offset + 28),
    ];
    const begin = offset + 30 + nameLength + extraLength;
    must(data.subarray(offset + 30, offset + 30 + nameLength).equals(rawName), other);
    must(
      data.readUInt16LE(offset + 6) === flags && data.readUInt16LE(offset + 8) === method,
      other,
    );
    extras(data.subarray(offset + 30 + nameLength, begin));
    const raw = data.subarray(begin, begin + packed);
    must(raw.length === packed && (method === 0 || method === 8), other);
    next = begin + packed;
    const sizes = [crc, packed, size];
    const listed = (at: number): boolean =>
      sizes.every((n, i) => data.readUInt32LE(at + 4 * i) === n);
    if ((flags & SIZES_BEHIND) === 0) must(listed(offset + 14), other);
    else {
      // Who reads from the front must not find another size there, nor look for the end in what is not packed.
      must(listed(offset + 14) || isUnsaid(data.subarray(offset + 14, offset + 26)), other);
      must(method === 8 || size === 0, other);
      if (data.readUInt32LE(next) === DESCRIPTOR) next += 4;
      must(listed(next), other);
      next += 12;
    }
    const content = method === 0 ? raw : inflated(raw, size, other);
    must(content.length === size && crc32(content) === crc, other);
    return [name, content];
  });
  must(next === data.readUInt32LE(data.length - 6), MALFORMED);
  return found;
}

/** All of it, and no byte behind. */
function inflated(raw: Buffer, size: number, other: string): Uint8Array {
  const options = { maxOutputLength: Math.max(1, size), info: true } as const;
  const { buffer, engine } = inflateRawSync(raw, options) as unknown as {
    readonly buffer: Buffer;
    readonly engine: { readonly bytesWritten: number };
  };
  must(engine.bytesWritten === raw.length, other);
  return buffer;
}
