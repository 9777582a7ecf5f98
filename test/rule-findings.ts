/** Findings of one rule over a diagram file, as `check` would say them. */

import { expect } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import type { DiagramContent } from '../src/model/content.ts';
import { judge } from '../src/rules/judge.ts';
import { RULES } from '../src/rules/profiles.ts';
import { tryFile } from './sources-estate.ts';

/** `LINE: message`, in the rule's order. */
export async function findings(rule: string, text: string, file = 'a.yaml'): Promise<string[]> {
  const { diagrams, lines } = await tryFile(file, text);
  expect(lines).toEqual([]);
  const { value, diagnostics } = resolve(diagrams[0] as DiagramContent);
  expect(diagnostics).toEqual([]);
  if (!value) throw new Error('no diagram');
  const rules = RULES.filter(({ id }) => id === rule);
  expect(rules).toHaveLength(1);
  return judge({ diagram: value, asOf: '2026-11-22' }, rules).diagnostics.map(
    ({ message, origin }) => `${origin?.line}: ${message}`,
  );
}
