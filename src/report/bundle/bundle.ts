/** The texts of a bundle: the page to open, tables, the script that verifies it, and a readme. Pure. */

import type { Pages } from '../../evidence/bundle/bundle.ts';
import { bundlePage } from './page.ts';
import { bundleReadme } from './readme.ts';
import { VERIFY_SCRIPT } from './script.ts';
import { componentsCsv, linksCsv, segmentsCsv } from './tables.ts';

/** By path in the bundle. */
export const bundlePages: Pages = (content, digestOf) => {
  const texts = {
    'README.txt': bundleReadme(content),
    'segments.csv': segmentsCsv(content),
    'links.csv': linksCsv(content),
    'components.csv': componentsCsv(content),
    'verify.sh': VERIFY_SCRIPT,
  };
  return { ...texts, 'index.html': bundlePage(content, digestOf(texts)) };
};
