/** What every built-in view is: a pure function from what an estate is made of to content. */

import type { Content } from '../model/content.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Ledger } from './ledger.ts';

/** @typeParam Facts what an importer gives: neither rows nor query text */
export interface ViewInput<Options, Facts> {
  readonly options: Options;
  readonly inventory: Facts;
  readonly ledger: Ledger;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Gives content in order: groups first, their members by name; links last. */
export type EstateView<Options, Facts> = (input: ViewInput<Options, Facts>) => readonly Content[];
