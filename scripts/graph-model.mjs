/**
 * Makes src/queries/data/cartography.json, what the linter of query packs checks against:
 *
 *     node scripts/graph-model.mjs MODEL.json RENAMED.json
 *
 * MODEL: `{ source, labels: { LABEL: { also, properties } }, relationships: [[from, TYPE, to]] }`, as
 * Cartography's own introspection of its models gives it. RENAMED: `{ old label: new label }`. What the
 * introspection does not see, but the graph of the tests (made by Cartography itself) holds, is added from there.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const sorted = (values) => [...new Set(values)].sort();

/** Every node has these; not repeated for each label. */
const EVERYWHERE = ['id', 'firstseen', 'lastupdated', '_module_name', '_module_version'];

/** Written by hand in Cartography, not as a model: from its documentation of the module. */
const OKTA = [
  ['OktaOrganization', 'RESOURCE', 'OktaUser'],
  ['OktaOrganization', 'RESOURCE', 'OktaGroup'],
  ['OktaOrganization', 'RESOURCE', 'OktaApplication'],
  ['OktaOrganization', 'RESOURCE', 'OktaTrustedOrigin'],
  ['OktaOrganization', 'RESOURCE', 'OktaAdministrationRole'],
  ['OktaUser', 'MEMBER_OF_OKTA_GROUP', 'OktaGroup'],
  ['OktaUser', 'APPLICATION', 'OktaApplication'],
  ['OktaGroup', 'APPLICATION', 'OktaApplication'],
  ['OktaUser', 'MEMBER_OF_OKTA_ROLE', 'OktaAdministrationRole'],
  ['OktaGroup', 'MEMBER_OF_OKTA_ROLE', 'OktaAdministrationRole'],
  ['OktaUser', 'FACTOR', 'OktaUserFactor'],
  ['Human', 'IDENTITY_OKTA', 'OktaUser'],
  ['OktaGroup', 'ALLOWED_BY', 'AWSRole'],
  ['AWSRole', 'ALLOWED_BY', 'OktaGroup'],
  ['OktaUser', 'CAN_ASSUME_IDENTITY', 'AWSSSOUser'],
  ['Human', 'CAN_ASSUME_ROLE', 'AWSRole'],
];

/** The introspection left this module out: from the models in Cartography 0.143. Its projects own both ways. */
const DIGITALOCEAN = {
  labels: {
    DOAccount: {
      also: ['Tenant'],
      properties: ['droplet_limit', 'floating_ip_limit', 'status', 'uuid'],
    },
    DOProject: {
      also: ['Tenant'],
      properties: [
        ...['account_id', 'created_at', 'description', 'environment', 'is_default', 'name'],
        ...['owner_uuid', 'updated_at'],
      ],
    },
    DODroplet: {
      also: ['ComputeInstance', 'Instance'],
      properties: [
        ...['account_id', 'created_at', 'image', 'ip_address', 'ip_v6_address', 'kernel'],
        ...['locked', 'name', 'private_ip_address', 'project_id', 'region', 'size', 'status'],
        ...['tags', 'volumes', 'vpc_uuid'],
      ],
    },
  },
  relationships: [
    ['DOAccount', 'RESOURCE', 'DOProject'],
    ['DOProject', 'RESOURCE', 'DOAccount'],
    ['DOProject', 'RESOURCE', 'DODroplet'],
    ['DODroplet', 'RESOURCE', 'DOProject'],
  ],
};

/** Newer than the introspection: as Cartography 0.143 wrote them. */
const NEWER = {
  labels: {
    GCPVpcPeering: {
      also: [],
      properties: [
        'auto_create_routes',
        'exchange_subnet_routes',
        'export_custom_routes',
        'export_subnet_routes_with_public_ip',
        'import_custom_routes',
        'import_subnet_routes_with_public_ip',
        'name',
        'network_partial_uri',
        'peer_mtu',
        'peer_network_partial_uri',
        'peer_project_id',
        'project_id',
        'stack_type',
        'state',
        'state_details',
        'update_strategy',
      ],
    },
    GCPVpnGateway: {
      also: [],
      properties: [
        'creation_timestamp',
        'description',
        'gateway_ip_version',
        'name',
        'network_partial_uri',
        'partial_uri',
        'project_id',
        'region',
        'self_link',
        'stack_type',
      ],
    },
    GCPVpnTunnel: {
      also: [],
      properties: [
        'creation_timestamp',
        'description',
        'detailed_status',
        'ike_version',
        'local_traffic_selector',
        'name',
        'partial_uri',
        'peer_gcp_gateway_partial_uri',
        'peer_ip',
        'project_id',
        'region',
        'remote_traffic_selector',
        'router_partial_uri',
        'self_link',
        'status',
        'target_vpn_gateway_partial_uri',
        'vpn_gateway_partial_uri',
      ],
    },
    OktaGroupRole: {
      also: ['PermissionRole'],
      properties: [
        '_ont_name',
        '_ont_scope',
        '_ont_source',
        '_ont_type',
        'assignment_type',
        'description',
        'label',
        'role_type',
        'status',
      ],
    },
    OktaUserRole: {
      also: ['PermissionRole'],
      properties: [
        '_ont_name',
        '_ont_scope',
        '_ont_source',
        '_ont_type',
        'assignment_type',
        'label',
        'role_type',
        'status',
      ],
    },
  },
  relationships: [
    ['GCPVpcPeering', 'LOCAL_NETWORK', 'GCPVpc'],
    ['GCPVpcPeering', 'PEER_NETWORK', 'GCPVpc'],
    ['GCPProject', 'RESOURCE', 'GCPVpcPeering'],
    ['GCPVpnGateway', 'PART_OF_VPC', 'GCPVpc'],
    ['GCPProject', 'RESOURCE', 'GCPVpnGateway'],
    ['GCPProject', 'RESOURCE', 'GCPVpnTunnel'],
    ['GCPVpnTunnel', 'USES_GATEWAY', 'GCPVpnGateway'],
    ['GCPVpnTunnel', 'CONNECTS_TO_GATEWAY', 'GCPVpnGateway'],
    ['OktaGroup', 'HAS_ROLE', 'OktaGroupRole'],
    ['OktaUser', 'HAS_ROLE', 'OktaUserRole'],
    ['OktaOrganization', 'RESOURCE', 'OktaGroupRole'],
    ['OktaOrganization', 'RESOURCE', 'OktaUserRole'],
  ],
};

const [modelFile, renamedFile] = process.argv.slice(2);
if (!renamedFile) {
  console.error('usage: node scripts/graph-model.mjs MODEL.json RENAMED.json');
  process.exit(2);
}
const model = read(modelFile);
const renamed = read(renamedFile);
const seen = read(here('../test/fixtures/cartography/mockupbank.graph.json'));

const labels = new Map(
  Object.entries({ ...model.labels, ...DIGITALOCEAN.labels, ...NEWER.labels }).map(
    ([name, { also, properties }]) => [
      name,
      { also: new Set(also), properties: new Set(properties) },
    ],
  ),
);
const others = new Set([...labels.values()].flatMap(({ also }) => [...also]));
for (const node of seen.nodes) {
  let own = node.labels.filter((label) => labels.has(label));
  if (own.length === 0) {
    const [name, ...also] = node.labels;
    labels.set(name, { also: new Set(also), properties: new Set() });
    for (const label of also) others.add(label);
    own = [name];
  }
  // A property that no label of the node is known to have belongs to the most special one.
  for (const key of Object.keys(node.properties))
    if (!own.some((label) => labels.get(label).properties.has(key)))
      labels.get(own[own.length - 1]).properties.add(key);
}

const triples = [
  ...model.relationships,
  ...OKTA,
  ...DIGITALOCEAN.relationships,
  ...NEWER.relationships,
];
/** Ends of other modules: that they exist is known, not what they hold. */
const foreign = sorted(triples.flatMap(([from, , to]) => [from, to])).filter(
  (name) => !labels.has(name) && !others.has(name),
);
const types = {};
for (const [from, type, to] of triples) {
  types[type] ??= {};
  types[type][from] ??= [];
  types[type][from].push(to);
}

const line = (entries) =>
  entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',\n');
const byKey = (object) => sorted(Object.keys(object)).map((key) => [key, object[key]]);
const text = `{
"source":${JSON.stringify(model.source)},
"everywhere":${JSON.stringify(EVERYWHERE)},
"labels":{
${line(
  sorted(labels.keys()).map((name) => {
    const { also, properties } = labels.get(name);
    return [
      name,
      [sorted(also), sorted(properties).filter((property) => !EVERYWHERE.includes(property))],
    ];
  }),
)}
},
"foreign":${JSON.stringify(foreign)},
"types":{
${line(
  byKey(types).map(([type, ends]) => [
    type,
    Object.fromEntries(byKey(ends).map(([from, to]) => [from, sorted(to)])),
  ]),
)}
},
"renamed":{
${line(byKey(renamed))}
}
}
`;
JSON.parse(text);
writeFileSync(here('../src/queries/data/cartography.json'), text);
console.log(`${labels.size} labels, ${Object.keys(types).length} types, ${text.length} bytes`);
