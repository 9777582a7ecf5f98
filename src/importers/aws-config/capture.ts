/** One state of one resource, as AWS Config captured it: in which of its many forms it is written, and when it was so. */

import type { Origin } from '../../model/diagnostic.ts';
import { isObject, type JsonObject, textIn } from '../json-object.ts';
import { present } from '../present.ts';

export interface Capture {
  /** `AWS::EC2::Subnet` */
  readonly type: string;
  readonly id: string;
  readonly name?: string;
  readonly arn?: string;
  readonly account?: string;
  readonly region?: string;
  readonly zone?: string;
  /** Milliseconds; absent where a query did not select it. */
  readonly time?: number;
  /** Orders captures of one millisecond. */
  readonly state: number;
  /** Whether the resource was there, and recorded. */
  readonly there: boolean;
  /** By AWS Config's names; absent where it was not recorded or not selected. */
  readonly configuration?: JsonObject;
  readonly tags: ReadonlyMap<string, string>;
  readonly at: Origin;
}

/** An object, or JSON in a text, as some answers have it. */
function objectIn(value: unknown): JsonObject | undefined {
  if (isObject(value)) return value;
  if (typeof value !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A mapping, or a list of keys and values. */
function tagsIn(value: unknown): ReadonlyMap<string, string> {
  if (isObject(value))
    return new Map(
      Object.entries(value).flatMap(([key, tag]): [string, string][] =>
        typeof tag === 'string' ? [[key, tag]] : [],
      ),
    );
  return new Map(
    (Array.isArray(value) ? value : []).flatMap((tag): [string, string][] => {
      const key = isObject(tag) ? textIn(tag.key) : undefined;
      return key === undefined ? [] : [[key, textIn((tag as JsonObject).value) ?? '']];
    }),
  );
}

const GONE = /^Resource(?:Deleted|NotRecorded|DeletedNotRecorded)/;

/** Undefined for what is no item: it has no type or id. */
export function captureOf(item: JsonObject, at: Origin): Capture | undefined {
  const [type, id] = [textIn(item.resourceType), textIn(item.resourceId)];
  if (type === undefined || id === undefined) return undefined;
  const time = Date.parse(textIn(item.configurationItemCaptureTime) ?? '');
  const state = Number(item.configurationStateId ?? 0);
  const own = tagsIn(item.tags);
  const configuration = objectIn(item.configuration);
  return {
    ...{ type, id, at, state: Number.isFinite(state) ? state : 0 },
    there: !GONE.test(textIn(item.configurationItemStatus) ?? ''),
    tags: own.size > 0 ? own : tagsIn(configuration?.tags),
    ...present({
      configuration,
      name: textIn(item.resourceName),
      arn: textIn(item.ARN) ?? textIn(item.arn),
      account: textIn(item.awsAccountId) ?? textIn(item.accountId),
      region: textIn(item.awsRegion),
      // So it is written in the published sample.
      zone: textIn(item.availabilityZone) ?? textIn(item.availibilityZone),
      time: Number.isNaN(time) ? undefined : time,
    }),
  };
}

const keyOf = ({ account, region, type, id }: Capture): string =>
  [account, region, type, id].join('|');

export interface Newest {
  readonly captures: readonly Capture[];
  /** Resources of which two captures without a time say different things. */
  readonly undated: readonly Capture[];
}

/** Of each resource the newest capture; what has no time is older than what has one. */
export function newest(all: readonly Capture[]): Newest {
  const found = new Map<string, Capture>();
  const undated: Capture[] = [];
  for (const capture of all) {
    const key = keyOf(capture);
    const before = found.get(key);
    if (!before || isNewer(capture, before)) found.set(key, capture);
    else if (before.time === undefined && capture.time === undefined && differs(before, capture))
      undated.push(capture);
  }
  return { captures: [...found.values()].filter(({ there }) => there), undated };
}

function isNewer(a: Capture, b: Capture): boolean {
  const [one, other] = [a.time ?? -1, b.time ?? -1];
  return one > other || (one === other && a.state > b.state);
}

const differs = (a: Capture, b: Capture): boolean =>
  JSON.stringify([a.configuration, [...a.tags]]) !== JSON.stringify([b.configuration, [...b.tags]]);
