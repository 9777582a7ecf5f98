/** `cadastre log`: versions of a diagram, and which was in force on a day. */

import { relative } from 'node:path';
import { type Logged, log } from '../pipeline.ts';
import { type CommonOptions, openForeignEstate, out, outJson, refuse, say } from './run.ts';

export interface LogCommand extends CommonOptions {
  readonly on?: string;
  readonly out?: string;
}

function text({ version, draft, published, commit, makers, approvals, changes }: Logged): string {
  const by = approvals.map((approval) => approval.by).join(', ');
  return [
    `${draft ? 'DRAFT' : `version ${version}`}  ${published.slice(0, 10)}  ${commit.slice(0, 12)}`,
    `  made by      ${makers.join(', ') || '–'}`,
    `  approved by  ${by || '–'}`,
    ...changes.map((line) => `  ${line}`),
  ].join('\n');
}

export async function logCommand(file: string, options: LogCommand): Promise<void> {
  const estate = await openForeignEstate(options);
  if (!estate) return;
  const { value, diagnostics } = await log(estate);
  if (!value) return refuse(diagnostics, options);
  // By the file that it is made from, or by the name of its outputs.
  const source = relative(estate.root, file).replaceAll('\\', '/');
  const { on } = options;
  const chosen = (name: string, versions: readonly Logged[]): readonly Logged[] => {
    const kept = versions.filter((one) => one.source === source || name === file);
    if (on === undefined) return kept;
    return kept.filter((one) => !one.draft && one.published.slice(0, 10) <= on).slice(-1);
  };
  const found = Object.entries(value.diagrams)
    .map(([name, versions]): [string, readonly Logged[]] => [name, chosen(name, versions)])
    .filter(([, versions]) => versions.length > 0);
  for (const { check, subject, reason } of value.failed) say(`${check} ${subject}: ${reason}`);
  if (options.json) outJson({ diagrams: Object.fromEntries(found), failed: value.failed });
  else if (found.length === 0)
    say(
      options.on
        ? `No version of ${file} was in force on ${options.on}.`
        : `No version of ${file} was published; what was: ${Object.keys(value.diagrams).sort().join(', ') || 'nothing'}.`,
    );
  else
    out(
      found
        .map(([name, versions]) => `${name}\n\n${versions.toReversed().map(text).join('\n\n')}`)
        .join('\n\n'),
    );
  process.exitCode = value.failed.length > 0 || found.length === 0 ? 1 : 0;
}
