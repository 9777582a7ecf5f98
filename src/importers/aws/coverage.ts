/** What was asked of each account and region, by type of record. */

import { RECORD_TYPES, type RecordType } from '../../inventory/inventory.ts';
import type { Coverage } from '../../inventory/provenance.ts';
import type { AnswerState, AwsAnswers } from './answers.ts';
import { ANSWER_KEYS, type AnswerKey, tellsOf } from './keys.ts';

type Exceptions = Coverage['except'][number];

/** The answers of AWS are of one account and region each: what no file is of was not asked. */
function coverageOf(asked: readonly AnswerState[]): Coverage {
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
  return { state: whole?.state ?? 'not-asked', except: [...places.values()] };
}

/** Types that several questions tell of together: of each, all have to be answered. */
const PARTS: Partial<Readonly<Record<RecordType, readonly AnswerKey[]>>> = {
  transitAssociations: ['TransitGatewayAttachments'],
  transitPropagations: ['TransitGatewayRouteTablePropagations', 'TransitGatewayPropagations'],
  transitRoutes: ['Routes', 'TransitGatewayStaticRoutes'],
  balancerTargets: ['TargetGroups'],
  networkFirewalls: ['Firewall'],
  fileMounts: ['MountTargets'],
};

export function coverage(answers: AwsAnswers): { readonly [T in RecordType]?: Coverage } {
  const found: { [T in RecordType]?: Coverage } = {};
  const keys = Object.keys(ANSWER_KEYS) as AnswerKey[];
  for (const type of RECORD_TYPES) {
    const telling = [...keys.filter((key) => tellsOf(key).includes(type)), ...(PARTS[type] ?? [])];
    const asked = telling.flatMap((key) => answers.asked(key));
    if (asked.length > 0) found[type] = coverageOf(asked);
  }
  const listed = answers.asked('Accounts').length > 0;
  const state = listed ? ('read' as const) : ('not-asked' as const);
  for (const type of ['accounts', 'units'] as const) found[type] = { state, except: [] };
  if (answers.asked('Organization').length > 0) found.organizations = { state: 'read', except: [] };
  return found;
}
