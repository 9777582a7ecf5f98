/** Directories, their groups and people as they were recorded, and which of them the options ask for. */

import type { PeopleOptions } from '../../../model/derivation.ts';
import { type Diagnostic, error, type Origin, quote } from '../../../model/diagnostic.ts';
import { sortedBy } from '../../../model/order.ts';
import type { Answers } from '../question.ts';
import * as ask from './questions.ts';

export type DirectoryKind = NonNullable<PeopleOptions['directories']>[number];

export interface Directory {
  readonly kind: DirectoryKind;
  readonly id: string;
  readonly name: string;
  readonly domain: string | undefined;
  readonly people: number;
  /** Not in the graph: only its groups or people are. */
  readonly stub: boolean;
  readonly at: Origin;
}

export interface DirectoryGroup {
  readonly id: string;
  readonly name: string;
  readonly directory: Directory;
  readonly people: number;
  readonly owners: number;
  readonly at: Origin;
}

export interface DirectoryPerson {
  readonly id: string;
  readonly name: string;
  readonly directory: Directory;
  readonly status: string | undefined;
  readonly email: string | undefined;
  readonly at: Origin;
}

export interface Membership {
  readonly group: string;
  readonly person: string;
  readonly owner: boolean;
  readonly at: Origin;
}

export interface People {
  readonly directories: readonly Directory[];
  readonly groups: readonly DirectoryGroup[];
  /** Empty where members are not asked for. */
  readonly persons: ReadonlyMap<string, DirectoryPerson>;
  readonly memberships: readonly Membership[];
  membersOf(group: string): readonly Membership[];
  wantsDirectory(directory: Directory): boolean;
  wantsGroup(id: string): boolean;
}

const TITLES: Readonly<Record<DirectoryKind, string>> = {
  'google-workspace': 'Google Workspace',
  okta: 'Okta',
  'aws-identity-center': 'IAM Identity Center',
};

/** Errors: `not-in-graph`. */
export function readPeople(
  answers: Answers,
  options: PeopleOptions,
  report: (diagnostic: Diagnostic) => void,
): People {
  const numbers = readNumbers(answers);
  const directories = new Map<string, Directory>();
  for (const row of answers.rows(ask.DIRECTORIES)) {
    const kind = row.required('directory') as DirectoryKind;
    const id = row.required('id');
    const key = `${kind}\n${row.text('tenant') ?? id}`;
    const domain = row.text('domain');
    const name = row.text('name') ?? TITLES[kind];
    const people = numbers.byTenant.get(key) ?? 0;
    directories.set(key, { kind, id, name, domain, people, stub: false, at: row.at });
  }
  const directoryOf = (kind: DirectoryKind, tenant: string | undefined, at: Origin): Directory => {
    const key = `${kind}\n${tenant ?? ''}`;
    const known = directories.get(key);
    if (known) return known;
    const people = numbers.byTenant.get(key) ?? 0;
    const made: Directory = {
      kind,
      id: tenant ?? kind,
      name: TITLES[kind],
      domain: undefined,
      people,
      stub: true,
      at,
    };
    directories.set(key, made);
    return made;
  };
  const groups = answers.rows(ask.GROUPS).map((row): DirectoryGroup => {
    const id = row.required('id');
    const directory = directoryOf(
      row.required('directory') as DirectoryKind,
      row.text('tenant'),
      row.at,
    );
    const { people = 0, owners = 0 } = numbers.byGroup.get(id) ?? {};
    return { id, name: row.text('name') ?? id, directory, people, owners, at: row.at };
  });
  for (const [key, at] of numbers.places)
    directoryOf(key.split('\n')[0] as DirectoryKind, key.split('\n')[1] || undefined, at);

  const persons = new Map<string, DirectoryPerson>();
  const asked = ask.personQuestions(options);
  for (const row of asked ? answers.rows(asked.people) : []) {
    const id = row.required('person');
    const directory = directoryOf(
      row.required('directory') as DirectoryKind,
      row.text('tenant'),
      row.at,
    );
    persons.set(id, {
      id,
      name: row.text('name') ?? id,
      directory,
      status: row.text('status'),
      email: options.email ? row.text('email') : undefined,
      at: row.at,
    });
  }
  const memberships = (asked ? answers.rows(asked.members) : []).map(
    (row): Membership => ({
      group: row.required('grp'),
      person: row.required('person'),
      owner: row.number('owns') === 1,
      at: row.at,
    }),
  );
  const members = new Map<string, Membership[]>();
  for (const membership of memberships) {
    const others = members.get(membership.group);
    if (others) others.push(membership);
    else members.set(membership.group, [membership]);
  }
  const byId = new Map(groups.map((group) => [group.id, group]));
  const named = options.groups && new Set(options.groups);
  for (const text of named ?? [])
    if (!groups.some(({ id, name }) => id === text || name === text))
      report(
        error('not-in-graph', `the graph has no group ${quote(text)}`, undefined, {
          hint: 'Names and ids must be as the graph has them; if it left the estate, take it out of the options.',
        }),
      );
  const wantsDirectory = ({ kind }: Directory): boolean =>
    options.directories === undefined || options.directories.includes(kind);
  return {
    directories: sortedBy(
      [...directories.values()],
      ({ kind, name, id }) => `${kind}\n${name}\n${id}`,
    ),
    groups: sortedBy(groups, ({ name, id }) => `${name}\n${id}`),
    persons,
    memberships,
    membersOf: (group) => members.get(group) ?? [],
    wantsDirectory,
    wantsGroup(id) {
      const group = byId.get(id);
      if (!group || !wantsDirectory(group.directory)) return false;
      return !named || named.has(id) || named.has(group.name);
    },
  };
}

interface Numbers {
  readonly byGroup: ReadonlyMap<string, { readonly people: number; readonly owners: number }>;
  /** By kind and tenant of the directory. */
  readonly byTenant: ReadonlyMap<string, number>;
  readonly places: ReadonlyMap<string, Origin>;
}

function readNumbers(answers: Answers): Numbers {
  const byGroup = new Map<string, { people: number; owners: number }>();
  const byTenant = new Map<string, number>();
  const places = new Map<string, Origin>();
  for (const row of answers.rows(ask.NUMBERS)) {
    const people = row.number('people') ?? 0;
    const group = row.text('grp');
    if (group !== undefined) byGroup.set(group, { people, owners: row.number('owners') ?? 0 });
    else {
      const key = `${row.required('directory')}\n${row.text('tenant') ?? ''}`;
      byTenant.set(key, people);
      places.set(key, row.at);
    }
  }
  return { byGroup, byTenant, places };
}
