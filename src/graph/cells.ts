/** Values as the driver hands them over -> JSON, in the forms of `values.ts`. */

import type { Json } from '../model/derivation.ts';

/** How the driver tells its values apart; its module has just these functions. */
export interface Guards {
  isInt(value: object): boolean;
  isDate(value: object): boolean;
  isTime(value: object): boolean;
  isLocalTime(value: object): boolean;
  isDateTime(value: object): boolean;
  isLocalDateTime(value: object): boolean;
  isDuration(value: object): boolean;
  isPoint(value: object): boolean;
  isNode(value: object): boolean;
  isRelationship(value: object): boolean;
  isUnboundRelationship(value: object): boolean;
  isPath(value: object): boolean;
}

/** A value that is not recorded: what it is, and where in its cell. */
export class Refused extends Error {
  readonly what: string;
  path = '';

  constructor(what: string) {
    super(what);
    this.what = what;
  }
}

interface LongParts {
  readonly high: number;
  readonly low: number;
}

function integer(value: object): Json {
  const { high, low } = value as LongParts;
  const number = high * 0x1_0000_0000 + (low >>> 0);
  return Number.isSafeInteger(number) ? number : { $int: String(value) };
}

const float = (value: number): Json =>
  Number.isFinite(value)
    ? value
    : { $float: Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity' };

/** A number of the driver's, integer or float. */
const numeric = (value: unknown): Json =>
  typeof value === 'number' ? float(value) : integer(value as object);

/** @returns the conversion of one value; it throws `Refused` for nodes and the like */
export function cellReader(is: Guards): (value: unknown) => Json {
  const within = (step: string, value: unknown): Json => {
    try {
      return read(value);
    } catch (thrown) {
      if (thrown instanceof Refused) thrown.path = step + thrown.path;
      throw thrown;
    }
  };

  /** Keys are sorted here, as they are written: printing is fast then. */
  function map(value: object): Json {
    const keys = Object.keys(value).sort();
    const plain = Object.fromEntries(
      keys.map((key) => [key, within(`.${key}`, (value as Record<string, unknown>)[key])]),
    );
    return keys.some((key) => key.startsWith('$')) ? { $map: plain } : plain;
  }

  function special(value: object): Json | undefined {
    if (is.isDateTime(value)) return { $datetime: String(value) };
    if (is.isDate(value)) return { $date: String(value) };
    if (is.isLocalDateTime(value)) return { $localdatetime: String(value) };
    if (is.isTime(value)) return { $time: String(value) };
    if (is.isLocalTime(value)) return { $localtime: String(value) };
    if (is.isDuration(value)) return { $duration: String(value) };
    if (is.isPoint(value)) {
      const { srid, x, y, z } = value as { srid: unknown; x: number; y: number; z?: number };
      const flat = { srid: numeric(srid), x: float(x), y: float(y) };
      return { $point: z === undefined ? flat : { ...flat, z: float(z) } };
    }
    if (value instanceof Int8Array)
      return {
        $bytes: Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64'),
      };
    return undefined;
  }

  function read(value: unknown): Json {
    if (typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return float(value);
    if (value === null || value === undefined) return null;
    if (typeof value !== 'object') throw new Refused(`a value of the type ${typeof value}`);
    if (is.isInt(value)) return integer(value);
    if (Array.isArray(value)) return value.map((inner, i) => within(`[${i}]`, inner));
    if (Object.getPrototypeOf(value) === Object.prototype) return map(value);
    if (is.isNode(value)) throw new Refused('a whole node');
    if (is.isRelationship(value) || is.isUnboundRelationship(value))
      throw new Refused('a whole relationship');
    if (is.isPath(value)) throw new Refused('a whole path');
    const form = special(value);
    if (form === undefined) throw new Refused(`a value of the type ${value.constructor.name}`);
    return form;
  }
  return read;
}
