/** What was asked of each account and region, by type of record. */

import { RECORD_TYPES, type RecordType } from '../../inventory/inventory.ts';
import type { Coverage } from '../../inventory/provenance.ts';
import type { AnswerState, AwsAnswers } from './answers.ts';
import { ANSWER_KEYS, type AnswerKey, tellsOf } from './keys.ts';

type Exceptions = Coverage['except'][number];

/**
 * The answers of AWS are of one account and region each: what no file is of was not asked.
 * @param placed whether any answer, to whatever question, says of which account it is
 */
function coverageOf(asked: readonly AnswerState[], placed: boolean): Coverage {
  const whole = asked.find(({ account, region }) => account === undefined && region === undefined);
  const places = new Map<string, Exceptions>();
  for (const { account, region, state, reason } of asked) {
    if (account === undefined && region === undefined) continue;
    const place = `${account}|${region}`;
    const before = places.get(place);
    // Refused for a part is not read.
    if (before?.state === 'refused') continue;
    places.set(place, {
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
      state,
      reason: state === 'refused' ? `AWS refused: ${reason}` : '',
    });
  }
  // Beside answers of accounts, one of nobody knows which account says nothing of the others.
  const state = placed && whole?.state === 'read' ? 'not-asked' : whole?.state;
  return { state: state ?? 'not-asked', except: [...places.values()] };
}

/** Types that several questions tell of together: of each, all have to be answered. */
const PARTS: Partial<Readonly<Record<RecordType, readonly AnswerKey[]>>> = {
  transitAssociations: ['TransitGatewayAttachments'],
  networkFirewalls: ['Firewall'],
};

/** What is asked of each thing of a list: one whose answer is missing may have any. */
interface AskedEach {
  readonly listed: AnswerKey;
  readonly id: string;
  /** Another name by which its answer may be called. */
  readonly name?: string;
  readonly answer: AnswerKey;
  /** Lists the answers of several of them, each under `id`. */
  readonly joined?: AnswerKey;
  readonly what: string;
}

const TRANSIT_TABLE: Pick<AskedEach, 'listed' | 'id'> = {
  ...{ listed: 'TransitGatewayRouteTables', id: 'TransitGatewayRouteTableId' },
};

const ASKED_EACH: Partial<Readonly<Record<RecordType, AskedEach>>> = {
  transitRoutes: {
    ...TRANSIT_TABLE,
    ...{ answer: 'Routes', joined: 'TransitGatewayStaticRoutes', what: 'routes' },
  },
  transitPropagations: {
    ...TRANSIT_TABLE,
    ...{ answer: 'TransitGatewayRouteTablePropagations', joined: 'TransitGatewayPropagations' },
    what: 'propagations',
  },
  balancerTargets: {
    ...{ listed: 'TargetGroups', id: 'TargetGroupArn', name: 'TargetGroupName' },
    ...{ answer: 'TargetHealthDescriptions', joined: 'LoadBalancerTargetHealth' },
    what: 'targets',
  },
  directConnectAssociations: {
    ...{ listed: 'directConnectGateways', id: 'directConnectGatewayId' },
    ...{ answer: 'directConnectGatewayAssociations', what: 'associations' },
  },
  fileMounts: {
    ...{ listed: 'FileSystems', id: 'FileSystemId', answer: 'MountTargets' },
    what: 'mount targets',
  },
};

/** Where a thing is listed, and no answer is of it. */
function unanswered(
  answers: AwsAnswers,
  { listed, id, name, answer, joined, what }: AskedEach,
): Exceptions[] {
  const own = answers.of(answer);
  const ids = new Set([
    ...own.map(({ key }) => key),
    ...[answer, joined ?? answer].flatMap((one) => answers.items(one).map((item) => item.text(id))),
  ]);
  // A name is unique in an account and region only.
  const names = new Set(own.map(({ account, region, key }) => `${account}|${region}|${key}`));
  return answers.items(listed).flatMap((item): Exceptions[] => {
    const { account, region } = item;
    const called = name === undefined ? undefined : item.text(name);
    if (ids.has(item.text(id))) return [];
    if (called !== undefined && names.has(`${account}|${region}|${called}`)) return [];
    return [
      {
        ...(account === undefined ? {} : { account }),
        ...(region === undefined ? {} : { region }),
        ...{
          state: 'not-asked',
          reason: `no answer has the ${what} of ${item.text(id) ?? called}`,
        },
      },
    ];
  });
}

const isPlaced = (answers: AwsAnswers): boolean =>
  (Object.keys(ANSWER_KEYS) as AnswerKey[]).some((key) =>
    answers.asked(key).some(({ account }) => account !== undefined),
  );

/** Read where the list was, less the places where the answer of one of its things was refused or is missing. */
function coverageOfEach(answers: AwsAnswers, each: AskedEach): Coverage | undefined {
  const refused = answers.asked(each.answer).filter(({ state }) => state === 'refused');
  const asked = [...answers.asked(each.listed), ...refused];
  if (asked.length === 0) return undefined;
  const own = coverageOf(asked, isPlaced(answers));
  const missing = unanswered(answers, each);
  const whole = missing.some(
    ({ account, region }) => account === undefined && region === undefined,
  );
  const places = new Map<string, Exceptions>();
  for (const one of [...own.except, ...missing]) {
    const place = `${one.account}|${one.region}`;
    if (places.get(place)?.state !== 'refused') places.set(place, one);
  }
  return { state: whole ? 'not-asked' : own.state, except: [...places.values()] };
}

export function coverage(answers: AwsAnswers): { readonly [T in RecordType]?: Coverage } {
  const found: { [T in RecordType]?: Coverage } = {};
  const keys = Object.keys(ANSWER_KEYS) as AnswerKey[];
  const placed = isPlaced(answers);
  for (const type of RECORD_TYPES) {
    const each = ASKED_EACH[type];
    const ofEach = each && coverageOfEach(answers, each);
    if (ofEach) found[type] = ofEach;
    if (each) continue;
    const telling = [...keys.filter((key) => tellsOf(key).includes(type)), ...(PARTS[type] ?? [])];
    const asked = telling.flatMap((key) => answers.asked(key));
    if (asked.length > 0) found[type] = coverageOf(asked, placed);
  }
  const listed = answers.asked('Accounts').length > 0;
  const state = listed ? ('read' as const) : ('not-asked' as const);
  for (const type of ['accounts', 'units'] as const) found[type] = { state, except: [] };
  if (answers.asked('Organization').length > 0) found.organizations = { state: 'read', except: [] };
  return found;
}
