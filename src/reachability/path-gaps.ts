/** What no list of paths can hold: what was not read, and ways in that are not modelled. */

import type { Inventory, RecordType } from '../inventory/inventory.ts';
import type { ReadState } from '../inventory/provenance.ts';
import { TYPE_WORDS } from '../inventory/type-words.ts';
import { byCodeUnit } from '../model/order.ts';
import { isGone, type NetworkModel } from './network-model.ts';

/** What the list of paths may lack. */
export interface PathGap {
  readonly what: string;
  readonly why: string;
  /** The account in which it is missing; absent where it may be in any. */
  readonly account?: string;
  /**
   * `unread`: what no source has. `unmodelled`: what is there, and not followed. `service`: sessions that come in
   * through a service of the cloud, and by no path of the network.
   */
  readonly kind: 'unread' | 'unmodelled' | 'service';
}

/** What the question needs, and no answer is without. Ways to the endpoints of a firewall cannot be told anyway. */
const NEEDED: readonly RecordType[] = [
  ...(['vpcs', 'subnets', 'routeTables', 'routes', 'securityGroups'] as const),
  ...(['securityGroupRules', 'networkAcls', 'networkAclRules'] as const),
  ...(['networkInterfaces', 'internetGateways'] as const),
  ...(['peerings', 'transitGateways', 'transitAttachments', 'transitRoutes', 'endpoints'] as const),
  ...(['natGateways', 'vpnGateways', 'vpnConnections', 'clientVpnEndpoints'] as const),
  'endpointServices',
];

interface ReadPlace {
  readonly account: string;
  readonly region: string | undefined;
}

/** Accounts in which anything was read or refused, or is. */
function readAccounts({ coverage, accounts, vpcs }: Inventory, model: NetworkModel): string[] {
  const found = new Set<string>();
  for (const type of NEEDED)
    for (const { account, state } of coverage[type]?.except ?? [])
      if (account !== undefined && state !== 'not-asked') found.add(account);
  for (const { id } of accounts.values())
    if (model.wasRead('vpcs', { accounts: [id] })) found.add(id);
  for (const { id, owner, accounts: held } of vpcs.values())
    if (model.isRead(id)) for (const account of [owner ?? held[0] ?? []].flat()) found.add(account);
  return [...found].sort(byCodeUnit);
}

/** Regions in which anything was read. */
function readRegions({ coverage }: Inventory): string[] {
  const found = new Set<string>();
  for (const type of NEEDED)
    for (const { region } of coverage[type]?.except ?? [])
      if (region !== undefined) found.add(region);
  return [...found].sort(byCodeUnit);
}

/** Types that were asked for somewhere, and not in all accounts and regions in which anything was. */
function unreadPlaces(model: NetworkModel, asked: readonly RecordType[]): PathGap[] {
  const { inventory } = model;
  const regions = readRegions(inventory);
  const found = new Map<string, PathGap & { readonly types: RecordType[] }>();
  for (const account of readAccounts(inventory, model)) {
    const name = inventory.accounts.get(account)?.name ?? account;
    const named = name === account ? account : `${name} (${account})`;
    for (const type of asked) {
      const { except = [] } = inventory.coverage[type] ?? {};
      const regional = except.some(({ region }) => region !== undefined);
      for (const region of regional ? regions : [undefined]) {
        const { state, reason } = stateAt(model, type, { account, region });
        if (state === 'read') continue;
        const place = region === undefined ? named : `${named} ${region}`;
        const key = JSON.stringify([place, reason]);
        const own = found.get(key) ?? {
          what: place,
          why: reason,
          account,
          kind: 'unread',
          types: [],
        };
        own.types.push(type);
        found.set(key, own);
      }
    }
  }
  return [...found.values()].map(({ types, what, ...gap }) => {
    const words =
      types.length < asked.length ? types.map((type) => TYPE_WORDS[type]) : ['networks'];
    return { ...gap, what: `${words.join(', ')} in ${what}` };
  });
}

function stateAt(
  model: NetworkModel,
  type: RecordType,
  { account, region }: ReadPlace,
): { readonly state: ReadState; readonly reason: string } {
  const place = { accounts: [account], ...(region === undefined ? {} : { region }) };
  if (model.wasRead(type, place)) return { state: 'read', reason: '' };
  const own = model.inventory.coverage[type]?.except.find(
    (one) =>
      (one.account === undefined || one.account === account) &&
      (one.region === undefined || one.region === region) &&
      one.reason !== '',
  );
  return own ?? { state: 'not-asked', reason: 'no source was asked for it there' };
}

/** Transit gateways of others: what else is attached to them is not known. */
function unreadGateways({ inventory, transit }: NetworkModel): PathGap[] {
  const used = [...inventory.transitAttachments.values()].flatMap((own) =>
    own.type === 'vpc' && own.gateway !== undefined && !isGone(own) ? own.gateway : [],
  );
  return [...new Set(used.map((id) => transit.gatewayKey(id)))]
    .filter((id) => !transit.isRead(id))
    .sort(byCodeUnit)
    .map((id) => ({
      what: `transit gateway ${id}: what else is attached to it`,
      why: 'the account that owns it was not read',
      kind: 'unread',
    }));
}

/** Attachments that are followed; others are ways in that are not. */
const FOLLOWED = new Set(['vpc', 'peering', 'vpn', 'connect', 'direct-connect-gateway']);

/** Targets of routes with networks behind them that are not followed. */
const NOT_FOLLOWED = new Set(['carrier-gateway', 'local-gateway', 'core-network', 'unknown']);

/** Services with endpoints by which sessions come in. */
const SESSIONS = /\.(?:ssm|ssmmessages|ec2messages|vpc-lattice)$/;

/** Ways in that are there and not modelled: each is one more than the paths that are listed. */
function unmodelledWays(inventory: Inventory): PathGap[] {
  const found: PathGap[] = [];
  const add = (what: string, [account]: readonly string[] = [], kind?: PathGap['kind']): void =>
    void found.push({
      ...{ what, why: 'is not modelled', kind: kind ?? 'unmodelled' },
      ...(account === undefined ? {} : { account }),
    });
  for (const { id, accounts } of inventory.clientVpnEndpoints.values())
    add(`client VPN endpoint ${id}: its own rules`, accounts);
  for (const { id, accounts } of inventory.endpointServices.values())
    add(`endpoint service ${id}: who connects to it`, accounts);
  for (const id of inventory.coreNetworks.keys()) add(`core network ${id}: its segments`);
  for (const { name, accounts } of inventory.networkFirewalls.values())
    add(`firewall ${name}: its policy`, accounts);
  for (const own of inventory.transitAttachments.values())
    if (!FOLLOWED.has(own.type) && !isGone(own))
      add(`attachment ${own.id} of type ${own.type}: what is behind it`, own.accounts);
  const routed = new Map<string, readonly string[] | undefined>();
  for (const { kind, target, table = '', active } of inventory.routes.values())
    if (active && NOT_FOLLOWED.has(kind) && !inventory.coreNetworks.has(target))
      routed.set(target, inventory.routeTables.get(table)?.accounts);
  for (const [target, accounts] of routed)
    add(`what routes lead to as ${target}: what is behind it`, accounts);
  for (const { id, service, accounts } of inventory.endpoints.values())
    if (SESSIONS.test(service))
      add(`${service} by ${id}: sessions that come in through the service`, accounts, 'service');
  return found.sort((a, b) => byCodeUnit(a.what, b.what));
}

export function pathGaps(model: NetworkModel): readonly PathGap[] {
  const { inventory } = model;
  const { coverage } = inventory;
  const isAsked = (type: RecordType): boolean => {
    const own = coverage[type];
    return own !== undefined && (own.state === 'read' || own.except.length > 0);
  };
  const isRead = (id: string): boolean =>
    model.wasRead('vpcs', { accounts: [id] }) ||
    coverage.vpcs?.except.some(({ account, state }) => account === id && state === 'read') === true;
  return [
    ...NEEDED.filter((type) => !isAsked(type)).map((type) => ({
      ...{ what: TYPE_WORDS[type], why: 'no source was asked for it' },
      kind: 'unread' as const,
    })),
    ...unreadPlaces(model, NEEDED.filter(isAsked)),
    ...[...inventory.accounts.values()]
      .filter(({ id }) => !isRead(id))
      .map(({ id, name }) => ({
        ...{ what: `account ${name} (${id})`, why: 'its networks were not read', account: id },
        kind: 'unread' as const,
      })),
    ...unreadGateways(model),
    ...unmodelledWays(inventory),
  ];
}
