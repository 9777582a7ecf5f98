/** Draws what is in force, writes the manifest, and commits both in one signed commit. */

import { join } from 'node:path';
import { commitsSince } from '../evidence/makers.ts';
import {
  MANIFEST_FILE,
  type Manifest,
  type Publication,
  printManifest,
  printSums,
  SUMS_FILE,
  saysTheSame,
  sha256,
  type Tool,
} from '../evidence/manifest.ts';
import { type Diagnostic, hasErrors, type Outcome, quote, warning } from '../model/diagnostic.ts';
import { type Compiled, compileSource, outputClashes } from './compile.ts';
import { bytesOf, drawOne } from './draw.ts';
import type { Estate } from './estate.ts';
import { asPublished, manifestIn } from './publication.ts';
import { commitAll } from './publish-commit.ts';
import { inputsOf, publicationOf } from './publish-entry.ts';
import { begin, type Start } from './publish-start.ts';
import { libraryVersions } from './record.ts';

export interface PublishOptions {
  /** Sources, absolute. */
  readonly files: readonly string[];
  /** Branch to move where none is checked out. */
  readonly branch?: string;
  /** Epoch seconds of the commit. */
  readonly time: number;
  /** Of Cadastre. */
  readonly version: string;
}

export interface PublishedRun {
  /** Absent when nothing changed. */
  readonly commit?: string;
  readonly diagrams: Readonly<Record<string, Publication>>;
  /** Paths relative to the root that the commit changes. */
  readonly changed: readonly string[];
}

/** The pictures and the model of a published diagram, by path relative to the output folder. */
async function filesOf(
  one: Compiled,
  estate: Estate,
): Promise<Outcome<Record<string, Uint8Array>>> {
  const { value, diagnostics } = await drawOne(one, estate);
  if (!value || hasErrors(diagnostics)) return { diagnostics };
  const files: Record<string, Uint8Array> = { [`${one.name}.model.json`]: Buffer.from(one.model) };
  for (const format of estate.config.formats)
    files[`${one.name}.${format}`] = await bytesOf(value, format, estate);
  return { value: files, diagnostics };
}

/**
 * Publishes all diagrams of the estate. After an error or an interrupt the tree and the history are as
 * they were. Errors: those of the sources and of drawing, `no-commit`, `shallow-clone`, `detached`,
 * `other-branch`, `dirty-tree`, `unverified`, `no-trust`, `key-not-trusted`, `not-signed`, `moved-on`.
 */
export async function publish(
  estate: Estate,
  { files, branch, time, version }: PublishOptions,
  onDone: (name: string, n: number, of: number) => void = () => {},
): Promise<Outcome<PublishedRun>> {
  const begun = await begin(estate, branch);
  const start = begun.value;
  if (!start) return { diagnostics: begun.diagnostics };
  try {
    return await publishFrom(start, estate, files, time, toolOf(version, estate), onDone);
  } finally {
    start.repository.close();
  }
}

async function publishFrom(
  start: Start,
  estate: Estate,
  sources: readonly string[],
  time: number,
  tool: Tool,
  onDone: (name: string, n: number, of: number) => void,
): Promise<Outcome<PublishedRun>> {
  const { repository, head, history } = start;
  const diagnostics: Diagnostic[] = [];
  const compiled: Compiled[] = [];
  for (const file of sources) {
    const source = await compileSource(file, estate);
    diagnostics.push(...source.diagnostics);
    compiled.push(...source.diagrams);
  }
  diagnostics.push(...outputClashes(compiled));
  const out = join(estate.root, estate.config.out);
  const before = await manifestIn(out, estate.config.out);
  diagnostics.push(...before.diagnostics);
  if (hasErrors(diagnostics)) return { diagnostics };

  const inputs = await Promise.all(compiled.map((one) => inputsOf(one, estate)));
  const since = await commitsSince(
    repository,
    history,
    head,
    `${repository.prefix}${estate.config.out}/${MANIFEST_FILE}`,
    inputs.flat().map(({ path }) => repository.prefix + path),
  );
  const diagrams: Record<string, Publication> = {};
  const made: Record<string, Uint8Array> = {};
  for (const [i, one] of compiled.entries()) {
    const {
      publication,
      missing,
      refused: why,
    } = await publicationOf(one, before.value?.diagrams[one.name], start, estate, since, time);
    diagrams[one.name] = publication;
    for (const reason of why)
      diagnostics.push(
        warning(
          'approval-refused',
          `an approval of ${quote(one.name)} does not count: ${reason}`,
          one.diagram.origin,
          {
            hint: 'Have it approved again: `cadastre approve`.',
          },
        ),
      );
    if (missing > 0)
      diagnostics.push(
        warning(
          'not-approved',
          `${quote(one.name)} lacks ${missing} approval${missing === 1 ? '' : 's'} and is published as a draft`,
          one.diagram.origin,
          {
            hint: 'An approver runs `cadastre approve`, who is none of the makers.',
          },
        ),
      );
    const drawn = await filesOf(asPublished(one, publication), estate);
    diagnostics.push(...drawn.diagnostics);
    Object.assign(made, drawn.value);
    onDone(one.name, i + 1, compiled.length);
  }
  if (hasErrors(diagnostics)) return { diagnostics };

  const manifest: Manifest = {
    files: Object.fromEntries(Object.entries(made).map(([name, bytes]) => [name, sha256(bytes)])),
    tool,
    sourceCommit: head,
    published: new Date(time * 1000).toISOString(),
    diagrams,
  };
  if (before.value && saysTheSame(before.value, manifest))
    return { value: { diagrams, changed: [] }, diagnostics };
  const text = printManifest(manifest);
  const written: Record<string, Uint8Array> = {
    ...made,
    [MANIFEST_FILE]: Buffer.from(text),
    [SUMS_FILE]: Buffer.from(printSums(manifest.files, text)),
  };
  const dropped = Object.keys(before.value?.files ?? {}).filter(
    (name) => !Object.hasOwn(written, name),
  );
  const done = await commitAll(start, estate, written, dropped, time);
  const all = [...diagnostics, ...done.diagnostics];
  return done.value
    ? { value: { ...done.value, diagrams }, diagnostics: all }
    : { diagnostics: all };
}

/** What draws here: Cadastre, the packages whose version can change a picture, and the settings that do. */
const toolOf = (version: string, { config: { scale, icons, fonts } }: Estate): Tool => ({
  name: 'cadastre',
  version,
  libraries: libraryVersions(),
  settings: { ...(scale === undefined ? {} : { scale }), icons, fonts },
});
