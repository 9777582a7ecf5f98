/**
 * Manifests of shards: each writes what it drew as `manifest.I-of-N.json` beside its pictures. Where all N lie in one
 * folder and are of the same run, they become the `manifest.json` and `SHA256SUMS` that a single run would have written.
 */

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Draft, type Drafts, isPlainPath } from '../../evidence/manifest/manifest.ts';
import { canonicalJson } from '../../model/canonical-json.ts';
import { type Diagnostic, error, failure, type Outcome, refused } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { sortedBy } from '../../model/order.ts';
import { writeTogether } from '../../render/output/write.ts';
import type { Shard } from '../draw/shard.ts';
import type { Project } from '../project.ts';
import {
  type DraftsRun,
  draftsOf,
  listFile,
  type WrittenLists,
  writeLists,
} from './draft-manifest.ts';

const FORMAT = 'cadastre/shard@1';
const NAME = /^manifest\.(\d{1,6})-of-(\d{1,6})\.json$/;

const partName = ({ number, of }: Shard): string => `manifest.${number}-of-${of}.json`;

/** `diagrams` are those of all shards: that they agree shows that the shards were drawn from the same sources. */
interface ShardManifest extends Drafts {
  readonly format: typeof FORMAT;
  readonly shard: Shard;
  readonly formats: readonly string[];
}

const count = z.number().int().positive();
const sha = z.string().regex(/^[0-9a-f]{64}$/);

/** Diagrams and tool are only compared and passed on. */
const schema = z.strictObject({
  format: z.literal(FORMAT),
  shard: z.strictObject({ number: count, of: count }),
  formats: z.array(z.string()),
  tool: z.custom<Drafts['tool']>((value) => typeof value === 'object' && value !== null),
  diagrams: z.record(
    z.string(),
    z.custom<Draft>((value) => typeof value === 'object' && value !== null),
  ),
  files: z.record(z.string().refine(isPlainPath), sha),
});

function readPart(folder: string, name: string): Outcome<ShardManifest> {
  const [, number, of] = (NAME.exec(name) ?? []).map(Number);
  try {
    const part = schema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    if (part.shard.number === number && part.shard.of === of)
      return { value: part, diagnostics: [] };
  } catch {
    // The same answer for whatever is wrong in it: nobody writes these by hand.
  }
  return refused('shard-broken', `${name} is not a shard's manifest`, 'Draw this shard again.', {
    file: join(folder, name),
  });
}

const essence = ({ formats, tool, diagrams }: ShardManifest): string =>
  canonicalJson([formats, tool, diagrams]);

const sameRun = (a: ShardManifest, b: ShardManifest): boolean => essence(a) === essence(b);

/** Files that are not there as the shard wrote them. */
const altered = (folder: string, { files }: Drafts): string[] =>
  Object.entries(files).flatMap(([name, digest]) => {
    try {
      return sha256(readFileSync(join(folder, name))) === digest ? [] : [name];
    } catch {
      return [name];
    }
  });

const mismatch = (name: string, message: string, hint: string): Diagnostic =>
  error('shard-mismatch', message, { file: name }, { hint });

/** What one of them has that keeps it from being a part of the same whole as the first. */
function mismatches(folder: string, parts: readonly ShardManifest[]): Diagnostic[] {
  const [first] = parts;
  return parts.flatMap((part) => {
    const name = join(folder, partName(part.shard));
    const changed = altered(folder, part);
    const others = first && !sameRun(first, part);
    return [
      ...(others
        ? [
            mismatch(
              name,
              `shards ${first.shard.number} and ${part.shard.number} of ${part.shard.of} were drawn from different sources, in other formats or by another version`,
              'Draw all shards from one commit, with one version, config and -f.',
            ),
          ]
        : []),
      ...changed.map((file) =>
        mismatch(
          name,
          `${file} is not the file that shard ${part.shard.number} drew`,
          'Copy all files of each shard, or draw the shard again.',
        ),
      ),
    ];
  });
}

/** The manifest of all shards in the folder. Errors: `shard-missing`, `shard-broken`, `shard-mismatch`. */
function mergedIn(folder: string, of: number, names: readonly string[]): Outcome<Drafts> {
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter(
    (number) => !names.includes(partName({ number, of })),
  );
  if (missing.length > 0)
    return refused(
      'shard-missing',
      `no manifest of ${missing.length} of ${of} shards: ${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ', …' : ''}`,
      'Run the missing shards with --manifest, and copy what they write into this folder.',
      { file: folder },
    );
  const read = names.map((name) => readPart(folder, name));
  const parts = sortedBy(
    read.flatMap(({ value }) => value ?? []),
    ({ shard }) => String(shard.number).padStart(6, '0'),
  );
  const found = [...read.flatMap(({ diagnostics }) => diagnostics), ...mismatches(folder, parts)];
  const [first] = parts;
  if (found.length > 0 || !first) return failure(found);
  const files = Object.assign({}, ...parts.map((part) => part.files));
  return { value: { files, tool: first.tool, diagrams: first.diagrams }, diagnostics: [] };
}

const partsIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).filter((name) => NAME.test(name));
  } catch {
    return [];
  }
};

const countOf = (name: string): number => Number(NAME.exec(name)?.[2]);

/** Writes the whole from the parts, then removes these. */
function writeWhole(
  whole: Drafts,
  folder: string,
  names: readonly string[],
  project: Project,
): WrittenLists {
  const written = writeLists(whole, folder, project);
  if (written.diagnostics.length === 0)
    for (const name of names) rmSync(join(folder, name), { force: true });
  return written;
}

/**
 * Writes the shard's manifest; the last shard of a run that several draw into one folder writes that of all. Two that
 * end at once write the same bytes.
 */
export async function writeShard(
  run: DraftsRun,
  shard: Shard,
  formats: readonly string[],
  project: Project,
): Promise<WrittenLists> {
  const { folder } = run;
  const part: ShardManifest = { format: FORMAT, shard, formats, ...(await draftsOf(run, project)) };
  const text = `${JSON.stringify(JSON.parse(canonicalJson(part)), undefined, 1)}\n`;
  const written = writeTogether([listFile(partName(shard), text, folder, project)]);
  if (written.diagnostics.length > 0) return written;
  const names = partsIn(folder).filter((name) => countOf(name) === shard.of);
  // Parts of an earlier run, or none yet: the shards that are still drawing will look, too.
  const whole = mergedIn(folder, shard.of, names).value;
  return whole ? writeWhole(whole, folder, names, project) : written;
}

/** The same for shards that were drawn into folders of their own, and copied into this one. */
export function mergeShards(folder: string, project: Project): WrittenLists {
  const names = partsIn(folder);
  const counts = [...new Set(names.map(countOf))];
  const [of] = counts;
  const refusal = (message: string, hint: string): WrittenLists => ({
    changed: [],
    diagnostics: refused('shard-missing', message, hint, { file: folder }).diagnostics,
  });
  if (of === undefined)
    return refusal(
      'the folder has no manifest of a shard',
      'Name the folder with -o, into which the outputs of `render --shard i/n --manifest` were copied.',
    );
  if (counts.length > 1)
    return refusal(
      `the folder has manifests of batches of ${counts.sort((a, b) => a - b).join(' and ')} shards`,
      'Remove those that belong to another batch.',
    );
  const whole = mergedIn(folder, of, names);
  if (!whole.value) return { changed: [], diagnostics: whole.diagnostics };
  return writeWhole(whole.value, folder, names, project);
}
