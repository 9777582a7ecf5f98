/** Forms that some facts must have, for the full checker and the quick one alike. */

/** `#rgb`, `#rrggbb`, `#rrggbbaa` or a name. */
export const COLOR = /^(?:#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-zA-Z]+[0-9]*)$/;
/** Words of the legend: few enough that they are never cut. */
export const LEGEND = /^(?=.*\S).{1,50}$/u;
/** Addresses that a picture may link to; nothing that runs. */
export const LINK = /^(?:https?:\/\/|mailto:)[^\s]+$/;
/** Whether a picture may lead there. */
export const isSafeLink = (address: string): boolean => LINK.test(address);
export const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
/**
 * The least number that may stand for an id in YAML without quotes. One with fewer than the twelve digits
 * of an account number may have had zeros in front, which YAML has lost.
 */
export const LEAST_NUMERIC_ID = 100_000_000_000;
/** A part of a file name on every system. */
export const NAME = /^[\p{L}\p{N}_-](?:[\p{L}\p{N} ._-]*[\p{L}\p{N}_-])?$/u;
