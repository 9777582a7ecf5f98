/** Instances that nothing distinguishes: one card for many. */

import type { Asset } from './assets.ts';

/** From this number on. */
const FROM = 4;

/** A thing that stands for several, itself the first of them by name. */
export interface Folded extends Asset {
  readonly members: readonly Asset[];
}

export const membersOf = (thing: Asset): readonly Asset[] =>
  'members' in thing ? (thing as Folded).members : [thing];

/**
 * @param targeted ids of the load balancers that send to a thing
 * @returns things by id; folded ones are found by the id of each member
 */
export function foldAlike(
  things: ReadonlyMap<string, Asset>,
  targeted: (id: string) => readonly string[],
): ReadonlyMap<string, Asset> {
  const alike = new Map<string, Asset[]>();
  for (const thing of things.values()) {
    const { account, region, vpc, groups, status, facing, gone, counted, id } = thing;
    if (counted !== 'instance') continue;
    const key = JSON.stringify([
      ...[account, region, vpc, status, facing, gone].map((fact) => fact ?? null),
      groups.map((group) => group.id).sort(),
      [...targeted(id)].sort(),
    ]);
    const group = alike.get(key);
    if (group) group.push(thing);
    else alike.set(key, [thing]);
  }
  const found = new Map(things);
  for (const group of alike.values()) {
    if (group.length < FROM) continue;
    const members = [...group].sort((a, b) =>
      a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1,
    );
    const [first] = members;
    if (!first) continue;
    const subnets = members.every(({ subnets: [own] }) => own === first.subnets[0])
      ? first.subnets
      : [];
    const folded: Folded = {
      ...first,
      name: `${first.name} and ${members.length - 1} more`,
      subnets,
      tags: {},
      description: members.map(({ name, id }) => (name === id ? id : `${name} (${id})`)).join(', '),
      members,
    };
    for (const { id } of members) found.set(id, folded);
  }
  return found;
}
