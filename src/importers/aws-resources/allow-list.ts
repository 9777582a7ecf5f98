/**
 * The attributes that are read, of any type and at any depth. Everything else is dropped as soon as a file is
 * parsed: passwords, pre-shared keys, user data, e-mail addresses, policies and descriptions reach no record,
 * because nothing holds them.
 */

import { isList, isMap, Unknown, type Value, type ValueMap } from './values.ts';

const NAMES: ReadonlySet<string> = new Set(
  `
  accept_status acceptance_required access_group_id accounts action aliases alb_target_group_arn allocation_id
  allowed_prefixes allowed_principals amazon_side_asn arn associate_public_ip_address associated_gateway_id
  association_default_route_table_id attachment authentication_options authorize_all_groups
  autoscaling_group_name availability_zone bgp_asn blackhole carrier_gateway_id carrier_ip certificate_arn
  broker_name broker_node_group_info cidr cidr_block cidr_blocks cidr_ipv4 cidr_ipv6 client_cidr_block client_subnets client_vpn_endpoint_id cluster cluster_id cluster_name
  cluster_identifier cluster_security_group_id cluster_subnet_group_name connectivity_info connectivity_type core_network_arn
  core_network_id customer_gateway_id db_subnet_group_name default_action default_network_acl_id
  default_route_table_association default_route_table_id default_route_table_propagation
  default_security_group_id destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id
  device_name domain_name dx_gateway_id edge_location edge_locations edges egress egress_only_gateway_id
  endpoint_id endpoint_public_access engine engine_type entry file_system_id firewall_policy_arn firewall_status forward
  from_port function_name gateway_id gateway_load_balancer_arns global_network_id id identifier ingress
  instance instance_id interface_type instance_port instance_protocol instance_state instances internal internet_gateway_id
  ip_address ip_protocol ipv4_ipam_pool_id ipv4_netmask_length ipv6_cidr_block ipv6_cidr_blocks ipv6_native
  launch_configuration launch_template launch_template_id launch_template_name launch_template_specification
  launch_type lb_port lb_protocol lb_target_group_arn lifecycle_state listener listener_arn load_balancer
  load_balancer_arn load_balancer_type local_gateway_id main_route_table_id master_account_id
  mixed_instances_policy multi_az name nat_gateway_id neptune_subnet_group_name network_acl_id
  network_configuration network_interface network_interface_id network_interfaces
  network_load_balancer_arns non_master_accounts origin owner_id parent_id peer_owner_id peer_region
  peer_transit_gateway_id peer_vpc_id policy_id port prefix_list_id prefix_list_ids principal private_ip
  private_ip_address private_ips propagating_vgws propagation_default_route_table_id protocol public_ip
  public_access public_ipv4_pool publicly_accessible referenced_security_group_id region replication_group_id resource_arn
  resource_share_arn roots route route_table_id route_table_ids rule_action rule_no rule_number
  secondary_allocation_ids secondary_public_ips security_group_id security_group_referencing_support security_group_ids security_groups
  segment_name segments self service_name shared_segments source_security_group_id split_tunnel ssl_policy
  state status subnet_arns subnet_group_name subnet_id subnet_ids subnet_mapping subnets sync_states tag tags
  tags_all target_group target_group_arn target_group_arns target_id target_network_cidr
  target_vpc_subnet_id to_port transit_gateway_attachment_id
  transit_gateway_default_route_table_association transit_gateway_default_route_table_propagation
  transit_gateway_id transit_gateway_route_table_arn transit_gateway_route_table_id transport_attachment_id
  transport_protocol type vlan vpc_arn vpc_config vpc_endpoint_id vpc_endpoint_type vpc_id vpc_options
  vpc_peering_connection_id vpc_security_group_ids vpc_zone_identifier vpn_connection_arn vpn_connection_id
  vpn_gateway_id vpn_port web_acl_arn web_acl_id key value
  `
    .trim()
    .split(/\s+/),
);

/** What else is read of things that are only looked up. */
const LOOKED_UP = ['names', 'ids', 'zone_ids', 'account_id', 'cidr_blocks', 'for_each', 'count'];

/** Keys in these are the user's own. */
const OPEN = new Set(['tags', 'tags_all']);

export const isAllowed = (name: string): boolean => NAMES.has(name);

/** Blocks of the provider are nested less deep. */
const DEEPEST = 12;

/** What may be read of an attribute's value: blocks without the rest of their attributes. */
function allowedIn(value: Value, depth: number): Value {
  if (depth > DEEPEST) return null;
  if (isList(value)) return value.map((item) => allowedIn(item, depth + 1));
  return isMap(value) ? allowedAttributes(value, depth + 1) : value;
}

/** A copy with nothing but what is read. */
export function allowedAttributes(values: ValueMap, depth = 0): ValueMap {
  const kept: [string, Value][] = [];
  for (const [name, value] of Object.entries(values)) {
    if (OPEN.has(name)) kept.push([name, texts(value)]);
    else if (NAMES.has(name)) kept.push([name, allowedIn(value, depth)]);
  }
  return Object.fromEntries(kept);
}

/** Values that a data source looks up: those above, and lists of zones and ids. */
export function allowedLookups(values: ValueMap): ValueMap {
  const more = LOOKED_UP.flatMap((name): [string, Value][] => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined || isMap(value) ? [] : [[name, value]];
  });
  return { ...allowedAttributes(values), ...Object.fromEntries(more) };
}

/** Tags: texts, and what stands in for them. */
function texts(value: Value): Value {
  if (!isMap(value)) return value instanceof Unknown ? value : {};
  return Object.fromEntries(Object.entries(value).filter(([, tag]) => !isList(tag) && !isMap(tag)));
}
