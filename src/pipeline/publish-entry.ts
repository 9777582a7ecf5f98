/** What the manifest says of one diagram. */

import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { approvalFiles, approvalsOf } from '../evidence/approvals.ts';
import { makersOf, type Since } from '../evidence/makers.ts';
import { type Publication, sha256 } from '../evidence/manifest.ts';
import type { Compiled } from './compile.ts';
import { type Estate, slashed } from './estate.ts';
import type { Start } from './publish-start.ts';

/** All that decides a diagram's picture, with digests; paths relative to the root. */
export async function inputsOf(one: Compiled, estate: Estate): Promise<Publication['inputs']> {
  const icons = Object.keys(one.diagram.icons).flatMap((name) =>
    ['', '.svg', '.png'].map((ending) => join(estate.root, estate.config.icons, name + ending)),
  );
  const fonts = estate.config.fonts.map((font) => join(estate.root, font));
  const all = await Promise.all(
    [...new Set([...one.inputs, ...icons, ...fonts])].map(async (path) => {
      const bytes = await readFile(path).catch(() => undefined);
      return bytes && { path: slashed(relative(estate.root, path)), sha256: sha256(bytes) };
    }),
  );
  return all.filter((input) => input !== undefined).sort((a, b) => (a.path < b.path ? -1 : 1));
}

const day = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);

/** What the manifest will say of a diagram. */
export async function publicationOf(
  one: Compiled,
  before: Publication | undefined,
  start: Start,
  estate: Estate,
  since: Since,
  time: number,
): Promise<{
  readonly publication: Publication;
  readonly missing: number;
  readonly refused: readonly string[];
}> {
  const { repository, trust } = start;
  const inputs = await inputsOf(one, estate);
  const sameModel = before?.model === one.digest;
  const paths = inputs.map(({ path }) => repository.prefix + path);
  const found = makersOf(since.commits, since.changed, paths);
  const makers = sameModel ? before.makers : found;
  const previous = sameModel ? before.previous : before?.model;
  const judged = await approvalsOf(
    repository,
    await approvalFiles(repository, start.tree),
    { diagram: one.name, model: one.digest, previous, makers, by: time },
    trust,
  );
  const approvals = judged
    .filter(({ refused }) => refused === undefined)
    .map(({ approval: { by, time } }) => ({ by, time }));
  const draft = approvals.length < trust.policy.approvals;
  // Nothing that its reader would call another version: the day stays, too.
  const keeps = sameModel && before.draft === (draft || undefined);
  const { title, waivers, unresolved, asOf, stale } = one.diagram;
  const version = !before ? 1 : sameModel || before.draft ? before.version : before.version + 1;
  const data = keeps ? before : { ...(asOf ? { asOf } : {}), ...(stale ? { stale } : {}) };
  return {
    missing: Math.max(0, trust.policy.approvals - approvals.length),
    refused: judged.flatMap(({ approval, refused: why }) =>
      why ? [`${approval.by}: ${why}`] : [],
    ),
    publication: {
      source: one.source,
      title,
      model: one.digest,
      ...(previous ? { previous } : {}),
      version,
      ...(draft ? { draft: true } : {}),
      date: keeps ? before.date : day(time),
      makers,
      approvals,
      ...(data.asOf ? { asOf: data.asOf } : {}),
      ...(data.stale ? { stale: data.stale } : {}),
      inputs,
      unresolved: unresolved.map(({ what, reason }) => ({ what, reason })),
      findings: [],
      waivers: waivers.map(({ rule, reason, until }) => ({ rule, reason, until })),
    },
  };
}
