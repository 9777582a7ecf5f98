/** Which files speak of one stack: its template, its parameters, and the ids of what was deployed. */

import { posix } from 'node:path';
import { type Diagnostic, warning } from '../../model/diagnostic.ts';
import { present } from '../present.ts';
import type {
  CdkStack,
  ExportedValue,
  FilePlace,
  ParametersFile,
  StackDescription,
  StackResources,
} from './answers.ts';
import type { NoteStack, Stack } from './stack.ts';
import type { Template } from './template.ts';

/** A template with where it is from. */
export interface TemplateFile extends FilePlace {
  readonly template: Template;
  /** As AWS keeps it, and not as somebody means it. */
  readonly deployed: boolean;
}

export interface StackFiles {
  readonly templates: readonly TemplateFile[];
  readonly resources: readonly StackResources[];
  readonly descriptions: readonly StackDescription[];
  readonly parameters: readonly ParametersFile[];
  readonly exports: readonly ExportedValue[];
  readonly cdk: readonly CdkStack[];
}

/** `net/own-network.template.json` -> `own-network` */
export const templateName = (path: string): string =>
  posix
    .basename(path)
    .replace(/(?:\.(?:template|nested|packaged|cfn|cf))*\.(?:ya?ml|json|template)$/i, '');

/** Whether two files may be of one account and region. */
const fits = (a: FilePlace, b: FilePlace): boolean =>
  (a.account === undefined || b.account === undefined || a.account === b.account) &&
  (a.region === undefined || b.region === undefined || a.region === b.region);

/** Whether a template has all that AWS lists. */
const holds = ({ template }: TemplateFile, { resources }: StackResources): boolean =>
  resources.size > 0 &&
  [...resources].every(([logicalId, { type }]) => template.resources.get(logicalId)?.type === type);

const only = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

/** The stack of a template that is named by its file, or by what the CDK wrote beside it. */
function placeOf(file: TemplateFile, { cdk }: StackFiles): FilePlace & { readonly stack: string } {
  const own = cdk.find(({ template }) => template === file.path);
  const { account, region } = file;
  return {
    path: file.path,
    stack: file.stack ?? templateName(file.path),
    ...present({ account, region }),
    ...own,
  };
}

interface StackDraft {
  readonly place: FilePlace & { readonly stack: string };
  readonly file: TemplateFile;
  readonly resources?: StackResources;
}

/** The templates that lists of resources are of: by the stack's name, else the only one that has all of it. */
function drafts(files: StackFiles, note: NoteStack): readonly StackDraft[] {
  const named = files.templates.map((file) => ({ file, place: placeOf(file, files) }));
  const found: StackDraft[] = [];
  for (const resources of files.resources) {
    const { stack } = resources;
    const byName = named.filter(({ place }) => place.stack === stack && fits(place, resources));
    const pool = byName.length > 0 ? byName : named.filter(({ file }) => holds(file, resources));
    const own = only(pool) ?? pool.find(({ file }) => file.deployed);
    if (!own) {
      const why =
        pool.length > 1 ? 'several templates fit it' : 'no template among the files has it';
      note(stack ?? resources.path, `the stack's resources are listed, and ${why}`, {
        file: resources.path,
      });
      continue;
    }
    const { account, region } = resources;
    const place = { ...own.place, ...present({ account, region, stack }) };
    found.push({ place, file: own.file, resources });
  }
  const used = new Set(found.map(({ file }) => file));
  return [...found, ...named.filter(({ file }) => !used.has(file))];
}

/** Of a stack whose template was given twice, the one that AWS keeps is read. */
function withoutCopies(
  all: readonly StackDraft[],
  report: (diagnostic: Diagnostic) => void,
): readonly StackDraft[] {
  return all.filter(({ place, file, resources }) => {
    if (file.deployed || resources) return true;
    const better = all.find(
      (other) =>
        other.file !== file &&
        (other.file.deployed || other.resources !== undefined) &&
        other.place.stack === place.stack &&
        fits(other.place, place),
    );
    if (!better) return true;
    const message = `the template of the stack ${place.stack} as it is deployed is in ${better.file.path}: this one is not read`;
    const hint = 'Leave it out, or import it without the answers of AWS to see what it would make.';
    report(warning('import-superseded', message, { file: file.path }, { hint }));
    return false;
  });
}

/** A parameters file is of the template that it is called by, else of the only one beside it. */
function fileParameters(
  { parameters, templates }: StackFiles,
  note: NoteStack,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = new Map<string, ReadonlyMap<string, string>>();
  for (const { path, values } of parameters) {
    const folder = posix.dirname(path);
    const beside = templates.filter((file) => posix.dirname(file.path) === folder);
    const called = templates.filter((file) =>
      new RegExp(`^${escaped(templateName(file.path))}[.-]`).test(posix.basename(path)),
    );
    const own = only(called) ?? only(beside) ?? only(templates);
    if (own) found.set(own.path, new Map([...(found.get(own.path) ?? []), ...values]));
    else note(path, 'which template its parameters are of is not known', { file: path });
  }
  return found;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Stacks that are no part of another one's are roots; which are nested is found when they are evaluated. */
export function assemble(
  files: StackFiles,
  report: (diagnostic: Diagnostic) => void,
  note: NoteStack,
): readonly Stack[] {
  const given = fileParameters(files, note);
  const all = withoutCopies(drafts(files, note), report);
  const names = new Map<string, number>();
  for (const { place } of all) names.set(place.stack, (names.get(place.stack) ?? 0) + 1);
  return all.map(({ place, file, resources }): Stack => {
    const described = files.descriptions.filter(
      (one) => one.stack === place.stack && fits(one, place),
    );
    const own = only(described);
    const [account, region] = [place.account ?? own?.account, place.region ?? own?.region];
    const prefix = [account, region].filter((part) => part !== undefined).join('/');
    const unique = (names.get(place.stack) ?? 0) < 2;
    return {
      scope: unique ? place.stack : `${prefix || file.path}/${place.stack}`,
      name: place.stack,
      template: file.template,
      parameters: new Map([...(given.get(file.path) ?? []), ...(own?.parameters ?? [])]),
      ...present({ account, region, stackId: own?.stackId, resolved: own?.resolved }),
      ...present({ deployed: resources?.resources }),
    };
  });
}
