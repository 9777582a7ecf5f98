/** Sources -> Diagrams, each with its place among the outputs. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve as absolute, basename, dirname, extname, join, relative, sep } from 'node:path';
import { resolve } from '../../compile/resolve.ts';
import { validate } from '../../compile/validate.ts';
import type { Artwork } from '../../icons/artwork.ts';
import { lookup } from '../../icons/catalogue.ts';
import { canonicalModel } from '../../model/canonical.ts';
import { type DiagramContent, holdsDerived } from '../../model/content.ts';
import {
  type Diagnostic,
  error,
  failure,
  hasErrors,
  type Origin,
  type Outcome,
  quote,
} from '../../model/diagnostic.ts';
import type { Diagram } from '../../model/diagram.ts';
import { sha256 } from '../../model/digest.ts';
import { byKey } from '../../model/order.ts';
import { refusedAttributes } from '../../render/dot/print.ts';
import type { TitleBlock } from '../../render/draw.ts';
import { load, normaliseDiagnostic, normaliseOrigin } from '../../sources/index.ts';
import { type Project, slashed } from '../project.ts';
import { iconFiles } from './icon-files.ts';

/** One diagram of a source, ready to be drawn. */
export interface Compiled {
  /** Source relative to the root, with `/`. */
  readonly source: string;
  /** Absolute paths of what it was made from. */
  readonly inputs: readonly string[];
  /** Path of its outputs without ending, relative to the output folder: `network`, `team/flows.refund`. */
  readonly name: string;
  readonly diagram: Diagram;
  readonly icons: Readonly<Record<string, Artwork>>;
  /** Canonical JSON, and its SHA-256. */
  readonly model: string;
  readonly digest: string;
  /** As it was published; a draft when absent. */
  readonly titleBlock?: TitleBlock;
}

export interface CompiledSource {
  readonly source: string;
  readonly diagrams: readonly Compiled[];
  /** Absolute paths of what it was made from. */
  readonly inputs: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Folder and base name of a source's outputs: relative to the folder of sources, where it is in there. */
function outputBase(file: string, project: Project): string {
  const inside = relative(join(project.root, project.config.sources), file);
  const place = inside.startsWith('..') ? basename(file) : inside;
  return slashed(join(dirname(place), basename(place, extname(place))));
}

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase() || 'diagram';

/** The estate's own icons that a diagram uses. */
export async function ownIcons(
  diagram: Diagram,
  project: Project,
): Promise<Outcome<Record<string, Artwork>>> {
  const diagnostics: Diagnostic[] = [];
  const found: Record<string, Artwork> = {};
  for (const element of Object.values(diagram.elements)) {
    const name = element.facts.icon;
    if (name === undefined || Object.hasOwn(found, name) || lookup(name)) continue;
    const { customIcon } = await import('../../icons/custom.ts');
    const folder = join(project.root, project.config.icons);
    const files = iconFiles(name, project);
    const file = files.find((path) => existsSync(path)) ?? absolute(folder, name);
    if (!file.startsWith(folder + sep)) {
      diagnostics.push(
        error(
          'icon-outside',
          `the icon ${quote(name)} is outside the icons folder`,
          element.origin,
          {
            hint: `Put the file into ${project.config.icons}/ and give its name.`,
          },
        ),
      );
      continue;
    }
    const { value, diagnostics: wrong } = customIcon(file, `${project.config.icons}/${name}`);
    if (value) found[name] = value;
    for (const d of wrong) diagnostics.push(element.origin ? { ...d, origin: element.origin } : d);
  }
  return { value: found, diagnostics };
}

/** SHA-256 of the estate's own fonts by path, as the config names them: who exchanges one has other letters drawn. */
export async function fontDigests({ root, config }: Project): Promise<Diagram['fonts']> {
  if (config.fonts.length === 0) return undefined;
  const found = config.fonts.map(async (font) => {
    const bytes = await readFile(absolute(root, font)).catch(() => Buffer.alloc(0));
    return [font, sha256(bytes)] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

/** What a stage gives in any case: the files that took part. */
type CompileAttempt<T> = Outcome<T> & { readonly inputs: readonly string[] };

/** Content -> Diagram, with recorded answers in the place of derived content. */
async function resolveAll(
  content: DiagramContent,
  inputs: readonly string[],
  project: Project,
): Promise<CompileAttempt<Diagram>> {
  const locate = (origin: Origin): Origin => normaliseOrigin(origin, project.root);
  if (!holdsDerived(content.content)) return { inputs, ...resolve(content, locate) };
  const { derivedDiagram } = await import('./derived-diagram.ts');
  return derivedDiagram(content, inputs, project, locate);
}

async function compileOne(
  content: DiagramContent,
  from: Pick<Compiled, 'name' | 'source' | 'inputs'>,
  project: Project,
): Promise<CompileAttempt<Compiled>> {
  const resolved = await resolveAll(content, from.inputs, project);
  const { inputs } = resolved;
  if (!resolved.value) return { inputs, ...failure(resolved.diagnostics) };
  const icons = await ownIcons(resolved.value, project);
  const fonts = await fontDigests(project);
  const diagram: Diagram = {
    ...resolved.value,
    ...(fonts ? { fonts } : {}),
    icons: Object.fromEntries(
      Object.entries(icons.value ?? {})
        .map(([file, art]) => [file, art.digest] as const)
        .sort(byKey),
    ),
  };
  const diagnostics = [
    ...resolved.diagnostics,
    ...icons.diagnostics,
    ...validate(diagram, refusedAttributes),
  ];
  if (hasErrors(diagnostics)) return { inputs, ...failure(diagnostics) };
  const model = canonicalModel(diagram);
  return {
    inputs,
    diagnostics,
    value: {
      ...from,
      inputs,
      diagram,
      icons: icons.value ?? {},
      model,
      digest: sha256(model),
    },
  };
}

/** In the order in which a person reads the file. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const at = ({ origin }: Diagnostic): number =>
    (origin?.line ?? 0) * 10_000 + Math.min(9_999, origin?.column ?? 0);
  return [...diagnostics].sort((a, b) => at(a) - at(b));
}

/** Loads and compiles one source. */
export async function compileSource(file: string, project: Project): Promise<CompiledSource> {
  const path = absolute(file);
  const source = slashed(relative(project.root, path));
  const loaded = await load(path, {
    root: project.root,
    timeoutMs: project.config.timeout * 1000,
  });
  const diagnostics = loaded.diagnostics.map((d) => normaliseDiagnostic(d, project.root));
  const diagrams: Compiled[] = [];
  const contents = loaded.value?.diagrams ?? [];
  const inputs = loaded.value?.inputs ?? [path];
  const all = new Set(inputs);
  const base = outputBase(path, project);
  for (const content of contents) {
    const part = content.options.name ?? (contents.length > 1 ? slug(content.title) : undefined);
    const name = part === undefined ? base : `${base}.${part}`;
    const one = await compileOne(content, { name, source, inputs }, project);
    diagnostics.push(...one.diagnostics.map((d) => normaliseDiagnostic(d, project.root)));
    for (const input of one.inputs) all.add(input);
    if (one.value) diagrams.push(one.value);
  }
  // A config or a snapshot that is wrong is so for each diagram of the file: it is reported once.
  const unique = [...new Map(diagnostics.map((d) => [JSON.stringify(d), d])).values()];
  return { source, diagrams, diagnostics: inOrder(unique), inputs: [...all] };
}

/** Two diagrams may not write one file; names are compared without case, as some file systems do. */
export function outputClashes(compiled: readonly Compiled[]): Diagnostic[] {
  const first = new Map<string, Compiled>();
  const found: Diagnostic[] = [];
  const names = new Map(compiled.map((one) => [one.name.toLowerCase(), one]));
  for (const one of compiled) {
    const key = one.name.toLowerCase();
    // A folder `NAME.sheets` is that of an atlas `NAME`, whether it is one today or not.
    const folder = /^(.+)\.sheets\//.exec(key)?.[1];
    const other = first.get(key) ?? names.get(folder ?? '');
    if (!other) {
      first.set(key, one);
      continue;
    }
    const place = other.diagram.origin;
    found.push(
      error(
        'output-clash',
        `${one.source} and ${other.source} would both write ${one.name}`,
        one.diagram.origin ?? { file: one.source },
        {
          hint: 'Rename one of the files, or give one of the diagrams another `name`.',
          ...(place ? { related: [{ message: 'the other diagram', origin: place }] } : {}),
        },
      ),
    );
  }
  return found;
}
