/** What files of code held when they were evaluated: code runs, and may exchange a file while it does. */

import { sha256 } from '../../model/digest.ts';

/** Digests by absolute path. */
const loaded = new Map<string, Set<string>>();

const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');

export function noteLoaded(path: string, text: string): void {
  loaded.set(path, (loaded.get(path) ?? new Set()).add(sha256(withoutMark(text))));
}

/** Begins anew: a process may do more than one piece of work, and files change in between. */
export function forgetLoaded(): void {
  loaded.clear();
}

/** Whether a file was evaluated, in this piece of work, as anything else than these bytes. */
export function wasLoadedOtherwise(path: string, bytes: Uint8Array): boolean {
  const digest = sha256(withoutMark(Buffer.from(bytes).toString('utf8')));
  return [...(loaded.get(path) ?? [])].some((other) => other !== digest);
}
