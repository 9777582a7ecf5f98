/** Answers of queries in one of the formats, piece by piece: so that a long answer need not be in memory. Pure. */

import type { Json } from '../model/derivation.ts';
import { csvRow } from './csv.ts';
import { markdownHead, markdownRow, markdownText } from './markdown.ts';
import { table } from './table.ts';
import { terminalText } from './terminal.ts';
import { plural } from './text.ts';

export const ROW_FORMATS = ['table', 'csv', 'jsonl', 'markdown'] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

export interface QueryHeading {
  readonly name: string;
  readonly description: string;
  readonly headers: readonly string[];
}

/** Gives the text for what has come; the answers of several queries one after the other. */
export interface RowWriter {
  begin(asked: QueryHeading): string;
  row(cells: readonly Json[]): string;
  end(): string;
}

/** Keys for an object: a header that is there already gets a number. */
function keysOf(headers: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return headers.map((header) => {
    let key = header;
    for (let n = 2; used.has(key); n += 1) key = `${header}_${n}`;
    used.add(key);
    return key;
  });
}

/** @param many More than one query is asked: each answer then says whose it is. */
export function rowWriter(format: RowFormat, many: boolean): RowWriter {
  let asked: QueryHeading = { name: '', description: '', headers: [] };
  let keys: readonly string[] = [];
  let kept: (readonly Json[])[] = [];
  let answers = 0;
  let rows = 0;
  const writers: Record<RowFormat, RowWriter> = {
    csv: {
      begin: () =>
        (answers > 1 ? '\r\n' : '') + csvRow(many ? ['query', ...asked.headers] : asked.headers),
      row: (cells) => csvRow(many ? [asked.name, ...cells] : cells),
      end: () => '',
    },
    jsonl: {
      begin: () => '',
      row: (cells) => {
        const row = Object.fromEntries(keys.map((key, i) => [key, cells[i] ?? null]));
        return `${JSON.stringify({ query: asked.name, row })}\n`;
      },
      end: () => '',
    },
    markdown: {
      begin: () =>
        `${answers > 1 ? '\n' : ''}## ${markdownText(asked.name)}\n\n${markdownText(asked.description)}\n\n${markdownHead(asked.headers)}`,
      row: markdownRow,
      end: () => `\n${plural(rows, 'row')}\n`,
    },
    table: {
      begin: () => {
        const title = `${asked.name}: ${asked.description}`;
        return `${answers > 1 ? '\n' : ''}${terminalText(title)}\n`;
      },
      row: (cells) => {
        kept.push(cells);
        return '';
      },
      end: () => {
        const text = kept.length > 0 ? table(asked.headers, kept) : '';
        kept = [];
        return `${text}${plural(rows, 'row')}\n`;
      },
    },
  };
  const writer = writers[format];
  return {
    begin: (next) => {
      asked = next;
      keys = keysOf(next.headers);
      rows = 0;
      answers += 1;
      return writer.begin(next);
    },
    row: (cells) => {
      rows += 1;
      return writer.row(cells);
    },
    end: writer.end,
  };
}
