/**
 * Artwork of the catalogue, read when first drawn: AWS's from the package
 * `aws-icons` as shipped, all other from files beside this one.
 */

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../model/digest.ts';
import type { IconEntry } from './catalogue.ts';
import { sanitise } from './sanitise.ts';

export interface Artwork {
  /** An `<svg>` without scripts, styles sheets, titles or anything external; ids are its own. */
  readonly svg: string;
  /** Pixels, of the view box. */
  readonly width: number;
  readonly height: number;
  /** SHA-256 of the file's bytes, in hex. */
  readonly digest: string;
}

const cache = new Map<string, Artwork>();
let awsRoot: string | undefined;
let ownRoot: string | undefined;

function awsFolder(): string {
  awsRoot ??= path.join(
    path.dirname(createRequire(import.meta.url).resolve('aws-icons/package.json')),
    'icons',
  );
  return awsRoot;
}

/** `src/icons/artwork` in the sources, `dist/artwork` or `dist/icons/artwork` when bundled. */
function ownFolder(): string {
  const places = ['./artwork/', './icons/artwork/', '../artwork/'];
  ownRoot ??= places
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((place) => existsSync(place));
  if (!ownRoot) throw new Error('the folder of icon artwork is missing from this installation');
  return ownRoot;
}

/** The file that holds the artwork of an entry: absolute path. */
export function artworkFile(entry: IconEntry): string {
  const source = entry.source ?? entry.fallback;
  if (!source) throw new Error(`${entry.kind} has neither artwork nor fallback`);
  return source.set === 'aws-icons'
    ? path.join(awsFolder(), source.file)
    : path.join(ownFolder(), source.set, source.file);
}

/** The artwork of an entry, its fallback's where it has none. Throws only if the installation is broken. */
export function artwork(entry: IconEntry): Artwork {
  const file = artworkFile(entry);
  const known = cache.get(file);
  if (known) return known;
  const bytes = readFileSync(file);
  const { value, diagnostics } = sanitise(bytes.toString('utf8'), file);
  if (!value) throw new Error(`${file}: ${diagnostics.map((d) => d.message).join('; ')}`);
  const art = Object.freeze({ ...value, digest: sha256(bytes) });
  cache.set(file, art);
  return art;
}
