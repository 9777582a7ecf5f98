/** Constructors of elements: `account('root', { role: 'management' })`, `ou('Infra', [ … ])`, `node('aws:ec2', 'web')`. */

import type { GroupKind, Kind } from '../icons/kinds.ts';
import type { Content, Contents, ElementContent } from '../model/content.ts';
import type { ElementFacts } from '../model/facts.ts';
import { WORDS, type Word } from '../model/words.ts';
import { note, originAbove } from './unplaced.ts';

type Members = readonly Contents[];
type Rest = readonly (ElementFacts | Members | undefined)[];

/** Lists in lists become one list; gaps are dropped. Anything else is kept for the checker to name. */
export function flatten(contents: Contents | undefined): Content[] {
  if (contents === undefined || contents === null || contents === false) return [];
  if (Array.isArray(contents)) return contents.flatMap((c: Contents) => flatten(c));
  return [contents as Content];
}

function freeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}

function element(
  kind: string,
  group: Word['group'],
  name: string,
  rest: Rest,
  above: (...args: never[]) => unknown,
  fixed?: ElementFacts,
): ElementContent {
  const lists = rest.filter((r): r is Members => Array.isArray(r));
  const facts: ElementFacts = Object.assign({}, fixed, ...rest.filter((r) => !Array.isArray(r)));
  const members = flatten(lists);
  const origin = originAbove(above);
  return note(
    Object.freeze({
      type: 'element',
      kind,
      name,
      group: group === 'always' || (group === 'members' && lists.length > 0),
      facts: freeze({ ...facts }),
      members: Object.freeze(members),
      ...(origin ? { origin } : {}),
    }),
  );
}

/**
 * An element that may hold others. Facts and members in either order:
 * `account('Production', { id: '123456789012' }, [vpc(…)])`.
 */
export interface GroupWord {
  (name: string, facts?: ElementFacts): ElementContent;
  (name: string, members: Members, facts?: ElementFacts): ElementContent;
  (name: string, facts: ElementFacts, members: Members): ElementContent;
}

export type NodeWord = (name: string, facts?: ElementFacts) => ElementContent;

function word(entry: Word): GroupWord {
  const make = (name: string, ...rest: Rest): ElementContent =>
    element(entry.kind, entry.group, name, rest, make, entry.facts);
  return make as GroupWord;
}

/** AWS organization (or Google Cloud's, by its members or `provider`). */
export const organization: GroupWord = word(WORDS.organization);
/** Organizational unit of an AWS organization. */
export const ou: GroupWord = word(WORDS.ou);
/** AWS account: a card, or a box when it has members. */
export const account: GroupWord = word(WORDS.account);
export const region: GroupWord = word(WORDS.region);
/** Drawn as a dashed column. */
export const availabilityZone: GroupWord = word(WORDS.availabilityZone);
export const vpc: GroupWord = word(WORDS.vpc);
/** A tile, or a box when it has members; `access: 'public'` makes it green. */
export const subnet: GroupWord = word(WORDS.subnet);
/** A two-column table of `routes`. */
export const routeTable: NodeWord = word(WORDS.routeTable);
export const securityGroup: GroupWord = word(WORDS.securityGroup);
export const onPremises: GroupWord = word(WORDS.onPremises);
export const user: NodeWord = word(WORDS.user);
/** A border around what shares a security zone: `zone('Cardholder data', { zone: 'cde' }, [ … ])`. */
export const zone: GroupWord = word(WORDS.zone);
/** Google Cloud folder. */
export const folder: GroupWord = word(WORDS.folder);
/** Google Cloud project. */
export const project: GroupWord = word(WORDS.project);
/** Azure management group. */
export const managementGroup: GroupWord = word(WORDS.managementGroup);
/** Azure subscription. */
export const subscription: GroupWord = word(WORDS.subscription);
/** Azure resource group. */
export const resourceGroup: GroupWord = word(WORDS.resourceGroup);
/** Azure virtual network. */
export const virtualNetwork: GroupWord = word(WORDS.virtualNetwork);
/** Kubernetes cluster, or one of a cloud's by `provider`. */
export const cluster: GroupWord = word(WORDS.cluster);
/** Kubernetes namespace. */
export const namespace: GroupWord = word(WORDS.namespace);

/** The internet: untrusted unless said otherwise. */
export function internet(name = 'Internet', facts?: ElementFacts): ElementContent {
  return element(
    WORDS.internet.kind,
    WORDS.internet.group,
    name,
    [facts],
    internet,
    WORDS.internet.facts,
  );
}

/** Anything of the icon catalogue: `node('aws:ec2', 'web-1')`. `cadastre icons` lists the kinds. */
export function node(kind: Kind, name: string, facts?: ElementFacts): ElementContent {
  return element(kind, 'never', name, [facts], node);
}

/** A box around members, with any kind's icon and border: `group('aws:auto-scaling-group', 'web', [ … ])`. */
export function group(
  kind: GroupKind | Kind,
  name: string,
  ...rest: [members: Members, facts?: ElementFacts] | [facts: ElementFacts, members: Members]
): ElementContent {
  return element(kind, 'always', name, rest, group);
}
