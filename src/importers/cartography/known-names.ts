/** Accounts, OUs and tags that an estate's recorded answers know, against those that rules name. */

import { gcpPlaceOf } from '../../inventory/gcp/tree.ts';
import { placeOf } from '../../inventory/organization.ts';
import { tagKey } from '../../inventory/tags.ts';
import type { ClassifyRule } from '../../model/derivation.ts';
import { type Diagnostic, type Origin, quote, warning } from '../../model/diagnostic.ts';
import { nearestOf } from '../../model/nearest.ts';
import { ACCOUNT_QUESTIONS, readAccounts } from './aws/accounts.ts';
import { tagsQuestion } from './aws/network-questions.ts';
import { GCP_TREE, readTree } from './gcp/tree.ts';
import { type Answers, fieldsOf, type Question, type RecordedRows } from './question.ts';

/** Each absent when nothing that was recorded tells of it. */
export interface KnownNames {
  /** Ids and names. */
  readonly accounts?: ReadonlySet<string>;
  /** Ids, short ids and names of OUs, roots and folders. */
  readonly ous?: ReadonlySet<string>;
  readonly tags?: {
    /** In lower case: no others were asked for. */
    readonly asked: ReadonlySet<string>;
    /** As they are written in the cloud. */
    readonly found: ReadonlySet<string>;
  };
}

const NOWHERE: Origin = { file: '' };
const silent = (): void => {};

/** @param recorded all answers of a snapshot, whichever diagram asked for them */
export function namesIn(recorded: readonly (Question & RecordedRows)[]): KnownNames {
  const keyOf = ({ query, params }: Question): string => JSON.stringify([query, params]);
  const byKey = new Map(recorded.map((one) => [keyOf(one), one]));
  const answers: Answers = {
    rows(question) {
      const answer = byKey.get(keyOf(question));
      return answer ? fieldsOf({ ...answer, at: () => NOWHERE }, silent) : [];
    },
  };
  const asked = (questions: readonly Question[]): boolean =>
    questions.every((question) => byKey.has(keyOf(question)));
  const accounts = new Set<string>();
  const ous = new Set<string>();
  const aws = asked(ACCOUNT_QUESTIONS);
  const gcp = asked([GCP_TREE]);
  if (aws) {
    const read = readAccounts(answers);
    for (const account of read.accounts.values())
      for (const name of placeOf(account, read).accounts ?? []) accounts.add(name);
    for (const { id, short, name } of read.units.values())
      for (const text of [id, short, name]) ous.add(text);
  }
  if (gcp) {
    const tree = readTree(answers, silent);
    for (const node of tree.nodes.values()) {
      const { id, name, kind } = node;
      if (kind === 'project')
        for (const text of gcpPlaceOf(node, tree).accounts) accounts.add(text);
      else for (const text of [id, id.slice(id.lastIndexOf('/') + 1), name]) ous.add(text);
    }
  }
  const tags = tagsIn(recorded);
  return { ...(aws || gcp ? { accounts, ous } : {}), ...(tags ? { tags } : {}) };
}

function tagsIn(recorded: readonly (Question & RecordedRows)[]): KnownNames['tags'] {
  const { query } = tagsQuestion([]);
  const about = recorded.filter((one) => one.query === query);
  if (about.length === 0) return undefined;
  const texts = (value: unknown): string[] =>
    (Array.isArray(value) ? value : []).filter((text) => typeof text === 'string');
  return {
    asked: new Set(about.flatMap(({ params }) => texts(params.keys))),
    found: new Set(
      about.flatMap(({ columns, rows }) => texts(rows.map((row) => row[columns.indexOf('key')]))),
    ),
  };
}

/**
 * Names that rules go by and that no estate knows: such a rule never holds, and without a word its networks
 * would just have no zone.
 * @param known of each estate that the diagram is of
 * @param elsewhere whether another estate has the name: the same rules are for all of them
 * @param place where the config says it
 * Warnings: `rule-unknown-name`.
 */
export function unknownNames(
  rules: readonly ClassifyRule[],
  known: readonly KnownNames[],
  elsewhere: (name: string) => boolean,
  place: (name: string) => Origin | undefined,
): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const add = (name: string, message: string, near: readonly string[], otherwise: string): void => {
    const meant = nearestOf(name, near);
    const hint = meant === undefined ? otherwise : `Did you mean ${quote(meant)}?`;
    found.set(message, warning('rule-unknown-name', message, place(name), { hint }));
  };
  const look = (what: string, key: 'accounts' | 'ous', names: readonly string[] = []): void => {
    const sets = known.flatMap((one) => one[key] ?? []);
    if (sets.length === 0) return;
    const all = sets.flatMap((set) => [...set]);
    for (const name of names)
      if (!all.includes(name) && !elsewhere(name))
        add(
          name,
          `a classify rule refers to the ${what} ${quote(name)}, which is not in the graph`,
          all,
          'Write names and ids exactly as in the graph. If it no longer exists, remove it from the rule.',
        );
  };
  const tags = known.flatMap((one) => one.tags ?? []);
  const keys = tags.flatMap((one) => [...one.found]);
  for (const { when } of rules) {
    look('account', 'accounts', when.accounts);
    look('OU', 'ous', when.ous);
    for (const key of Object.keys(when.tags ?? {})) {
      const asked = tags.some((one) => one.asked.has(tagKey(key)));
      // A key in another letter case exists, and is reported at the element that has it.
      if (!asked || keys.some((one) => tagKey(one) === tagKey(key)) || elsewhere(key)) continue;
      const message = `a classify rule refers to the tag ${quote(key)}, but no network or resource in a network has it`;
      add(
        key,
        message,
        keys,
        'Check how the tag is spelled in the cloud, then run `cadastre snapshot`.',
      );
    }
  }
  return [...found.values()];
}
