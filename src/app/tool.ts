/** What draws here, as manifests name it. */

import type { Tool } from '../evidence/manifest/manifest.ts';
import { DEFAULT_PAPER } from '../model/paper.ts';
import { libraryVersions } from './draw/drawing-cache.ts';
import type { Project } from './project.ts';

/** Cadastre, the packages whose version can change a picture, and the settings that do. */
export const toolOf = (
  version: string,
  { config: { scale, paper, icons, fonts } }: Project,
): Tool => ({
  name: 'cadastre',
  version,
  libraries: libraryVersions(),
  settings: {
    ...(scale === undefined ? {} : { scale }),
    ...(paper === DEFAULT_PAPER ? {} : { paper }),
    icons,
    fonts,
  },
});
