/** What names mean where an expression stands. */

import type { Reference, Value } from '../../aws-resources/values.ts';
import type { CodeFiles } from './code-files.ts';

export type PathStep = string | number;

export interface EvaluationScope {
  /**
   * What a name and some of the steps after it mean.
   * @param steps undefined for one that is not known yet
   * @returns undefined where there is no such name
   */
  resolve(
    name: string,
    steps: readonly (PathStep | undefined)[],
  ): { readonly value: Value; readonly used: number } | undefined;
  /** An attribute of a resource, or of something in it. */
  attributeOf(reference: Reference, step: PathStep): Value;
  /** Throws after too many steps. */
  spend(): void;
  /** What `file` and the like read; absent where nothing is read. */
  readonly files?: CodeFiles;
}
