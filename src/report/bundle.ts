/** The texts of a bundle: the page to open, tables, the script that verifies it, and a readme. */

import type { BundleContent } from '../evidence/bundle.ts';

/** By path in the bundle. */
export function bundlePages(content: BundleContent): Readonly<Record<string, string>> {
  return { 'README.txt': `Bundle of ${content.head.tip}\n` };
}
