/** CSV and YAML files -> rows of cells by what their columns mean. */

import { posix } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parseYaml, type YamlNode } from '../../formats/yaml-tree.ts';
import { type Diagnostic, error, hasErrors, type Origin, quote } from '../../model/diagnostic.ts';
import type { SourceFile } from '../file-importer.ts';
import { fileText } from '../file-text.ts';
import { textOf, YamlMapping } from '../yaml-mapping.ts';
import { type Field, fieldOf, kindByColumns, kindByName, type TableKind } from './columns.ts';

export interface TableCell {
  readonly text: string;
  /** The column, as the file names it. */
  readonly column: string;
  readonly at: Origin;
}

export interface FactRow {
  readonly cells: ReadonlyMap<Field, TableCell>;
  readonly at: Origin;
}

export interface FactTable {
  readonly kind: TableKind;
  readonly file: string;
  readonly rows: readonly FactRow[];
  readonly fields: ReadonlySet<Field>;
  /** Filled cells of columns that are not known, by the column's name. */
  readonly unknown: ReadonlyMap<string, number>;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** A spreadsheet's ways to keep a number as text: `'012345678901`, and `="012345678901"`, which is no CSV. */
const plainCell = (text: string): string => text.trim().replace(/^'/, '').trim();
const withoutFormulas = (text: string): string =>
  text.replace(/(^|[,;\t|])="([^"\r\n]*)"(?=[,;\t|\r\n]|$)/gm, '$1"$2"');

/** The line that names the columns: the first that is not blank. */
const headerOf = (text: string): string => /^[\s,;|]*\n?([^\r\n]*)/.exec(text)?.[1] ?? '';

/** The one that makes the most columns that are known. */
function delimiterOf(text: string): string {
  const header = headerOf(text.replace(/^(?:[\s,;|]*\r?\n)+/, ''));
  const known = (delimiter: string): number =>
    header.split(delimiter).filter((name) => fieldOf(plainCell(name.replace(/^"|"$/g, '')))).length;
  return [...DELIMITERS].sort((a, b) => known(b) - known(a))[0] ?? ',';
}

interface ParsedLine {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Lines of cells with where each ends; throws what the library throws. */
function linesOf(text: string): readonly { cells: readonly string[]; line: number }[] {
  const lines = parse(withoutFormulas(text), {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: 1_000_000,
  }) as unknown as readonly ParsedLine[];
  let end = 0;
  return lines.flatMap(({ record, info }) => {
    const broken = record.reduce((n, cell) => n + (cell.match(/\n/g)?.length ?? 0), 0);
    const line = Math.max(end + 1, info.lines - broken);
    end = info.lines;
    const cells = record.map(plainCell);
    return cells.some((cell) => cell !== '') ? [{ cells, line }] : [];
  });
}

/** Whether the first bytes name columns of a table that is read. */
export function isCsvTable(file: SourceFile): boolean {
  if (!/\.(?:csv|tsv|txt)$/i.test(file.path)) return false;
  const text = fileText(file.bytes.subarray(0, 8192)).replace(/^(?:[\s,;|]*\r?\n)+/, '');
  const header = headerOf(text).split(delimiterOf(text));
  const fields = new Set(
    header.flatMap((name) => fieldOf(plainCell(name.replace(/^"|"$/g, ''))) ?? []),
  );
  return kindOf(file.path, fields) !== undefined;
}

const baseName = (path: string): string => posix.basename(path).replace(/\.[^.]*$/, '');

/** The name of the file counts where the columns could be of it. */
function kindOf(path: string, fields: ReadonlySet<Field>): TableKind | undefined {
  const named = kindByName(baseName(path));
  return kindByColumns(fields) ?? (fields.size >= 2 ? named : undefined);
}

export function readCsv(
  file: SourceFile,
  report: (diagnostic: Diagnostic) => void,
): readonly FactTable[] {
  const { path } = file;
  let lines: ReturnType<typeof linesOf>;
  try {
    lines = linesOf(fileText(file.bytes));
  } catch (thrown) {
    const { message, lines: line } = thrown as Error & { lines?: number };
    const hint = 'Check the quotes in this line and above, or save it as CSV again.';
    const words = message.replace(/:? at line.*|, got.*/i, '').toLowerCase();
    report(
      error(
        'import-broken',
        `the table is not valid CSV: ${words}`,
        { file: path, ...(line === undefined ? {} : { line }) },
        { hint },
      ),
    );
    return [];
  }
  const [header, ...rest] = lines;
  const columns = (header?.cells ?? []).map((name) => ({ name, field: fieldOf(name) }));
  const unknown = new Map<string, number>();
  const rows = rest.map(({ cells, line }): FactRow => {
    const found = new Map<Field, TableCell>();
    cells.forEach((text, i) => {
      const { name, field } = columns[i] ?? { name: `${i + 1}`, field: undefined };
      if (text === '') return;
      if (field === undefined)
        unknown.set(name || `${i + 1}`, (unknown.get(name || `${i + 1}`) ?? 0) + 1);
      else if (!found.has(field))
        found.set(field, { text, column: name, at: { file: path, line } });
    });
    return { cells: found, at: { file: path, line } };
  });
  const fields = new Set(columns.flatMap(({ field }) => field ?? []));
  const kind = kindOf(path, fields);
  return kind === undefined ? [] : [{ kind, file: path, rows, fields, unknown }];
}

/** Lists of mappings in a YAML file, by the key that they stand under. */
function yamlLists(tree: YamlNode | undefined): readonly (readonly [string, YamlNode])[] {
  if (tree?.is === 'list') return [['', tree]];
  if (tree?.is !== 'map') return [];
  return tree.entries
    .filter(({ key, value }) => kindByName(key) !== undefined && value.is === 'list')
    .map(({ key, value }) => [key, value] as const);
}

const YAML_HEAD =
  /^\uFEFF?(?:(?:\s*#.*|---)?\r?\n)*(?:(accounts|ous|organizationalUnits|vpcs|subnets)\s*:\s*(?:#.*)?\r?\n\s*-\s|-\s)/;

export function isYamlTable(file: SourceFile): boolean {
  if (!/\.ya?ml$/i.test(file.path) || !YAML_HEAD.test(fileText(file.bytes.subarray(0, 8192))))
    return false;
  return readYaml(file, () => {}).length > 0;
}

export function readYaml(
  file: SourceFile,
  report: (diagnostic: Diagnostic) => void,
): readonly FactTable[] {
  const { value, diagnostics } = parseYaml(fileText(file.bytes), file.path);
  for (const diagnostic of diagnostics) report(diagnostic);
  if (hasErrors(diagnostics)) return [];
  return yamlLists(value?.[0]).flatMap(([key, list]) => {
    const unknown = new Map<string, number>();
    const fields = new Set<Field>();
    const rows = (list.is === 'list' ? list.items : []).flatMap((node) =>
      node.is === 'map' ? [yamlRow(new YamlMapping(node), fields, unknown)] : [],
    );
    const kind = kindByName(key) ?? kindByColumns(fields) ?? kindByName(baseName(file.path));
    return kind === undefined || fields.size === 0
      ? []
      : [{ kind, file: file.path, rows, fields, unknown }];
  });
}

function yamlRow(item: YamlMapping, fields: Set<Field>, unknown: Map<string, number>): FactRow {
  const cells = new Map<Field, TableCell>();
  for (const { key, value } of item.tree.entries) {
    const field = fieldOf(key);
    const text = value.is === 'list' ? item.texts(key).join(' ') : (textOf(value)?.trim() ?? '');
    if (text === '') continue;
    if (field === undefined) unknown.set(key, (unknown.get(key) ?? 0) + 1);
    else {
      fields.add(field);
      cells.set(field, { text, column: key, at: value.origin });
    }
  }
  return { cells, at: item.at };
}

/** As messages name a column. */
export const columnName = ({ column }: TableCell): string => `the column ${quote(column)}`;
