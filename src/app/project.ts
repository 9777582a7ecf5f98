/** What every stage knows about the project. */

import { sep } from 'node:path';
import type { Config } from '../sources/config/config.ts';

export interface Project {
  /** Absolute. */
  readonly root: string;
  readonly config: Config;
  /** What the config was read from, absolute; absent where it is made up. */
  readonly configFiles?: readonly string[];
}

/** A path as it is printed and recorded, the same on every system. */
export const slashed = (path: string): string => path.split(sep).join('/');
