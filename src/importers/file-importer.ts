/** What an importer of files is: state, plans, code, templates, listings, drawings -> an inventory. Pure: it is given bytes. */

import type { Inventory } from '../inventory/inventory.ts';
import type { Diagnostic, Origin } from '../model/diagnostic.ts';

/** A file that the user named, or that lies in a folder they named. */
export interface SourceFile {
  /** From the root of the project, with `/`: what messages and provenance say. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A file that facts were read from, as it is recorded: never its content, which may hold secrets. */
export interface RecordedInput {
  readonly path: string;
  /** Of the file's bytes, hex. */
  readonly sha256: string;
  /** The format, e.g. `terraform-state`, `terraform-plan`, `pulumi-stack`, `cloudformation-template`. */
  readonly kind: string;
  /** Terraform's counter of the state. */
  readonly serial?: number;
  /** Terraform's id of the state's history. */
  readonly lineage?: string;
  /** Time of the data as the file says it, epoch seconds. */
  readonly asOf?: number;
}

/** Something that the files speak of and do not settle: an end that is not in them, a value that is not known. */
export interface UnresolvedFact {
  /** What is missing, in the source's words: `aws_subnet.app[0].vpc_id`. */
  readonly what: string;
  /** Why: `known after apply`, `the function cidrsubnets is not evaluated` … */
  readonly reason: string;
  readonly at: Origin;
}

/** What files say of an estate. */
export interface ImportedFacts {
  readonly inventory: Inventory;
  readonly inputs: readonly RecordedInput[];
  /** Resources that no rule maps, counted by the source's name of their type. Never skipped in silence. */
  readonly unmapped: ReadonlyMap<string, number>;
  readonly unresolved: readonly UnresolvedFact[];
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
}

export interface FileImport {
  /** Absent when nothing could be read. */
  readonly facts?: ImportedFacts;
  readonly diagnostics: readonly Diagnostic[];
}
