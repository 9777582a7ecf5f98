/**
 * What was made and where: constructors note each value, so that one that is
 * placed nowhere can be reported (a forgotten link is lost evidence).
 */

import type { Content } from '../model/content.ts';
import type { Origin } from '../model/diagnostic.ts';

let collecting: Content[] | undefined;

/** Starts noting what is made; a loader calls it before it evaluates a file. */
export function startCollecting(): void {
  collecting = [];
}

/** Ends it and hands over what was made since. */
export function stopCollecting(): readonly Content[] {
  const made = collecting ?? [];
  collecting = undefined;
  return made;
}

export function note<T extends Content>(content: T): T {
  collecting?.push(content);
  return content;
}

const FRAME = /\(?((?:file:\/\/|\/|[A-Za-z]:[\\/])[^)]*?):(\d+):(\d+)\)?$/;

/**
 * Where the author called the constructor that is `above`: file, line, column
 * of the first frame outside it. The file is as V8 gives it (a path or a file: address).
 */
export function originAbove(above: (...args: never[]) => unknown): Origin | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, above);
  Error.stackTraceLimit = limit;
  const found = FRAME.exec(holder.stack?.split('\n')[1] ?? '');
  if (!found?.[1]) return undefined;
  return { file: found[1], line: Number(found[2]), column: Number(found[3]) };
}
