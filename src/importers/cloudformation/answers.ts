/** Answers of AWS on stacks, and files beside templates: what is deployed, under which ids, with which parameters. */

import { posix } from 'node:path';
import { readJsonElements } from '../../formats/json-elements.ts';
import { error } from '../../model/diagnostic.ts';
import type { SourceFile, TakeDiagnostic } from '../file-importer.ts';
import { fileText } from '../file-text.ts';
import { isObject, type JsonObject, textIn } from '../json-object.ts';
import { present } from '../present.ts';
import type { DeployedResource } from './stack.ts';

const objectsIn = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** Where a file says that its stack is. */
export interface FilePlace {
  readonly path: string;
  readonly account?: string;
  readonly region?: string;
  /** The stack, where the file is called by it: `cloudformation-list-stack-resources--NAME.json`. */
  readonly stack?: string;
}

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

export function filePlace(path: string): FilePlace {
  const parts = path.split('/').slice(0, -1);
  const [, stack] = /--(.+?)\.json$/.exec(posix.basename(path)) ?? [];
  return {
    path,
    ...present({
      account: parts.findLast((part) => /^\d{12}$/.test(part)),
      region: parts.findLast((part) => REGION.test(part)),
      stack,
    }),
  };
}

export interface StackResources extends FilePlace {
  readonly resources: ReadonlyMap<string, DeployedResource>;
}

export interface StackDescription extends FilePlace {
  readonly stack: string;
  readonly stackId?: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** What SSM gave for parameters that name one of its own. */
  readonly resolved: ReadonlyMap<string, string>;
}

export interface ParametersFile {
  readonly path: string;
  readonly values: ReadonlyMap<string, string>;
}

export interface ExportedValue extends FilePlace {
  readonly name: string;
  readonly value: string;
}

/** The document of a file. Errors: `import-broken`, `import-incomplete`. */
export function documentOf(file: SourceFile, report: TakeDiagnostic): unknown {
  const text = fileText(file.bytes);
  try {
    const document: unknown = JSON.parse(text);
    const token = isObject(document) ? textIn(document.NextToken) : undefined;
    if (token === undefined) return document;
    const hint = 'Ask without `--no-paginate` and `--max-items`.';
    const message = 'the answer is incomplete: NextToken says that more was to come';
    report(error('import-incomplete', message, { file: file.path }, { hint }));
  } catch {
    const { fault } = readJsonElements(
      Buffer.from(text),
      () => false,
      () => {},
    );
    const hint = 'It may be truncated. Ask AWS again, or write the file again.';
    report(error('import-broken', 'not valid JSON', { file: file.path, ...fault }, { hint }));
  }
  return undefined;
}

/** `arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/UUID` */
export function ofStackId(id: string | undefined) {
  const [, region, account, stack] =
    /^arn:[^:]*:cloudformation:([^:]+):(\d{12}):stack\/([^/]+)/.exec(id ?? '') ?? [];
  return present({ region, account, stack });
}

/** What was deleted, or never made, is listed for a while. */
const GONE = /^(?:DELETE_COMPLETE|DELETE_SKIPPED|CREATE_FAILED)$/;

export function stackResources(document: unknown, path: string): readonly StackResources[] {
  if (!isObject(document)) return [];
  const rows = [
    ...objectsIn(document.StackResourceSummaries),
    ...objectsIn(document.StackResources),
  ];
  const stacks = new Map<string, { place: FilePlace; found: Map<string, DeployedResource> }>();
  for (const row of rows) {
    const place = { ...filePlace(path), ...ofStackId(textIn(row.StackId)) };
    const own = stacks.get(place.stack ?? '') ?? { place, found: new Map() };
    stacks.set(place.stack ?? '', own);
    const [logicalId, id] = [textIn(row.LogicalResourceId), textIn(row.PhysicalResourceId)];
    const type = textIn(row.ResourceType);
    if (logicalId === undefined || type === undefined) continue;
    if (!GONE.test(textIn(row.ResourceStatus) ?? ''))
      own.found.set(logicalId, { type, ...present({ id }) });
  }
  return [...stacks.values()].map(({ place, found }) => ({ ...place, resources: found }));
}

/** Stacks that are there, with their parameters. What is not echoed is not known. */
export function stackDescriptions(document: unknown, path: string): readonly StackDescription[] {
  if (!isObject(document)) return [];
  return objectsIn(document.Stacks).flatMap((row): StackDescription[] => {
    const [stack, stackId] = [textIn(row.StackName), textIn(row.StackId)];
    if (stack === undefined || row.StackStatus === 'DELETE_COMPLETE') return [];
    const valuesOf = (name: 'ParameterValue' | 'ResolvedValue') =>
      new Map(
        objectsIn(row.Parameters).flatMap((own): [string, string][] => {
          const [key, value] = [textIn(own.ParameterKey), own[name]];
          const known = typeof value === 'string' && !/^\*+$/.test(value);
          return key === undefined || !known ? [] : [[key, value]];
        }),
      );
    const place = { ...filePlace(path), ...ofStackId(stackId), stack };
    const [parameters, resolved] = [valuesOf('ParameterValue'), valuesOf('ResolvedValue')];
    return [{ ...place, parameters, resolved, ...present({ stackId }) }];
  });
}

export function exportedValues(document: unknown, path: string): readonly ExportedValue[] {
  if (!isObject(document)) return [];
  return objectsIn(document.Exports).flatMap((row): ExportedValue[] => {
    const [name, value] = [textIn(row.Name), textIn(row.Value)];
    if (name === undefined || value === undefined) return [];
    return [{ ...filePlace(path), ...ofStackId(textIn(row.ExportingStackId)), name, value }];
  });
}

/** The list that the command line takes, or the mapping of a pipeline's configuration. */
export function parameterValues(document: unknown): ReadonlyMap<string, string> {
  if (isObject(document)) {
    const { Parameters: own } = document;
    if (!isObject(own)) return parameterRows(objectsIn(own));
    return new Map(
      Object.entries(own).flatMap(([key, value]): [string, string][] =>
        typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
      ),
    );
  }
  return parameterRows(objectsIn(document));
}

const parameterRows = (rows: readonly JsonObject[]): ReadonlyMap<string, string> =>
  new Map(
    rows.flatMap((row): [string, string][] => {
      const key = textIn(row.ParameterKey);
      const { ParameterValue: value } = row;
      return key === undefined || typeof value !== 'string' ? [] : [[key, value]];
    }),
  );

export interface CdkStack extends FilePlace {
  readonly stack: string;
  /** Path of the template. */
  readonly template: string;
}

/** Stacks of a CDK application's output. */
export function cdkStacks(document: unknown, path: string): readonly CdkStack[] {
  if (!isObject(document) || !isObject(document.artifacts)) return [];
  return Object.entries(document.artifacts).flatMap(([id, artifact]): CdkStack[] => {
    if (!isObject(artifact) || artifact.type !== 'aws:cloudformation:stack') return [];
    const { properties } = artifact;
    const file = isObject(properties) ? textIn(properties.templateFile) : undefined;
    if (file === undefined) return [];
    const [, account, region] =
      /^aws:\/\/([^/]+)\/([^/]+)$/.exec(textIn(artifact.environment) ?? '') ?? [];
    const own = isObject(properties) ? textIn(properties.stackName) : undefined;
    return [
      {
        path,
        stack: own ?? id,
        template: posix.join(posix.dirname(path), file),
        ...present({
          account: account !== undefined && /^\d{12}$/.test(account) ? account : undefined,
          region: region !== undefined && REGION.test(region) ? region : undefined,
        }),
      },
    ];
  });
}
