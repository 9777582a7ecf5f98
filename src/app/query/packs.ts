/** Query packs, from files. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { jsonFault } from '../../formats/json-error.ts';
import { parseYaml } from '../../formats/yaml-tree.ts';
import { type Diagnostic, error, failure, type Outcome } from '../../model/diagnostic.ts';
import { type Pack, readPack } from '../../queries/pack.ts';
import type { PackTree } from '../../queries/pack-parameters.ts';
import { SourceLines } from '../../queries/source-map.ts';
import { displayPath } from '../../sources/typescript/origin.ts';

/** How messages name the pack that comes with Cadastre. */
const OWN = 'cadastre:queries/cadastre.yaml';

const read = (file: string | URL): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));

function syntax(text: string, offset: number, file: string): Diagnostic {
  const what = offset < text.length ? 'unexpected token' : 'unexpected end of file';
  const origin = { file, ...new SourceLines(text).place(offset) };
  return error('syntax', `the pack is not valid JSON: ${what}`, origin, {
    hint: 'Check commas, quotes and brackets here and just before.',
  });
}

/** JSON is YAML, but YAML forgives more; and it does not take tabs for spaces everywhere. */
function parse(text: string, file: string): Outcome<readonly PackTree[]> {
  if (!/\.json$/i.test(file)) return parseYaml(text, file);
  const fault = jsonFault(text);
  if (fault !== undefined) return { diagnostics: [syntax(text, fault, file)] };
  return parseYaml(text.replaceAll('\t', ' '), file);
}

function packOf(raw: string, file: string): Outcome<Pack> {
  const text = raw.replace(/^\uFEFF/, '');
  const { value: trees = [], diagnostics } = parse(text, file);
  if (diagnostics.length > 0) return failure(diagnostics);
  const [tree] = trees;
  if (!tree || trees.length > 1)
    return {
      diagnostics: [
        error(
          'invalid-value',
          tree ? 'a pack must be a single document' : 'the pack is empty',
          { file },
          {
            hint: 'A pack is a list of queries: `- name: …`.',
          },
        ),
      ],
    };
  return readPack(tree, new SourceLines(text), file);
}

function load(path: string, shown: string): Outcome<Pack> {
  try {
    return packOf(read(path), shown);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      return {
        diagnostics: [
          error('not-found', `no such file: ${shown}`, undefined, {
            hint: 'The path is relative to the current folder.',
          }),
        ],
      };
    if (code === undefined) throw thrown;
    const why = code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is not UTF-8' : code;
    return {
      diagnostics: [
        error('unreadable', `${shown} cannot be read (${why})`, undefined, {
          hint: 'Name a readable JSON or YAML file.',
        }),
      ],
    };
  }
}

/**
 * @param given Paths, relative to the current folder, wherever they lead; none: the pack that comes with Cadastre.
 * @param root What the places in messages are relative to.
 * Errors: `not-found`, `unreadable`, those of YAML; and those of `readPack`, which leave out a query and keep the others.
 */
export function loadPacks(given: readonly string[], root: string): Outcome<readonly Pack[]> {
  const loaded =
    given.length > 0
      ? given.map((file) => load(resolve(file), displayPath(resolve(file), root)))
      : [packOf(read(new URL('../../../queries/cadastre.yaml', import.meta.url)), OWN)];
  const diagnostics = loaded.flatMap((outcome) => outcome.diagnostics);
  const packs = loaded.flatMap(({ value }) => value ?? []);
  return packs.length === loaded.length ? { value: packs, diagnostics } : failure(diagnostics);
}
