/** Functions of strings. */

import { isList, type Value } from '../../../aws-resources/values.ts';
import {
  asText,
  CannotEvaluate,
  elementsOf,
  numberOrThrow,
  textOrThrow,
} from '../partial-values.ts';
import { type HclFunction, listArgument } from './arguments.ts';
import { jsonText } from './encodings.ts';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Of Go's syntax; the parts that JavaScript writes otherwise. */
function regexOf(pattern: string, flags = ''): RegExp {
  const [, inline = '', rest = pattern] = /^\(\?([ims]+)\)(.*)$/s.exec(pattern) ?? [];
  try {
    return new RegExp(
      rest
        .replace(/\(\?P</g, '(?<')
        .replace(/\\z/g, '$')
        .replace(/\\A/g, '^'),
      [...new Set([...flags, ...inline, 'u'])].join(''),
    );
  } catch {
    throw new CannotEvaluate('the regular expression is not evaluated');
  }
}

/** What `regex` gives of a match: the text, the groups, or the groups by name. */
function matched(found: RegExpExecArray | RegExpMatchArray): Value {
  if (found.groups) return { ...(found.groups as Record<string, string>) };
  if (found.length > 1) return found.slice(1).map((group) => group ?? null);
  return found[0];
}

const sliceTexts = (text: string): string[] => [...text];

function formatted(pattern: string, values: readonly Value[]): string {
  let at = 0;
  return pattern.replace(
    /%(?:%|(?:\[(\d+)\])?([-+ 0#]*)(\d+)?(?:\.(\d+))?([vdsqfgeEtxXobc]))/g,
    (whole, position, flags = '', width, precision, verb) => {
      if (whole === '%%') return '%';
      const index = position === undefined ? at++ : Number(position) - 1;
      const value = values[index];
      if (value === undefined) throw new CannotEvaluate('format has too few values');
      const text = verbText(verb, value, precision === undefined ? undefined : Number(precision));
      return padded(signed(text, flags, value), flags, Number(width ?? 0));
    },
  );
}

const signed = (text: string, flags: string, value: Value): string =>
  flags.includes('+') && typeof value === 'number' && value >= 0 ? `+${text}` : text;

function padded(text: string, flags: string, width: number): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0')) return text.padStart(width);
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

function verbText(verb: string, value: Value, precision: number | undefined): string {
  switch (verb) {
    case 'd':
      return asText(Math.trunc(numberOrThrow(value))) ?? '';
    case 'f':
      return numberOrThrow(value).toFixed(precision ?? 6);
    case 'x':
      return typeof value === 'string'
        ? Buffer.from(value).toString('hex')
        : numberOrThrow(value).toString(16);
    case 'X':
      return numberOrThrow(value).toString(16).toUpperCase();
    case 'o':
      return numberOrThrow(value).toString(8);
    case 'b':
      return numberOrThrow(value).toString(2);
    case 'q':
      return JSON.stringify(textOrThrow(value));
    case 'v':
      return value === null ? 'null' : (asText(value) ?? jsonText(value));
    case 's':
    case 't': {
      const text = textOrThrow(value);
      return precision === undefined ? text : text.slice(0, precision);
    }
    default:
      throw new CannotEvaluate(`format's %${verb} is not evaluated`);
  }
}

function formatList(pattern: Value, values: readonly Value[]): Value {
  const lists = values.filter(isList);
  const [first] = lists;
  if (!first) return [formatted(textOrThrow(pattern), values)];
  if (lists.some((list) => list.length !== first.length))
    throw new CannotEvaluate('formatlist needs lists of one length');
  return first.map((_, i) =>
    formatted(
      textOrThrow(pattern),
      values.map((value) => (isList(value) ? (value[i] ?? null) : value)),
    ),
  );
}

const charset = (cut: Value | undefined): string => escaped(textOrThrow(cut));

export const TEXTS: Readonly<Record<string, HclFunction>> = {
  chomp: (text) => textOrThrow(text).replace(/(?:\r?\n)+$/, ''),
  endswith: (text, end) => textOrThrow(text).endsWith(textOrThrow(end)),
  startswith: (text, start) => textOrThrow(text).startsWith(textOrThrow(start)),
  strcontains: (text, part) => textOrThrow(text).includes(textOrThrow(part)),
  format: (pattern, ...values) => formatted(textOrThrow(pattern), values),
  formatlist: (pattern, ...values) => formatList(pattern ?? null, values),
  indent: (depth, text) =>
    textOrThrow(text).replaceAll('\n', `\n${' '.repeat(numberOrThrow(depth))}`),
  join(separator, ...lists) {
    const items = lists.flatMap((list) => (elementsOf(list) ?? []).map(([, item]) => item));
    return items.map((item) => textOrThrow(item)).join(textOrThrow(separator));
  },
  lower: (text) => textOrThrow(text).toLowerCase(),
  upper: (text) => textOrThrow(text).toUpperCase(),
  title: (text) =>
    textOrThrow(text).replace(/(^|[^\p{L}\p{N}_])(\p{L})/gu, (_, a, b) => a + b.toUpperCase()),
  regex(pattern, text) {
    const found = regexOf(textOrThrow(pattern)).exec(textOrThrow(text));
    if (!found) throw new CannotEvaluate('the pattern does not match');
    return matched(found);
  },
  regexall: (pattern, text) =>
    [...textOrThrow(text).matchAll(regexOf(textOrThrow(pattern), 'g'))].map(matched),
  replace(text, what, by) {
    const [whole, pattern, replacement] = [text, what, by].map((value) => textOrThrow(value));
    const inner = /^\/(.+)\/$/s.exec(pattern ?? '')?.[1];
    if (inner === undefined)
      return (whole ?? '').replaceAll(pattern ?? '', () => replacement ?? '');
    const own = (replacement ?? '').replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, a, b) =>
      /^\d+$/.test(a ?? b) ? `$${a ?? b}` : `$<${a ?? b}>`,
    );
    return (whole ?? '').replace(regexOf(inner, 'g'), own);
  },
  split(separator, text) {
    const [by, whole] = [textOrThrow(separator), textOrThrow(text)];
    return by === '' ? sliceTexts(whole) : whole.split(by);
  },
  strrev: (text) => sliceTexts(textOrThrow(text)).reverse().join(''),
  substr(text, offset, length) {
    const all = sliceTexts(textOrThrow(text));
    const start = numberOrThrow(offset);
    const from = start < 0 ? Math.max(all.length + start, 0) : start;
    const count = numberOrThrow(length);
    return all.slice(from, count < 0 ? undefined : from + count).join('');
  },
  trim: (text, cut) =>
    textOrThrow(text).replace(new RegExp(`^[${charset(cut)}]+|[${charset(cut)}]+$`, 'g'), ''),
  trimprefix(text, start) {
    const [whole, prefix] = [textOrThrow(text), textOrThrow(start)];
    return whole.startsWith(prefix) ? whole.slice(prefix.length) : whole;
  },
  trimsuffix(text, end) {
    const [whole, suffix] = [textOrThrow(text), textOrThrow(end)];
    return suffix !== '' && whole.endsWith(suffix) ? whole.slice(0, -suffix.length) : whole;
  },
  trimspace: (text) => textOrThrow(text).trim(),
  sort: (list) =>
    listArgument(list)
      .map((item) => textOrThrow(item))
      .sort(byBytes),
};

/** As Go compares strings. */
export const byBytes = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b));
