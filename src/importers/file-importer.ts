/** What an importer of files is: state, plans, code, templates, listings, drawings -> an inventory. Pure: it is given bytes. */

import type { ImportedFacts } from '../inventory/imported.ts';
import type { Diagnostic } from '../model/diagnostic.ts';

export type { ImportedFacts, RecordedInput, UnresolvedFact } from '../inventory/imported.ts';

/** A file that the user named, or that lies in a folder they named. */
export interface SourceFile {
  /** From the root of the project, with `/`: what messages and provenance say. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface FileImporter {
  /** Also the name of the source of its inventory: `terraform`, `pulumi`, `cloudformation`, `aws` … */
  readonly id: string;
  /**
   * The kind of a file by its path and content, or undefined when this importer does not read it.
   * Files of one folder are offered one by one; it must not throw on any bytes.
   */
  readonly kindOf: (file: SourceFile) => string | undefined;
  /**
   * What all files that it claimed say together.
   * A file that cannot be read (truncated, encrypted, of an unknown version) is an error with its place,
   * and gives no facts.
   */
  readonly read: (files: readonly SourceFile[], options: FileImportOptions) => Promise<FileImport>;
}

export interface FileImportOptions {
  /** Keys of tags to keep, besides `Name`: those that rules and options name. */
  readonly tagKeys: readonly string[];
  /** Values that only the cloud or a person knows, by the address that asks for them. */
  readonly assumptions?: ReadonlyMap<string, unknown>;
  /** Other files of the import, which code may refer to by their paths. */
  readonly beside?: FilesBeside;
}

/** All files of an import, whoever reads them. */
export interface FilesBeside {
  readonly get: (path: string) => Uint8Array | undefined;
  /** Paths of those that were found in folders: there, all files of the known endings are among them. */
  readonly searched: readonly string[];
}

/** Takes what was found on the way. */
export type TakeDiagnostic = (diagnostic: Diagnostic) => void;

export interface FileImport {
  /** Absent when nothing could be read. */
  readonly facts?: ImportedFacts;
  readonly diagnostics: readonly Diagnostic[];
}
