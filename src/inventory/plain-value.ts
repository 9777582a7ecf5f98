/** Values of facts as plain data, in the words of the language. */

import type { Json } from '../model/derivation.ts';
import { type PortRange, portText } from '../model/ports.ts';

const isPorts = (value: unknown): value is PortRange =>
  typeof value === 'object' && value !== null && 'protocol' in value;

/** Ports as links write them, everything else as it is. */
export function plainValue(value: unknown): Json {
  if (isPorts(value)) return portText(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) =>
        inner === undefined ? [] : [[key, plainValue(inner)]],
      ),
    );
  return value as Json;
}
