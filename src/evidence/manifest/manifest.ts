/**
 * What is published: `out/manifest.json`, an in-toto Statement whose subjects are the pictures and models,
 * and its flat twin `out/SHA256SUMS`, which a shell can check.
 */

import { canonicalJson } from '../../model/canonical-json.ts';
import type { Census, PictureSources } from '../../model/diagram.ts';
import { sha256 } from '../../model/digest.ts';
import { byKey } from '../../model/order.ts';
import type { Paper } from '../../model/paper.ts';

export const STATEMENT = 'https://in-toto.io/Statement/v1';
export const MANIFEST = 'urn:cadastre:manifest:1';
export const DRAFTS = 'urn:cadastre:drafts:1';

export const MANIFEST_FILE = 'manifest.json';
export const SUMS_FILE = 'SHA256SUMS';

/** A file with the SHA-256 (hex) of its bytes. */
export interface Digested {
  /** Relative to the estate's root, with `/`. */
  readonly path: string;
  readonly sha256: string;
}

export interface PublishedApproval {
  /** E-mail address, as in the trust file. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** What the approver said beside it, as it is signed. */
  readonly name?: string;
  readonly ticket?: string;
  readonly remark?: string;
}

/** Changes that were approved together, apart from others. */
export interface PublishedChange {
  /** SHA-256 of the list of changes. */
  readonly changes: string;
  /** Who signed the commits that made them. Sorted. */
  readonly makers: readonly string[];
  readonly approvals: readonly PublishedChangeApproval[];
}

export interface PublishedChangeApproval extends PublishedApproval {
  /** SHA-256 of the model that the approver saw the changes in. */
  readonly model: string;
}

/** One diagram as it was published. */
export interface Publication {
  readonly source: string;
  readonly title: string;
  /** SHA-256 of the canonical model. */
  readonly model: string;
  /** SHA-256 of the model that was published before this one. */
  readonly previous?: string;
  /** Counts models from 1; a draft has the number that it will have. */
  readonly version: number;
  /** True while approvals are missing. */
  readonly draft?: true;
  /** Day on which it was published so, `YYYY-MM-DD`, UTC. */
  readonly date: string;
  /** Who signed the commits that changed what it is made from, since the version before. Sorted. */
  readonly makers: readonly string[];
  readonly approvals: readonly PublishedApproval[];
  /**
   * Where changes are approved: those that make this model of the one before, whose approvals are those above. Absent
   * where the model as a whole is.
   */
  readonly approvedChanges?: readonly PublishedChange[];
  /** SHA-256 of the approved model that they begin with; absent for a new diagram, and where models are approved. */
  readonly base?: string;
  /** Of a draft whose changes are all approved: what the rules find in them together, and in none of them alone. */
  readonly together?: readonly PublishedFinding[];
  /** Date of the recorded data, and the elements that are older. */
  readonly asOf?: string;
  readonly stale?: readonly string[];
  /** Who says what is derived; absent where that is Cartography's graph alone. */
  readonly sources?: PictureSources;
  /** Everything that it was made from. Sorted by path. */
  readonly inputs: readonly Digested[];
  readonly unresolved: readonly { readonly what: string; readonly reason: string }[];
  /** Of derived content: what the recorded data holds, and what became of it. Absent where the model holds it (format 1). */
  readonly census?: readonly Census[];
  readonly findings: readonly PublishedFinding[];
  readonly waivers: readonly {
    readonly rule: string;
    readonly reason: string;
    readonly until: string;
  }[];
}

export interface PublishedFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** In the words of the version that published it. */
  readonly message: string;
  /** Identity of the element or link; absent for the diagram as a whole, and in older manifests. */
  readonly element?: string;
  readonly waived?: boolean;
}

/** What drew, and with which settings: another one may draw other bytes. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly libraries: Readonly<Record<string, string>>;
  /** Those of the config that pictures depend on. */
  readonly settings: {
    readonly scale?: number;
    /** A3 when absent. */
    readonly paper?: Paper;
    readonly icons: string;
    readonly fonts: readonly string[];
  };
}

export interface Manifest {
  /** Path of each file relative to the folder of the manifest, and its SHA-256. Sorted. */
  readonly files: Readonly<Record<string, string>>;
  readonly tool: Tool;
  /** First parent of the commit that publishes. */
  readonly sourceCommit: string;
  /** Time of that commit: ISO 8601, UTC. */
  readonly published: string;
  /** By name of the outputs: `aws-accounts-layout`, `team/flows.refund`. */
  readonly diagrams: Readonly<Record<string, Publication>>;
}

/** What was drawn and from what, where nobody signs yet: without people, versions and times. */
export interface Drafts extends Pick<Manifest, 'files' | 'tool'> {
  readonly diagrams: Readonly<Record<string, Draft>>;
}

export type Draft = Pick<
  Publication,
  | 'source'
  | 'title'
  | 'model'
  | 'asOf'
  | 'stale'
  | 'sources'
  | 'inputs'
  | 'unresolved'
  | 'census'
  | 'waivers'
>;

export const isPublished = (manifest: Manifest | Drafts): manifest is Manifest =>
  'sourceCommit' in manifest;

const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(byKey);

/** The text of `manifest.json`: canonical in content, indented for people. */
export function printManifest(manifest: Manifest | Drafts): string {
  const { files, ...predicate } = manifest;
  const statement = {
    _type: STATEMENT,
    subject: sorted(files).map(([name, digest]) => ({ name, digest: { sha256: digest } })),
    predicateType: isPublished(manifest) ? MANIFEST : DRAFTS,
    predicate,
  };
  // Through canonical JSON, so that equal content is equal text however it was put together.
  return `${JSON.stringify(JSON.parse(canonicalJson(statement)), undefined, 1)}\n`;
}

/**
 * The text of `SHA256SUMS`, as `sha256sum --check` takes it: the manifest's own digest is in it, so that
 * a shell checks that too. Names with a newline or backslash are written with escapes, as sha256sum does.
 */
export function printSums(files: Readonly<Record<string, string>>, manifest: string): string {
  const all = sorted({ ...files, [MANIFEST_FILE]: sha256(manifest) });
  return all
    .map(([name, digest]) => {
      const escaped = name.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
      return `${escaped === name ? '' : '\\'}${digest}  ${escaped}\n`;
    })
    .join('');
}

/**
 * Whether a new manifest says anything that the one before does not: when it was made, from which
 * commit and how fresh the data is alone is no reason to publish.
 */
export function saysTheSame(a: Manifest, b: Manifest): boolean {
  const essence = ({ sourceCommit: _, published: __, diagrams, ...rest }: Manifest) =>
    canonicalJson({
      ...rest,
      diagrams: Object.fromEntries(
        Object.entries(diagrams).map(([name, { asOf: ___, ...publication }]) => [
          name,
          publication,
        ]),
      ),
    });
  return essence(a) === essence(b);
}

/** A path that stays inside the folder, in the one way in which it can be written. */
export function isPlainPath(path: string): boolean {
  return (
    path !== '' &&
    !path.startsWith('/') &&
    !/[\\\0]/.test(path) &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}
