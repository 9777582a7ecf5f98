/** What kinds are to an assessor: segments, controls, stores, wireless. */

import { lookup } from '../icons/catalogue.ts';
import { PROVIDERS } from '../model/facts.ts';

/** A word's own kind and those of the catalogue that it stands for. */
const kindsOf = (words: readonly string[]): string[] =>
  words.flatMap((word) => [
    word,
    ...[undefined, ...PROVIDERS].flatMap((provider) => lookup(word, provider)?.kind ?? []),
  ]);

const SEGMENTS = new Set([
  ...kindsOf(['vpc', 'virtual-network', 'on-premises', 'subnet']),
  ...['generic:network', 'generic:data-center', 'generic:office', 'generic:branch'],
  ...['aws:public-subnet', 'generic:subnet', 'generic:dmz'],
]);
const ZONES = new Set(kindsOf(['zone']));

/** What an assessor calls a segment: networks (a VPC, a virtual network, a site) and their subnets. */
export const isSegment = (kind: string): boolean => SEGMENTS.has(kind);
/** A border around what shares a security zone. */
export const isZone = (kind: string): boolean => ZONES.has(kind);

const CONTROL =
  /(^|[:-])(firewall|firewalls|firewall-rules|firewall-policy|firewall-endpoints|waf|web-application-firewall|cloud-armor|network-acl|security-group|network-policy|asa|fortinet|palo-alto|palo-alto-networks|ids)$/;

/** A network security control drawn as an element: firewall, WAF, network ACL, security group. */
export const isControl = (kind: string): boolean => CONTROL.test(kind);

const ROUTING =
  /(^|[:-])(transit-gateway|route-table|router|routers|peering|peering-connection|virtual-hub|virtual-wan|cloud-wan|cloud-router|vpn|vpn-gateway|vpn-connection|site-to-site-vpn|customer-gateway|virtual-network-gateway|direct-connect|direct-connect-gateway|expressroute|express-route-circuits|interconnect|network-connectivity-center|switch|sd-wan|mpls)($|-)/;

/** What passes traffic on from network to network: transit gateways, their tables, routers, peerings, VPNs. */
export const isRouting = (kind: string): boolean => ROUTING.test(kind);

const STORES = new Set(['database', 'storage']);
/** Of these categories, but nothing rests in them: services that move or back up, views and rules. */
const NO_STORE =
  /gateway|migration|transfer|explorer|mover|datasync|storage-class|storage-lens|lifecycle|proxy|folder|access-points/;

/** A database, bucket, disk or file store. */
export function isStore(kind: string): boolean {
  const category = lookup(kind)?.category;
  return category !== undefined && STORES.has(category) && !NO_STORE.test(kind);
}

export const isWireless = (kind: string): boolean => /(^|[:-])(wifi|wireless|wlan)($|-)/.test(kind);
