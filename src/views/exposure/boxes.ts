/** Where reached things stand: account, VPC, subnet. */

import { isPublic } from '../../inventory/indexes.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Vpc } from '../../inventory/network.ts';
import { isIncomplete, placeOf } from '../../inventory/organization.ts';
import type { ElementContent, End } from '../../model/content.ts';
import { byName, element, grouping } from '../elements.ts';
import type { Ledger } from '../ledger.ts';
import { dateByOwners, ownershipIn } from '../workloads/ownership.ts';
import type { Asset } from './assets.ts';
import { membersOf } from './fold.ts';

export class ExposureBoxes {
  readonly #ledger: Ledger;
  readonly #inventory: Inventory;
  readonly #made = new Map<Asset, ElementContent>();
  readonly #inSubnet = new Map<string, ElementContent[]>();
  readonly #inVpc = new Map<string, ElementContent[]>();
  readonly #inAccount = new Map<string, ElementContent[]>();
  readonly #gateways = new Map<string, ElementContent>();
  readonly #vpcOwner = new Map<string, string | undefined>();

  constructor(ledger: Ledger, inventory: Inventory) {
    this.#ledger = ledger;
    this.#inventory = inventory;
  }

  /** Makes the card of a thing and puts it where it belongs: what spans subnets stands in their VPC. */
  put(thing: Asset): void {
    const { at, counted, kind, name, subnets, vpc, account } = thing;
    const many = membersOf(thing).length;
    const host = vpc && (this.#inventory.vpcs.get(vpc)?.owner ?? this.#vpcOwner.get(vpc));
    const owners = account === undefined ? [] : [account];
    dateByOwners(this.#inventory, owners, thing.id, this.#ledger);
    const facts = {
      id: many === 1 ? thing.id : undefined,
      region: vpc ? undefined : thing.region,
      status: thing.status,
      role: ownershipIn(this.#inventory, owners, host),
      tags: Object.keys(thing.tags).length > 0 ? thing.tags : undefined,
      description:
        [...spanned(thing, this.#inventory), thing.description ?? []].flat().join('. ') ||
        undefined,
    };
    const made = counted
      ? element({ at, counted }, kind, name, facts)
      : grouping(this.#ledger, at, kind, name, facts);
    if (counted) this.#ledger.folded(counted, many - 1);
    this.#made.set(thing, made);
    const [subnet] = subnets;
    const own = subnet === undefined ? undefined : this.#inventory.subnets.get(subnet);
    if (own?.vpc !== undefined && subnets.length === 1) add(this.#inSubnet, own.id, made);
    else if (vpc !== undefined) add(this.#inVpc, vpc, made);
    else add(this.#inAccount, account ?? '', made);
    if (vpc !== undefined && !this.#vpcOwner.has(vpc)) this.#vpcOwner.set(vpc, account);
  }

  endOf = (thing: Asset): End => this.#made.get(thing) ?? thing.id;

  /** The internet gateway of a thing's VPC, drawn; absent where there is none. */
  gateway(vpc: string | undefined): ElementContent | undefined {
    if (vpc === undefined) return undefined;
    const known = this.#gateways.get(vpc);
    if (known) return known;
    const gateway = [...this.#inventory.internetGateways.values()].find((g) => g.vpc === vpc);
    if (!gateway) return undefined;
    const { name, id, provenance } = gateway;
    const source = { at: provenance.at, counted: 'internet-gateway' };
    const made = element(source, 'aws:internet-gateway', name, { id });
    this.#gateways.set(vpc, made);
    return made;
  }

  get gateways(): readonly ElementContent[] {
    return byName([...this.#gateways.values()]);
  }

  #subnet(id: string, members: readonly ElementContent[]): ElementContent | undefined {
    const subnet = this.#inventory.subnets.get(id);
    if (!subnet) return undefined;
    const open = isPublic(this.#inventory, subnet);
    const { name, cidr, tags } = subnet;
    const { at } = subnet.provenance;
    return element(
      { at, counted: 'subnet' },
      'subnet',
      name,
      {
        id,
        cidr,
        tags: Object.keys(tags).length > 0 ? tags : undefined,
        access: open === undefined ? undefined : open ? 'public' : 'private',
      },
      byName(members),
    );
  }

  #vpc(id: string, vpc: Vpc | undefined): ElementContent {
    const subnets = [...this.#inSubnet].flatMap(([subnet, members]) =>
      this.#inventory.subnets.get(subnet)?.vpc === id ? (this.#subnet(subnet, members) ?? []) : [],
    );
    const gateway = this.#gateways.get(id);
    const members = [
      ...(gateway ? [gateway] : []),
      ...byName(this.#inVpc.get(id) ?? []),
      ...byName(subnets),
    ];
    if (!vpc || vpc.unlisted) {
      const at = vpc?.provenance.at ?? members[0]?.origin ?? { file: '' };
      const what = { type: 'vpc', name: id } as const;
      const reason = { code: 'named-by-members' } as const;
      this.#ledger.stub({ kind: 'grouping', id, what, reason, at });
      return grouping(this.#ledger, at, 'vpc', id, { id }, members);
    }
    const { name, blocks, region, tags } = vpc;
    if (vpc.behind) this.#ledger.older(id);
    return element(
      { at: vpc.provenance.at, counted: 'vpc' },
      'vpc',
      name,
      { id, cidr: blocks, region, tags: Object.keys(tags).length > 0 ? tags : undefined },
      members,
    );
  }

  #account(id: string, members: readonly ElementContent[]): ElementContent[] {
    const account = this.#inventory.accounts.get(id);
    const at = account?.provenance.at ?? members[0]?.origin ?? { file: '' };
    // Nothing says whose it is.
    if (id === '') return [...members];
    if (!account) return [grouping(this.#ledger, at, 'account', id, { id }, members)];
    if (account.behind || isIncomplete(this.#inventory, account)) this.#ledger.older(id);
    this.#ledger.place(id, placeOf(account, this.#inventory));
    const role = account.management ? 'management' : undefined;
    const source = { at, counted: 'account' };
    return [element(source, 'account', account.name, { id, role }, members)];
  }

  /** Boxes of accounts; and counts what stands in none. */
  content(): readonly ElementContent[] {
    const vpcs = new Set([
      ...this.#inVpc.keys(),
      ...[...this.#inSubnet.keys()].flatMap((id) => this.#inventory.subnets.get(id)?.vpc ?? []),
    ]);
    const members = new Map<string, ElementContent[]>();
    let listed = 0;
    for (const id of vpcs) {
      const vpc = this.#inventory.vpcs.get(id);
      if (vpc && !vpc.unlisted) listed++;
      const box = this.#vpc(id, vpc);
      add(members, vpc?.owner ?? this.#vpcOwner.get(id) ?? '', box);
    }
    const { subnets, internetGateways: gateways } = this.#inventory;
    const known = [...this.#inventory.vpcs.values()].filter((vpc) => !vpc.unlisted).length;
    this.#ledger.omitted('vpc', known - listed);
    this.#ledger.omitted('subnet', subnets.size - this.#inSubnet.size);
    this.#ledger.omitted('internet-gateway', gateways.size - this.#gateways.size);
    const ids = new Set([...members.keys(), ...this.#inAccount.keys()]);
    const drawn = [...ids].filter((id) => this.#inventory.accounts.has(id));
    this.#ledger.omitted('account', this.#inventory.accounts.size - drawn.length);
    return byName(
      [...ids].flatMap((id) =>
        this.#account(id, [
          ...byName(members.get(id) ?? []),
          ...byName(this.#inAccount.get(id) ?? []),
        ]),
      ),
    );
  }
}

/** A card in a VPC stands for what is in several of its subnets. */
const spanned = ({ subnets }: Asset, inventory: Inventory): string[] =>
  subnets.length < 2
    ? []
    : [
        `In subnets ${subnets
          .map((id) => inventory.subnets.get(id)?.name ?? id)
          .sort()
          .join(', ')}`,
      ];

function add<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key);
  if (items) items.push(item);
  else map.set(key, [item]);
}
