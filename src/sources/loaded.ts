import type { DiagramContent } from '../model/content.ts';

/** The diagrams of one file. After an error there are none, but `inputs` still says what to watch. */
export interface LoadedSource {
  /** As given. */
  readonly file: string;
  readonly diagrams: readonly DiagramContent[];
  /** Absolute paths of all local files that took part, the file itself first. */
  readonly inputs: readonly string[];
}
