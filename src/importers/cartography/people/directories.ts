/** Directories as they were recorded, and those that only their groups or people tell of. */

import type { Directory, DirectoryKind } from '../../../inventory/people.ts';
import type { Origin } from '../../../model/diagnostic.ts';
import { sortedBy } from '../../../model/order.ts';
import type { Answers, Fields } from '../question.ts';
import * as ask from './questions.ts';

const TITLES: Readonly<Record<DirectoryKind, string>> = {
  'google-workspace': 'Google Workspace',
  okta: 'Okta',
  'aws-identity-center': 'IAM Identity Center',
};

export interface GroupNumbers {
  readonly people: number;
  readonly owners: number;
  readonly idle: number;
}

const NOBODY: GroupNumbers = { people: 0, owners: 0, idle: 0 };

export class Directories {
  readonly #directories = new Map<string, Directory>();
  readonly #byGroup = new Map<string, GroupNumbers>();
  /** Number of people by kind and tenant of the directory. */
  readonly #byTenant = new Map<string, { readonly people: number; readonly idle: number }>();
  readonly #places = new Map<string, Origin>();

  constructor(answers: Answers) {
    this.#readNumbers(answers);
    const unread = new Set(answers.rows(ask.STALE).map((row) => row.text('id')));
    for (const row of answers.rows(ask.DIRECTORIES)) {
      const kind = row.required('directory') as DirectoryKind;
      const id = row.required('id');
      const key = `${kind}\n${row.text('tenant') ?? id}`;
      const domain = row.text('domain');
      const name = row.text('name') ?? TITLES[kind];
      const { people, idle } = this.#byTenant.get(key) ?? NOBODY;
      const known = { kind, id, name, domain, people, idle, stub: false };
      this.#directories.set(key, { ...known, stale: unread.has(id), at: row.at });
    }
  }

  /** The directory that a row of a group or a person is of. */
  of(row: Fields): Directory {
    return this.#get(row.required('directory') as DirectoryKind, row.text('tenant'), row.at);
  }

  numbersOf(group: string): GroupNumbers {
    return this.#byGroup.get(group) ?? NOBODY;
  }

  /** With those that only numbers tell of. */
  all(): readonly Directory[] {
    for (const [key, at] of this.#places) {
      const [kind, tenant] = key.split('\n');
      this.#get(kind as DirectoryKind, tenant || undefined, at);
    }
    return sortedBy(
      [...this.#directories.values()],
      ({ kind, name, id }) => `${kind}\n${name}\n${id}`,
    );
  }

  #get(kind: DirectoryKind, tenant: string | undefined, at: Origin): Directory {
    const key = `${kind}\n${tenant ?? ''}`;
    const known = this.#directories.get(key);
    if (known) return known;
    const stub: Directory = {
      kind,
      id: tenant ?? kind,
      name: TITLES[kind],
      domain: undefined,
      ...{ people: 0, idle: 0 },
      ...this.#byTenant.get(key),
      stub: true,
      stale: false,
      at,
    };
    this.#directories.set(key, stub);
    return stub;
  }

  #readNumbers(answers: Answers): void {
    for (const row of answers.rows(ask.NUMBERS)) {
      const people = row.number('people') ?? 0;
      const idle = row.number('idle') ?? 0;
      const group = row.text('grp');
      if (group !== undefined)
        this.#byGroup.set(group, { people, owners: row.number('owners') ?? 0, idle });
      else {
        const key = `${row.required('directory')}\n${row.text('tenant') ?? ''}`;
        this.#byTenant.set(key, { people, idle });
        this.#places.set(key, row.at);
      }
    }
  }
}
