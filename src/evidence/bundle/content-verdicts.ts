/** Whether the files of a bundle are those that its history makes. */

import { fail, pass, unknown, type Verdict } from '../verdict.ts';
import { PACK_FILE } from './bundle.ts';

/**
 * What lies in a bundle beside its history must be what the history makes.
 * @param sameTool whether the version of Cadastre that made it is the one that makes it here
 * @param strict whether what another version worded fails
 */
export function contentVerdicts(
  given: Readonly<Record<string, Uint8Array>>,
  made: Readonly<Record<string, Uint8Array>>,
  sameTool: boolean,
  strict: boolean,
): Verdict[] {
  const found: Verdict[] = [];
  for (const path of new Set([...Object.keys(given), ...Object.keys(made)])) {
    const [a, b] = [given[path], made[path]];
    // Another git may pack otherwise; what is in it was judged.
    if (path === PACK_FILE || (a && b && Buffer.from(a).equals(b))) continue;
    // Pages are words about the history; another version of the tool words them otherwise.
    const words = /^[^/]+\.(html|csv|txt|sh|json)$/.test(path);
    if (words && !sameTool)
      found.push((strict ? fail : unknown)('bundle', path, 'another version of Cadastre wrote it'));
    else if (!a) found.push(fail('bundle', path, 'it is missing'));
    else
      found.push(
        fail(
          'bundle',
          path,
          b ? 'it does not match the history' : 'nothing in the history produces it',
        ),
      );
  }
  if (!found.some(({ verdict }) => verdict === 'fail'))
    found.push(pass('bundle', 'all files', 'pictures, models and pages match the history'));
  return found;
}
