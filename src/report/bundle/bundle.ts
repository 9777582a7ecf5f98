/** The texts of a bundle: the page to open, tables, the script that verifies it, and a readme. Pure. */

import type { BundleContent } from '../../evidence/bundle/bundle.ts';
import { bundlePage } from './page.ts';
import { bundleReadme } from './readme.ts';
import { VERIFY_SCRIPT } from './script.ts';
import { linksCsv, segmentsCsv } from './tables.ts';

/** By path in the bundle. */
export function bundlePages(content: BundleContent): Readonly<Record<string, string>> {
  return {
    'index.html': bundlePage(content),
    'README.txt': bundleReadme(content),
    'segments.csv': segmentsCsv(content),
    'links.csv': linksCsv(content),
    'verify.sh': VERIFY_SCRIPT,
  };
}
