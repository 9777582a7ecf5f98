/** What groups may use: roles of AWS accounts, permission sets, applications of Okta. */

import * as ask from '../../importers/cartography/people/questions.ts';
import type { Fields } from '../../importers/cartography/question.ts';
import type { ElementContent, End } from '../../model/content.ts';
import { sortedBy } from '../../model/order.ts';
import { byName, element, grouping, link } from '../elements.ts';
import { type PeoplePlan, said, several } from './directories.ts';

const CENTER = 'aws-identity-center';

/** @returns boxes of the AWS accounts whose roles somebody may use */
export function drawAccess(canvas: PeoplePlan): ElementContent[] {
  const roles = new Map(canvas.answers.rows(ask.ROLES).map((row) => [row.required('id'), row]));
  const cards = new Map<string, ElementContent>();
  const roleCard = (id: string): ElementContent | undefined => {
    const row = roles.get(id);
    const card = cards.get(id) ?? (row && drawRole(row, canvas));
    if (card) cards.set(id, card);
    return card;
  };
  const sets = new Map<string, Set<string>>();
  drawGrants(canvas, roles, roleCard, sets);
  drawDirect(canvas, roleCard);
  drawSets(canvas, roles, cards, sets);
  drawApplications(canvas);
  return drawAccounts(canvas, roles, cards);
}

function drawRole(row: Fields, canvas: PeoplePlan): ElementContent {
  const id = row.required('id');
  const names = new Map(
    canvas.answers.rows(ask.SETS).map((set) => [set.text('id'), set.text('name')]),
  );
  const sets = row.texts('sets').map((set) => names.get(set) ?? set);
  return element({ at: row.at, counted: 'aws:iam-role' }, 'aws:iam-role', row.text('name') ?? id, {
    id,
    role: sets.length > 0 ? `permission set ${sets.join(', ')}` : undefined,
  });
}

function drawGrants(
  canvas: PeoplePlan,
  roles: ReadonlyMap<string, Fields>,
  roleCard: (id: string) => ElementContent | undefined,
  sets: Map<string, Set<string>>,
): void {
  for (const row of canvas.answers.rows(ask.GRANTS)) {
    const group = row.required('grp');
    const from = canvas.groups.get(group);
    const to = from && roleCard(row.required('role'));
    if (!from || !to) {
      canvas.ledger.omitted('grant');
      continue;
    }
    canvas.lines.push(link({ at: row.at, counted: 'grant' }, from, to, { label: 'may use' }));
    const used = sets.get(group) ?? new Set<string>();
    for (const set of roles.get(row.required('role'))?.texts('sets') ?? []) used.add(set);
    sets.set(group, used);
  }
}

/** Grants to single people: each person with `members`, else one card with numbers on its lines. */
function drawDirect(
  canvas: PeoplePlan,
  roleCard: (id: string) => ElementContent | undefined,
): void {
  const { answers, ledger, options, people, lines } = canvas;
  const directory = canvas.directory(CENTER);
  const numbers = answers.rows(ask.DIRECT_NUMBERS);
  const asked = ask.personQuestions(options);
  if (!directory || options.groups) {
    for (const row of numbers) ledger.omitted('direct-grant', row.number('people') ?? 0);
    return;
  }
  const [first] = numbers;
  if (!first) return;
  if (!asked) {
    const card = grouping(ledger, first.at, 'user', 'Single people', {
      role: 'granted without a group',
    });
    canvas.put(directory, card);
    for (const row of numbers) {
      const n = row.number('people') ?? 0;
      const to = roleCard(row.required('role'));
      if (to) lines.push(countedLine(canvas, row, card, to, several(n, 'person', 'people')));
      ledger.folded('direct-grant', n);
    }
    return;
  }
  const cards = new Set<ElementContent>();
  for (const row of answers.rows(asked.direct)) {
    const person = people.persons.get(row.required('person'));
    const to = roleCard(row.required('role'));
    if (!person || !to) {
      ledger.omitted('direct-grant');
      continue;
    }
    const card = canvas.person(person);
    cards.add(card);
    lines.push(link({ at: row.at, counted: 'direct-grant' }, card, to, { label: 'may use' }));
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

function countedLine({ ledger }: PeoplePlan, row: Fields, from: End, to: End, label: string) {
  ledger.found('grouping', 1);
  return link({ at: row.at, counted: 'grouping' }, from, to, { label });
}

/** A permission set is said on the roles that it made; where no role is drawn it has a card. */
function drawSets(
  canvas: PeoplePlan,
  roles: ReadonlyMap<string, Fields>,
  cards: ReadonlyMap<string, ElementContent>,
  used: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const { answers, ledger, options, lines } = canvas;
  const onRoles = new Set([...cards.keys()].flatMap((id) => roles.get(id)?.texts('sets') ?? []));
  const open = new Map<string, Fields[]>();
  for (const row of answers.rows(ask.ASSIGNMENTS)) {
    const group = row.required('grp');
    const set = row.required('permissions');
    if (!canvas.groups.has(group)) ledger.omitted('assignment');
    else if (used.get(group)?.has(set)) ledger.folded('assignment');
    else open.set(set, [...(open.get(set) ?? []), row]);
  }
  for (const row of sortedBy(answers.rows(ask.SETS), (r) => `${r.text('name')}\n${r.text('id')}`)) {
    const id = row.required('id');
    const assignments = open.get(id) ?? [];
    const directory = canvas.directory(CENTER, row.text('center'));
    if (assignments.length === 0 && onRoles.has(id)) ledger.folded('permission-set');
    else if (!directory || (options.groups && assignments.length === 0))
      ledger.omitted('permission-set');
    else {
      const card = element(
        { at: row.at, counted: 'permission-set' },
        'aws:iam-permissions',
        row.text('name') ?? id,
        { id, role: said(['permission set', row.text('session')]) },
      );
      canvas.put(directory, card);
      for (const assignment of assignments) {
        const from = canvas.groups.get(assignment.required('grp'));
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
  const { answers, ledger, options, lines } = canvas;
  const pairs = answers.rows(ask.APPLICATION_GROUPS);
  const cards = new Map<string, ElementContent>();
  for (const row of sortedBy(
    answers.rows(ask.APPLICATIONS),
    (r) => `${r.text('name')}\n${r.text('id')}`,
  )) {
    const id = row.required('id');
    const used = pairs.some(
      (p) => p.text('application') === id && canvas.groups.has(p.text('grp') ?? ''),
    );
    const directory = canvas.directory('okta', row.text('tenant'));
    if (!directory || (options.groups && !used)) {
      ledger.omitted('application');
      continue;
    }
    const people = row.number('people') ?? 0;
    const status = row.text('status');
    const card = element(
      { at: row.at, counted: 'application' },
      'generic:application',
      row.text('name') ?? id,
      {
        id,
        role: said([
          row.text('signOn'),
          people > 0 ? `${several(people, 'person', 'people')} without a group` : undefined,
        ]),
        status: status === 'ACTIVE' ? undefined : status,
      },
    );
    canvas.put(directory, card);
    cards.set(id, card);
  }
  for (const row of pairs) {
    const from = canvas.groups.get(row.required('grp'));
    const to = cards.get(row.required('application'));
    if (from && to) lines.push(link({ at: row.at, counted: 'application-of-group' }, from, to));
    else ledger.omitted('application-of-group');
  }
}

function drawAccounts(
  { answers, ledger }: PeoplePlan,
  roles: ReadonlyMap<string, Fields>,
  cards: ReadonlyMap<string, ElementContent>,
): ElementContent[] {
  const members = new Map<string, ElementContent[]>();
  for (const [id, row] of roles) {
    const card = cards.get(id);
    if (!card) {
      ledger.omitted('aws:iam-role');
      continue;
    }
    const account = row.text('account') ?? '';
    members.set(account, [...(members.get(account) ?? []), card]);
  }
  const rows = new Map(answers.rows(ask.ACCOUNTS).map((row) => [row.required('id'), row]));
  for (const id of rows.keys()) if (!members.has(id)) ledger.omitted('account');
  return byName(
    [...members].map(([id, own]) => {
      const row = rows.get(id);
      const facts = { ...(id === '' ? {} : { id }), provider: 'aws' as const };
      const name = row?.text('name') ?? (id === '' ? 'Account not recorded' : id);
      return row
        ? element({ at: row.at, counted: 'account' }, 'account', name, facts, byName(own))
        : grouping(ledger, own[0]?.origin ?? { file: '' }, 'account', name, facts, byName(own));
    }),
  );
}
