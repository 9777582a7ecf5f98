/** What the network of Google Cloud is asked for. Lists are ordered before they are collected: the same graph gives the same rows. */

import type { Question } from '../question.ts';

const ask = (query: string): Question => ({ query, params: {} });

export const VPCS = ask(`MATCH (v:GCPVpc)
OPTIONAL MATCH (p:GCPProject)-[:RESOURCE]->(v)
WITH v, min(p.id) AS owner
RETURN v.id AS id, v.name AS name, coalesce(v.project_id, owner) AS project,
coalesce(v.auto_create_subnetworks, false) AS auto`);

/** Each side of a peering is a node of its own. */
export const PEERINGS = ask(`MATCH (p:GCPVpcPeering)
OPTIONAL MATCH (p)-[:LOCAL_NETWORK]->(l:GCPVpc)
OPTIONAL MATCH (p)-[:PEER_NETWORK]->(r:GCPVpc)
WITH p, min(l.id) AS local, min(r.id) AS peer
RETURN p.id AS id, p.name AS name, p.project_id AS project, p.state AS state,
coalesce(local, p.network_partial_uri) AS local, coalesce(peer, p.peer_network_partial_uri) AS peer`);

export const VPN_GATEWAYS = ask(`MATCH (g:GCPVpnGateway)
OPTIONAL MATCH (g)-[:PART_OF_VPC]->(v:GCPVpc)
WITH g, min(v.id) AS vpc
RETURN g.id AS id, g.name AS name, g.project_id AS project, g.region AS region,
coalesce(vpc, g.network_partial_uri) AS vpc`);

/** A tunnel of a classic VPN names its gateway, of which there is no node. */
export const VPN_TUNNELS = ask(`MATCH (t:GCPVpnTunnel)
OPTIONAL MATCH (t)-[:USES_GATEWAY]->(g:GCPVpnGateway)
OPTIONAL MATCH (t)-[:CONNECTS_TO_GATEWAY]->(o:GCPVpnGateway)
WITH t, min(g.id) AS gateway, min(o.id) AS peer
RETURN t.id AS id, t.name AS name, t.project_id AS project, t.region AS region, t.status AS status,
coalesce(gateway, t.vpn_gateway_partial_uri, t.target_vpn_gateway_partial_uri) AS gateway,
coalesce(peer, t.peer_gcp_gateway_partial_uri) AS peer, t.peer_ip AS address,
t.local_traffic_selector AS near, t.remote_traffic_selector AS far`);

/** Labels of what may be older than the newest sync. */
export const GCP_DATED =
  'GCPProject|GCPVpc|GCPSubnet|GCPInstance|GCPFirewall|GCPForwardingRule|GCPBackendService|GCPInstanceGroup|GKECluster|GCPCloudSQLInstance|GCPVpnGateway';

/** What the newest sync of Google Cloud did not read. */
export const STALE = ask(`MATCH (n:${GCP_DATED})
WITH max(n.lastupdated) AS newest, collect(n) AS nodes
UNWIND nodes AS n
WITH n, newest WHERE n.lastupdated < newest
RETURN DISTINCT n.id AS id`);

/** A subnet that only an interface names is a stub: an id and nothing else. */
export const SUBNETS = ask(`MATCH (s:GCPSubnet)
OPTIONAL MATCH (v:GCPVpc)-[:HAS]->(s)
WITH s, min(v.id) AS vpc
RETURN s.id AS id, s.name AS name, s.ip_cidr_range AS cidr, s.region AS region, s.purpose AS purpose,
coalesce(vpc, s.vpc_partial_uri) AS vpc, s.project_id AS project`);

export const INSTANCES = ask(`MATCH (i:GCPInstance)
OPTIONAL MATCH (p:GCPProject)-[:RESOURCE]->(i)
WITH i, min(p.id) AS owner
OPTIONAL MATCH (i)-[:NETWORK_INTERFACE]->(n:GCPNetworkInterface)
OPTIONAL MATCH (n)-[:PART_OF_SUBNET]->(s:GCPSubnet)
OPTIONAL MATCH (n)-[:RESOURCE]->(a:GCPNicAccessConfig)
WITH i, owner, n, min(s.id) AS subnet, min(a.public_ip) AS public ORDER BY n.name, n.id
RETURN i.id AS id, i.instancename AS name, coalesce(i.project_id, owner) AS project, i.status AS status,
i.zone_name AS zone, coalesce(i.exposed_internet, false) AS exposed, i.exposed_internet_type AS ways,
coalesce(i.can_ip_forward, false) AS forwards,
collect(CASE WHEN n IS NULL THEN NULL ELSE {id: n.id, name: n.name, ip: n.private_ip, subnet: subnet, public: public} END) AS interfaces`);

export const FIREWALLS = ask(`MATCH (f:GCPFirewall)
OPTIONAL MATCH (v:GCPVpc)-[:RESOURCE]->(f)
WITH f, min(v.id) AS vpc
OPTIONAL MATCH (f)-[:TARGET_TAG]->(t:GCPNetworkTag)
WITH f, vpc, t.value AS tag ORDER BY tag
RETURN f.id AS id, f.name AS name, f.direction AS direction, coalesce(f.disabled, false) AS disabled,
f.priority AS priority, coalesce(f.has_target_service_accounts, false) AS accounts, vpc,
collect(DISTINCT tag) AS tags`);

/** Older versions have `IpRange` alone. Whatever joins a rule to its firewall is asked for: only what is known to allow counts as that. */
export const RULES = ask(`MATCH (r:GCPIpRule)
OPTIONAL MATCH (r)-[k]->(f:GCPFirewall)
WITH r, f, type(k) AS effect ORDER BY effect
WITH r, min(f.id) AS firewall, collect(DISTINCT effect) AS effects
OPTIONAL MATCH (x:GCPIpRange|IpRange)-[:MEMBER_OF_IP_RULE]->(r)
WITH r, firewall, effects, coalesce(x.range, x.id) AS range ORDER BY range
RETURN r.id AS id, firewall, effects, r.protocol AS protocol, r.fromport AS low, r.toport AS high,
collect(DISTINCT range) AS ranges`);

/**
 * A rule without target tags hits its whole network: then only what the internet can reach is of interest. Cartography
 * derives no edge to instances of a Shared VPC whose host it reads before them, and none at all in a first sync: the
 * tags say it.
 */
export const INGRESS =
  ask(`MATCH (f:GCPFirewall)-[:TARGET_TAG]->(:GCPNetworkTag)<-[:TAGGED]-(i:GCPInstance)
RETURN DISTINCT f.id AS firewall, i.id AS instance
UNION MATCH (f:GCPFirewall)-[:FIREWALL_INGRESS]->(i:GCPInstance)
WHERE EXISTS { (f)-[:TARGET_TAG]->(:GCPNetworkTag) } OR EXISTS { (i)-[:NETWORK_INTERFACE]->(:GCPNetworkInterface)-[:RESOURCE]->(:GCPNicAccessConfig) }
RETURN DISTINCT f.id AS firewall, i.id AS instance`);

export const FORWARDING = ask(`MATCH (f:GCPForwardingRule)
OPTIONAL MATCH (s:GCPSubnet)-[:RESOURCE]->(f)
OPTIONAL MATCH (v:GCPVpc)-[:RESOURCE]->(f)
OPTIONAL MATCH (p:GCPProject)-[:RESOURCE]->(f)
WITH f, min(s.id) AS subnet, min(v.id) AS vpc, min(p.id) AS owner
OPTIONAL MATCH (f)-[:ROUTES_TO*1..2]->(b:GCPBackendService)
WITH f, subnet, vpc, owner, b.id AS backend ORDER BY backend
RETURN f.id AS id, f.name AS name, coalesce(f.project_id, owner) AS project, coalesce(subnet, f.subnetwork) AS subnet,
coalesce(vpc, f.network) AS vpc, f.region AS region, f.ip_address AS address, f.ip_protocol AS protocol,
f.port_range AS range, f.ports AS ports, f.load_balancing_scheme AS scheme, f.target AS target,
coalesce(f.exposed_internet, false) AS exposed, collect(DISTINCT backend) AS backends`);

export const BACKENDS = ask(`MATCH (b:GCPBackendService)
OPTIONAL MATCH (p:GCPProject)-[:RESOURCE]->(b)
WITH b, min(p.id) AS owner
OPTIONAL MATCH (a:GCPCloudArmorPolicy)-[:PROTECTS]->(b)
WITH b, owner, a.name AS policy ORDER BY policy
RETURN b.id AS id, b.name AS name, coalesce(b.project_id, owner) AS project, b.region AS region,
b.protocol AS protocol, b.port AS port, b.load_balancing_scheme AS scheme, collect(DISTINCT policy) AS policies`);

export const GROUPS = ask(`MATCH (g:GCPInstanceGroup)
OPTIONAL MATCH (p:GCPProject)-[:RESOURCE]->(g)
WITH g, min(p.id) AS owner
OPTIONAL MATCH (b:GCPBackendService)-[:ROUTES_TO]->(g)
WITH g, owner, b.id AS backend ORDER BY backend
WITH g, owner, collect(DISTINCT backend) AS backends
OPTIONAL MATCH (g)-[:HAS_MEMBER]->(i:GCPInstance)
WITH g, owner, backends, i.id AS instance ORDER BY instance
RETURN g.id AS id, g.name AS name, coalesce(g.project_id, owner) AS project, g.subnetwork AS subnet,
g.network AS vpc, g.size AS size, backends, collect(DISTINCT instance) AS instances`);

/** A cluster says the short names of its network and subnetwork, not their ids. */
export const CLUSTERS = ask(`MATCH (c:GKECluster)
OPTIONAL MATCH (p:GCPProject)-[:RESOURCE]->(c)
WITH c, min(p.id) AS project
RETURN c.id AS id, c.name AS name, project, c.network AS vpc, c.subnetwork AS subnet,
coalesce(c.location, c.zone) AS region, c.status AS status, c.cluster_ipv4cidr AS cidr,
coalesce(c.exposed_internet, false) AS exposed, coalesce(c.master_authorized_networks, false) AS restricted`);

export const DATABASES = ask(`MATCH (d:GCPCloudSQLInstance)
OPTIONAL MATCH (p:GCPProject)-[:RESOURCE]->(d)
WITH d, min(p.id) AS project
OPTIONAL MATCH (d)-[:ASSOCIATED_WITH]->(v:GCPVpc)
WITH d, project, min(v.id) AS vpc
OPTIONAL MATCH (d)-[:AUTHORIZED_NETWORK]->(n:GCPCloudSQLAuthorizedNetwork)
WITH d, project, vpc, n.value AS range ORDER BY range
RETURN d.id AS id, d.name AS name, project, vpc, d.region AS region, d.database_version AS version,
d.state AS status, collect(DISTINCT range) AS ranges`);

/** Projects that own something of a network. */
const OWNS = `EXISTS { (p)-[:RESOURCE]->(:GCPVpc|GCPVpcPeering|GCPVpnGateway|GCPVpnTunnel|GCPSubnet|GCPInstance|GCPForwardingRule|GCPBackendService|GCPInstanceGroup|GKECluster|GCPCloudSQLInstance) }`;
export const OWNERS = ask(`MATCH (p:GCPProject) WHERE ${OWNS} RETURN p.id AS id`);

/** Counted apart from the rows that are read, so that a row that is lost on the way is noticed. */
export const NETWORK_COUNTS = ask(`MATCH (n:GCPVpc) RETURN 'vpc' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPSubnet) RETURN 'subnet' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPInstance) RETURN 'gcp:compute-engine' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPNetworkInterface)<-[:NETWORK_INTERFACE]-(:GCPInstance) RETURN 'gcp:network-interface' AS kind, count(DISTINCT n) AS found
UNION ALL MATCH (n:GCPFirewall) RETURN 'gcp:firewall-rules' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPIpRule) RETURN 'gcp:firewall-rule' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPForwardingRule) RETURN 'gcp:load-balancer' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPBackendService) RETURN 'gcp:backend-service' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPInstanceGroup) RETURN 'gcp:instance-group' AS kind, count(n) AS found
UNION ALL MATCH (n:GKECluster) RETURN 'gcp:gke-cluster' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPCloudSQLInstance) RETURN 'gcp:cloud-sql' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPVpcPeering) RETURN 'gcp:vpc-peering' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPVpnGateway) RETURN 'gcp:vpn-gateway' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPVpnTunnel) RETURN 'gcp:vpn-tunnel' AS kind, count(n) AS found
UNION ALL MATCH (p:GCPProject) WHERE ${OWNS} RETURN 'project' AS kind, count(p) AS found`);

/** Of networks, and in no picture: counted so that a reader knows that they are there. */
export const NETWORK_OTHERS =
  ask(`MATCH (n:GCPNetworkTag) RETURN 'gcp:network-tag' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPNicAccessConfig) RETURN 'gcp:external-address' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPCloudArmorPolicy) RETURN 'gcp:cloud-armor-policy' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPTargetHttpsProxy|GCPTargetSslProxy) RETURN 'gcp:target-proxy' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPSslPolicy) RETURN 'gcp:ssl-policy' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPDNSZone) RETURN 'gcp:dns-zone' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPRecordSet) RETURN 'gcp:dns-record' AS kind, count(n) AS found`);

export const NETWORK_QUESTIONS: readonly Question[] = [
  VPCS,
  PEERINGS,
  VPN_GATEWAYS,
  VPN_TUNNELS,
  STALE,
  NETWORK_OTHERS,
  SUBNETS,
  INSTANCES,
  FIREWALLS,
  RULES,
  INGRESS,
  FORWARDING,
  BACKENDS,
  GROUPS,
  CLUSTERS,
  DATABASES,
  OWNERS,
  NETWORK_COUNTS,
];
