/** `cadastre bundle`: what an auditor receives, as one file. */

import { resolve } from 'node:path';
import { bundle, writeWhole } from '../app/index.ts';
import { sha256 } from '../model/digest.ts';
import { bundlePages } from '../report/bundle/bundle.ts';
import { type CommonOptions, openProject, out, outJson, refuse } from './run.ts';

export interface BundleCommand extends CommonOptions {
  readonly out: string;
}

export async function bundleCommand(
  rev: string | undefined,
  options: BundleCommand,
  version: string,
): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const made = await bundle(project, { rev: rev ?? 'HEAD', version }, bundlePages);
  if (!made.value) return refuse(made.diagnostics, options);
  const { bytes, head } = made.value;
  const { diagnostics } = writeWhole(resolve(options.out), options.out, bytes);
  if (diagnostics.length > 0) return refuse(diagnostics, options);
  const digest = sha256(bytes);
  if (options.json) outJson({ file: options.out, bytes: bytes.length, sha256: digest, ...head });
  else if (!options.quiet)
    out(
      [
        `${options.out}  ${Math.ceil(bytes.length / 1024)} KiB`,
        `sha256  ${digest}`,
        `root    ${head.root}`,
        'Tell the auditor both by other means than the file itself.',
      ].join('\n'),
    );
  process.exitCode = 0;
}
