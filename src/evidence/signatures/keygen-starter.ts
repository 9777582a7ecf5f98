/** The process that starts ssh-keygen for `checkSignatures`; it ends with the one that asks. */

import { type Ran, runKeygen } from './keygen-process.ts';

export interface StarterRequest {
  readonly id: number;
  readonly args: readonly string[];
  readonly input: Uint8Array;
}

export interface StarterReply {
  readonly id: number;
  /** Absent where ssh-keygen not found on PATH, for the reason `missing`. */
  readonly ran?: Ran;
  readonly missing?: string;
}

process.on('message', async ({ id, args, input }: StarterRequest) => {
  const answer: StarterReply = await runKeygen(args, input).then(
    (ran) => ({ id, ran }),
    (why: Error) => ({ id, missing: why.message }),
  );
  if (process.connected) process.send?.(answer);
});
