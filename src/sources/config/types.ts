/** What an estate's config says; every key has a default. */

import type { ClassifyRule } from '../../model/derivation.ts';
import type { Severity } from '../../model/diagnostic.ts';
import type { Diagram, Identity } from '../../model/diagram.ts';
import { DEFAULT_PAPER, type Paper } from '../../model/paper.ts';

export const FORMATS = ['svg', 'jpg', 'png', 'pdf', 'dot', 'drawio'] as const;
export type Format = (typeof FORMATS)[number];

/** A rule of the estate's own. It gets the whole Diagram, frozen, and returns its findings. */
export interface OwnRule {
  /** With a slash, to distinguish it from the built-in ones: `acme/no-dev-in-cde`. */
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

/** Who says what an estate is made of, each with where that is read from: files and folders, `*` and `**` for any. */
export const ESTATE_SOURCES = [
  ...(['cartography', 'aws', 'aws-config', 'terraform', 'pulumi', 'cloudformation'] as const),
  ...(['landing-zone', 'org-formation', 'tables'] as const),
] as const;

/** A source of an estate, by its name; `true` for the graph, which is where NEO4J_URI says. */
export type EstateSource = {
  readonly [S in (typeof ESTATE_SOURCES)[number]]?: S extends 'cartography'
    ? true
    : string | readonly string[] | Readonly<Record<string, string | readonly string[]>>;
};

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
  /** Paper that pictures are judged by and PDFs are made for. */
  readonly paper: Paper;
  /** Seconds that one diagram may take. */
  readonly timeout: number;
  /** Sets zone, owner and environment of derived elements. */
  readonly classify: readonly ClassifyRule[];
  /** Rules that every diagram is checked by, whatever its profile (but `none`). */
  readonly rules: readonly OwnRule[];
  /** The sources of each estate, by its name: all of them have to be recorded. */
  readonly estates: Readonly<Record<string, readonly EstateSource[]>>;
  /** How old recorded data of an estate may be where it is judged: `30 days`, `1 month`. */
  readonly maxAge: string;
  /** The least severity that makes a command fail; each command's own default when absent. */
  readonly failOn?: 'error' | 'warning';
}

export const DEFAULTS: Config = Object.freeze({
  sources: 'diagrams',
  out: 'out',
  formats: Object.freeze(['svg', 'jpg'] as const),
  icons: 'icons',
  fonts: Object.freeze([]),
  paper: DEFAULT_PAPER,
  timeout: 30,
  classify: Object.freeze([]),
  rules: Object.freeze([]),
  estates: Object.freeze({}),
  maxAge: '30 days',
});

/** For `cadastre.config.ts`: `export default defineConfig({ out: 'pictures' })` is completed by editors. */
export function defineConfig(config: Partial<Config>): Partial<Config> {
  return config;
}
