/** What a diagram file may export by default: a diagram, a list of them, or what makes those. */

import type { DiagramContent } from '../../model/content.ts';
import {
  type Diagnostic,
  error,
  failure,
  type Origin,
  type Outcome,
  quote,
} from '../../model/diagnostic.ts';
import type { Evaluated } from './evaluate.ts';

const EXAMPLE = `import { account, diagram } from 'cadastre';
export default diagram('Accounts', { content: [account('Production')] });`;

const LIST_EXAMPLE = `import { account, diagram } from 'cadastre';
export default [diagram('Production', { name: 'prod', content: [account('Production')] })];`;

/** Recognised by shape: the value may come from another copy of the package. */
function isDiagram(value: unknown): value is DiagramContent {
  return (
    typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'diagram'
  );
}

function found(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'string') return `the text ${quote(value)}`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object') return `the ${typeof value} ${String(value)}`;
  const { type, kind, name } = value as Record<string, unknown>;
  if (type === 'element') return `the element ${String(kind)} ${quote(String(name))}`;
  if (type === 'link') return 'a link';
  const keys = Object.keys(value).slice(0, 4).join(', ');
  return keys ? `an object with ${keys}` : 'an empty object';
}

const wrong = (message: string, origin: Origin, example: string): Diagnostic =>
  error('wrong-export', message, origin, { hint: `A diagram file looks like this:\n${example}` });

/** @param path Absolute path of the file. */
export function checkExport(
  { exported, names }: Evaluated,
  path: string,
): Outcome<readonly DiagramContent[]> {
  const at = { file: path };
  if (!names.includes('default')) {
    const others = names.length > 0 ? `; it exports ${names.join(', ')}` : '';
    return { diagnostics: [wrong(`the file has no default export${others}`, at, EXAMPLE)] };
  }
  if (isDiagram(exported)) return { value: [exported], diagnostics: [] };
  if (!Array.isArray(exported) || exported.length === 0) {
    const message = `the default export is ${found(exported)}, not a diagram`;
    return { diagnostics: [wrong(message, at, EXAMPLE)] };
  }
  return checkList(exported, at);
}

function checkList(list: readonly unknown[], at: Origin): Outcome<readonly DiagramContent[]> {
  const diagrams: DiagramContent[] = [];
  const diagnostics: Diagnostic[] = [];
  list.forEach((entry, i) => {
    if (isDiagram(entry)) diagrams.push(entry);
    else {
      const message = `entry ${i + 1} of the exported list is ${found(entry)}, not a diagram`;
      diagnostics.push(wrong(message, at, LIST_EXAMPLE));
    }
  });
  diagnostics.push(
    ...checkNames(diagrams, at, `Each diagram of a list needs a name:\n${LIST_EXAMPLE}`),
  );
  return diagnostics.length > 0 ? failure(diagnostics) : { value: diagrams, diagnostics };
}

/** That each diagram of a list has a name of its own; names become file names. */
export function checkNames(
  diagrams: readonly DiagramContent[],
  at: Origin,
  hint: string,
): Diagnostic[] {
  const names = new Map<string, DiagramContent>();
  return diagrams.flatMap((diagram) => {
    const origin = diagram.origin ?? at;
    const name: unknown = diagram.options?.name;
    if (typeof name !== 'string' || name === '') {
      const message = `the diagram ${quote(String(diagram.title))} is part of a list and has no name`;
      return [error('wrong-export', message, origin, { hint })];
    }
    // Some file systems take names that differ by case or by how accents are written for one.
    const key = name.normalize('NFC').toLowerCase();
    const first = names.get(key);
    if (!first) {
      names.set(key, diagram);
      return [];
    }
    return [
      error('wrong-export', `two diagrams in the file are named ${quote(name)}`, origin, {
        hint: 'Names become file names, so they must differ by more than case.',
        ...(first.origin ? { related: [{ message: 'the first one', origin: first.origin }] } : {}),
      }),
    ];
  });
}
