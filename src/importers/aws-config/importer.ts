/** Reads snapshots, histories, items and query results of AWS Config, and what it counts. */

import type { Inventory } from '../../inventory/inventory.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { byKey } from '../../model/order.ts';
import type { AnswerSet, AwsAnswer } from '../aws/answers.ts';
import { inventoryOfAnswers } from '../aws/inventory-of-answers.ts';
import { Item } from '../aws/item.ts';
import type { AnswerKey } from '../aws/keys.ts';
import type { FileImport, FileImporter, SourceFile, UnresolvedFact } from '../file-importer.ts';
import type { JsonObject } from '../json-object.ts';
import { present } from '../present.ts';
import { type Capture, newest } from './capture.ts';
import { coverage } from './coverage.ts';
import { type ConfigDocuments, readDocument } from './documents.ts';
import { kindOf } from './kinds.ts';
import { asListed, CONFIG_TYPES } from './resource-types.ts';
import { currentCaptures } from './snapshots.ts';
import { AWS_CONFIG } from './source.ts';

/** Captures as answers of AWS, an answer for each account and region. */
function answersOf(captures: readonly Capture[]): AnswerSet {
  const answers = new Map<AnswerKey, Map<string, { place: Capture; items: Item[] }>>();
  for (const capture of captures) {
    const type = CONFIG_TYPES[capture.type];
    if (!type) continue;
    const places = answers.get(type.key) ?? new Map();
    answers.set(type.key, places);
    const key = `${capture.account}|${capture.region}`;
    const own = places.get(key) ?? { place: capture, items: [] };
    places.set(key, own);
    own.items.push(itemOf(asListed(capture, type), capture));
  }
  const of = (key: AnswerKey): readonly AwsAnswer[] =>
    [...(answers.get(key)?.values() ?? [])].map(({ place, items }) => ({
      items,
      whole: itemOf({}, place),
      ...present({ account: place.account, region: place.region }),
    }));
  return { of, items: (key) => of(key).flatMap(({ items }) => items) };
}

const itemOf = (values: JsonObject, { at, account, region, time }: Capture): Item =>
  new Item(values, at, account, region, {
    source: AWS_CONFIG.id,
    ...(time === undefined ? {} : { asOf: Math.floor(time / 1000) }),
  });

/** Listeners are a type of their own, which may not be recorded: a balancer without any is one of which they are not known. */
const withOpenListeners = ({ loadBalancers }: Inventory): Inventory['loadBalancers'] =>
  new Map(
    [...loadBalancers].map(([id, own]) => [
      id,
      own.listeners.length > 0 ? own : { ...own, absent: { listeners: 'not-recorded' } },
    ]),
  );

/** What cannot be told from these files. */
function openEnds(
  { partial }: ConfigDocuments,
  undated: readonly Capture[],
): readonly UnresolvedFact[] {
  return [
    ...partial.map(({ type, at }) => ({
      what: type,
      reason: 'it has no configuration: select `configuration`, or take a snapshot',
      at,
    })),
    ...undated.map(({ id, at }) => ({
      what: id,
      reason: 'two captures without a time differ: select `configurationItemCaptureTime`',
      at,
    })),
  ];
}

function unmappedIn(captures: readonly Capture[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { type } of captures)
    if (!Object.hasOwn(CONFIG_TYPES, type)) found.set(type, (found.get(type) ?? 0) + 1);
  return new Map([...found].sort(byKey));
}

async function read(
  files: readonly SourceFile[],
  { tagKeys }: { readonly tagKeys: readonly string[] },
): Promise<FileImport> {
  const diagnostics: Diagnostic[] = [];
  const found: ConfigDocuments = {
    ...{ captures: [], snapshots: new Map(), counts: new Map(), recorders: [], partial: [] },
  };
  const inputs = files.map((file) => {
    const kind = kindOf(file) ?? 'aws-config-items';
    readDocument(file, kind, found, (diagnostic) => diagnostics.push(diagnostic));
    return { path: file.path, sha256: sha256(file.bytes), kind };
  });
  if (hasErrors(diagnostics)) return { diagnostics };
  const current = currentCaptures(found);
  diagnostics.push(...current.diagnostics);
  const { captures, undated } = newest(current.captures);
  const answers = answersOf(captures);
  const told = inventoryOfAnswers(AWS_CONFIG, answers, tagKeys, coverage(found, captures));
  const inventory = { ...told, loadBalancers: withOpenListeners(told) };
  const { counts } = found;
  return {
    facts: {
      inventory,
      inputs,
      unmapped: unmappedIn(captures),
      unresolved: [...current.unresolved, ...openEnds(found, undated)],
      ...(counts.size > 0 ? { listed: new Map([...counts].sort(byKey)) } : {}),
    },
    diagnostics,
  };
}

export const awsConfigImporter: FileImporter = { id: AWS_CONFIG.id, kindOf, read };
