/** Zips that programs read differently: a bundle is no such zip. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { strToU8, Zip, ZipDeflate, zipSync } from 'fflate';
import { expect, onTestFinished, test } from 'vitest';
import { readZip } from '../src/formats/zip.ts';
import { programOf } from './required.ts';
import { put } from './run-cli.ts';

interface Part {
  readonly name: string;
  readonly text: string;
  /** What the local header says instead. */
  readonly localName?: string;
  /** What stands there packed, and how long it is said to be. */
  readonly packed?: Buffer;
  readonly size?: number;
  readonly crc?: number;
  readonly flags?: number;
  readonly mode?: number;
  /** Host that made it: 3 is Unix, 0 is DOS. */
  readonly host?: number;
  readonly extra?: Buffer;
  /** Behind the data, in place of the sizes before it: CRC-32, packed size, size. */
  readonly descriptor?: readonly number[];
  /** What the local header says of those three instead. */
  readonly localFacts?: readonly number[];
  readonly method?: number;
  /** Between this file and the next. */
  readonly gap?: string;
}

const u16 = (...ns: number[]): Buffer => Buffer.from(Uint16Array.from(ns).buffer);
const u32 = (...ns: number[]): Buffer => Buffer.from(Uint32Array.from(ns).buffer);

/** A zip of these parts, byte by byte. */
function forged(parts: readonly Part[], { before = '', between = '', behind = '' } = {}): Buffer {
  const chunks: Buffer[] = [Buffer.from(before)];
  const central: Buffer[] = [];
  const length = (): number => Buffer.concat(chunks).length;
  for (const part of parts) {
    const { name, text, localName = name, flags = 0, mode = 0o100644, extra = u16() } = part;
    const { packed = deflateRawSync(text), size = Buffer.byteLength(text) } = part;
    const offset = length();
    const facts = [part.crc ?? crc32(text), packed.length, size];
    const kind = [u16(20, flags, part.method ?? 8), u32(0x21)];
    const common = [...kind, u32(...facts)];
    const local = Buffer.from(localName);
    const localFacts = u32(...(part.localFacts ?? facts));
    chunks.push(u32(0x04034b50), ...kind, localFacts, u16(local.length, 0), local, packed);
    if (part.descriptor) chunks.push(u32(0x08074b50, ...part.descriptor));
    chunks.push(Buffer.from(part.gap ?? ''));
    const bytes = Buffer.from(name);
    central.push(
      ...[
        u32(0x02014b50),
        u16(0x14 | ((part.host ?? 3) << 8)),
        ...common,
        u16(bytes.length, extra.length, 0, 0, 0),
      ],
      ...[u32(mode * 0x10000), u32(offset), bytes, extra],
    );
  }
  const from = length();
  const list = Buffer.concat(central);
  const counts = u16(0, 0, parts.length, parts.length);
  chunks.push(list, Buffer.from(between), u32(0x06054b50), counts, u32(list.length, from), u16(0));
  return Buffer.concat([...chunks, Buffer.from(behind)]);
}

const A: Part = { name: 'a.txt', text: 'one' };
const B: Part = { name: 'b.txt', text: 'two' };
/** Sizes and sum behind the data. */
const FACTS = [crc32('one'), deflateRawSync('one').length, 3];
const DESCRIBED: Part = { ...A, flags: 8, descriptor: FACTS };
const EMPTY: Part = { ...A, text: '', packed: Buffer.alloc(0) };
const read = (bytes: Uint8Array): unknown => {
  const found = readZip(bytes, 1000, () => undefined);
  if (typeof found === 'string') return found;
  return Object.fromEntries([...found].map(([name, content]) => [name, String(content)]));
};

test('what is as it should be is read, also where the sizes come behind the data', () => {
  const files = { 'a.txt': 'one', 'ü.txt': 'two'.repeat(9) };
  const made = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  for (const level of [0, 9] as const)
    expect(read(Buffer.from(zipSync(Object.fromEntries(made), { level })))).toEqual(files);
  expect(read(forged([A, B]))).toEqual({ 'a.txt': 'one', 'b.txt': 'two' });
  expect(read(forged([DESCRIBED, B]))).toEqual({ 'a.txt': 'one', 'b.txt': 'two' });
  expect(read(forged([{ ...DESCRIBED, localFacts: [0, 0, 0] }, B]))).toEqual({
    'a.txt': 'one',
    'b.txt': 'two',
  });
  expect(read(piped())).toEqual({ 'a.txt': 'one' });
});

const zipsByProgram = (): void => {
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-zip-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = { 'a.txt': 'one', 'b/ü.txt': 'two'.repeat(99), 'b/c/none.txt': '' };
  put(join(folder, 'in'), files);
  execFileSync('zip', ['-q', '-r', '../out.zip', '.'], { cwd: join(folder, 'in') });
  expect(read(readFileSync(join(folder, 'out.zip')))).toEqual(files);
};
// Collected where there is such a program.
if (programOf(['zip'])) test('what zip(1) makes of a folder is read', zipsByProgram);

/** As it is written to a pipe: the sizes come behind the data. */
function piped(): Buffer {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((_, chunk) => chunks.push(chunk));
  const file = new ZipDeflate('a.txt');
  zip.add(file);
  file.push(strToU8('one'), true);
  zip.end();
  return Buffer.concat(chunks);
}

test.each<[string, Buffer, RegExp]>([
  ['something before it', forged([A], { before: 'x' }), /does not match its directory entry/],
  ['something behind it', forged([A], { behind: 'x' }), /trailing data/],
  [
    'a second end behind it',
    forged([A], { behind: forged([B]).toString('latin1') }),
    /malformed zip/,
  ],
  ['something before its list', forged([{ ...A, gap: 'x' }]), /malformed zip/],
  ['something between its list and its end', forged([A], { between: 'x' }), /malformed zip/],
  [
    'a file that no list names',
    forged([{ ...A, gap: 'hidden' }, B]),
    /does not match its directory entry/,
  ],
  [
    'another name beside the data',
    forged([{ ...A, localName: 'z.txt' }]),
    /does not match its directory entry/,
  ],
  ['more in it than it says', forged([{ ...A, packed: deflateRawSync('one, two') }]), /truncated/],
  [
    'more in it than it says, with the sum of all',
    forged([{ ...A, packed: deflateRawSync('one, two'), crc: crc32('one, two') }]),
    /truncated/,
  ],
  ['less in it than it says', forged([{ ...A, size: 9 }]), /does not match its directory entry/],
  [
    'data behind what is packed',
    forged([{ ...A, packed: Buffer.concat([deflateRawSync('one'), Buffer.from('two')]) }]),
    /does not match its directory entry/,
  ],
  ['another sum', forged([{ ...A, crc: 1 }]), /does not match its directory entry/],
  ['a symlink', forged([{ ...A, mode: 0o120777 }]), /not a regular file/],
  // unzip(1) makes links of these: 2 is VMS, 16 BeOS, 30 AtheOS.
  ...[0, 2, 16, 30].map((host): [string, Buffer, RegExp] => [
    `a symlink by the host ${host}`,
    forged([{ ...A, mode: 0o120777, host }]),
    /not a regular file/,
  ]),
  ['a name in another code page', forged([{ ...A, name: 'ü.txt', host: 0 }]), /not in UTF-8/],
  [
    'a name that another program may read as that of the next',
    forged([
      { ...A, name: 'ü.txt' },
      { ...B, name: '├╝.txt', flags: 0x800 },
    ]),
    /not in UTF-8/,
  ],
  [
    'a folder with content',
    forged([{ ...A, name: 'a/', mode: 0o040755 }]),
    /folder entry with content/,
  ],
  [
    'a folder that is a symlink',
    forged([{ ...EMPTY, name: 'a/', mode: 0o120777 }]),
    /not a regular file/,
  ],
  ['a file that is a folder', forged([{ ...A, mode: 0o040755 }]), /not a regular file/],
  ['a second name for some', forged([{ ...A, extra: u16(0x7075, 1, 0x61) }]), /malformed zip/],
  [
    'other sizes before the data than behind it',
    forged([{ ...DESCRIBED, localFacts: [crc32('on'), 2, 2] }]),
    /does not match its directory entry/,
  ],
  [
    'data as it is, with its size behind it',
    forged([
      { ...DESCRIBED, packed: Buffer.from('one'), method: 0, descriptor: [crc32('one'), 3, 3] },
    ]),
    /does not match its directory entry/,
  ],
  ...[0, 1, 2].map((wrong): [string, Buffer, RegExp] => [
    `another ${['sum', 'packed size', 'size'][wrong]} behind the data`,
    forged([{ ...DESCRIBED, descriptor: FACTS.map((n, i) => (i === wrong ? n + 1 : n)) }]),
    /does not match its directory entry/,
  ]),
  ['a password', forged([{ ...A, flags: 1 }]), /encrypted/],
  ['too much', forged([{ ...A, size: 5000 }]), /too large/],
  ['nothing', Buffer.from('PK'), /truncated/],
])('%s', (_, bytes, why) => {
  expect(read(bytes)).toMatch(why);
});
