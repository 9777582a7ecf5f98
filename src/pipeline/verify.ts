/** The whole chain of a revision: history, publications, and the pictures drawn again from their models. */

import { openRepository, type Repository } from '../evidence/git.ts';
import { verifyHistory } from '../evidence/history.ts';
import { type Publication, sha256 } from '../evidence/manifest.ts';
import { type Published, verifyPublications } from '../evidence/publications.ts';
import { fail, pass, unknown, type Verdict } from '../evidence/verdict.ts';
import type { Artwork } from '../icons/artwork.ts';
import { type Diagnostic, error, hasErrors, type Outcome } from '../model/diagnostic.ts';
import type { Diagram } from '../model/diagram.ts';
import { type Compiled, ownIcons } from './compile.ts';
import { bytesOf, drawOne } from './draw.ts';
import type { Estate } from './estate.ts';
import { readPolicy } from './policy.ts';
import { asPublished } from './publication.ts';
import { libraryVersions } from './record.ts';

export interface VerifyOptions {
  /** A revision of the repository. */
  readonly rev: string;
  /** Id of the first commit with a trust file, as it was told by other means. */
  readonly root?: string;
  /** `require`: a picture that another version drew is a failure. */
  readonly redraw: 'yes' | 'no' | 'require';
  /** Of Cadastre. */
  readonly version: string;
}

export interface Verified {
  readonly verdicts: readonly Verdict[];
  readonly root?: string;
  /** The newest publication of the revision. */
  readonly commit?: string;
  readonly diagrams: Readonly<Record<string, Publication>>;
}

/** Errors: those of `openRepository`, `unknown-revision`. What does not hold is a verdict, no error. */
export async function verify(estate: Estate, options: VerifyOptions): Promise<Outcome<Verified>> {
  const opened = await openRepository(estate.root);
  const repository = opened.value;
  if (!repository) return { diagnostics: opened.diagnostics };
  try {
    await repository.run([
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${options.rev}^{commit}`,
    ]);
  } catch {
    const hint = 'Name a branch, a tag or a commit, or the file of a bundle.';
    return {
      diagnostics: [
        error(
          'unknown-revision',
          `there is no revision ${JSON.stringify(options.rev)}`,
          undefined,
          { hint },
        ),
      ],
    };
  }
  try {
    const history = await verifyHistory(repository, options.rev, options.root, (text) =>
      readPolicy(text, '.cadastre/policy.yaml'),
    );
    const { all, verdicts } = await verifyPublications(repository, history, estate.config.out);
    const last = all.at(-1);
    const drawn = last ? await redraw(repository, last, estate, options) : [];
    if (!last && history.root !== undefined)
      drawn.push(unknown('manifest', options.rev, 'nothing has been published yet'));
    return {
      value: {
        verdicts: [...history.verdicts, ...verdicts, ...drawn],
        ...(history.root ? { root: history.root } : {}),
        ...(last ? { commit: last.commit.id } : {}),
        diagrams: last?.manifest.diagrams ?? {},
      },
      diagnostics: [],
    };
  } finally {
    repository.objects.close();
  }
}

/** Draws each model of a publication again, and compares bytes. */
async function redraw(
  repository: Repository,
  { commit, manifest, files }: Published,
  estate: Estate,
  { redraw: wish, version }: VerifyOptions,
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
        estate,
        subject,
      )),
    );
  }
  return verdicts;
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
