/** The file of a recorded inventory: written one way, and no other text is taken for it. */

import { describe, expect, test } from 'vitest';
import { awsImporter } from '../src/importers/aws/importer.ts';
import { RECORD_TYPES } from '../src/inventory/inventory.ts';
import {
  factsText,
  printRecorded,
  readRecorded,
  recordedOf,
} from '../src/inventory/recorded-file.ts';
import { bankFiles } from './aws-bank.ts';
import { factsOf } from './imported-files.ts';

const HEAD = { estate: 'bank', taken: '2026-11-30T08:00:00Z', by: 'cadastre 0.1.0' };
const FILE = 'diagrams/snapshots/bank.aws.json';

describe('a recorded bank', async () => {
  const facts = await factsOf(awsImporter, bankFiles(), { tagKeys: ['pci-zone'] });
  const text = printRecorded(HEAD, facts);
  const read = (content: string, estate = 'bank') => readRecorded(content, FILE, estate);
  const codes = (content: string, estate?: string) =>
    read(content, estate).diagnostics.map(({ code }) => code);

  test('reads as what was recorded', () => {
    const { value } = read(text);
    expect(value).toMatchObject(HEAD);
    for (const type of RECORD_TYPES)
      expect([...(value?.inventory[type] ?? [])], type).toEqual([...facts.inventory[type]]);
    expect(value?.inventory.coverage).toEqual(facts.inventory.coverage);
    expect(value?.inventory.source.vocabulary).toEqual(facts.inventory.source.vocabulary);
    expect([...(value?.unmapped ?? [])]).toEqual([...facts.unmapped]);
    expect(value && factsText(value)).toBe(factsText(facts));
  });

  test('has a line for each record, whatever order the files had', async () => {
    const reversed = await factsOf(awsImporter, bankFiles().reverse(), { tagKeys: ['pci-zone'] });
    const lines = (of: string) =>
      of.split('\n').filter((line) => line.startsWith('["routes",{"active'));
    expect(lines(text)).toHaveLength(51);
    expect(lines(printRecorded(HEAD, reversed))).toEqual(lines(text));
  });

  test('says whose it is in its first lines', () => {
    expect(recordedOf(text.slice(0, 200))).toEqual({ estate: 'bank' });
    expect(recordedOf('{\n"format": "cadastre/snapshot@1",\n"estate": "bank",')).toBeUndefined();
  });

  test('may have the line ends of Windows', () => {
    expect(codes(text.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  test('that was edited, cut off, renamed or written by a newer version is refused', () => {
    expect(codes(text.replace('10.20.0.0/16', '10.20.0.0/15'))).toEqual(['snapshot-edited']);
    expect(codes(`${text} `)).toEqual(['snapshot-edited']);
    expect(codes(text.slice(0, -40))).toEqual(['snapshot-broken']);
    expect(codes(text, 'other')).toEqual(['snapshot-of-another']);
    expect(codes(text.replace('inventory@1', 'inventory@2'))).toEqual(['snapshot-newer']);
    expect(codes('[]')).toEqual(['snapshot-broken']);
    expect(codes('null')).toEqual(['snapshot-broken']);
  });
});
