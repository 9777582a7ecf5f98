/** Files -> answers by the key under which AWS lists things: `Vpcs`, `Subnets` … */

import type { RecordedInput } from '../../inventory/imported.ts';
import type { ReadState } from '../../inventory/provenance.ts';
import { type Diagnostic, error, type Origin, quote, warning } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { gather } from '../../model/order.ts';
import type { SourceFile } from '../file-importer.ts';
import { fileText } from '../file-text.ts';
import {
  type AnswerPlace,
  continuation,
  documentOf,
  placeOf,
  refusalOf,
  unwrapped,
} from './answer-file.ts';
import { Item, isObject } from './item.ts';
import { ANSWER_KEYS, type AnswerKey, keyOfCommand } from './keys.ts';

/** One answer, whole. */
export interface AwsAnswer extends AnswerPlace {
  readonly items: readonly Item[];
  /** The whole answer, for what stands beside the list. */
  readonly whole: Item;
}

/** Whether a question was asked, and answered. */
export interface AnswerState {
  readonly account?: string;
  readonly region?: string;
  readonly state: ReadState;
  /** The code of the refusal. */
  readonly reason: string;
}

export const isAnswerKey = (key: string): key is AnswerKey => Object.hasOwn(ANSWER_KEYS, key);

/** The keys of an answer that are known. */
export const keysIn = (answer: Readonly<Record<string, unknown>>): AnswerKey[] =>
  Object.keys(answer).filter(isAnswerKey);

/** Answers by key, wherever they come from. */
export interface AnswerSet {
  /** All answers of one key. */
  readonly of: (key: AnswerKey) => readonly AwsAnswer[];
  /** All things of one key, in the order of the files. */
  readonly items: (key: AnswerKey) => readonly Item[];
}

/** Answers that are of one thing, and no list. */
const SINGLE: ReadonlySet<string> = new Set(['Organization', 'Firewall', 'cluster']);

export class AwsAnswers implements AnswerSet {
  readonly inputs: RecordedInput[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** Things of answers that nothing reads, by command or key. */
  readonly unmapped = new Map<string, number>();
  readonly #answers = new Map<string, AwsAnswer[]>();
  readonly #asked = new Map<string, AnswerState[]>();

  constructor(files: readonly SourceFile[]) {
    for (const file of files) this.#add(file);
  }

  of(key: AnswerKey): readonly AwsAnswer[] {
    return this.#answers.get(key) ?? [];
  }

  items(key: AnswerKey): readonly Item[] {
    return this.of(key).flatMap(({ items }) => items);
  }

  /** Where a question was asked. */
  asked(key: AnswerKey): readonly AnswerState[] {
    return this.#asked.get(key) ?? [];
  }

  #add(file: SourceFile): void {
    const { path } = file;
    const place = placeOf(path);
    const document = documentOf(file);
    const answer = unwrapped(document);
    if (!answer) {
      const hint = 'The answer is truncated or empty: remove the file and ask again.';
      const message = 'the answer of AWS is not JSON';
      this.diagnostics.push(error('import-broken', message, { file: path }, { hint }));
      return;
    }
    this.inputs.push({ path, sha256: sha256(file.bytes), kind: 'aws-cli' });
    const refusal = refusalOf(document) ?? refusalOf(answer);
    if (refusal !== undefined) {
      this.#refuse(place, refusal, path);
      return;
    }
    const more = continuation(answer);
    if (more !== undefined) {
      const message = `the answer is incomplete: ${more} says that more was to come`;
      const hint =
        'Ask without `--no-paginate` and `--max-items`; for routes, ask with narrower filters.';
      this.diagnostics.push(error('import-incomplete', message, { file: path }, { hint }));
      return;
    }
    const keys = keysIn(answer);
    for (const key of keys) this.#keep(key, answer, place, file);
    if (keys.length === 0) this.#count(answer, place);
  }

  #keep(
    key: AnswerKey,
    answer: Readonly<Record<string, unknown>>,
    place: AnswerPlace,
    file: SourceFile,
  ): void {
    const { account, region } = place;
    const lines = new LineIndex(file);
    const value = answer[key];
    // Who asked is a text, and nothing is read of it.
    const single = key === 'UserId' || SINGLE.has(key);
    if (!Array.isArray(value) && !(single && value !== null)) {
      const message = `${file.path} is no whole answer: its ${key} is no list`;
      const hint = 'Ask again: a list that cannot be read would count as an empty one.';
      this.diagnostics.push(error('import-incomplete', message, { file: file.path }, { hint }));
      return;
    }
    const list = Array.isArray(value) ? value.filter(isObject) : isObject(value) ? [value] : [];
    const items = list.map(
      (one) => new Item(one, lines.of(one, ANSWER_KEYS[key].id), account, region),
    );
    const whole = new Item(answer, { file: file.path, line: 1 }, account, region);
    gather(this.#answers, key, { ...place, items, whole });
    gather(this.#asked, key, { ...regionOf(place), state: 'read', reason: '' });
  }

  #refuse(place: AnswerPlace, code: string, path: string): void {
    const key = place.command === undefined ? undefined : keyOfCommand(place.command);
    if (key) gather(this.#asked, key, { ...regionOf(place), state: 'refused', reason: code });
    const what = place.command ?? path;
    const message = `AWS refused ${what}${place.account ? ` in ${place.account}` : ''}: ${quote(code)}`;
    const hint = 'What it would have said is not known. docs/sources.md lists the permissions.';
    this.diagnostics.push(warning('import-refused', message, { file: path }, { hint }));
  }

  #count(answer: Readonly<Record<string, unknown>>, { command }: AnswerPlace): void {
    for (const [key, value] of Object.entries(answer)) {
      if (!Array.isArray(value) || value.length === 0) continue;
      const name = command ?? key;
      this.unmapped.set(name, (this.unmapped.get(name) ?? 0) + value.length);
    }
  }
}

const regionOf = ({ account, region }: AnswerPlace): Pick<AnswerState, 'account' | 'region'> => ({
  ...(account === undefined ? {} : { account }),
  ...(region === undefined ? {} : { region }),
});

/** Where things stand in a file, by the line that holds their id. */
class LineIndex {
  readonly #file: SourceFile;
  #lines: Map<string, number> | undefined;

  constructor(file: SourceFile) {
    this.#file = file;
  }

  of(item: Readonly<Record<string, unknown>>, name: string): Origin {
    const id = item[name];
    if (typeof id !== 'string') return { file: this.#file.path };
    this.#lines ??= this.#read();
    const line = this.#lines.get(`${name}|${id}`);
    return line === undefined ? { file: this.#file.path } : { file: this.#file.path, line };
  }

  #read(): Map<string, number> {
    const found = new Map<string, number>();
    for (const [i, line] of fileText(this.#file.bytes).split('\n').entries()) {
      const [, name, text] = /^\s*"([^"]+)": "([^"]*)"/.exec(line) ?? [];
      if (name !== undefined && !found.has(`${name}|${text}`)) found.set(`${name}|${text}`, i + 1);
    }
    return found;
  }
}
