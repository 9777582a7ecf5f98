/** What filters traffic: security groups, network ACLs, firewalls. */

import type { PortRange } from '../model/ports.ts';
import type { VpcRecord } from './network.ts';
import type { AccountRecord, InventoryRecord } from './provenance.ts';

export interface SecurityGroup extends VpcRecord {}

/** One rule. Where a source does not keep rule and source together, see `SecurityGroupPair`. */
export interface SecurityGroupRule extends InventoryRecord {
  readonly inbound: boolean;
  /** `unknown` as protocol where the source does not say it: it lets nothing in for sure. */
  readonly ports: PortRange;
  /** Ids of the groups that it is a rule of. */
  readonly groups: readonly string[];
  /** Blocks that it is for. */
  readonly ranges: readonly string[];
  /** Groups that it is for; absent where the source does not keep them with the rule. */
  readonly peerGroups?: readonly string[];
  readonly prefixLists?: readonly string[];
}

/** Two groups of which one names the other in some rule: which one, and for which ports, the source does not say. */
export interface SecurityGroupPair {
  readonly group: string;
  /** The group that it names. */
  readonly source: string;
  readonly provenance: InventoryRecord['provenance'];
}

export interface NetworkAcl extends VpcRecord {
  readonly isDefault: boolean;
  /** The subnets that it guards; absent where the source does not say, or not reliably. */
  readonly subnets?: readonly string[];
  /** How many rules it has, also where `networkAclRules` does not hold them. */
  readonly ruleCount: number;
  /** Other things name it, and the source does not have its rules: it may have any. */
  readonly unread?: true;
}

/** One numbered rule. Of those that match, the one with the lowest number decides. */
export interface NetworkAclRule extends InventoryRecord {
  readonly acl: string;
  readonly number: number;
  readonly inbound: boolean;
  readonly allow: boolean;
  readonly cidr: string;
  /** Absent where the source does not say them: then the rule says nothing. */
  readonly ports?: PortRange;
}

/** A firewall in the path, e.g. AWS Network Firewall. */
export interface NetworkFirewall extends AccountRecord {
  readonly name: string;
  readonly vpc?: string;
  /** Its endpoint in each subnet. */
  readonly endpoints: readonly { readonly subnet: string; readonly endpoint?: string }[];
  readonly policy?: string;
}
