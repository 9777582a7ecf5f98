/** What of a bundle comes from the repository alone: its history, its trust, the names of its pictures. */

import { posix } from 'node:path';
import { sheetOfFile } from '../../model/sheet-files.ts';
import type { Repository } from '../git/git.ts';
import type { History } from '../history/history.ts';
import type { PublicationCommit } from '../publications/published.ts';
import type { Version } from '../publications/versions.ts';
import { type BundleHead, HEAD_FILE, PACK_FILE, printHead } from './bundle.ts';
import { estateObjects, estatePaths, packOf } from './bundle-objects.ts';

/** `aws-accounts_v3_2026-11-22_3f9c2e`: what a file is called by people. */
const versionedName = ({ name, version, date, model, draft }: Version): string =>
  `${name}_v${version}_${date}_${model.slice(0, 6)}${draft ? '_DRAFT' : ''}`;

/**
 * Where a file of a version is in a bundle. Those of an atlas are in a folder of their own, under the names that they were
 * published with: its sheets lead to each other by these, and their bytes are signed.
 */
export function bundledPath(version: Version, ending: string): string {
  const folder = ending === 'model.json' ? 'models' : 'pictures';
  const { name, files } = version;
  const isAtlas = Object.keys(files).some((one) => sheetOfFile(`${name}.${one}`) !== undefined);
  const file = isAtlas && ending !== 'model.json' ? `/${posix.basename(name)}` : '';
  return `${folder}/${versionedName(version)}${file}.${ending}`;
}

/** Files of a bundle, by path in it. */
export async function historyFiles(
  repository: Repository,
  history: History,
  publications: readonly PublicationCommit[],
  head: BundleHead,
): Promise<Record<string, Uint8Array>> {
  const paths = estatePaths(publications, head.prefix, head.out);
  const ids = await estateObjects(repository, head.tip, history, paths);
  const trust = history.trust.get(head.tip);
  return {
    [HEAD_FILE]: Buffer.from(printHead(head)),
    [PACK_FILE]: await packOf(repository, ids),
    'trust/allowed_signers': Buffer.from(trust?.signers ?? ''),
    'trust/revoked_keys': Buffer.from(trust?.revoked ?? ''),
    'trust/policy.json': Buffer.from(`${JSON.stringify(trust?.policy, undefined, 2)}\n`),
  };
}

/** Width and height that an SVG of ours begins with, in px. */
export function svgSize(svg: Uint8Array): { width: number; height: number } | undefined {
  const head = Buffer.from(svg.subarray(0, 1000)).toString('latin1');
  const [, width, height] =
    /<svg[^>]* width="(\d+(?:\.\d+)?)" height="(\d+(?:\.\d+)?)"/.exec(head) ?? [];
  const size = { width: Number(width), height: Number(height) };
  return size.width > 0 && size.height > 0 ? size : undefined;
}
