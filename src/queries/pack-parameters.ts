/** The parameters that a query of a pack declares. */

import type { Json } from '../model/derivation.ts';
import { type Diagnostic, error, type Origin, type Outcome, quote } from '../model/diagnostic.ts';

export interface Parameter {
  readonly name: string;
  /** Absent: it has to be given. */
  readonly default?: Json;
  /** The default is the moment so many days ago, as text: `2026-08-24 10:00:00.000000`. */
  readonly daysAgo?: number;
  readonly description?: string;
  readonly origin: Origin;
}

/** YAML or JSON as a tree with places: what `formats/yaml-tree.ts` makes. */
export type PackTree =
  | {
      readonly is: 'map';
      readonly origin: Origin;
      readonly entries: readonly {
        readonly key: string;
        readonly keyOrigin: Origin;
        readonly value: PackTree;
      }[];
    }
  | { readonly is: 'list'; readonly origin: Origin; readonly items: readonly PackTree[] }
  | {
      readonly is: 'scalar';
      readonly origin: Origin;
      readonly value: string | number | boolean | null;
    };

export function jsonOf(tree: PackTree): Json {
  if (tree.is === 'scalar') return tree.value;
  if (tree.is === 'list') return tree.items.map(jsonOf);
  return Object.fromEntries(tree.entries.map(({ key, value }) => [key, jsonOf(value)]));
}

const HINT = 'E.g. params: { days: { default: 90, description: how many days back } }.';

function declared(name: string, tree: PackTree, origin: Origin): Outcome<Parameter> {
  // `days: 90` for short.
  if (tree.is !== 'map') return { value: { name, default: jsonOf(tree), origin }, diagnostics: [] };
  const entries = new Map(tree.entries.map(({ key, value }) => [key, jsonOf(value)]));
  // As the community writes it: { n_recent_days: { param_name: since, param_value: 90 } }.
  const [renamed, days] = [entries.get('param_name'), entries.get('param_value')];
  if (typeof renamed === 'string') {
    if (name !== 'n_recent_days')
      return { value: { name: renamed, default: days ?? null, origin }, diagnostics: [] };
    if (typeof days === 'number' && Number.isFinite(days))
      return { value: { name: renamed, daysAgo: days, origin }, diagnostics: [] };
    const message = `n_recent_days must be a number of days, not ${quote(String(days))}`;
    return { diagnostics: [error('invalid-value', message, tree.origin, { hint: HINT })] };
  }
  const wrong = tree.entries.filter(({ key }) => key !== 'default' && key !== 'description');
  const description = entries.get('description');
  const diagnostics: Diagnostic[] = wrong.map(({ key, keyOrigin }) =>
    error('unknown-key', `a parameter has no ${quote(key)}`, keyOrigin, { hint: HINT }),
  );
  if (description !== undefined && typeof description !== 'string')
    diagnostics.push(
      error('invalid-value', 'description must be a string', tree.origin, {
        hint: 'Put it in quotes.',
      }),
    );
  const preset = entries.get('default');
  return {
    value: {
      name,
      ...(preset === undefined ? {} : { default: preset }),
      ...(typeof description === 'string' ? { description } : {}),
      origin,
    },
    diagnostics,
  };
}

/** Errors: `invalid-value`, `unknown-key`. */
export function readParameters(tree: PackTree): Outcome<readonly Parameter[]> {
  if (tree.is !== 'map') {
    const message = 'params must be an object of names and descriptions';
    return { diagnostics: [error('invalid-value', message, tree.origin, { hint: HINT })] };
  }
  const read = tree.entries.map(({ key, value, keyOrigin }) => declared(key, value, keyOrigin));
  return {
    value: read.flatMap(({ value }) => value ?? []),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}
