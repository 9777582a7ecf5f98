/** The network of a configuration: its VPCs, with templates expanded to the accounts that they are for. */

import type { Value } from '../aws-resources/values.ts';
import type { YamlMapping } from '../yaml-mapping.ts';
import type { ZoneOrganization } from './organization.ts';
import { type LandingZone, name, names, type ZonePlace } from './zone.ts';

/** One VPC in one account. */
export interface ZoneVpc {
  readonly name: string;
  readonly place: ZonePlace;
  readonly address: string;
  readonly item: YamlMapping;
}

/** The region that stands for one that a part does not name. */
export const regionOf = (item: YamlMapping, home: string | undefined): string =>
  name(item, 'region') ?? home ?? 'unknown';

/** All that the readers of the network's parts need. */
export class ZoneNetwork {
  readonly zone: LandingZone;
  readonly organization: ZoneOrganization;
  readonly item: YamlMapping;
  readonly home: string | undefined;
  readonly vpcs: readonly ZoneVpc[];
  /** Addresses of transit gateways, by name. */
  readonly gateways = new Map<string, string>();
  /** What a route of a table of a transit gateway may lead to, by the words of the configuration. */
  readonly attachments = new Map<string, Value>();

  constructor(item: YamlMapping, zone: LandingZone, organization: ZoneOrganization, home?: string) {
    this.zone = zone;
    this.organization = organization;
    this.item = item;
    this.home = name(item, 'homeRegion') ?? home;
    this.vpcs = [...this.#single(), ...this.#templates()];
    for (const { place, item: own } of this.vpcs) organization.ensure(place.account, own.at);
  }

  #vpc(item: YamlMapping, account: string): ZoneVpc[] {
    const own = name(item, 'name');
    if (own === undefined) return [];
    const place = { account, region: regionOf(item, this.home) };
    return [{ name: own, place, item, address: this.zone.address(place, 'vpc', own) }];
  }

  #single(): ZoneVpc[] {
    return this.item.items('vpcs').flatMap((item) => {
      const account = name(item, 'account');
      if (account !== undefined) return this.#vpc(item, account);
      this.zone.note(`vpc ${item.text('name') ?? ''}`, 'its account is not known', item.at);
      return [];
    });
  }

  #templates(): ZoneVpc[] {
    return this.item
      .items('vpcTemplates')
      .flatMap((item) =>
        this.organization
          .targets(item.item('deploymentTargets'))
          .flatMap((account) => this.#vpc(item, account)),
      );
  }

  /** The VPC of a name, in an account where one is named; absent, and noted, where there is none or several. */
  find(wanted: string, from: YamlMapping, account?: string): ZoneVpc | undefined {
    const all = this.vpcs.filter(
      (vpc) => vpc.name === wanted && (account === undefined || vpc.place.account === account),
    );
    if (all.length === 1) return all[0];
    const where = account === undefined ? '' : ` in ${account}`;
    const why = all.length === 0 ? 'no VPC has this name' : `${all.length} VPCs have this name`;
    this.zone.note(`vpc ${wanted}${where}`, why, from.at);
    return undefined;
  }

  /** Accounts and regions of something that is made in several. */
  places(item: YamlMapping): readonly ZonePlace[] {
    const targets = item.item('deploymentTargets');
    const accounts = targets ? this.organization.targets(targets) : names(item, 'accounts');
    const regions = names(item, 'regions');
    const excluded = new Set(targets ? names(targets, 'excludedRegions') : []);
    const all = regions.length > 0 ? regions : [regionOf(item, this.home)];
    return accounts.flatMap((account) =>
      all.flatMap((region) => (excluded.has(region) ? [] : [{ account, region }])),
    );
  }
}
