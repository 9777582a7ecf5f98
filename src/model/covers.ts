/** What a diagram claims to show in full: in words, or as a scope that can be compared with an estate. */

import type { Covered, CoveredDetail, CoveredScope, CoveredVpcs } from './facts.ts';

export const isScope = (covered: Covered): covered is CoveredScope => typeof covered !== 'string';

const DETAILS: Readonly<Record<CoveredDetail, string>> = {
  vpcs: '',
  subnets: ' with their subnets and gateways',
  routes: ' with their subnets, gateways and routes',
  resources: ' with their subnets, gateways, routes and resources',
};

function vpcsText(vpcs: true | CoveredVpcs): string {
  const { accounts = [], regions = [], tags = {} } = vpcs === true ? {} : vpcs;
  const pairs = Object.entries(tags).map(([key, values]) => `${key}=${[values].flat().join('|')}`);
  return [
    'all VPCs',
    ...(accounts.length > 0 ? [`of ${accounts.join(', ')}`] : []),
    ...(regions.length > 0 ? [`in ${regions.join(', ')}`] : []),
    ...(pairs.length > 0 ? [`tagged ${pairs.join(', ')}`] : []),
  ].join(' ');
}

/** As pictures and reports say it: `all VPCs of payments in eu-west-1 with their subnets and gateways`. */
export function coveredText(covered: Covered): string {
  if (!isScope(covered)) return covered;
  if ('organization' in covered) return 'all OUs and accounts';
  if ('links' in covered) return `all connections of networks in the zone ${covered.links}`;
  return `${vpcsText(covered.vpcs)}${DETAILS[covered.detail ?? 'subnets']}`;
}
