/** Directories, their groups and people as they were recorded, and what these may use. */

import type {
  CloudBinding,
  DirectoryGroup,
  PeopleFacts,
  SinglePeople,
} from '../../../inventory/people.ts';
import type { PeopleOptions } from '../../../model/derivation.ts';
import { sortedBy } from '../../../model/order.ts';
import { countsIn } from '../counts.ts';
import type { Answers, Fields } from '../question.ts';
import { Directories } from './directories.ts';
import * as ask from './questions.ts';

function readGroups(answers: Answers, directories: Directories): readonly DirectoryGroup[] {
  const groups = answers.rows(ask.GROUPS).map((row): DirectoryGroup => {
    const id = row.required('id');
    const { people, owners, idle } = directories.numbersOf(id);
    const name = row.text('name') ?? id;
    return { id, name, directory: directories.of(row), people, owners, idle, at: row.at };
  });
  return sortedBy(groups, ({ name, id }) => `${name}\n${id}`);
}

function readSingle(
  answers: Answers,
  directories: Directories,
  options: PeopleOptions,
): SinglePeople | undefined {
  const questions = ask.personQuestions(options);
  if (!questions) return undefined;
  return {
    persons: new Map(
      answers.rows(questions.people).map((row) => {
        const id = row.required('person');
        const person = {
          id,
          name: row.text('name') ?? id,
          directory: directories.of(row),
          status: row.text('status'),
          email: options.email ? row.text('email') : undefined,
          at: row.at,
        };
        return [id, person];
      }),
    ),
    memberships: answers.rows(questions.members).map((row) => ({
      group: row.required('grp'),
      person: row.required('person'),
      owner: row.number('owns') === 1,
      at: row.at,
    })),
    direct: answers.rows(questions.direct).map((row) => ({
      role: row.required('role'),
      person: row.required('person'),
      at: row.at,
    })),
  };
}

/** Roles of AWS, and permission sets. */
function readGrants(answers: Answers) {
  const direct = new Map(
    answers.rows(ask.DIRECT_SETS).map((row) => [row.text('permissions'), row.number('people')]),
  );
  return {
    roles: answers.rows(ask.ROLES).map((row) => {
      const id = row.required('id');
      const name = row.text('name') ?? id;
      return { id, name, account: row.text('account'), sets: row.texts('sets'), at: row.at };
    }),
    accounts: answers.rows(ask.ACCOUNTS).map((row) => ({
      id: row.required('id'),
      name: row.text('name'),
      at: row.at,
    })),
    grants: answers.rows(ask.GRANTS).map((row) => ({
      group: row.required('grp'),
      role: row.required('role'),
      at: row.at,
    })),
    directGrants: answers.rows(ask.DIRECT_NUMBERS).map((row) => ({
      role: row.required('role'),
      people: row.number('people') ?? 0,
      at: row.at,
    })),
    sets: answers.rows(ask.SETS).map((row) => ({
      id: row.required('id'),
      direct: direct.get(row.text('id')) ?? 0,
      name: row.text('name'),
      session: row.text('session'),
      center: row.text('center'),
      at: row.at,
    })),
    assignments: answers.rows(ask.ASSIGNMENTS).map((row) => ({
      group: row.required('grp'),
      set: row.required('permissions'),
      at: row.at,
    })),
  };
}

function readApplications(answers: Answers) {
  return {
    applications: answers.rows(ask.APPLICATIONS).map((row) => {
      const id = row.required('id');
      return {
        id,
        name: row.text('name') ?? id,
        status: row.text('status'),
        signOn: row.text('signOn'),
        tenant: row.text('tenant'),
        people: row.number('people') ?? 0,
        at: row.at,
      };
    }),
    applicationGroups: answers.rows(ask.APPLICATION_GROUPS).map((row) => ({
      group: row.required('grp'),
      application: row.required('application'),
      at: row.at,
    })),
  };
}

function readAdministration(answers: Answers) {
  return {
    administrators: answers.rows(ask.ADMINISTRATORS).map((row) => ({
      role: row.required('role'),
      group: row.text('grp'),
      tenant: row.text('tenant'),
      people: row.number('people') ?? 0,
      at: row.at,
    })),
    identityLinks: answers.rows(ask.IDENTITY_LINKS).map((row) => ({
      okta: row.text('okta'),
      center: row.text('center'),
      people: row.number('people') ?? 0,
      at: row.at,
    })),
  };
}

function bindingOf(row: Fields): CloudBinding {
  const groups = row.texts('groups');
  const people = row.number('people') ?? 0;
  const accounts = row.number('accounts') ?? 0;
  // Those of no directory are in the list of members only.
  const unknown = (row.number('members') ?? 0) - groups.length - people - accounts;
  return {
    id: row.required('id'),
    role: row.text('role') ?? 'role not recorded',
    type: row.text('type') ?? 'resource',
    resource: row.required('resource'),
    name: row.text('name'),
    public: row.flag('public'),
    domains: row.texts('domains'),
    conditional: row.flag('conditional'),
    groups,
    people,
    others: accounts + Math.max(0, unknown),
    at: row.at,
  };
}

export function readPeople(answers: Answers, options: PeopleOptions): PeopleFacts {
  const directories = new Directories(answers);
  const groups = readGroups(answers, directories);
  const single = readSingle(answers, directories, options);
  const nesting = answers.rows(ask.NESTING).map((row) => ({
    inner: row.required('inner'),
    outer: row.required('outer'),
    at: row.at,
  }));
  return {
    counts: countsIn(answers, ask.COUNTS),
    groups,
    nesting,
    ...readGrants(answers),
    ...readApplications(answers),
    ...readAdministration(answers),
    bindings: sortedBy(answers.rows(ask.BINDINGS).map(bindingOf), ({ id }) => id),
    single,
    // Last: this includes what groups and people refer to but the graph lacks.
    directories: directories.all(),
  };
}
