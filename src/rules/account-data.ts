/** What a flow moves and a store keeps: as `accountData` states it, and as free text names it. */

import {
  type AccountData,
  type AccountDataElement,
  ELEMENT_NAMES,
  isSensitive,
  type Protection,
} from '../model/account-data.ts';
import type { Identity } from '../model/diagram.ts';
import { isStore } from './kinds.ts';
import type { View } from './view.ts';

export interface AccountDataEntry {
  readonly element: AccountDataElement;
  /** Absent where nothing says how it is protected. */
  readonly protection?: Protection;
  /** As the author wrote it, else the element's name. */
  readonly text: string;
}

export interface AccountDataReading {
  readonly entries: readonly AccountDataEntry[];
  /** Parts of the free text that may or may not be account data. */
  readonly unknown: readonly string[];
}

const ELEMENTS: readonly (readonly [AccountDataElement, RegExp])[] = [
  [
    'pan',
    /\bpans?\b|\bprimary account numbers?\b|\b(card|account) ?(number|data)s?\b|\bcardholder data\b(?! env)|\bchd\b|\bcard details?\b/i,
  ],
  ['expiry', /\bexpir(y|ation)\b|\bexp\.? date\b|\bvalid (thru|through)\b/i],
  ['name', /\b(cardholder|holder)('s)? name\b|\bname on (the )?card\b|^names?$/i],
  ['service-code', /\bservice code\b/i],
  [
    'cvv',
    /\b(cvc|cvv|cav|cid|csc|cvn)[ -]?2?\b|\bcard (verification|security) (code|value)\b|\bsensitive authentication data\b/i,
  ],
  ['pin', /\bpin([ -]?block)?s?\b/i],
  ['track', /\b(full track|track ?(data|[12])|magnetic stripe|mag-?stripe)\b/i],
];

/** In this order: `not encrypted` is no protection. */
const PROTECTION_WORDS: readonly (readonly [Protection, RegExp])[] = [
  [
    'clear',
    /\bin (the )?clear\b|\bclear ?text\b|\bplain ?text\b|\bunencrypted\b|\b(not|never|no|without|non)[ -]+(p2pe|dukpt|tokeni[sz]ed|truncated|masked|redacted|hashed|encrypted|enciphered|tls)\b/i,
  ],
  ['p2pe', /\bp2pe\b|\bpoint-to-point encr/i],
  ['dukpt', /\bdukpt\b/i],
  ['tokenized', /\btokeni[sz]ed\b|\btokens?\b/i],
  ['truncated', /\btruncated\b|\bmasked\b|\bredacted\b|\blast (4|four)\b/i],
  ['hashed', /\bhash(ed)?\b|\bhmac\b/i],
  ['encrypted', /\bencrypted\b|\benciphered\b/i],
  ['tls', /\bm?tls\b|\bhttps\b/i],
];

const NEGATED =
  /^(no|none|without|never|excluding)\b|\bnot? (account|card|cardholder) data\b|\b(not|never) (hold|store|contain|keep|include|stored|kept|held|included)\b/i;

/** Words for what certainly is not account data. */
const OTHER =
  /\b(tokens?|amounts?|currency|key material|keys?|certificates?|approval code|approval|response code|(merchant|terminal|transaction|order) (id|number)s?|metrics|status|last (4|four))\b/i;

/** Words that change nothing of what the others say. */
const FILLING =
  /\b(a|an|the|this|that|its?|their|of|for|from|to|in|into|on|under|using|within|at|by|per|via|with|over|through|as|is|are|be|only|just|each|every|all|any|and|or|but|not?|none|never|without|excluding|do|does|nothing|no longer|account|card|cardholder|customer|data|value|values|hold|holds|store|stores|stored|contain|contains|keep|keeps|kept|held|include|includes|included|authori[sz]ation|settlement|clearing|refunds?|chargebacks?|capture|requests?|responses?|messages?|files?|records?|reports?|batch(?:es)?|daily|monthly|payments?|transactions?|merchants?|customers?|orders?|fields?|copy|copies|backups?|logs?|database|tables?|aes|rsa|sha|des|3des|tdes|hsm|kms|pgp|gpg|ecc|gcm|cbc|bits?)\b/gi;

const everywhere = (word: RegExp): RegExp => new RegExp(word.source, 'gi');
const UNDERSTOOD: readonly RegExp[] = [
  ...ELEMENTS.map(([, word]) => everywhere(word)),
  ...PROTECTION_WORDS.map(([, word]) => everywhere(word)),
  everywhere(OTHER),
  FILLING,
];

/**
 * Whether words are left that say something else, such as those of another language: one that is
 * known (`Kartennummer und Status`) tells nothing of those beside it.
 */
const saysMore = (part: string): boolean =>
  /\p{L}/u.test(UNDERSTOOD.reduce((rest, word) => rest.replace(word, ' '), part));

/** `PAN, expiry and CVC` in its parts. */
const parts = (text: string): string[] =>
  text
    .split(/[,;+&/、，；・]|\band\b/i)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** @param otherwise how everything that moves here is protected, where the words do not say */
export function readAccountData(text: string, otherwise?: Protection): AccountDataReading {
  const entries: AccountDataEntry[] = [];
  const unknown: string[] = [];
  for (const part of parts(text)) {
    const more = saysMore(part);
    if (more) unknown.push(part);
    // `No. de tarjeta` negates nothing.
    if (NEGATED.test(part) && !more) continue;
    // What is not understood may be the word that takes the protection back.
    const said = more ? undefined : PROTECTION_WORDS.find(([, word]) => word.test(part))?.[0];
    const protection = said ?? otherwise;
    const found = ELEMENTS.filter(([, word]) => word.test(part));
    for (const [element] of found)
      entries.push({ element, text: part, ...(protection === undefined ? {} : { protection }) });
    if (found.length === 0 && !more && !OTHER.test(part)) unknown.push(part);
  }
  return { entries, unknown };
}

const stated = (list: readonly AccountData[]): AccountDataEntry[] =>
  list.map(({ element, protection }) => ({ element, protection, text: ELEMENT_NAMES[element] }));

/** What is stated, and of what the words say, each element that the statement leaves out. */
function both(
  list: readonly AccountData[] | undefined,
  read: AccountDataReading,
): AccountDataReading {
  if (list === undefined) return read;
  const named = new Set(list.map(({ element }) => element));
  const others = read.entries.filter(({ element }) => !named.has(element));
  return { entries: [...stated(list), ...others], unknown: [] };
}

const DENIED = /\b(no|not|never|none|nothing|without|excluding|instead|environment)\b/i;

/** What words beside name, that need not be about data at all: nothing of them is told as unknown. */
const mentioned = (text: string | undefined, otherwise?: Protection): AccountDataEntry[] =>
  DENIED.test(text ?? '') ? [] : [...readAccountData(text ?? '', otherwise).entries];

/** What a link moves: in `data`, and as its label and description name it. */
export function moved(view: View, id: Identity): AccountDataReading {
  const { accountData, data, encrypted, label, description } = view.link(id).facts;
  const otherwise = encrypted === undefined ? undefined : encrypted ? 'tls' : 'clear';
  const { entries, unknown } = readAccountData(data ?? '', otherwise);
  const named = new Set(entries.map(({ element }) => element));
  // A label repeats what `data` says in full.
  const more = [label, description].flatMap((text) => mentioned(text, otherwise));
  const others = more.filter(({ element }) => !named.has(element));
  return both(accountData, { entries: [...entries, ...others], unknown });
}

/** What an element keeps: stated, in the description of a store, or else in its name: `pan-archive`. */
export function kept(view: View, id: Identity): AccountDataReading {
  const { kind, name, facts } = view.element(id);
  if (!isStore(kind)) return both(facts.accountData, { entries: [], unknown: [] });
  const read = readAccountData(facts.description ?? '');
  if (facts.accountData !== undefined || read.entries.length > 0)
    return both(facts.accountData, read);
  // What is said of it may deny what its name seems to say.
  const named = DENIED.test(facts.description ?? '') ? [] : mentioned(name.replace(/[-_.]/g, ' '));
  return { entries: named, unknown: read.unknown };
}

/**
 * What makes a system part of the CDE: the PAN, and sensitive authentication data. Name, expiry and service
 * code do so together with a PAN only.
 */
export const decisive = (entries: readonly AccountDataEntry[]): readonly AccountDataEntry[] =>
  entries.filter(({ element }) => element === 'pan' || isSensitive(element));

/** Whether it may be outside the CDE at all: what is there cannot be turned into a PAN there. */
export const isOutOfReach = ({ element, protection }: AccountDataEntry): boolean =>
  !isSensitive(element)
    ? protection === 'p2pe' || protection === 'tokenized' || protection === 'truncated'
    : protection === 'p2pe';

/** `PAN, CVV`, each once. */
export const elementNames = (entries: readonly AccountDataEntry[]): string =>
  [...new Set(entries.map(({ element }) => ELEMENT_NAMES[element]))].join(', ');
