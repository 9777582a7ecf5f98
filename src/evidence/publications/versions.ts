/** Versions of each diagram: what was published when, by whom. */

import { byKey } from '../../model/order.ts';
import type { Paper } from '../../model/paper.ts';
import { sheetOfFile } from '../../model/sheet-files.ts';
import type { TreeEntry } from '../git/tree.ts';
import type { Publication } from '../manifest/manifest.ts';
import type { PublicationCommit } from './published.ts';

export interface Version extends Publication {
  /** Name of the diagram's outputs. */
  readonly name: string;
  /** Commit that published it. */
  readonly commit: string;
  /** Time of that commit: ISO 8601, UTC. */
  readonly published: string;
  /** Pictures and model by ending: `svg`, `jpg`, `sheets/2.svg`, `model.json`. */
  readonly files: Readonly<Record<string, TreeEntry>>;
  /** What it was drawn for; A3 when absent. */
  readonly paper?: Paper;
}

/** What a reader would call another version: its model, and whether and by whom it was approved. */
const essence = ({ model, version, draft, approvals }: Publication): string =>
  JSON.stringify([model, version, draft, approvals]);

/** Oldest first, by name of the diagram; the names sorted. */
export function versionsOf(
  publications: readonly PublicationCommit[],
): ReadonlyMap<string, readonly Version[]> {
  const found = new Map<string, Version[]>();
  for (const { commit, manifest, files } of publications)
    for (const [name, publication] of Object.entries(manifest.diagrams)) {
      const { paper } = manifest.tool.settings;
      const versions = found.get(name) ?? [];
      const last = versions.at(-1);
      const own = Object.keys(manifest.files).filter((path) => path.startsWith(`${name}.`));
      const endings = own.map((path) => path.slice(name.length + 1));
      const drawn = Object.fromEntries(
        endings
          .filter(
            (ending) =>
              ending === 'model.json' ||
              !ending.includes('.') ||
              sheetOfFile(`${name}.${ending}`)?.name === name,
          )
          .flatMap((ending) => {
            const entry = files.get(`${name}.${ending}`);
            return entry ? [[ending, entry]] : [];
          }),
      );
      found.set(name, versions);
      if (last && essence(last) === essence(publication)) {
        // The same version drawn again, e.g. at another scale: what is in force is the newest picture of it.
        versions[versions.length - 1] = { ...last, files: drawn };
        continue;
      }
      versions.push({
        ...publication,
        name,
        commit: commit.id,
        published: manifest.published,
        files: drawn,
        ...(paper === undefined ? {} : { paper }),
      });
    }
  return new Map([...found].sort(byKey));
}
