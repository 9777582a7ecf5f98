/** Flows, and what their `data` says. */

import type { Identity } from '../model/diagram.ts';
import type { View } from './view.ts';

export function flowsOf(view: View): Identity[] {
  return view.links.filter((id) => view.link(id).relation === 'flow');
}

/** Sensitive authentication data: not to be stored after authorization, whatever is done to it. */
const SENSITIVE =
  /\b(full track|track ?(data|[12])|magnetic stripe|mag-?stripe)\b|\b(cvc|cvv|cav|cid)[ -]?2?\b|\bcard (verification|security) (code|value)\b|\bpin([ -]?block)?\b/i;
const PAN =
  /\bpans?\b|\bprimary account numbers?\b|\b(card|account) ?(number|data)s?\b|\bcardholder data\b|\bcard details?\b/i;
/** What makes account data unreadable before it is sent. */
const UNREADABLE =
  /\b(truncated|masked|encrypted|enciphered|tokeni[sz]ed|hashed|hash|token|tokens|redacted|last (4|four))\b/i;

/** `PAN, expiry and CVC` in its parts. */
const parts = (data: string | undefined): string[] =>
  (data ?? '')
    .split(/[,;+&/]|\band\b/i)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** The parts that are account data which can be read. */
export function accountData(data: string | undefined): string[] {
  return parts(data).filter(
    (part) => (PAN.test(part) || SENSITIVE.test(part)) && !UNREADABLE.test(part),
  );
}

/** The parts that are sensitive authentication data, readable or not. */
export function sensitiveData(data: string | undefined): string[] {
  return parts(data).filter((part) => SENSITIVE.test(part));
}
