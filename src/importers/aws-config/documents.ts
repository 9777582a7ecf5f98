/** Files of AWS Config -> captures, counts and recorders. */

import { readJsonElements } from '../../formats/json-elements.ts';
import { error, type Origin } from '../../model/diagnostic.ts';
import { gather } from '../../model/order.ts';
import type { SourceFile, TakeDiagnostic } from '../file-importer.ts';
import { fileText } from '../file-text.ts';
import { isObject, type JsonObject } from '../json-object.ts';
import { present } from '../present.ts';
import { type Capture, captureOf } from './capture.ts';
import type { ConfigKind } from './kinds.ts';

/** What a recorder of an account and region records. */
export interface RecordedTypes {
  readonly account?: string;
  readonly region?: string;
  readonly all: boolean;
  readonly types: ReadonlySet<string>;
}

/** A file of a snapshot; a large one has several. */
export interface SnapshotFile {
  readonly path: string;
  /** `20261129T163500Z`, by the name that AWS Config gives the file; absent under another name. */
  readonly taken?: string;
}

export interface ConfigDocuments {
  readonly captures: Capture[];
  /** Files that have all that is recorded in an account and region: by `ACCOUNT|REGION`. */
  readonly snapshots: Map<string, SnapshotFile[]>;
  readonly counts: Map<string, number>;
  readonly recorders: RecordedTypes[];
  /** Rows of queries that do not hold what a resource is. */
  readonly partial: { readonly type: string; readonly at: Origin }[];
}

const HINT = 'It may be truncated. Get it again: docs/aws-config.md says how.';

/** Lists of items, at any depth that a tool may wrap them in. */
const LISTS = new Set(['configurationItems', 'baseConfigurationItems', 'BaseConfigurationItems']);

const bytesOf = (file: SourceFile): Uint8Array =>
  file.bytes[0] === 0xff ? Buffer.from(fileText(file.bytes)) : file.bytes;

/** Errors: `import-broken`, `import-incomplete`. */
export function readDocument(
  file: SourceFile,
  kind: ConfigKind,
  to: ConfigDocuments,
  report: TakeDiagnostic,
): void {
  const { path } = file;
  const items: { readonly value: JsonObject; readonly at: Origin }[] = [];
  const read = readJsonElements(
    bytesOf(file),
    (keys) => keys.length === 0 || LISTS.has(keys.at(-1) ?? '') || keys.at(-1) === 'Results',
    (value, { line, path: keys }) => {
      const at = { file: path, line };
      if (keys.at(-1) === 'Results') addRow(value, at, to, report);
      else if (isObject(value)) items.push({ value, at });
    },
  );
  if (read.fault) {
    report(error('import-broken', 'not valid JSON', { file: path, ...read.fault }, { hint: HINT }));
    return;
  }
  const rest = unwrapped(read.rest);
  const token = ['nextToken', 'NextToken'].find((key) => typeof rest[key] === 'string');
  if (token !== undefined) {
    const message = `the answer is incomplete: ${token} says that more was to come`;
    const hint = 'Ask without `--no-paginate`, `--max-items` and `--limit`.';
    report(error('import-incomplete', message, { file: path }, { hint }));
    return;
  }
  addSingle(rest, path, to);
  for (const { value, at } of items) addItem(value, at, to);
  if (kind === 'aws-config-snapshot') noteSnapshot(path, items, to);
  if (kind === 'aws-config-counts') addCounts(rest, to);
  if (kind === 'aws-config-recorders') addRecorders(rest, path, to);
}

/** Without the status that a tool put around an answer. */
function unwrapped(document: unknown): JsonObject {
  if (!isObject(document)) return {};
  const { data, status_code: status } = document;
  return status !== undefined && isObject(data) ? data : document;
}

function addItem(value: JsonObject, at: Origin, to: ConfigDocuments): void {
  const capture = captureOf(value, at);
  if (!capture) return;
  if (capture.there && !capture.configuration) to.partial.push({ type: capture.type, at });
  else to.captures.push(capture);
}

/** A file that is one item, or an answer with one. */
function addSingle(document: JsonObject, file: string, to: ConfigDocuments): void {
  const own = isObject(document.ConfigurationItem) ? document.ConfigurationItem : document;
  if (own.resourceType !== undefined) addItem(own, { file, line: 1 }, to);
}

/** A row of a query is JSON in a text. */
function addRow(value: unknown, at: Origin, to: ConfigDocuments, report: TakeDiagnostic): void {
  if (typeof value !== 'string') return;
  let row: unknown;
  try {
    row = JSON.parse(value);
  } catch {
    report(error('import-broken', 'a row of the query is not valid JSON', at, { hint: HINT }));
    return;
  }
  if (isObject(row) && typeof row.resourceType === 'string' && typeof row.resourceId === 'string')
    addItem(row, at, to);
  else to.partial.push({ type: 'row of a query', at });
}

/** A snapshot is called by its account and region, or its items name them. */
function noteSnapshot(
  path: string,
  items: readonly { readonly value: JsonObject }[],
  to: ConfigDocuments,
): void {
  const [, account, region, taken] =
    /(\d{12})_Config_([a-z0-9-]+)_ConfigSnapshot_(\d{8}T\d{6}Z)?/.exec(path) ?? [];
  const places = new Set(account === undefined ? [] : [`${account}|${region}`]);
  for (const { value } of items) {
    const { awsAccountId: own, accountId = own, awsRegion } = value;
    if (typeof accountId === 'string' && typeof awsRegion === 'string' && awsRegion !== 'global')
      places.add(`${accountId}|${awsRegion}`);
  }
  for (const place of places) gather(to.snapshots, place, { path, ...present({ taken }) });
}

const rowsIn = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** Counts by type, or listings in which each resource counts one. Counts by account or region say nothing of types. */
function addCounts(document: JsonObject, { counts }: ConfigDocuments): void {
  const add = (type: unknown, count: unknown): void => {
    if (typeof type === 'string' && typeof count === 'number')
      counts.set(type, (counts.get(type) ?? 0) + count);
  };
  for (const row of rowsIn(document.resourceCounts)) add(row.resourceType, row.count);
  if (document.GroupByKey === undefined || document.GroupByKey === 'RESOURCE_TYPE')
    for (const row of rowsIn(document.GroupedResourceCounts)) add(row.GroupName, row.ResourceCount);
  for (const row of rowsIn(document.resourceIdentifiers)) add(row.resourceType, 1);
  for (const row of rowsIn(document.ResourceIdentifiers)) add(row.ResourceType, 1);
}

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

function addRecorders(document: JsonObject, path: string, to: ConfigDocuments): void {
  const folders = path.split('/').slice(0, -1);
  for (const row of rowsIn(document.ConfigurationRecorders)) {
    const group = isObject(row.recordingGroup) ? row.recordingGroup : {};
    const [, region, account] = /^arn:[^:]*:config:([^:]+):(\d{12}):/.exec(String(row.arn)) ?? [];
    const types = Array.isArray(group.resourceTypes) ? group.resourceTypes : [];
    const place = {
      account: account ?? folders.findLast((part) => /^\d{12}$/.test(part)),
      region: region ?? folders.findLast((part) => REGION.test(part)),
    };
    to.recorders.push({
      all: group.allSupported === true,
      types: new Set(types.filter((type): type is string => typeof type === 'string')),
      ...(place.account === undefined ? {} : { account: place.account }),
      ...(place.region === undefined ? {} : { region: place.region }),
    });
  }
}
