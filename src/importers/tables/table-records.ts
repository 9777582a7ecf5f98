/** Rows of tables -> accounts, OUs, VPCs and subnets. */

import type { Vpc } from '../../inventory/network.ts';
import type { OrganizationalUnit } from '../../inventory/organization.ts';
import type { RecordProvenance } from '../../inventory/provenance.ts';
import { isExact, parseBlock } from '../../model/cidr.ts';
import { type Diagnostic, error, type Origin, quote } from '../../model/diagnostic.ts';
import { accountRecord } from '../aws-resources/organization.ts';
import { ResourceRecords } from '../aws-resources/records.ts';
import type { UnresolvedFact } from '../file-importer.ts';
import { present } from '../present.ts';
import { accountId } from './account-ids.ts';
import { columnName, type FactRow, type FactTable, type TableCell } from './read-table.ts';

export const TABLES = 'tables';
const ROOT = 'root';

/** An account as a row names it. */
interface NamedAccount {
  readonly id?: string;
  readonly name?: string;
  readonly at: Origin;
}

type Cells = FactRow['cells'];

const textIn = (cells: Cells, ...fields: Parameters<Cells['get']>[0][]): string | undefined =>
  fields.map((field) => cells.get(field)?.text).find((text) => text !== undefined);

export class TableRecords {
  readonly records = new ResourceRecords();
  readonly unresolved: UnresolvedFact[] = [];
  readonly #report: (diagnostic: Diagnostic) => void;
  /** Ids of accounts by name, as tables of accounts give them. */
  readonly #accounts = new Map<string, Set<string>>();
  readonly #vpcs = new Map<string, string>();

  constructor(report: (diagnostic: Diagnostic) => void) {
    this.#report = report;
  }

  /** Tables of accounts and OUs come first: others name what these hold. */
  read(tables: readonly FactTable[]): void {
    const order = ['units', 'accounts', 'vpcs', 'subnets'] as const;
    for (const kind of order)
      for (const table of tables)
        if (table.kind === kind) {
          if (kind === 'subnets') this.#subnets(table);
          else for (const row of table.rows) this.#row(kind, row);
        }
  }

  #row(kind: 'units' | 'accounts' | 'vpcs', row: FactRow): void {
    if (kind === 'units') this.#unitRow(row);
    else if (kind === 'accounts') this.#accountRow(row);
    else this.#vpcRow(row);
  }

  #origin(at: Origin): { readonly provenance: RecordProvenance } {
    return { provenance: { source: TABLES, at } };
  }

  /** With the address that stands for an id where there is none. */
  #keyed(id: string | undefined, address: string, at: Origin) {
    const provenance = { source: TABLES, at, ...(id === undefined ? { address } : {}) };
    return { id: id ?? address, provenance };
  }

  /** A row of a table of OUs. */
  #unitRow({ cells, at }: FactRow): void {
    const [id, path] = [textIn(cells, 'unitId', 'id'), textIn(cells, 'unit', 'name')];
    const parent = textIn(cells, 'parent');
    if (path === undefined && id === undefined) return;
    if (/^r-|^root$/i.test(id ?? path ?? '')) return void this.#root(at);
    const unit = this.#unit(path ?? '', at, id);
    if (parent !== undefined && unit !== undefined)
      this.records.update('units', unit, () => ({ parent: this.#unit(parent, at) ?? ROOT }));
  }

  #root(at: Origin): string {
    const root = { id: ROOT, short: ROOT, name: 'Root', root: true };
    const provenance = { ...this.#origin(at).provenance, address: ROOT };
    this.records.add('units', { ...root, provenance });
    return ROOT;
  }

  /** The OU of an id, a name or a path such as `Workloads/Prod`; made where no row describes it. */
  #unit(text: string, at: Origin, id?: string): string | undefined {
    const parts = text
      .split(/\s*[/>]\s*/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
    if (parts.length > 0 && /^root$/i.test(parts[0] ?? '')) parts.shift();
    const root = this.#root(at);
    const [only] = parts;
    if (only === undefined) return id === undefined ? root : this.#addUnit(id, id, root, at);
    if (parts.length === 1) {
      const named = this.records
        .all('units')
        .filter((unit) => !unit.root && (unit.id === only || unit.name === only));
      if (id === undefined && named.length === 1) return named[0]?.id;
      if (named.length > 1 && id === undefined) {
        this.#note(`OU ${only}`, `${named.length} OUs have this name: write its path`, at);
        return undefined;
      }
      return this.#addUnit(id ?? `ou/${only}`, only, root, at, id !== undefined);
    }
    const parent = this.#unit(parts.slice(0, -1).join('/'), at) ?? root;
    const name = parts.at(-1) ?? only;
    const known = this.records
      .all('units')
      .find((unit) => unit.parent === parent && unit.name === name);
    return (
      known?.id ?? this.#addUnit(id ?? `ou/${parts.join('/')}`, name, parent, at, id !== undefined)
    );
  }

  #addUnit(id: string, name: string, parent: string, at: Origin, stated = false): string {
    const provenance = { ...this.#origin(at).provenance, ...(stated ? {} : { address: id }) };
    const unit: OrganizationalUnit = { id, short: id, name, root: false, parent, provenance };
    this.records.add('units', unit);
    return id;
  }

  #accountRow(row: FactRow): void {
    const own = new Map(row.cells);
    const [id, name] = [own.get('id'), own.get('name')];
    if (id && !own.has('accountId')) own.set('accountId', id);
    if (name && !own.has('accountName')) own.set('accountName', name);
    const key = this.#account({ ...row, cells: own });
    if (key === undefined) return;
    const unit = own.get('unit') ?? own.get('unitId');
    const path = unit === undefined ? [] : this.#above(this.#unit(unit.text, unit.at));
    const state = own.get('state')?.text.toUpperCase();
    this.records.update('accounts', key, () => ({ path, ...present({ state }) }));
  }

  #above(unit: string | undefined): readonly string[] {
    const path: string[] = [];
    for (
      let at = unit;
      at !== undefined && !path.includes(at);
      at = this.records.get('units', at)?.parent
    )
      path.unshift(at);
    return path;
  }

  #named({ cells, at }: FactRow): NamedAccount | undefined {
    const own = cells.get('account');
    const id = accountId(cells.get('accountId'), this.#report) ?? accountId(own, this.#report);
    const either = own && id !== own.text.replaceAll('-', '') ? own.text : undefined;
    const name = textIn(cells, 'accountName') ?? either;
    this.#check(cells.get('accountId'), id);
    if (id === undefined && name === undefined) return undefined;
    return { at, ...present({ id, name }) };
  }

  /** A column of ids holds ids. */
  #check(cell: TableCell | undefined, id: string | undefined): void {
    if (!cell || id !== undefined || /^[\d.,E+-]+$/i.test(cell.text)) return;
    const message = `${columnName(cell)} has ${quote(cell.text)}, which is no account id`;
    const hint = 'An account id has twelve digits. Leave the cell empty where it is not known.';
    this.#report(error('invalid-value', message, cell.at, { hint }));
  }

  /** Id of the record of the account that a row names. */
  #account(row: FactRow): string | undefined {
    const named = this.#named(row);
    if (!named) return undefined;
    const { name, at } = named;
    const known = name === undefined ? [] : [...(this.#accounts.get(name) ?? [])];
    if (named.id === undefined && known.length > 1)
      this.#note(`account ${name}`, `${known.length} accounts have this name`, at);
    const id = named.id ?? (known.length === 1 ? known[0] : undefined);
    const keyed = this.#keyed(id, `account/${name}`, at);
    if (name !== undefined)
      this.#accounts.set(name, (this.#accounts.get(name) ?? new Set()).add(keyed.id));
    this.records.add('accounts', accountRecord(keyed, present({ name })));
    if (name !== undefined)
      this.records.update('accounts', keyed.id, (own) => (own.name === own.id ? { name } : {}));
    return keyed.id;
  }

  #vpcRow(row: FactRow): void {
    const cells = new Map(row.cells);
    for (const [plain, own] of [
      ['id', 'vpcId'],
      ['name', 'vpcName'],
      ['cidr', 'vpcCidr'],
    ] as const) {
      const cell = cells.get(plain);
      if (cell && !cells.has(own)) cells.set(own, cell);
    }
    const account = this.#account(row);
    this.#vpc({ ...row, cells }, account);
  }

  /** Id of the record of the VPC that a row names. */
  #vpc({ cells, at }: FactRow, account: string | undefined): string | undefined {
    const either = textIn(cells, 'vpc');
    const id =
      textIn(cells, 'vpcId') ?? (/^vpc-[0-9a-f]+$/.test(either ?? '') ? either : undefined);
    const name = textIn(cells, 'vpcName') ?? (either === id ? undefined : either);
    const blocks = this.#blocks(cells.get('vpcCidr'));
    const [first] = blocks;
    const own = id ?? name ?? first;
    if (own === undefined) return undefined;
    const region = textIn(cells, 'region') ?? regionOf(textIn(cells, 'zone'));
    const keys = [id, name, first].flatMap((key) =>
      key === undefined ? [] : [[account ?? '', key].join('|')],
    );
    const known = keys.map((key) => this.#vpcs.get(key)).find((found) => found !== undefined);
    const sites = [account?.replace(/^account\//, ''), region].filter((site) => site !== undefined);
    const keyed = this.#keyed(id, [...sites, 'vpc', own].join('/'), at);
    const key = known ?? keyed.id;
    for (const one of keys) this.#vpcs.set(one, key);
    const vpc: Vpc = {
      ...{ ...keyed, id: key, name: name ?? key, blocks, tags: {}, isDefault: false },
      ...{ unlisted: false, behind: false, accounts: account === undefined ? [] : [account] },
      ...present({ owner: account, region }),
    };
    this.records.add('vpcs', vpc);
    this.records.update('vpcs', key, (there) => ({
      blocks: [...new Set([...there.blocks, ...blocks])],
      ...(there.name === there.id && name !== undefined ? { name } : {}),
    }));
    for (const block of blocks) {
      const facts = { id: `${key}|${block}`, vpc: key, block, gone: false };
      this.records.add('addressBlocks', { ...facts, ...this.#origin(at) });
    }
    return key;
  }

  #blocks(cell: TableCell | undefined): string[] {
    if (!cell) return [];
    return cell.text.split(/[\s,;]+/).flatMap((text) => this.#block(text, cell) ?? []);
  }

  #block(text: string, cell: TableCell): string | undefined {
    if (text === '') return undefined;
    if (parseBlock(text) && text.includes('/') && isExact(text)) return text;
    const message = `${columnName(cell)} has ${quote(text)}, which is no block of addresses`;
    const hint = 'Write it as 10.0.0.0/24, with no bit set behind the prefix.';
    this.#report(error('invalid-value', message, cell.at, { hint }));
    return undefined;
  }

  /** In a register, accounts and VPCs stand once above their subnets: what is empty to the left is what was last named. */
  #subnets({ rows }: FactTable): void {
    let account: string | undefined;
    let vpc: string | undefined;
    for (const row of rows) {
      const own = this.#account(row);
      const other = own !== undefined && own !== account;
      if (own !== undefined) account = own;
      const named = this.#vpc(row, account);
      if (named !== undefined || other) vpc = named;
      this.#subnet(row, account, vpc);
    }
  }

  #subnet({ cells, at }: FactRow, account: string | undefined, vpc: string | undefined): void {
    const either = textIn(cells, 'subnet');
    const isId = (text: string | undefined) => /^subnet-[0-9a-f]+$/.test(text ?? '');
    const id = textIn(cells, 'subnetId', 'id') ?? (isId(either) ? either : undefined);
    const name = textIn(cells, 'subnetName', 'name') ?? (either === id ? undefined : either);
    const cell = cells.get('subnetCidr') ?? cells.get('cidr');
    const cidr = cell && this.#block(cell.text, cell);
    const own = id ?? name ?? cidr;
    if (own === undefined) return;
    const zone = textIn(cells, 'zone');
    const region =
      textIn(cells, 'region') ?? regionOf(zone) ?? this.records.get('vpcs', vpc)?.region;
    const keyed = this.#keyed(id, `${vpc ?? account ?? 'unknown'}/subnet/${own}`, at);
    const there = this.records.get('subnets', keyed.id);
    if (there && there.cidr !== cidr)
      this.#note(keyed.id, `two rows give it two blocks: ${there.cidr ?? 'none'} is kept`, at);
    if (vpc === undefined) this.#note(keyed.id, 'no column says which VPC it is in', at);
    this.records.add('subnets', {
      ...{ ...keyed, name: name ?? keyed.id, isDefault: false, used: false, tags: {} },
      accounts: account === undefined ? [] : [account],
      ...present({ cidr, zone, vpc, region }),
    });
  }

  #note(what: string, reason: string, at: Origin): void {
    this.unresolved.push({ what, reason, at });
  }
}

/** The region of a zone such as `eu-west-1a`; none for `euw1-az2` and `a`. */
const regionOf = (zone: string | undefined): string | undefined =>
  /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/.exec(zone ?? '')?.[1];
