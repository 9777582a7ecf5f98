/**
 * Why a path is closed, arrives one way only, or cannot be judged. Where Reachability Analyzer of AWS publishes a
 * code for it, that is its name here: https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */

/** Codes of AWS, with what they mean here. */
const PUBLISHED = {
  BAD_STATE: 'the component does not work: it was deleted, is being made, or failed',
  BAD_STATE_ATTACHMENT: 'the attachment is not available, or is of another network',
  BAD_STATE_ROUTE: 'the route is a blackhole',
  ELBV2_LISTENERS_MISMATCH: 'the load balancer does not listen on it',
  ENI_SG_RULES_MISMATCH: 'no rule of the security groups admits it',
  SG_HAS_NO_RULES: 'the security groups have no rule in this direction',
  SG_REFERENCES_NOT_PRESERVED:
    'the rule names a group, and groups are not known behind this component',
  SG_REFERENCING_SUPPORT: 'the transit gateway does not pass on which group traffic comes from',
  SUBNET_ACL_RESTRICTION: 'a network ACL does not admit it',
  NO_ROUTE_TO_DESTINATION: 'the route table has no route to it',
  NO_POSSIBLE_DESTINATION: 'the route leads into a network where no subnet has the address',
  PCX_REQUIRES_ADDRESS_IN_VPC_CIDR: 'a peering carries traffic between its two VPCs only',
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS: 'an internet gateway needs a public address of the sender',
  IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS: 'it has no public address',
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS: 'an internet gateway drops private destinations',
  NGW_REQUIRES_SOURCE_IN_VPC: 'the NAT gateway opens connections outwards only, for its own VPC',
  PROTOCOL_RESTRICTION: 'the component passes on other protocols only',
  TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION: 'the attachment has no transit gateway route table',
  TGW_ROUTE_AZ_RESTRICTION: 'the attachment has no subnet in the availability zone of the sender',
  TGW_RTB_BAD_STATE_ROUTE: 'the route of the transit gateway is a blackhole',
  TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT: 'the transit gateway route table has no route to it',
  TGW_RTB_ROUTES_ARE_UNKNOWN: 'the routes of the transit gateway route table were not read',
  UNKNOWN_PEERED_SGS: 'the network behind the peering was not read',
} as const;

/** Codes of our own, for what AWS has none. */
const OWN = {
  ACL_RULES_UNKNOWN: 'no source has the rules of the network ACL, with ports',
  ADDRESSES_UNKNOWN: 'which addresses the interfaces have is not known, and rules tell them apart',
  ATTACHMENT_UNKNOWN: 'whether the gateway is attached to the network was not read',
  ATTACHMENT_SUBNETS_DIFFER:
    'the tables or ACLs of the subnets of an attachment differ, and which of them it takes is not known',
  ATTACHMENT_SUBNETS_UNKNOWN: 'in which subnets the attachment is was not read',
  ANSWER_TAKES_ANOTHER_WAY: 'the answer is routed to another network that has the same addresses',
  FIREWALL_NOT_EVALUATED: 'traffic passes through an appliance whose policy is not evaluated',
  GROUP_RULES_UNKNOWN: 'no source has the rules of the security group',
  GROUPS_UNKNOWN: 'which security groups the interfaces are in is not known',
  INTERFACE_TARGET_NOT_MODELLED: 'what the route leads to is not modelled',
  NETWORK_NOT_READ: 'the network was not read: its routes and rules are not known',
  OPENS_NO_CONNECTIONS:
    'what is there answers, or sends to its targets, and opens no other connection',
  OPEN: 'every route, network ACL and security group on the way lets it pass, and its answer back',
  PREFIX_LIST_UNKNOWN: 'no source has the entries of the prefix list',
  PUBLIC_ADDRESS_UNKNOWN: 'whether it has a public address is not known',
  ROUTE_TABLE_UNKNOWN: 'no source has the routes of the subnet',
  ROUTES_CONTRADICT: 'two routes of one block and one rank lead to different targets',
  ROUTING_LOOP: 'the routes lead back to where the traffic has been',
  RULE_PORTS_UNKNOWN: 'for which ports the rule is, or for whom, no source says',
  SUBNET_BLOCK_UNKNOWN: 'the address block of a subnet is not known',
  ZONE_UNKNOWN: 'the availability zone of the subnet is not known',
} as const;

export const REASONS = { ...PUBLISHED, ...OWN } as const;

export type ReasonCode = keyof typeof REASONS;

/** Something that is not known, and why that matters: the cause of a path that cannot be judged. */
export interface Doubt {
  readonly code: ReasonCode;
  /** Id of the component that it is about. */
  readonly id: string;
  /** More than the code says: a prefix list, a rule. */
  readonly detail?: string;
}
