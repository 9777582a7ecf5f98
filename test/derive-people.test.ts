/** People from recorded answers: directories, groups, and what these may use. */

import { expect, test } from 'vitest';
import { readSnapshot } from '../src/graph/snapshot.ts';
import { people as derivation } from './derivations.ts';
import { type Drawn, drawn, fate, recorded } from './derive-graphs.ts';

const people = (options = ''): Promise<Drawn> => drawn('people', `people(${options})`);
const byId = ({ elements }: Drawn, id: string) => elements.find(({ facts }) => facts.id === id);

test('accounts for everything of every kind; what two modules hold counts once', async () => {
  const all = await people();
  expect(all.lines).toEqual([]);
  expect(fate(all, 'directory')).toBe('3 = 3 + 0 + 0');
  expect(fate(all, 'user-group')).toBe('12 = 12 + 0 + 0');
  expect(fate(all, 'person')).toBe('14 = 0 + 14 + 0');
  expect(fate(all, 'membership')).toBe('14 = 0 + 14 + 0');
  expect(fate(all, 'grant')).toBe('5 = 5 + 0 + 0');
  expect(fate(all, 'direct-grant')).toBe('2 = 0 + 2 + 0');
});

test('says of each group how many are in it, and who is in whom', async () => {
  const all = await people();
  expect(all.named('Mockupbank').facts.role).toBe('mockupbank.example, 8 people, 2 cannot sign in');
  expect(all.named('Engineering').facts).toMatchObject({
    id: 'groups/01eng',
    role: '2 members, 1 owner',
  });
  expect(all.named('Legacy admins').facts.role).toBe('1 member, 1 cannot sign in');
  expect(
    all.elements
      .filter(({ name, kind }) => name === 'Payments' && kind === 'generic:users')
      .map(({ facts }) => facts.role),
  ).toEqual(['3 members, 1 cannot sign in', 'no members of its own']);
  // A name that is an address is cut, one that is missing is the id.
  expect(byId(all, 'groups/05y')?.name).toBe('all-staff');
  expect(byId(all, 'groups/04x')?.name).toBe('groups/04x');
  expect(all.ways.filter((way) => way.endsWith(': member of')).sort()).toEqual([
    'Engineering -> all-staff: member of',
    'Payments -> Engineering: member of',
    'all-staff -> Payments: member of',
  ]);
  // A group in itself.
  expect(fate(all, 'group-in-group')).toBe('4 = 3 + 1 + 0');
});

test('draws which roles of which accounts a group may use, whichever way the edge runs', async () => {
  const all = await people();
  expect(all.ways.filter((way) => way.endsWith(': may use')).sort()).toEqual([
    'aws#payments#auditor -> auditor: may use',
    'aws#payments#auditor -> stray: may use',
    'aws#payments#deployer -> deployer: may use',
    'cloud-admins -> AWSReservedSSO_Admin_1: may use',
    'cloud-admins -> AWSReservedSSO_Admin_2: may use',
  ]);
  expect(all.path(all.named('deployer'))).toEqual(['payments']);
  expect(all.path(all.named('stray'))).toEqual(['Account not recorded']);
  expect(all.named('AWSReservedSSO_Admin_1').facts.role).toBe('permission set Admin');
  expect(all.elements.some(({ name }) => name === 'unused')).toBe(false);
  // Which account is not known: it is not drawn as if it were all.
  expect(all.ways).toContain('finance -> Billing: assigned, account not recorded');
  expect(fate(all, 'permission-set')).toBe('3 = 1 + 2 + 0');
  expect(all.ways.filter((way) => way.startsWith('Single people')).sort()).toEqual([
    'Single people -> AWSReservedSSO_Admin_1: 1 person',
    'Single people -> AWSReservedSSO_ReadOnly_3: 1 person',
    'Single people -> Payments: editor, 1 person',
  ]);
});

test('draws applications with the groups that have them', async () => {
  const all = await people();
  expect(all.ways).toContain('aws#payments#deployer -> AWS');
  expect(all.ways).toContain('Everyone -> Wiki');
  expect(all.named('Wiki').facts.role).toBe('SAML_2_0');
  expect(all.elements.filter(({ facts }) => facts.role?.includes('without a group'))).toEqual(
    expect.not.arrayContaining([expect.objectContaining({ name: 'Wiki' })]),
  );
  expect(all.named('Old CRM').facts.status).toBe('INACTIVE');
});

test('with members each person is in each of their groups, and nobody is there twice', async () => {
  const all = await people('{ members: true }');
  expect(all.lines).toEqual([]);
  expect(fate(all, 'membership')).toBe('14 = 14 + 0 + 0');
  expect(fate(all, 'person')).toBe('14 = 4 + 10 + 0');
  expect(all.members('groups/01eng')).toEqual(['Ada Marsh', 'Ben Okoro']);
  // Joined by the ontology's User, as the address changed; the newer module says the name.
  expect(all.members('groups/02pay')).toEqual(['Ada Marsh', 'Cleo Ruiz', 'Dora Lund-Berg']);
  expect(all.members('06old')).toEqual(['Ewa Nowak']);
  expect(all.named('Cleo Ruiz').facts.status).toBe('suspended');
  const loose = all.elements.filter((element) => all.path(element).at(-1) === 'In no group');
  expect(loose.map(({ name }) => name)).toEqual(['Ada Marsh', 'Finn Moe']);
  expect(all.ways).toContain('break-glass -> AWSReservedSSO_Admin_1: may use');
  expect(all.ways).toContain('ben -> AWSReservedSSO_ReadOnly_3: may use');
  expect(all.elements.filter(({ facts }) => facts.email !== undefined)).toEqual([]);
});

test('with email each person has an address', async () => {
  const all = await people('{ members: true, email: true }');
  expect(all.named('Cleo Ruiz').facts.email).toBe('cleo@mockupbank.example');
  expect(all.named('Dora Lund-Berg').facts.email).toBe('dora@mockupbank.example');
  expect(all.named('break-glass').facts.email).toBeUndefined();
});

test('names are asked for with members only, and addresses with email only', () => {
  const { value } = readSnapshot(recorded('people'), 'people.json', 'people');
  const answered = (options: object): string => {
    const asked = new Set(
      derivation.importer.questions(options, { tagKeys: [] }).map(({ query }) => query),
    );
    const queries = value?.queries.filter(({ query }) => asked.has(query)) ?? [];
    expect(queries).toHaveLength(asked.size);
    return JSON.stringify(queries.map(({ rows }) => rows));
  };
  const numbers = answered({});
  expect(numbers).not.toMatch(/Marsh|Okoro|Nowak|break-glass/);
  expect(numbers).not.toMatch(/@/);
  expect(answered({ email: true })).toBe(numbers);
  const names = answered({ members: true });
  expect(names).toMatch(/Ada Marsh/);
  expect(names).not.toMatch(/@/);
  expect(answered({ members: true, email: true })).toMatch(/ada@mockupbank\.example/);
});

test.each([
  ["{ directories: ['okta'] }", '3 = 1 + 0 + 2', '12 = 4 + 0 + 8', '5 = 3 + 0 + 2'],
  [
    "{ directories: ['google-workspace'], members: true }",
    '3 = 1 + 0 + 2',
    '12 = 6 + 0 + 6',
    '5 = 0 + 0 + 5',
  ],
  ["{ groups: ['aws#payments#deployer'] }", '3 = 1 + 0 + 2', '12 = 1 + 0 + 11', '5 = 1 + 0 + 4'],
  [
    "{ groups: ['cloud-admins', 'Payments'], members: true }",
    '3 = 2 + 0 + 1',
    '12 = 3 + 0 + 9',
    '5 = 2 + 0 + 3',
  ],
])('narrows to %s and counts the rest', async (options, directories, groups, grants) => {
  const some = await people(options);
  expect(some.lines).toEqual([]);
  expect(fate(some, 'directory')).toBe(directories);
  expect(fate(some, 'user-group')).toBe(groups);
  expect(fate(some, 'grant')).toBe(grants);
});

test('a group that the graph does not have is an error', async () => {
  const { lines } = await people("{ groups: ['nobody'] }");
  expect(lines.join('\n')).toContain('error not-in-graph: the graph has no group "nobody"');
});

test('who has an application by a group is not counted as one without', async () => {
  const all = await people();
  // The one person with an edge to Wiki is in the group that has it.
  expect(all.named('Wiki').facts.role).toBe('SAML_2_0');
});

test('draws administrators of Okta, and counts those without a group', async () => {
  const all = await people();
  expect(all.named('Application Administrator').facts.role).toBe(
    'administers Okta, 1 person without a group',
  );
  expect(all.ways.filter((way) => way.endsWith('Super Administrator: has role'))).toHaveLength(1);
  expect(fate(all, 'admin-grant')).toBe('2 = 1 + 1 + 0');
});

test('people who left are not people who can sign in', async () => {
  const all = await people();
  const idle = all.elements.filter(({ facts }) => facts.role?.includes('cannot sign in'));
  expect(idle.map(({ kind }) => kind)).toContain('saas:okta');
  const single = await people('{ members: true }');
  const states = single.elements.map(({ facts }) => facts.status).filter(Boolean);
  expect(states).toContain('deprovisioned');
});

test('says whose people are people of Identity Center, too', async () => {
  const all = await people();
  expect(all.links.filter(({ derived }) => derived === 'identity-provider')).toMatchObject([
    { facts: { label: expect.stringMatching(/^\d+ (person|people) of both$/) } },
  ]);
  const { found = 0, folded } = all.counts.get('identity-link') ?? {};
  expect(found).toBeGreaterThan(0);
  expect(folded).toBe(found);
});

test('draws who has a role in Google Cloud: groups, single people, everyone, a domain', async () => {
  const all = await people();
  const grants = all.links.filter(({ derived }) => derived === 'gcp:iam-grant');
  expect(grants).toHaveLength(5);
  expect(all.ways).toContain('All of example.com -> Payments: viewer');
  expect(all.ways).toContain('Everyone -> mb-assets: storage.objectViewer');
  expect(all.ways.filter((way) => way.endsWith('-> mockupbank.example: viewer'))).toHaveLength(1);
  expect(all.ways.filter((way) => way.endsWith('-> Payments: editor'))).toHaveLength(1);
  // A member of another tenant is in no directory: it is counted, and not named.
  expect(
    grants.filter(({ facts }) => facts.description?.includes('1 member outside')),
  ).toHaveLength(2);
  expect(fate(all, 'gcp:iam-binding')).toBe('4 = 0 + 4 + 0');
  const okta = await people("{ directories: ['okta'] }");
  expect(fate(okta, 'gcp:iam-binding')).toBe('4 = 0 + 0 + 4');
});

test('a group that both Google modules have is one, though the older one knows no tenant of it', async () => {
  const all = await people();
  expect(all.lines.filter((text) => text.includes('repeated-id'))).toEqual([]);
  expect(all.elements.some(({ name }) => name === 'A name of old')).toBe(false);
});

test('marks a directory that the last sync did not read', async () => {
  const all = await people();
  const marked = all.elements.filter(({ facts }) => facts.status === 'not in the last sync');
  expect(marked.map(({ name }) => name)).toEqual(['IAM Identity Center']);
});
