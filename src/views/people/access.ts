/** What groups may use: roles of AWS accounts, permission sets, applications of Okta. */

import type { GrantedRole, SetAssignment } from '../../inventory/people.ts';
import type { ElementContent, End } from '../../model/content.ts';
import type { Origin } from '../../model/diagnostic.ts';
import { sortedBy } from '../../model/order.ts';
import { byName, element, grouping, link } from '../elements.ts';
import { type PeoplePlan, said, several } from './directories.ts';

const CENTER = 'aws-identity-center';

/** @returns boxes of the AWS accounts whose roles someone may use */
export function drawAccess(canvas: PeoplePlan): ElementContent[] {
  const roles = new Map(canvas.people.roles.map((role) => [role.id, role]));
  const cards = new Map<string, ElementContent>();
  const roleCard = (id: string): ElementContent | undefined => {
    const role = roles.get(id);
    const card = cards.get(id) ?? (role && drawRole(role, canvas));
    if (card) cards.set(id, card);
    return card;
  };
  const sets = new Map<string, Set<string>>();
  drawGrants(canvas, roles, roleCard, sets);
  drawDirect(canvas, roleCard);
  drawSets(canvas, roles, cards, sets);
  drawApplications(canvas);
  return drawAccounts(canvas, cards);
}

function drawRole({ id, name, sets, at }: GrantedRole, canvas: PeoplePlan): ElementContent {
  const names = new Map(canvas.people.sets.map((set) => [set.id, set.name]));
  const from = sets.map((set) => names.get(set) ?? set);
  return element({ at, counted: 'aws:iam-role' }, 'aws:iam-role', name, {
    id,
    role: from.length > 0 ? `permission set ${from.join(', ')}` : undefined,
  });
}

function drawGrants(
  canvas: PeoplePlan,
  roles: ReadonlyMap<string, GrantedRole>,
  roleCard: (id: string) => ElementContent | undefined,
  sets: Map<string, Set<string>>,
): void {
  for (const { group, role, at } of canvas.people.grants) {
    const from = canvas.groups.get(group);
    const to = from && roleCard(role);
    if (!from || !to) {
      canvas.ledger.omitted('grant');
      continue;
    }
    canvas.lines.push(link({ at, counted: 'grant' }, from, to, { label: 'may use' }));
    const used = sets.get(group) ?? new Set<string>();
    for (const set of roles.get(role)?.sets ?? []) used.add(set);
    sets.set(group, used);
  }
}

/** Grants to single people: each person with `members`, else one card with numbers on its lines. */
function drawDirect(
  canvas: PeoplePlan,
  roleCard: (id: string) => ElementContent | undefined,
): void {
  const { ledger, options, people, lines } = canvas;
  const { directGrants, single } = people;
  const directory = canvas.directory(CENTER);
  if (!directory || options.groups) {
    for (const grants of directGrants) ledger.omitted('direct-grant', grants.people);
    return;
  }
  const [first] = directGrants;
  if (!first) return;
  if (!single) {
    const card = grouping(ledger, first.at, 'user', 'Single people', {
      role: 'granted without a group',
    });
    canvas.put(directory, card);
    for (const { role, people: n, at } of directGrants) {
      const to = roleCard(role);
      if (to) lines.push(countedLine(canvas, at, card, to, several(n, 'person', 'people')));
      ledger.folded('direct-grant', n);
    }
    return;
  }
  const cards = new Set<ElementContent>();
  for (const { role, person: id, at } of single.direct) {
    const person = single.persons.get(id);
    const to = roleCard(role);
    if (!person || !to) {
      ledger.omitted('direct-grant');
      continue;
    }
    const card = canvas.person(person);
    cards.add(card);
    lines.push(link({ at, counted: 'direct-grant' }, card, to, { label: 'may use' }));
  }
  const box = grouping(
    ledger,
    first.at,
    'group',
    'Granted without a group',
    {},
    byName([...cards]),
  );
  canvas.put(directory, box);
}

function countedLine({ ledger }: PeoplePlan, at: Origin, from: End, to: End, label: string) {
  ledger.found('grouping', 1);
  return link({ at, counted: 'grouping' }, from, to, { label });
}

/** A permission set is named on the roles that it created; without a drawn role it has a card. */
function drawSets(
  canvas: PeoplePlan,
  roles: ReadonlyMap<string, GrantedRole>,
  cards: ReadonlyMap<string, ElementContent>,
  used: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const { people, ledger, options, lines } = canvas;
  const onRoles = new Set([...cards.keys()].flatMap((id) => roles.get(id)?.sets ?? []));
  const open = new Map<string, SetAssignment[]>();
  for (const assignment of people.assignments) {
    const { group, set } = assignment;
    if (!canvas.groups.has(group)) ledger.omitted('assignment');
    else if (used.get(group)?.has(set)) ledger.folded('assignment');
    else open.set(set, [...(open.get(set) ?? []), assignment]);
  }
  for (const set of sortedBy(people.sets, ({ name, id }) => `${name}\n${id}`)) {
    const { id, name, session, center, direct, at } = set;
    const assignments = open.get(id) ?? [];
    const directory = canvas.directory(CENTER, center);
    // Said on its card, or by the lines to its roles.
    if (onRoles.has(id) || (directory && !options.groups))
      ledger.folded('direct-assignment', direct);
    else ledger.omitted('direct-assignment', direct);
    if (assignments.length === 0 && onRoles.has(id)) ledger.folded('permission-set');
    else if (!directory || (options.groups && assignments.length === 0))
      ledger.omitted('permission-set');
    else {
      const card = element({ at, counted: 'permission-set' }, 'aws:iam-permissions', name ?? id, {
        id,
        role: said([
          'permission set',
          session,
          direct > 0 ? `${several(direct, 'person', 'people')} without a group` : undefined,
        ]),
      });
      canvas.put(directory, card);
      for (const assignment of assignments) {
        const from = canvas.groups.get(assignment.group);
        if (from)
          lines.push(
            link({ at: assignment.at, counted: 'assignment' }, from, card, {
              label: 'assigned, account not recorded',
            }),
          );
      }
    }
  }
}

function drawApplications(canvas: PeoplePlan): void {
  const { people: facts, ledger, options, lines } = canvas;
  const cards = new Map<string, ElementContent>();
  for (const application of sortedBy(facts.applications, ({ name, id }) => `${name}\n${id}`)) {
    const { id, name, status, signOn, tenant, people, at } = application;
    const used = facts.applicationGroups.some(
      (pair) => pair.application === id && canvas.groups.has(pair.group),
    );
    const directory = canvas.directory('okta', tenant);
    if (!directory || (options.groups && !used)) {
      ledger.omitted('application');
      continue;
    }
    const card = element({ at, counted: 'application' }, 'generic:application', name, {
      id,
      role: said([
        signOn,
        people > 0 ? `${several(people, 'person', 'people')} without a group` : undefined,
      ]),
      status: status === 'ACTIVE' ? undefined : status,
    });
    canvas.put(directory, card);
    cards.set(id, card);
  }
  for (const { group, application, at } of facts.applicationGroups) {
    const from = canvas.groups.get(group);
    const to = cards.get(application);
    if (from && to) lines.push(link({ at, counted: 'application-of-group' }, from, to));
    else ledger.omitted('application-of-group');
  }
}

function drawAccounts(
  { people, ledger }: PeoplePlan,
  cards: ReadonlyMap<string, ElementContent>,
): ElementContent[] {
  const members = new Map<string, ElementContent[]>();
  for (const { id, account = '' } of people.roles) {
    const card = cards.get(id);
    if (card) members.set(account, [...(members.get(account) ?? []), card]);
    else ledger.omitted('aws:iam-role');
  }
  const accounts = new Map(people.accounts.map((account) => [account.id, account]));
  for (const id of accounts.keys()) if (!members.has(id)) ledger.omitted('account');
  return byName(
    [...members].map(([id, own]) => {
      const account = accounts.get(id);
      const facts = { ...(id === '' ? {} : { id }), provider: 'aws' as const };
      const name = account?.name ?? (id === '' ? 'Account not recorded' : id);
      return account
        ? element({ at: account.at, counted: 'account' }, 'account', name, facts, byName(own))
        : grouping(ledger, own[0]?.origin ?? { file: '' }, 'account', name, facts, byName(own));
    }),
  );
}
