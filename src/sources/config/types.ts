/** What an estate's config says; every key has a default. */

import type { ClassifyRule } from '../../model/derivation.ts';
import type { Severity } from '../../model/diagnostic.ts';
import type { Diagram, Identity } from '../../model/diagram.ts';

export const FORMATS = ['svg', 'jpg', 'png', 'dot'] as const;
export type Format = (typeof FORMATS)[number];

/** A rule of the estate's own. It gets the whole Diagram, frozen, and returns what does not hold. */
export interface OwnRule {
  /** With a slash, so that it is told from the built-in ones: `acme/no-dev-in-cde`. */
  readonly id: string;
  /** The requirement that it serves, in any words. */
  readonly requirement?: string;
  readonly severity: Severity;
  readonly why: string;
  readonly fix: string;
  readonly check: (diagram: Diagram) => readonly OwnFinding[];
}

export interface OwnFinding {
  /** One sentence: what is wrong. */
  readonly message: string;
  /** Element or link; the diagram itself when absent. */
  readonly element?: Identity;
}

export interface Config {
  /** Folder of the diagrams, relative to the root. */
  readonly sources: string;
  /** Folder of what is made. */
  readonly out: string;
  readonly formats: readonly Format[];
  /** Folder of the estate's own icons. */
  readonly icons: string;
  /** TTF files to draw with besides the built-in font. */
  readonly fonts: readonly string[];
  /** Pixels of JPG and PNG for one of SVG; when absent 2, or less where the picture is too large. */
  readonly scale?: number;
  /** Seconds that one diagram may take. */
  readonly timeout: number;
  /** Sets zone, owner and environment of derived elements. */
  readonly classify: readonly ClassifyRule[];
  /** Rules that every diagram is checked by, whatever its profile (but `none`). */
  readonly rules: readonly OwnRule[];
  /** The least severity that makes a command fail; each command's own default when absent. */
  readonly failOn?: 'error' | 'warning';
}

export const DEFAULTS: Config = Object.freeze({
  sources: 'diagrams',
  out: 'out',
  formats: Object.freeze(['svg', 'jpg'] as const),
  icons: 'icons',
  fonts: Object.freeze([]),
  timeout: 30,
  classify: Object.freeze([]),
  rules: Object.freeze([]),
});

/** For `cadastre.config.ts`: `export default defineConfig({ out: 'pictures' })` is completed by editors. */
export function defineConfig(config: Partial<Config>): Partial<Config> {
  return config;
}
