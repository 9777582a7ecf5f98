/** `cadastre verify`: every check of the chain, by name. */

import { verify } from '../app/index.ts';
import { bundlePages } from '../report/bundle/bundle.ts';
import { columns } from '../report/text.ts';
import { verdictRows } from '../report/verdicts.ts';
import {
  type CommonOptions,
  openForeignProject,
  openProject,
  out,
  outJson,
  refuse,
} from './run.ts';

export interface VerifyCommand extends CommonOptions {
  readonly root?: string;
  readonly redraw?: boolean;
  readonly requireRedraw?: boolean;
  readonly out?: string;
  readonly evaluate?: boolean;
}

export async function verifyCommand(
  rev: string | undefined,
  options: VerifyCommand,
  version: string,
): Promise<void> {
  const project = options.evaluate ? await openProject(options) : await openForeignProject(options);
  if (!project) return;
  const { value, diagnostics } = await verify(project, {
    ...(rev === undefined ? {} : { rev }),
    ...(options.root ? { root: options.root } : {}),
    redraw: options.requireRedraw ? 'require' : options.redraw === false ? 'no' : 'yes',
    ...(options.evaluate ? { evaluate: true } : {}),
    version,
    pages: bundlePages,
  });
  if (!value) return refuse(diagnostics, options);
  const { verdicts, root, diagrams } = value;
  const failed = verdicts.filter(({ verdict }) => verdict === 'fail').length;
  const anchored = verdicts.some((v) => v.check === 'anchored' && v.verdict === 'pass');
  const verdict = failed > 0 ? 'refused' : anchored ? 'verified' : 'unanchored';
  if (options.json) outJson({ verdict, ...value });
  else {
    if (!options.quiet) out(columns(verdictRows(verdicts)));
    else
      for (const v of verdicts.filter((one) => one.verdict === 'fail'))
        out(`${v.check}  ${v.subject}  ${v.reason}`);
    for (const [name, { version: n, draft, date }] of Object.entries(diagrams))
      if (!options.quiet) out(`${name}: ${draft ? 'DRAFT' : `version ${n}`} of ${date}`);
    out(
      verdict === 'verified'
        ? `verified from the root ${root}`
        : verdict === 'unanchored'
          ? `unanchored: all checks hold, but from a root that nobody vouched for. Compare it with the one you were told, by --root: ${root}`
          : `refused: ${failed} of ${verdicts.length} checks failed`,
    );
  }
  process.exitCode = verdict === 'verified' ? 0 : 1;
}
