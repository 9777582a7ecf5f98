/** How protections of account data are distinguished: by pattern and letters, so that they are in grey, too. */

import type { AccountData, Protection } from '../../model/account-data.ts';

interface ProtectionLook {
  readonly title: string;
  /** In the badge of a store and on the line. */
  readonly letters: string;
  /** As SVG's `stroke-dasharray`: none is solid, as flows without account data are, nor Graphviz' own dashes, which say that a link is not active. */
  readonly dash: string;
}

/** The weakest first: a line that moves several elements is drawn as the weakest of their protections. */
export const PROTECTION_LOOKS: Readonly<Record<Protection, ProtectionLook>> = {
  clear: { title: 'in the clear', letters: 'CLEAR', dash: '2 4' },
  tls: { title: 'TLS', letters: 'TLS', dash: '18 3' },
  hashed: { title: 'hashed', letters: 'HASH', dash: '2 3 2 9' },
  encrypted: { title: 'encrypted itself', letters: 'ENC', dash: '7 3' },
  dukpt: { title: 'DUKPT', letters: 'DUKPT', dash: '14 3 3 3' },
  p2pe: { title: 'P2PE', letters: 'P2PE', dash: '14 3 3 3 3 3' },
  truncated: { title: 'truncated', letters: 'TRUNC', dash: '7 9' },
  tokenized: { title: 'tokenized', letters: 'TOKEN', dash: '8 3 1 3 1 3 1 3' },
};

const WEAKEST_FIRST = Object.keys(PROTECTION_LOOKS) as Protection[];

/** Each protection once, the weakest first. */
export const protectionsOf = (data: readonly AccountData[] | undefined): Protection[] =>
  WEAKEST_FIRST.filter((one) => data?.some(({ protection }) => protection === one));
