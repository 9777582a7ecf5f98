/** What every stage is told of where it works. */

import { sep } from 'node:path';
import type { Config } from '../config.ts';

export interface Estate {
  /** Absolute. */
  readonly root: string;
  readonly config: Config;
}

/** A path as it is printed and recorded, the same on every system. */
export const slashed = (path: string): string => path.split(sep).join('/');
