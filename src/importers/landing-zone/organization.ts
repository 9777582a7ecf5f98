/** OUs and accounts, and which of them a part of the configuration is for. */

import type { Origin } from '../../model/diagnostic.ts';
import { Unknown } from '../aws-resources/values.ts';
import type { YamlMapping } from '../yaml-mapping.ts';
import type { ZoneConfig } from './config-files.ts';
import { type LandingZone, name, names } from './zone.ts';

/** All accounts are below it. */
const ROOT = 'Root';
const MANAGEMENT = 'Management';

interface ZoneAccount {
  readonly name: string;
  /** `Infrastructure/Dev`; absent where that is not known. */
  readonly unit?: string;
  readonly at: Origin;
}

function accountsIn({ files }: ZoneConfig): readonly ZoneAccount[] {
  const accounts = files.get('accounts');
  return ['mandatoryAccounts', 'workloadAccounts'].flatMap((key) =>
    (accounts?.items(key) ?? []).flatMap((item) => {
      const own = name(item, 'name');
      const unit = name(item, 'organizationalUnit');
      return own === undefined
        ? []
        : [{ name: own, at: item.at, ...(unit === undefined ? {} : { unit }) }];
    }),
  );
}

/** The organization of a configuration. Accounts that only other parts name are added when they are asked for. */
export class ZoneOrganization {
  readonly #zone: LandingZone;
  readonly #accounts: ReadonlyMap<string, ZoneAccount>;
  readonly #listed: boolean;

  constructor(config: ZoneConfig, zone: LandingZone) {
    this.#zone = zone;
    this.#accounts = new Map(accountsIn(config).map((account) => [account.name, account]));
    const organization = config.files.get('organization');
    this.#listed = config.files.has('accounts');
    const at = (organization ?? config.files.get('accounts'))?.at;
    if (!at || organization?.text('enable') === 'false') return;
    const managing = this.#accounts.has(MANAGEMENT)
      ? { master_account_id: zone.accountId(MANAGEMENT) }
      : {};
    zone.add('aws_organizations_organization', 'organization', at, managing);
    for (const item of organization?.items('organizationalUnits') ?? []) {
      const path = name(item, 'name');
      if (path !== undefined) this.#addUnit(path, item.at);
    }
    for (const account of this.#accounts.values()) this.#addAccount(account);
  }

  #addUnit(path: string, at: Origin): void {
    const parts = path.split('/').filter((part) => part !== '');
    const above = parts.slice(0, -1).join('/');
    if (above !== '') this.#addUnit(above, at);
    const values = {
      name: parts.at(-1) ?? path,
      parent_id: this.#parent(above === '' ? ROOT : above),
    };
    this.#zone.add('aws_organizations_organizational_unit', `ou/${parts.join('/')}`, at, values);
  }

  #parent(unit: string) {
    return unit === ROOT
      ? this.#zone.ref('organization', 'roots', 0, 'id')
      : this.#zone.ref(`ou/${unit}`);
  }

  #addAccount({ name: own, unit, at }: ZoneAccount): void {
    if (unit !== undefined && unit !== ROOT) this.#addUnit(unit, at);
    const id = this.#zone.accountId(own);
    this.#zone.add('aws_organizations_account', `account/${own}`, at, {
      name: own,
      parent_id: unit === undefined ? new Unknown('its OU is not stated') : this.#parent(unit),
      ...(/^\d{12}$/.test(id) ? { id } : {}),
    });
  }

  /** Makes sure that there is a record of an account that a part of the configuration names. */
  ensure(account: string, at: Origin): void {
    if (this.#accounts.has(account) || this.#zone.has(`account/${account}`)) return;
    const parent_id = new Unknown('accounts-config.yaml does not list the account');
    if (this.#listed) this.#zone.note(`account ${account}`, 'accounts-config.yaml has none', at);
    this.#zone.add('aws_organizations_account', `account/${account}`, at, {
      name: account,
      parent_id,
    });
  }

  /** Names of the accounts that `deploymentTargets` stands for: an OU for those right in it, the root for all. */
  targets(targets: YamlMapping | undefined): readonly string[] {
    if (!targets) return [];
    const units = new Set(names(targets, 'organizationalUnits'));
    const excluded = new Set(names(targets, 'excludedAccounts'));
    const found = new Set(names(targets, 'accounts'));
    for (const { name: own, unit } of this.#accounts.values())
      if (units.has(ROOT) || (unit !== undefined && units.has(unit))) found.add(own);
    if (units.size > 0 && !this.#listed)
      this.#zone.note(
        `accounts of ${[...units].join(', ')}`,
        'accounts-config.yaml is not among the files',
        targets.at,
      );
    return [...found].filter((account) => !excluded.has(account));
  }
}
