/** Assembles what an auditor receives. */

import {
  BUNDLE_FORMAT,
  type BundleContent,
  type BundledModel,
  type BundledVersion,
  type BundleHead,
  HEAD_FILE,
  PACK_FILE,
  type Pages,
  printHead,
  zipBundle,
} from '../../evidence/bundle/bundle.ts';
import { estateObjects, estatePaths, packOf } from '../../evidence/bundle/bundle-objects.ts';
import { BUNDLE_NAMESPACE, digestList, listRefused } from '../../evidence/bundle/digest-list.ts';
import type { Chain } from '../../evidence/chain.ts';
import type { Repository } from '../../evidence/git/git.ts';
import type { History } from '../../evidence/history/history.ts';
import { commitSummary } from '../../evidence/history/signed-commit.ts';
import { inForceOf } from '../../evidence/publications/in-force.ts';
import type { PublicationCommit } from '../../evidence/publications/published.ts';
import type { Version } from '../../evidence/publications/versions.ts';
import { revokedKeys, signerKeys } from '../../evidence/signatures/signer-keys.ts';
import type { Trust } from '../../evidence/trust/trust.ts';
import type { Verdict } from '../../evidence/verdict.ts';
import { type Failure, failure, type Outcome, warning } from '../../model/diagnostic.ts';
import { type Diagram, inDocumentOrder } from '../../model/diagram.ts';
import { sha256 } from '../../model/digest.ts';
import { isZone } from '../../rules/kinds.ts';
import { View } from '../../rules/view.ts';
import { modelOf, toldVersions } from '../log/version-history.ts';
import type { Project } from '../project.ts';
import { type SigningKey, signBytes, signingKey } from '../signing-key.ts';
import { chainOf, openChain, refused, unverified } from '../verify/chain.ts';
import { factsOf } from './facts.ts';

/** `aws-accounts_v3_2026-11-22_3f9c2e`: what a file is called by people. */
const versioned = ({ name, version, date, model, draft }: Version): string =>
  `${name}_v${version}_${date}_${model.slice(0, 6)}${draft ? '_DRAFT' : ''}`;

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
  const opened = await openChain(project, rev);
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
      ? await signatureOf(made.value.files, signer.value, chain)
      : unsigned(signer.diagnostics[0]?.message ?? 'there is no key');
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

async function signatureOf(
  files: Readonly<Record<string, Uint8Array>>,
  { by, key }: SigningKey,
  { history, tip }: Chain,
): Promise<Outcome<string>> {
  const list = Buffer.from(digestList(files));
  const signed = await signBytes(key, BUNDLE_NAMESPACE, list);
  if (signed.value === undefined)
    return unsigned(signed.diagnostics[0]?.message ?? 'ssh-keygen failed');
  const why = await listRefused({ list, signature: signed.value, by }, history, tip);
  if (why !== undefined) return unsigned(why);
  return { value: signed.value, diagnostics: [] };
}

const unsigned = (why: string): Failure =>
  failure([
    warning('bundle-unsigned', `the list of digests is not signed: ${why}`, undefined, {
      hint: `The page and the tables stay unverified. Make the bundle with the key of somebody who has a role, and whose line in .cadastre/allowed_signers allows the namespace ${BUNDLE_NAMESPACE}.`,
    }),
  ]);

/**
 * All files of the bundle of a revision, but the list of their digests.
 * @param by who signs that
 * Errors: `unverified` (a chain that does not hold is not handed out), `nothing-published`.
 */
export async function assemble(
  repository: Repository,
  out: string,
  chain: Chain,
  { version, by }: { readonly version: string; readonly by: string | undefined },
  pages: Pages,
): Promise<Outcome<{ files: Record<string, Uint8Array>; head: BundleHead }>> {
  const hint = 'A chain that does not hold is not handed out; `cadastre verify` shows all of it.';
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
  const files = await filesOf(repository, history, all, head);
  const content = await contentOf(repository, chain, head, every, trust, files);
  const texts = pages(content, (some) => sha256(digestList({ ...files, ...some })));
  for (const [path, text] of Object.entries(texts)) files[path] = Buffer.from(text);
  return { value: { files, head }, diagnostics: [] };
}

async function filesOf(
  repository: Repository,
  history: History,
  publications: readonly PublicationCommit[],
  head: BundleHead,
): Promise<Record<string, Uint8Array>> {
  const paths = estatePaths(publications, head.prefix, head.out);
  const ids = await estateObjects(repository, head.tip, history, paths);
  const trust = history.trust.get(head.tip);
  return {
    [HEAD_FILE]: Buffer.from(printHead(head)),
    [PACK_FILE]: await packOf(repository, ids),
    'trust/allowed_signers': Buffer.from(trust?.signers ?? ''),
    'trust/revoked_keys': Buffer.from(trust?.revoked ?? ''),
    'trust/policy.json': Buffer.from(`${JSON.stringify(trust?.policy, undefined, 2)}\n`),
  };
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
  for (const [name, versions] of await toldVersions(repository, chain)) {
    const all: BundledVersion[] = [];
    for (const version of versions) {
      const paths: Record<string, string> = {};
      for (const [ending, entry] of Object.entries(version.files)) {
        const blob = await repository.objects.read(entry.id);
        if (!blob) continue;
        const path = `${ending === 'model.json' ? 'models' : 'pictures'}/${versioned(version)}.${ending}`;
        paths[ending] = path;
        files[path] = blob.data;
      }
      const svg = paths.svg === undefined ? undefined : files[paths.svg];
      const size = svg && sizeOf(svg);
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

/** Width and height that an SVG of ours begins with, in px. */
function sizeOf(svg: Uint8Array): { width: number; height: number } | undefined {
  const head = Buffer.from(svg.subarray(0, 1000)).toString('latin1');
  const [, width, height] =
    /<svg[^>]* width="(\d+(?:\.\d+)?)" height="(\d+(?:\.\d+)?)"/.exec(head) ?? [];
  const size = { width: Number(width), height: Number(height) };
  return size.width > 0 && size.height > 0 ? size : undefined;
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
