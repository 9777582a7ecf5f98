/** Boxes of directories with their groups, and with `members` the people in them. */

import type {
  Directory,
  DirectoryGroup,
  DirectoryKind,
  DirectoryPerson,
  PeopleFacts,
} from '../../inventory/people.ts';
import type { ElementContent, LinkContent } from '../../model/content.ts';
import type { PeopleOptions } from '../../model/derivation.ts';
import { sortedBy } from '../../model/order.ts';
import { element, grouping, link } from '../elements.ts';
import type { Ledger } from '../ledger.ts';
import type { PeopleSelection } from './choose.ts';

const KINDS: Readonly<Record<DirectoryKind, string>> = {
  'google-workspace': 'saas:google-workspace',
  okta: 'saas:okta',
  'aws-identity-center': 'aws:iam-identity-center',
};

export const several = (n: number, what: string, more = `${what}s`): string =>
  `${n} ${n === 1 ? what : more}`;
export const said = (texts: readonly (string | undefined)[]): string | undefined =>
  texts.filter(Boolean).join(', ') || undefined;

export class PeoplePlan {
  readonly people: PeopleFacts;
  readonly chosen: PeopleSelection;
  readonly ledger: Ledger;
  readonly options: PeopleOptions;
  readonly lines: LinkContent[] = [];
  /** By id of the group. */
  readonly groups = new Map<string, ElementContent>();
  /** People that must be shown by themselves: something is granted to them and to no group. */
  readonly alone = new Map<string, ElementContent>();
  readonly #members = new Map<Directory, ElementContent[]>();

  constructor(
    people: PeopleFacts,
    chosen: PeopleSelection,
    ledger: Ledger,
    options: PeopleOptions,
  ) {
    this.people = people;
    this.chosen = chosen;
    this.ledger = ledger;
    this.options = options;
  }

  put(directory: Directory, content: ElementContent): void {
    const members = this.#members.get(directory);
    if (members) members.push(content);
    else this.#members.set(directory, [content]);
  }

  in(directory: Directory): readonly ElementContent[] {
    return this.#members.get(directory) ?? [];
  }

  /** Of a kind, that is asked for: the first where several are. */
  directory(kind: DirectoryKind, tenant?: string): Directory | undefined {
    const all = this.people.directories.filter(
      (d) => d.kind === kind && this.chosen.wantsDirectory(d),
    );
    return all.find(({ id }) => id === tenant) ?? all[0];
  }

  /** A card of one person beside the groups. */
  person(person: DirectoryPerson): ElementContent {
    const known = this.alone.get(person.id);
    if (known) return known;
    const { id, name, status, email, at } = person;
    const card = element({ at, counted: 'person' }, 'user', name, { id, status, email });
    this.alone.set(id, card);
    return card;
  }
}

export function drawGroups(canvas: PeoplePlan): void {
  const { people, chosen, ledger, lines } = canvas;
  for (const group of people.groups) {
    if (!chosen.wantsGroup(group)) {
      ledger.omitted('user-group');
      ledger.omitted('membership', group.people);
      continue;
    }
    const box = drawGroup(group, canvas);
    canvas.groups.set(group.id, box);
    canvas.put(group.directory, box);
  }
  for (const nested of people.nesting) {
    const inner = canvas.groups.get(nested.inner);
    const outer = canvas.groups.get(nested.outer);
    if (!inner || !outer) ledger.omitted('group-in-group');
    // One that is a member of itself adds nobody.
    else if (inner === outer) ledger.folded('group-in-group');
    else
      lines.push(
        link({ at: nested.at, counted: 'group-in-group' }, inner, outer, { label: 'member of' }),
      );
  }
}

function drawGroup(group: DirectoryGroup, canvas: PeoplePlan): ElementContent {
  const { id, name, at, people, owners, idle } = group;
  const { ledger } = canvas;
  const role = said([
    people === 0 ? 'no members of its own' : several(people, 'member'),
    owners > 0 ? several(owners, 'owner') : undefined,
    idle > 0 ? `${idle} cannot sign in` : undefined,
  ]);
  const source = { at, counted: 'user-group' };
  const { single } = canvas.people;
  if (!single) {
    ledger.folded('membership', people);
    return element(source, 'generic:users', name, { id, role });
  }
  const members = single.memberships.filter((membership) => membership.group === id);
  const cards = members.map((membership) => {
    const person = single.persons.get(membership.person);
    // A person in several groups has a card in each, so none of them has the id.
    return element(
      { at: membership.at, counted: 'membership' },
      'user',
      person?.name ?? membership.person,
      {
        role: membership.owner ? 'owner' : undefined,
        status: person?.status,
        email: person?.email,
      },
    );
  });
  return element(
    source,
    'generic:users',
    name,
    { id, role },
    sortedBy(cards, (card) => card.name),
  );
}

/** People of no group that is drawn, and what became of the others. */
export function drawPersons(canvas: PeoplePlan): void {
  const { people, chosen, ledger, options } = canvas;
  const { single } = people;
  if (!single) {
    for (const directory of people.directories)
      if (chosen.wantsDirectory(directory) && !options.groups)
        ledger.folded('person', directory.people);
      else ledger.omitted('person', directory.people);
    return;
  }
  const grouped = new Set(single.memberships.map(({ person }) => person));
  const shown = new Set(
    single.memberships.filter(({ group }) => canvas.groups.has(group)).map(({ person }) => person),
  );
  for (const directory of people.directories) {
    const own = [...single.persons.values()].filter((person) => person.directory === directory);
    const loose: DirectoryPerson[] = [];
    for (const person of own)
      if (canvas.alone.has(person.id)) continue;
      else if (shown.has(person.id)) ledger.folded('person');
      else if (!chosen.wantsDirectory(directory) || options.groups || grouped.has(person.id))
        ledger.omitted('person');
      else loose.push(person);
    const [first] = loose;
    if (!first) continue;
    const cards = sortedBy(loose, ({ name, id }) => `${name}\n${id}`).map((p) => canvas.person(p));
    canvas.put(directory, grouping(ledger, first.at, 'group', 'In no group', {}, cards));
  }
}

export function drawDirectories(canvas: PeoplePlan): ElementContent[] {
  const { people, chosen, ledger, options } = canvas;
  return people.directories.flatMap((directory) => {
    const { kind, id, name, domain, idle, stub, stale, at } = directory;
    const members = canvas.in(directory);
    if (!chosen.wantsDirectory(directory) || (options.groups && members.length === 0)) {
      if (!stub) ledger.omitted('directory');
      return [];
    }
    const facts = {
      id,
      role: said([
        domain,
        directory.people > 0 ? several(directory.people, 'person', 'people') : undefined,
        idle > 0 ? `${idle} cannot sign in` : undefined,
      ]),
      status: stub ? 'not read' : stale ? 'not in the last sync' : undefined,
      ...(kind === 'aws-identity-center' ? { provider: 'aws' as const } : {}),
    };
    if (stale) ledger.older(id);
    const ordered = sortedBy(members, (m) => `${m.kind === 'generic:users' ? 0 : 1}${m.name}`);
    return [
      stub
        ? grouping(ledger, at, KINDS[kind], name, facts, ordered)
        : element({ at, counted: 'directory' }, KINDS[kind], name, facts, ordered),
    ];
  });
}
