/** Assembles what an auditor receives. */

import {
  BUNDLE_FORMAT,
  type BundleContent,
  type BundledModel,
  type BundledVersion,
  type BundleHead,
  type Pages,
  zipBundle,
} from '../../evidence/bundle/bundle.ts';
import { digestList } from '../../evidence/bundle/digest-list.ts';
import { bundledPath, historyFiles, svgSize } from '../../evidence/bundle/history-files.ts';
import { listSignature, listUnsigned } from '../../evidence/bundle/list-signature.ts';
import type { Chain } from '../../evidence/chain.ts';
import type { Repository } from '../../evidence/git/git.ts';
import { commitSummary } from '../../evidence/history/signed-commit.ts';
import { chainOf, openChain, unverified } from '../../evidence/open-chain.ts';
import { inForceOf } from '../../evidence/publications/in-force.ts';
import type { Version } from '../../evidence/publications/versions.ts';
import { revokedKeys, signerKeys } from '../../evidence/signatures/signer-keys.ts';
import { signingKey } from '../../evidence/signatures/signing-key.ts';
import type { Trust } from '../../evidence/trust/trust.ts';
import type { Verdict } from '../../evidence/verdict.ts';
import { failure, type Outcome, refused } from '../../model/diagnostic.ts';
import { type Diagram, inDocumentOrder } from '../../model/diagram.ts';
import { sha256 } from '../../model/digest.ts';
import { isZone } from '../../rules/kinds.ts';
import { View } from '../../rules/view.ts';
import { describedVersions, modelOf } from '../log/version-history.ts';
import type { Project } from '../project.ts';
import { factsOf } from './facts.ts';

export interface BundleOptions {
  readonly rev: string;
  /** Of Cadastre. */
  readonly version: string;
}

/**
 * Signs the list of digests with the key of git's config, where it has one that the history trusts for that.
 * Errors: those of `openChain`, `chainOf` and `assemble`. Warnings: `bundle-unsigned`.
 */
export async function bundle(
  project: Project,
  { rev, version }: BundleOptions,
  pages: Pages,
): Promise<Outcome<{ bytes: Uint8Array; head: BundleHead }>> {
  const opened = await openChain(project.root, rev);
  if (!opened.value) return { diagnostics: opened.diagnostics };
  const { given, repository } = opened.value;
  try {
    const { out } = project.config;
    const { value: chain, diagnostics } = await chainOf(opened.value, out);
    if (!chain) return { diagnostics };
    const make = (by?: string) => assemble(repository, out, chain, { version, by }, pages);
    const signer = await signingKey(given);
    const made = await make(signer.value?.by);
    if (!made.value) return { diagnostics: made.diagnostics };
    const signed = signer.value
      ? await listSignature(made.value.files, signer.value, chain)
      : listUnsigned(signer.diagnostics[0]?.message ?? 'no signing key is configured');
    signer.value?.forget();
    if (signed.value === undefined) {
      // Its page must not name a signer.
      const bare = signer.value ? await make() : made;
      if (!bare.value) return { diagnostics: bare.diagnostics };
      const { files, head } = bare.value;
      return {
        value: { bytes: zipBundle(files, undefined), head },
        diagnostics: signed.diagnostics,
      };
    }
    const { files, head } = made.value;
    return { value: { bytes: zipBundle(files, signed.value), head }, diagnostics: [] };
  } finally {
    repository.close();
  }
}

/**
 * All files of the bundle of a revision, but the list of their digests.
 * @param by who signs that
 * Errors: `unverified` (a history that fails verification is not bundled), `nothing-published`.
 */
export async function assemble(
  repository: Repository,
  out: string,
  chain: Chain,
  { version, by }: { readonly version: string; readonly by: string | undefined },
  pages: Pages,
): Promise<Outcome<{ files: Record<string, Uint8Array>; head: BundleHead }>> {
  const hint =
    'Cadastre does not bundle a history that fails verification; `cadastre verify` shows all of it.';
  const failed = unverified(chain, hint);
  if (failed.length > 0) return failure(failed);
  const { tip, history } = chain;
  const { all } = chain.publications;
  // What an auditor was told does not change what is in the bundle.
  const every = chain.verdicts.filter(({ check }) => check !== 'anchored');
  const trust = history.trust.get(tip);
  if (all.length === 0 || history.root === undefined || !trust) {
    return refused(
      'nothing-published',
      'nothing has been published yet',
      'Run `cadastre publish` first.',
    );
  }
  const head: BundleHead = {
    format: BUNDLE_FORMAT,
    tip,
    root: history.root,
    prefix: repository.prefix,
    out,
    objectFormat: tip.length === 64 ? 'sha256' : 'sha1',
    tool: `cadastre ${version}`,
    ...(by === undefined ? {} : { by }),
  };
  const files = await historyFiles(repository, history, all, head);
  const content = await contentOf(repository, chain, head, every, trust, files);
  const texts = pages(content, (some) => sha256(digestList({ ...files, ...some })));
  for (const [path, text] of Object.entries(texts)) files[path] = Buffer.from(text);
  return { value: { files, head }, diagnostics: [] };
}

/** Adds the pictures and models of all versions to `files`. */
async function contentOf(
  repository: Repository,
  chain: Chain,
  head: BundleHead,
  verdicts: readonly Verdict[],
  trust: Trust,
  files: Record<string, Uint8Array>,
): Promise<BundleContent> {
  const bundled = new Map<string, readonly BundledVersion[]>();
  const models = new Map<string, BundledModel>();
  for (const [name, versions] of await describedVersions(repository, chain)) {
    const all: BundledVersion[] = [];
    for (const version of versions) {
      const paths: Record<string, string> = {};
      for (const [ending, entry] of Object.entries(version.files)) {
        const blob = await repository.objects.read(entry.id);
        if (!blob) continue;
        const path = bundledPath(version, ending);
        paths[ending] = path;
        files[path] = blob.data;
      }
      const svg = paths.svg === undefined ? undefined : files[paths.svg];
      const size = svg && svgSize(svg);
      all.push({ ...version, paths, ...(size ? { size } : {}) });
    }
    bundled.set(name, all);
    const shown = inForceOf(versions);
    const model = shown && (await modelOf(repository, shown));
    if (model) models.set(name, seen(model, shown));
  }
  const newest = chain.publications.all.at(-1);
  return {
    head,
    verdicts,
    commits: commitSummary(chain.history.commits),
    trust,
    keys: signerKeys(trust.signers),
    revoked: revokedKeys(trust.revoked),
    newest: {
      commit: newest?.commit.id ?? '',
      published: newest?.manifest.published ?? '',
      diagrams: Object.keys(newest?.manifest.diagrams ?? {}),
    },
    versions: bundled,
    models,
  };
}

/** A model as the rules see it. */
function seen(model: Diagram, version: Version): BundledModel {
  const diagram = inDocumentOrder(model);
  const facts = factsOf(diagram, version);
  const view = new View({ diagram, asOf: '' });
  const networks = new Set(view.segments);
  const isSegment = (id: string): boolean => {
    const { kind, facts } = view.element(id);
    return networks.has(id) || isZone(kind) || (facts.cidr ?? []).length > 0;
  };
  return {
    commit: version.commit,
    diagram,
    ...(facts ? { facts } : {}),
    segments: view.elements.filter(isSegment),
    zones: new Map(
      view.elements.flatMap((id) => {
        const zone = view.zone(id);
        return zone ? [[id, zone] as const] : [];
      }),
    ),
    crossing: new Set(view.links.filter((id) => view.crosses(id))),
  };
}
