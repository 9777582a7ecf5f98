/** `cadastre bundle`: what an auditor receives, as one file. */

import { resolve } from 'node:path';
import { sha256 } from '../model/digest.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, openProject, print, refuse, reportOptions } from './run.ts';

interface BundleFlags extends CommonOptions {
  readonly out: string;
}

async function bundle(
  rev: string | undefined,
  options: BundleFlags,
  version: string,
): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { bundle: make } = await import('../app/bundle/bundle.ts');
  const { writeBundle } = await import('../app/bundle/write-bundle.ts');
  const { bundlePages } = await import('../report/bundle/bundle.ts');
  const made = await make(project, { rev: rev ?? 'HEAD', version }, bundlePages);
  if (!made.value) return refuse(made.diagnostics, options);
  const { bytes, head } = made.value;
  const { diagnostics: unwritten } = writeBundle(resolve(options.out), options.out, bytes);
  if (unwritten.length > 0) return refuse(unwritten, options);
  const { BUNDLE_REPORTERS } = await import('../report/bundle-file.ts');
  const { diagnostics } = made;
  const written = { file: options.out, bytes: bytes.length, sha256: sha256(bytes), head };
  print(
    BUNDLE_REPORTERS[options.json ? 'json' : 'text'](
      { ...written, diagnostics },
      reportOptions(options, project),
    ),
  );
}

export const bundleCommand: Declare = (program, version) => {
  common(
    program
      .command('bundle')
      .argument('[rev]', 'a revision (default: HEAD)')
      .description('write the evidence for an auditor: one file, which can be verified offline')
      .requiredOption('-o, --out <file>', 'the file to write, e.g. evidence.zip'),
  ).action((rev: string | undefined, options: BundleFlags) => bundle(rev, options, version));
};
