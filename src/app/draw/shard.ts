/** A share of the diagrams of a run, for batches that several machines draw. */

import { type Outcome, quote, refused } from '../../model/diagnostic.ts';

export interface Shard {
  /** From 1 to `of`. */
  readonly number: number;
  readonly of: number;
}

/** More shards than this are a slip of the keyboard. */
const MOST = 10_000;

/** Reads `2/8`. Errors: `invalid-shard`. */
export function shardOf(text: string): Outcome<Shard> {
  const [, number = 0, of = 0] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text.trim()) ?? []).map(Number);
  if (number >= 1 && number <= of && of <= MOST) return { value: { number, of }, diagnostics: [] };
  return refused(
    'invalid-shard',
    `${quote(text)} is not a shard`,
    `A shard is i/n with 1 <= i <= n <= ${MOST}: --shard 1/8 to --shard 8/8 draw everything.`,
  );
}

/**
 * Whether the diagram at this position (from 0, in the order of the sources) is drawn by the shard. Neighbours go to
 * different shards: the large diagrams of an estate often stand side by side.
 */
export const isInShard = (position: number, shard: Shard | undefined): boolean =>
  !shard || position % shard.of === shard.number - 1;
