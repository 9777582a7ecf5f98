/**
 * What an auditor receives: one zip with the signed history of the estate, its pictures under versioned names,
 * a page to open, tables, and a script that verifies it. The same history gives the same bytes.
 */

import { type Zippable, zipSync } from 'fflate';
import { readZip } from '../../formats/zip.ts';
import { error, type Outcome } from '../../model/diagnostic.ts';
import type { Diagram, Identity } from '../../model/diagram.ts';
import { sha256 } from '../../model/digest.ts';
import type { Zone } from '../../model/facts.ts';
import { isPlainPath, type PublishedChange } from '../manifest/manifest.ts';
import type { DatedVersion } from '../publications/in-force.ts';
import type { SignerKey } from '../signatures/signer-keys.ts';
import type { Trust } from '../trust/trust.ts';
import type { Verdict } from '../verdict.ts';
import type { BundledFacts } from './bundled-facts.ts';
import { digestList, LIST_FILE, LIST_SIGNATURE_FILE, type SignedList } from './digest-list.ts';

export const BUNDLE_FORMAT = 'cadastre/bundle@1';
export const PACK_FILE = 'history.pack';
export const HEAD_FILE = 'bundle.json';

/** `bundle.json`. */
export interface BundleHead {
  readonly format: typeof BUNDLE_FORMAT;
  /** Commit up to which it goes, and the first with a trust file. */
  readonly tip: string;
  readonly root: string;
  /** Folder of the estate in the repository: '' or `networks/`; name of its output folder. */
  readonly prefix: string;
  readonly out: string;
  readonly objectFormat: 'sha1' | 'sha256';
  readonly tool: string;
  /** Who signed the list of digests, as the trust file names them; absent where nobody did. */
  readonly by?: string;
}

export const printHead = (head: BundleHead): string => `${JSON.stringify(head, undefined, 2)}\n`;

/** One version with everything that the page says about it. */
export interface BundledVersion extends DatedVersion {
  /** A line each. */
  readonly changes: readonly string[];
  /** The version that the changes are relative to; absent for the first. */
  readonly since?: Pick<DatedVersion, 'version' | 'draft' | 'date'>;
  /** Where changes were approved apart: each set of them, a line each. */
  readonly apart?: readonly (PublishedChange & { readonly lines: readonly string[] })[];
  /** Day by which the next review is due, `YYYY-MM-DD`. */
  readonly reviewDue?: string;
  /** Paths in the bundle, by ending. */
  readonly paths: Readonly<Record<string, string>>;
  /** Of its SVG, in px. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** A model as the rules look at it: so that tables and rules agree. */
export interface BundledModel {
  /** Commit of its version. */
  readonly commit: string;
  /** In document order. */
  readonly diagram: Diagram;
  /** Networks, subnets, zone boxes, and whatever else has a CIDR; in document order. */
  readonly segments: readonly Identity[];
  /** Zones in force, own or of a group around; elements without one are missing. */
  readonly zones: ReadonlyMap<Identity, Zone>;
  /** Links that lead from one zone into another. */
  readonly crossing: ReadonlySet<Identity>;
  /** Absent where it names no profile of rules. */
  readonly facts?: BundledFacts;
}

/** What the page of a bundle is made from. */
export interface BundleContent {
  readonly head: BundleHead;
  readonly verdicts: readonly Verdict[];
  /** How many commits are valid, and why: not all accepted commits were signed by people. */
  readonly commits: string;
  readonly trust: Trust;
  readonly keys: readonly SignerKey[];
  /** Fingerprints of the keys that are revoked. */
  readonly revoked: readonly string[];
  /** The newest publication: its commit, its time (ISO 8601, UTC), the diagrams that it holds. */
  readonly newest: {
    readonly commit: string;
    readonly published: string;
    readonly diagrams: readonly string[];
  };
  /** Oldest first, by name of the diagram. */
  readonly versions: ReadonlyMap<string, readonly BundledVersion[]>;
  /** Models of the versions in force (of the newest draft where none is), by name of the diagram. */
  readonly models: ReadonlyMap<string, BundledModel>;
}

/**
 * Makes the page, tables, script and readme: text by path.
 * @param digestOf SHA-256 of the list of a bundle with these texts beside all else: the page names the list of all
 *   files but itself, so that a print can be compared with a bundle
 */
export type Pages = (
  content: BundleContent,
  digestOf: (texts: Readonly<Record<string, string>>) => string,
) => Readonly<Record<string, string>>;

/** A larger bundle is not unpacked into memory. */
const MOST_BYTES = 2 * 1024 ** 3;

/** The first day that a zip can hold: a bundle has no time of its own. */
const EPOCH = '1980-01-01T00:00:00';

/**
 * @param files by path in the zip
 * @param signature of their `digestList`, which is added
 */
export function zipBundle(
  files: Readonly<Record<string, Uint8Array>>,
  signature: string | undefined,
): Uint8Array {
  const all: Zippable = {};
  for (const name of Object.keys(files).sort())
    all[name] = [
      files[name] as Uint8Array,
      // Pictures are compressed already; the script can be run as it is unpacked.
      {
        level: /\.(jpg|png|pdf|pack)$/.test(name) ? 0 : 9,
        ...(name.endsWith('.sh') ? { os: 3, attrs: 0o755 << 16 } : {}),
      },
    ];
  all[LIST_FILE] = [Buffer.from(digestList(files)), { level: 9 }];
  if (signature !== undefined) all[LIST_SIGNATURE_FILE] = [Buffer.from(signature), { level: 9 }];
  return zipSync(all, { mtime: EPOCH });
}

export interface Unzipped {
  readonly head: BundleHead;
  /** All but the list of digests and its signature. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly signed: SignedList;
}

/** Without the one folder around all: `zip -r` of an unpacked bundle puts it there. */
function withoutFolder(files: ReadonlyMap<string, Uint8Array>): Record<string, Uint8Array> {
  const first = [...files.keys()][0] ?? '';
  const folder = first.slice(0, first.indexOf('/') + 1);
  const around = folder !== '' && [...files.keys()].every((name) => name.startsWith(folder));
  return Object.fromEntries(
    [...files].map(([name, content]) => [around ? name.slice(folder.length) : name, content]),
  );
}

/**
 * Reads a bundle into memory; nothing is written.
 * Errors: `bundle-broken`: truncated, too large, unsafe paths, one name twice, files that are not
 * those of its `SHA256SUMS`.
 */
export function unzipBundle(bytes: Uint8Array, file: string): Outcome<Unzipped> {
  const broken = (why: string): Outcome<Unzipped> => ({
    diagnostics: [
      error(
        'bundle-broken',
        `the bundle ${why}`,
        { file },
        {
          hint: 'Ask for the bundle again, and compare its SHA-256 with the one you were given.',
        },
      ),
    ],
  });
  const seen = new Set<string>();
  const unzipped = readZip(bytes, MOST_BYTES, (name) => {
    const key = name.normalize('NFC').toLowerCase();
    if (!isPlainPath(name) || name === '__proto__')
      return `contains ${JSON.stringify(name)}, which is not a plain relative path`;
    if (seen.has(key)) return `lists ${JSON.stringify(name)} twice`;
    seen.add(key);
    return undefined;
  });
  if (typeof unzipped === 'string') return broken(unzipped);
  const files = withoutFolder(unzipped);
  const { [LIST_FILE]: sums, [LIST_SIGNATURE_FILE]: signature, ...rest } = files;
  const list = Buffer.from(sums ?? []);
  const listed = new Map(
    list
      .toString('utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  );
  for (const [name, content] of Object.entries(rest))
    if (listed.get(name) !== sha256(content))
      return broken(`contains ${name}, which does not match its SHA256SUMS`);
  for (const name of listed.keys())
    if (!Object.hasOwn(rest, name)) return broken(`lacks ${name}, which its SHA256SUMS lists`);
  try {
    const text = Buffer.from(rest[HEAD_FILE] ?? []).toString('utf8');
    const head = JSON.parse(text) as BundleHead;
    // In its canonical form: the script reads lines, and a key twice is one thing to each.
    const sound =
      printHead(head) === text &&
      head.format === BUNDLE_FORMAT &&
      /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(head.tip) &&
      head.objectFormat === (head.tip.length === 64 ? 'sha256' : 'sha1') &&
      typeof head.out === 'string' &&
      isPlainPath(head.out) &&
      typeof head.prefix === 'string' &&
      (head.prefix === '' || isPlainPath(head.prefix.replace(/\/$/, ''))) &&
      (head.by === undefined || (typeof head.by === 'string' && head.by !== ''));
    if (!sound) return broken('has a format that this version does not support');
    const signed = {
      list,
      signature: signature && Buffer.from(signature).toString('utf8'),
      by: head.by,
    };
    return { value: { head, files: rest, signed }, diagnostics: [] };
  } catch {
    return broken('has no bundle.json');
  }
}
