/** One file with an answer of AWS: `ACCOUNT/REGION/COMMAND--KEY.json`, or as other tools leave it. */

import type { SourceFile } from '../file-importer.ts';
import { fileText } from '../file-text.ts';
import { isObject } from './item.ts';

/** Where an answer lies, as far as its path says so. */
export interface AnswerPlace {
  readonly account?: string;
  readonly region?: string;
  /** `ec2-describe-vpcs`; absent where the file is not called by its command. */
  readonly command?: string;
  /** What was asked for: the id of a table, the parent of accounts. */
  readonly key?: string;
}

/** The services whose answers are read or counted; AWS Config and CloudFormation have importers of their own. */
const COMMAND =
  /^((?:ec2|organizations|sts|elb|elbv2|rds|eks|lambda|elasticache|redshift|efs|autoscaling|network-firewall|directconnect|ram|resource-explorer-2|resourcegroupstaggingapi|networkmanager)[-.](?:describe|list|get|search)-[a-z0-9-]+?)(?:\.\d+)?(?:--(.+?))?(?:\.refused)?\.json$/;
const REGION = /^(?:[a-z]{2}(?:-[a-z]+)+-\d|global)$/;

export function placeOf(path: string): AnswerPlace {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  const account = parts.slice(0, -1).findLast((part) => /^\d{12}$/.test(part));
  const region = parts.slice(0, -1).findLast((part) => REGION.test(part));
  const [, command, key] = COMMAND.exec(name) ?? [];
  return {
    ...(account === undefined ? {} : { account }),
    ...(region === undefined || region === 'global' ? {} : { region }),
    ...(command === undefined ? {} : { command: command.replace('.', '-') }),
    ...(key === undefined ? {} : { key }),
  };
}

// Looked at to recognise a file, and again to read it.
const known = new WeakMap<Uint8Array, unknown>();

/** The document in a file; undefined where it is not JSON. */
export function documentOf({ bytes }: SourceFile): unknown {
  if (known.has(bytes)) return known.get(bytes);
  let document: unknown;
  try {
    document = JSON.parse(fileText(bytes));
  } catch {
    document = undefined;
  }
  known.set(bytes, document);
  return document;
}

/** Where tools put the answer that they wrapped. */
const WRAPPERS = ['Body', 'body', 'Response', 'response', 'Output', 'output', 'data', 'result'];

/** The answer itself, without what a tool wrapped around it. */
export function unwrapped(document: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(document)) return undefined;
  for (const wrapper of WRAPPERS) {
    const inner = document[wrapper];
    if (isObject(inner) && Object.keys(document).some((key) => /status/i.test(key))) return inner;
  }
  return document;
}

/** The code with which AWS refused to answer; absent for an answer. */
export function refusalOf(document: unknown): string | undefined {
  if (!isObject(document)) return undefined;
  const fault = document.Error ?? document.error;
  if (!isObject(fault)) return undefined;
  const code = fault.Code ?? fault.code;
  return typeof code === 'string' ? code : 'refused';
}

const NEXT = ['NextToken', 'nextToken', 'Marker', 'NextMarker', 'PaginationToken', 'nextMarker'];

/** What says that more was to come; absent for a whole answer. */
export function continuation(answer: Readonly<Record<string, unknown>>): string | undefined {
  const token = NEXT.find((name) => typeof answer[name] === 'string' && answer[name] !== '');
  if (token !== undefined) return token;
  return ['AdditionalRoutesAvailable', 'IsTruncated'].find((name) => answer[name] === true);
}
