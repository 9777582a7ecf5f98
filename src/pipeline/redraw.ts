/** Pictures drawn again from the models that were published, with what they were drawn with. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Repository } from '../evidence/git.ts';
import { isPlainPath, type Manifest, type Publication, sha256 } from '../evidence/manifest.ts';
import { type Published, treeOf } from '../evidence/publications.ts';
import { entryAt } from '../evidence/tree.ts';
import { fail, pass, unknown, type Verdict } from '../evidence/verdict.ts';
import type { Artwork } from '../icons/artwork.ts';
import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import type { Diagram } from '../model/diagram.ts';
import { type Compiled, ownIcons } from './compile.ts';
import { bytesOf, drawOne } from './draw.ts';
import type { Estate } from './estate.ts';
import { asPublished } from './publication.ts';
import { libraryVersions } from './record.ts';

export interface Redrawing {
  /** `require`: a picture that another version drew is a failure. */
  readonly redraw: 'yes' | 'no' | 'require';
  /** Of Cadastre. */
  readonly version: string;
}

/** Draws each model of a publication again, and compares bytes. */
export async function redraw(
  repository: Repository,
  { commit, manifest, files }: Published,
  estate: Estate,
  { redraw: wish, version }: Redrawing,
): Promise<Verdict[]> {
  const { tool } = manifest;
  const at = commit.id.slice(0, 12);
  if (wish === 'no') return [unknown('redraw', at, 'not drawn again: --no-redraw')];
  const here = libraryVersions();
  const others = Object.entries(tool.libraries).filter(([name, is]) => here[name] !== is);
  if (tool.version !== version || others.length > 0) {
    const what = tool.version === version ? others.map(([name, is]) => `${name} ${is}`) : [];
    const why = `not drawn again: made by ${[`${tool.name} ${tool.version}`, ...what].join(', ')}, this is ${version}`;
    return [(wish === 'require' ? fail : unknown)('redraw', at, why)];
  }
  const then = await estateThen(repository, commit.parents[0] ?? '', manifest, estate);
  const verdicts: Verdict[] = [];
  for (const [name, publication] of Object.entries(manifest.diagrams)) {
    const subject = `${at}:${name}`;
    const entry = files.get(`${name}.model.json`);
    const model = entry && (await repository.objects.read(entry.id));
    if (!model) continue;
    verdicts.push(
      ...(await redrawOne(
        name,
        model.data.toString('utf8'),
        publication,
        manifest.files,
        then,
        subject,
      )),
    );
  }
  rmSync(then.root, { recursive: true, force: true });
  return verdicts;
}

/** The settings, icons and fonts of that time, in a folder of their own: the checkout may have others, or none. */
async function estateThen(
  repository: Repository,
  source: string,
  { tool, diagrams }: Manifest,
  estate: Estate,
): Promise<Estate> {
  const root = mkdtempSync(join(tmpdir(), 'cadastre-redraw-'));
  const { scale: _, ...config } = estate.config;
  const { scale, icons, fonts } = tool.settings;
  const tree = await treeOf(repository, source);
  const needed = Object.values(diagrams)
    .flatMap(({ inputs }) => inputs.map(({ path }) => path))
    .filter((path) => isPlainPath(path) && (path.startsWith(`${icons}/`) || fonts.includes(path)));
  for (const path of new Set(needed)) {
    const entry = await entryAt(repository, tree, repository.prefix + path);
    const blob = entry && (await repository.objects.read(entry.id));
    if (!blob) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), blob.data);
  }
  return { root, config: { ...config, ...(scale === undefined ? {} : { scale }), icons, fonts } };
}

async function redrawOne(
  name: string,
  model: string,
  publication: Publication,
  digests: Readonly<Record<string, string>>,
  estate: Estate,
  subject: string,
): Promise<Verdict[]> {
  let diagram: Diagram;
  try {
    diagram = JSON.parse(model) as Diagram;
  } catch {
    return [fail('redraw', subject, 'the model is no JSON')];
  }
  const icons = await ownIcons(diagram, estate);
  const changed = Object.entries(diagram.icons).find(
    ([icon, digest]) => (icons.value as Record<string, Artwork>)[icon]?.digest !== digest,
  );
  if (changed) return [unknown('redraw', subject, `the icon ${changed[0]} is not as it was`)];
  const one: Compiled = {
    source: publication.source,
    inputs: [],
    name,
    diagram,
    icons: icons.value ?? {},
    model,
    digest: sha256(model),
  };
  const drawing = await drawOne(asPublished(one, publication), estate);
  if (!drawing.value || hasErrors(drawing.diagnostics))
    return [fail('redraw', subject, problemOf(drawing.diagnostics))];
  const verdicts: Verdict[] = [];
  for (const format of ['svg', 'jpg', 'png', 'dot'] as const) {
    const digest = digests[`${name}.${format}`];
    if (digest === undefined) continue;
    const bytes = await bytesOf(drawing.value, format, estate);
    if (sha256(bytes) !== digest)
      verdicts.push(fail('redraw', `${subject}.${format}`, 'the model draws another picture'));
  }
  return verdicts.length > 0
    ? verdicts
    : [pass('redraw', subject, 'its model draws these pictures')];
}

const problemOf = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'it could not be drawn';
