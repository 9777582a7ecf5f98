/** Organizations, OUs and accounts. E-mail addresses are not read. */

import type { Account } from '../../inventory/organization.ts';
import { present } from '../present.ts';
import type { ResourceAttributes } from './attributes.ts';
import type { Mapping } from './mapper.ts';
import type { ResourceRecords } from './records.ts';

/** An account as something says of it; what it holds is added later. */
const account = (
  origin: Pick<Account, 'id' | 'provenance' | 'absent'>,
  facts: Partial<Account>,
): Account => ({
  name: origin.id,
  management: false,
  path: [],
  inscope: false,
  synced: false,
  behind: false,
  ...facts,
  ...origin,
});

export { account as accountRecord };

function organization(r: ResourceAttributes, to: ResourceRecords): void {
  const origin = r.base();
  to.add('organizations', origin);
  const roots = r.blocks('roots');
  const unknown = [{ id: `${origin.id}.roots[0].id`, name: 'Root' }];
  for (const { id, name } of roots.length > 0
    ? roots.map((root) => ({ id: root.text('id') ?? '', name: root.text('name') ?? 'Root' }))
    : unknown)
    to.add('units', { ...origin, id, short: id, name, root: true, organization: origin.id });
  for (const block of [...r.blocks('accounts'), ...r.blocks('non_master_accounts')]) {
    const id = block.text('id');
    if (id === undefined) continue;
    const state = block.text('status') ?? block.text('state');
    const facts = { organization: origin.id, name: block.text('name') ?? id };
    to.add('accounts', account({ ...origin, id }, { ...facts, ...present({ state }) }));
  }
}

/** After all resources of the organization: who manages it, and what is above each account. */
export function placeAccounts(
  index: ResourceAttributes['context']['index'],
  to: ResourceRecords,
): void {
  const [only, ...others] = to.all('organizations');
  const one = others.length === 0 ? only : undefined;
  for (const resource of index.ofType('aws_organizations_organization')) {
    const master = resource.values.master_account_id;
    if (typeof master === 'string' && resource.managed)
      to.update('accounts', master, () => ({
        management: true,
        organization: index.idOf(resource),
      }));
  }
  for (const { id } of to.all('units'))
    if (one) to.update('units', id, (unit) => ({ organization: unit.organization ?? one.id }));
  for (const { id, path } of to.all('accounts'))
    to.update('accounts', id, (own) => ({
      path: above(to, path[0]),
      ...present({ organization: own.organization ?? (path.length > 0 ? one?.id : undefined) }),
    }));
}

function above(to: ResourceRecords, unit: string | undefined): readonly string[] {
  const path: string[] = [];
  for (let at = unit; at !== undefined && !path.includes(at); at = to.get('units', at)?.parent)
    path.unshift(at);
  return path;
}

/** The root or OU above, which no resource may stand for. */
function parentOf(r: ResourceAttributes, to: ResourceRecords): string | undefined {
  const parent = r.ref('parent_id');
  if (
    parent !== undefined &&
    r.target('parent_id')?.type !== 'aws_organizations_organizational_unit'
  ) {
    const root = parent.startsWith('r-') || /\.roots\[\d+\]\.id$/.test(parent);
    const name = root ? 'Root' : parent;
    to.add('units', { ...r.base(), id: parent, short: parent, name, root });
  }
  return parent;
}

/** Its name: what it says is not read. */
function attachPolicy(r: ResourceAttributes, to: ResourceRecords): void {
  const policy = r.target('policy_id');
  const own = policy && r.of(policy);
  // Tag and backup policies control no access.
  if ((own?.text('type') ?? 'SERVICE_CONTROL_POLICY') !== 'SERVICE_CONTROL_POLICY') return;
  const [name, target] = [own?.text('name') ?? r.ref('policy_id'), r.ref('target_id')];
  if (name === undefined) return;
  const attach = ({ policies = [] }: { readonly policies?: readonly string[] }) => ({
    policies: [...new Set([...policies, name])].sort(),
  });
  if (!to.update('units', target, attach)) to.update('accounts', target, attach);
}

export const ORGANIZATION_TIES: Mapping = {
  aws_organizations_policy_attachment: attachPolicy,
};

export const ORGANIZATION: Mapping = {
  aws_organizations_organization: organization,
  aws_organizations_organizational_unit(r, to) {
    const parent = parentOf(r, to);
    const [base, name] = [r.base({ parent: 'parent_id' }), r.needed('name')];
    to.add('units', {
      ...base,
      short: base.id,
      name: name ?? base.id,
      root: false,
      ...present({ parent }),
    });
  },
  aws_organizations_account(r, to) {
    const base = r.base({ name: 'name', state: 'status' });
    const roots = to.all('units').filter(({ root }) => root);
    // Without a parent it is at the root.
    const root = roots.length === 1 && !r.has('parent_id') ? roots[0]?.id : undefined;
    const parent = parentOf(r, to) ?? root;
    const state = r.text('state') ?? r.text('status');
    to.update('accounts', base.id, () => ({ provenance: base.provenance }));
    to.add('accounts', account(base, { name: r.needed('name') ?? base.id }));
    to.update('accounts', base.id, (own) => ({
      name: r.text('name') ?? own.name,
      path: parent === undefined ? [] : [parent],
      ...present({ state }),
    }));
  },
};
