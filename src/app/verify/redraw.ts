/** Pictures drawn again from the models that were published, with what they were drawn with. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkCensus } from '../../compile/census.ts';
import type { Repository } from '../../evidence/git/git.ts';
import { inRepository } from '../../evidence/git/source-paths.ts';
import type { History } from '../../evidence/history/history.ts';
import {
  isPlainPath,
  type Manifest,
  type Publication,
  type PublishedFinding,
} from '../../evidence/manifest/manifest.ts';
import { isPackageFile } from '../../evidence/publications/publication-facts.ts';
import type { PublicationCommit } from '../../evidence/publications/published.ts';
import { fail, pass, unknown, type Verdict } from '../../evidence/verdict.ts';
import type { Artwork } from '../../icons/artwork.ts';
import { canonicalModel } from '../../model/canonical.ts';
import { canonicalJson } from '../../model/canonical-json.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { type Diagram, MODEL_FORMAT } from '../../model/diagram.ts';
import { sha256 } from '../../model/digest.ts';
import { DEFAULT_PAPER } from '../../model/paper.ts';
import { sheetOfFile } from '../../model/sheet-files.ts';
import { unresolvedText } from '../../model/unresolved.ts';
import type { Drawing } from '../../render/draw.ts';
import { FORMATS } from '../../sources/config/types.ts';
import { type Compiled, fontDigests, ownIcons } from '../compile/compile-source.ts';
import { bytesOf, drawOne, sheetsOf } from '../draw/draw-one.ts';
import { libraryVersions } from '../draw/drawing-cache.ts';
import { asPublished } from '../draw/publication.ts';
import type { Project } from '../project.ts';
import { findingsOf } from '../publish/entry.ts';
import { faultOf } from '../system-error.ts';
import { readModel } from './published-model.ts';

export interface Redrawing {
  /** `require`: a picture that another version drew is a failure. */
  readonly redraw: 'yes' | 'no' | 'require';
  /** Of Cadastre. */
  readonly version: string;
}

/** Draws models of a publication again, by the names of their outputs, and compares bytes. */
export async function redraw(
  repository: Repository,
  { byId }: History,
  { commit, manifest, files }: PublicationCommit,
  names: readonly string[],
  project: Project,
  { redraw: wish, version }: Redrawing,
): Promise<Verdict[]> {
  const { tool } = manifest;
  const at = commit.id.slice(0, 12);
  if (wish === 'no') return [unknown('redraw', at, 'not redrawn: --no-redraw')];
  const notDrawn: NotDrawn = wish === 'require' ? fail : unknown;
  const here = libraryVersions();
  const others = Object.entries(tool.libraries).filter(([name, is]) => here[name] !== is);
  if (tool.version !== version || others.length > 0) {
    const what = tool.version === version ? others.map(([name, is]) => `${name} ${is}`) : [];
    const why = `not redrawn: made by ${[`${tool.name} ${tool.version}`, ...what].join(', ')}, this is ${version}`;
    return [notDrawn('redraw', at, why)];
  }
  const { icons, fonts } = tool.settings;
  if (![icons, ...fonts].every(isPlainPath))
    return [notDrawn('redraw', at, 'not redrawn: its fonts are outside the estate')];
  const tree = byId.get(commit.parents[0] ?? '')?.tree ?? '';
  const root = mkdtempSync(join(tmpdir(), 'cadastre-redraw-'));
  try {
    const then = await estateThen(repository, tree, manifest, project, root);
    const verdicts: Verdict[] = [];
    for (const name of names) {
      const publication = manifest.diagrams[name];
      if (!publication) continue;
      const bytes = await repository.trees.bytes(files.get(`${name}.model.json`));
      const subject = `${at}:${name}`;
      if (bytes === undefined) {
        verdicts.push(fail('redraw', subject, 'its model is missing'));
        continue;
      }
      const one = { name, publication, manifest, subject, notDrawn };
      const drawn = await redrawOne(one, bytes.toString('utf8'), then).catch((thrown: unknown) => {
        // What the model holds is anyone's, and a fault of it; what the machine refuses is not.
        if (!(thrown instanceof Error) || faultOf(thrown)) throw thrown;
        return [fail('redraw', subject, `the model cannot be drawn: ${thrown.message}`)];
      });
      verdicts.push(...drawn);
    }
    return verdicts;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The verdict on a picture that cannot be checked here. */
type NotDrawn = typeof fail;

/** The settings, icons and fonts of that time, in a folder of their own: the checkout may have others, or none. */
async function estateThen(
  { trees, prefix }: Repository,
  tree: string,
  { tool, diagrams }: Manifest,
  project: Project,
  root: string,
): Promise<Project> {
  const { scale: _, ...config } = project.config;
  const { scale, paper = DEFAULT_PAPER, icons, fonts } = tool.settings;
  const needed = Object.values(diagrams)
    .flatMap(({ inputs }) => inputs.map(({ path }) => path))
    .filter((path) => isPlainPath(path) && (path.startsWith(`${icons}/`) || fonts.includes(path)));
  for (const path of new Set(needed)) {
    const whole = inRepository(prefix, path);
    const bytes = whole && (await trees.bytes(await trees.at(tree, whole)));
    if (!bytes) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return {
    root,
    config: {
      ...config,
      rules: [],
      ...(scale === undefined ? {} : { scale }),
      paper,
      icons,
      fonts,
    },
  };
}

interface Redrawn {
  readonly name: string;
  readonly publication: Publication;
  readonly manifest: Manifest;
  /** For verdicts. */
  readonly subject: string;
  readonly notDrawn: NotDrawn;
}

async function redrawOne(
  { name, publication, manifest, subject, notDrawn }: Redrawn,
  model: string,
  project: Project,
): Promise<Verdict[]> {
  const { files: digests, published } = manifest;
  const diagram = readModel(model);
  if (!diagram || canonicalModel(diagram) !== model)
    return [fail('redraw', subject, 'not a valid Cadastre model')];
  const facts = ({
    title,
    waivers,
    unresolved,
  }: Pick<Diagram, 'title' | 'waivers' | 'unresolved'>): string =>
    canonicalJson({
      title,
      waivers: waivers.map(({ rule, reason, until }) => ({ rule, reason, until })),
      unresolved: unresolved.map(unresolvedText),
    });
  if (facts(diagram) !== facts(publication))
    return [fail('redraw', subject, 'the manifest does not match the contents of the model')];
  // Since format 2 the census is not part of a model: what it counts as drawn must be in the model.
  // Before, it was signed with the model, so a manifest that has one beside it says something else.
  const counted = { ...diagram, ...(publication.census ? { census: publication.census } : {}) };
  const matches =
    diagram.format === MODEL_FORMAT
      ? checkCensus(counted).length === 0
      : publication.census === undefined;
  if (!matches)
    return [fail('redraw', subject, 'the counts in the manifest do not match the model')];
  const icons = await ownIcons(diagram, project);
  const changed = Object.entries(diagram.icons).find(
    ([icon, digest]) => (icons.value as Record<string, Artwork>)[icon]?.digest !== digest,
  );
  if (changed) {
    // Of a package only the lock file is there; everything else was committed, or it could not have been published.
    const verdict = isPackageFile(project.config.icons) ? notDrawn : fail;
    return [verdict('redraw', subject, `the icon ${changed[0]} has changed`)];
  }
  if (canonicalJson(diagram.fonts) !== canonicalJson(await fontDigests(project))) {
    const verdict = project.config.fonts.some(isPackageFile) ? notDrawn : fail;
    return [verdict('redraw', subject, 'its fonts have changed')];
  }
  const one: Compiled = {
    source: publication.source,
    inputs: [],
    name,
    diagram,
    icons: icons.value ?? {},
    model,
    digest: sha256(model),
  };
  const verdicts: Verdict[] = [];
  // Rules of the config are code of the assessed party, and do not run here; they have a slash in their names.
  const judged = await findingsOf(one, project, publication, published.slice(0, 10));
  const found = publication.findings.filter(({ rule }) => !rule.includes('/'));
  if (!sameFindings(judged.findings, found))
    verdicts.push(fail('findings', subject, 'its findings differ from those in the manifest'));
  const asThen = asPublished(one, publication);
  const drawing = await drawOne(asThen, project);
  if (!drawing.value || hasErrors(drawing.diagnostics))
    return [fail('redraw', subject, problemOf(drawing.diagnostics))];
  for (const format of FORMATS) {
    const digest = digests[`${name}.${format}`];
    if (digest === undefined) continue;
    const bytes = await bytesOf(drawing.value, format, asThen, project);
    if (sha256(bytes) !== digest)
      verdicts.push(
        fail('redraw', `${subject}.${format}`, 'drawing the model gives a different picture'),
      );
  }
  verdicts.push(...sheetVerdicts(drawing.value, name, digests, subject));
  return verdicts.length > 0
    ? verdicts
    : [pass('redraw', subject, 'drawing its model gives these pictures')];
}

/**
 * By rule, severity and element: the words may be those of another version. Manifests from before elements were
 * named are compared with rules and severities alone.
 */
function sameFindings(
  judged: readonly PublishedFinding[],
  published: readonly PublishedFinding[],
): boolean {
  const named = published.some(({ element }) => element !== undefined);
  // Rules go through a model in its author's order, and a model that is read back is in the order of its names.
  const keys = (all: readonly PublishedFinding[]): string =>
    all
      .map(({ rule, severity, element, waived }) =>
        canonicalJson([rule, severity, waived ?? false, named ? (element ?? null) : null]),
      )
      .sort()
      .join('\n');
  return keys(judged) === keys(published);
}

/** The sheets of an atlas: those that the model makes, and no others. */
function sheetVerdicts(
  drawing: Drawing,
  name: string,
  digests: Manifest['files'],
  subject: string,
): Verdict[] {
  const drawn = new Map(digests[`${name}.svg`] === undefined ? [] : sheetsOf(drawing, name));
  const published = Object.keys(digests).filter((path) => sheetOfFile(path)?.name === name);
  return [...new Set([...drawn.keys(), ...published])].sort().flatMap((path) => {
    const bytes = drawn.get(path);
    const at = `${subject}${path.slice(name.length)}`;
    if (!bytes) return fail('redraw', at, 'the model makes no such sheet');
    if (digests[path] === undefined) return fail('redraw', at, 'a sheet of the model is missing');
    return sha256(bytes) === digests[path]
      ? []
      : fail('redraw', at, 'drawing the model gives a different picture');
  });
}

const problemOf = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'it could not be drawn';
