/** Network ACLs with their rules: words on the subnets that they guard, else on their VPC. */

import { aclOf, aclRules, hasAclRules } from '../../inventory/indexes.ts';
import { type Inventory, readState } from '../../inventory/inventory.ts';
import type { Vpc } from '../../inventory/network.ts';
import type { NetworkAcl, NetworkAclRule } from '../../inventory/security.ts';
import { portText } from '../../model/ports.ts';
import { isBare, type Plan } from './plan.ts';
import { ANYWHERE } from './security-groups.ts';

const RULE = 'network-acl-rule';

const ruleText = ({ number, allow, ports, cidr, inbound }: NetworkAclRule): string =>
  `${number} ${allow ? 'allow' : 'deny'} ${ports && ports.protocol !== 'unknown' ? portText(ports) : 'unknown ports'} ${inbound ? 'from' : 'to'} ${cidr}`;

/** Both ways, in the order in which they are tried: the first that matches decides. */
function rulesText(inventory: Inventory, acl: NetworkAcl): string {
  if (!hasAclRules(inventory, acl)) return 'rules not recorded';
  const way = (inbound: boolean): string =>
    aclRules(inventory, acl.id, inbound).map(ruleText).join(', ') || 'nothing';
  const known = [true, false].flatMap((inbound) => aclRules(inventory, acl.id, inbound)).length;
  const missing = acl.ruleCount - known;
  return `in: ${way(true)} | out: ${way(false)}${missing > 0 ? ` | ${missing} more not recorded` : ''}`;
}

/** Every rule lets everything of an address family pass, and IPv4 passes both ways. */
function isOpen(inventory: Inventory, acl: NetworkAcl): boolean {
  return [true, false].every((inbound) => {
    const rules = aclRules(inventory, acl.id, inbound);
    return (
      rules.some(({ cidr }) => cidr === '0.0.0.0/0') &&
      rules.every(
        ({ allow, ports, cidr }) => allow && ports?.protocol === 'all' && ANYWHERE.has(cidr),
      )
    );
  });
}

function foldRules({ inventory, fates }: Plan, acl: string): void {
  for (const inbound of [true, false])
    fates.fold(
      RULE,
      aclRules(inventory, acl, inbound).map(({ id }) => id),
    );
}

/** What guards a subnet, where the source says so. */
export function aclOfSubnet(
  plan: Plan,
  subnet: string,
): { readonly words: string; readonly mark: string | undefined } | undefined {
  const { inventory } = plan;
  const acl = aclOf(inventory, subnet);
  if (!acl) return undefined;
  foldRules(plan, acl.id);
  const filters = hasAclRules(inventory, acl) && !isOpen(inventory, acl);
  return {
    words: `network ACL ${acl.name}${acl.isDefault ? ' (default)' : ''}: ${rulesText(inventory, acl)}`,
    mark: filters ? 'network ACL' : undefined,
  };
}

/** Whether its rules are said on a subnet of a VPC. */
const isOnSubnet = ({ inventory }: Plan, vpc: Vpc, acl: NetworkAcl): boolean =>
  !isBare(vpc) &&
  (acl.subnets ?? []).some(
    (id) => inventory.subnets.get(id)?.vpc === vpc.id && aclOf(inventory, id) === acl,
  );

/** ACLs of a VPC that is drawn. Which subnets they guard, and for which ports, not every source says. */
export function aclsOf(plan: Plan, vpc: Vpc): string[] {
  const { inventory, fates, wishes } = plan;
  const own = [...inventory.networkAcls.values()].filter((acl) => acl.vpc === vpc.id);
  fates.fold(
    'network-acl',
    own.map(({ id }) => id),
  );
  return own.map((acl) => {
    const rules = [true, false].flatMap((inbound) => aclRules(inventory, acl.id, inbound));
    const state = readState(inventory, 'networkAclRules', acl.accounts[0], acl.region);
    const ports = state === 'read' || rules.length > 0 ? '' : ', ports unknown';
    const words = `${acl.name} (${acl.isDefault ? 'default, ' : ''}${acl.ruleCount} rules${ports})`;
    if (wishes.depth === 'vpcs' || rules.length === 0 || isOnSubnet(plan, vpc, acl)) return words;
    foldRules(plan, acl.id);
    return `${words} ${rulesText(inventory, acl)}`;
  });
}

/** Rules of ACLs that the options do not ask for; those of others must have been said. */
export function countAclRules({ inventory, chosen, fates, wishes }: Plan): void {
  fates.leaveOut(RULE, inventory.networkAclRules.values(), (rule) => {
    const acl = inventory.networkAcls.get(rule.acl);
    return wishes.depth !== 'vpcs' && acl?.vpc !== undefined && chosen.asks(acl);
  });
}
