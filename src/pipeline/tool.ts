/** What draws here, as manifests name it. */

import type { Tool } from '../evidence/manifest.ts';
import type { Estate } from './estate.ts';
import { libraryVersions } from './record.ts';

/** Cadastre, the packages whose version can change a picture, and the settings that do. */
export const toolOf = (version: string, { config: { scale, icons, fonts } }: Estate): Tool => ({
  name: 'cadastre',
  version,
  libraries: libraryVersions(),
  settings: { ...(scale === undefined ? {} : { scale }), icons, fonts },
});
