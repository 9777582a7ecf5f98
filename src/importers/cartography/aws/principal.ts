/** Who a trust policy names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */

import type { Principal } from '../../../inventory/access.ts';

const ARN = /^arn:[^:]+:(?:iam|sts)::(\d*):([^/]+)(?:\/(.*))?$/;

/** IAM Identity Center makes one such provider in each account. */
const IDENTITY_CENTER = /^AWSSSO_[0-9a-f]+_DO_NOT_DELETE$/;

const last = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * @param id the principal's ARN, or what stands in its place
 * @param type `Service` or `Federated` where Cartography says so; else the text tells
 */
export function principalOf(id: string, type?: string): Principal {
  if (id === '*') return { id, kind: 'anyone', name: 'Anyone' };
  if (/^\d{12}$/.test(id)) return { id, kind: 'account', name: id, account: id };
  const [, account = '', resource = '', path = ''] = ARN.exec(id) ?? [];
  const of = account === '' ? {} : { account };
  if (resource === 'root' && account !== '') return { id, kind: 'account', name: account, account };
  if (resource === 'role') return { id, kind: 'role', name: last(path), ...of };
  if (resource === 'assumed-role')
    return { id, kind: 'role', name: path.split('/')[0] ?? path, ...of };
  if (resource === 'user' || resource === 'federated-user')
    return { id, kind: 'user', name: last(path), ...of };
  if (resource === 'saml-provider' || resource === 'oidc-provider') {
    const name = IDENTITY_CENTER.test(path) ? 'IAM Identity Center' : path;
    return { id, kind: 'federated', name, ...of };
  }
  if (id.includes(':')) return { id, kind: 'unknown', name: id };
  if (type === 'Federated' || id === 'cognito-identity.amazonaws.com')
    return { id, kind: 'federated', name: id };
  if (type === 'Service' || /\.amazonaws\.com(\.cn)?$/.test(id))
    return { id, kind: 'service', name: id };
  if (id.includes('.')) return { id, kind: 'federated', name: id };
  // What was deleted keeps its unique id in the policies that named it.
  if (/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(id))
    return { id, kind: 'unknown', name: `Deleted principal ${id}` };
  return { id, kind: 'unknown', name: id };
}

/** Account and name of a role's ARN. */
export function roleOf(arn: string): { readonly account?: string; readonly name: string } {
  const { account, name } = principalOf(arn);
  return { ...(account ? { account } : {}), name };
}
