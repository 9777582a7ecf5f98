/** Gateways, which stand on the border of the network that holds them. */

import type { Element } from '../../model/diagram.ts';
import type { Direction } from '../../model/facts.ts';

const NETWORKS = new Set(['vpc', 'virtual-network', 'gcp:vpc', 'azure:virtual-network', 'aws:vpc']);
const BORDER_KIND =
  /^(aws:(internet|virtual-private|vpn|customer|egress-only-internet|carrier|local)-?(internet-)?gateway|aws:transit-gateway-attachment|azure:(virtual-network|vpn|express-?route)-gateways?|gcp:cloud-(vpn|router))$/;

/** True for a gateway, which stands on the border of the network that holds it. */
export function standsOnBorder(element: Element | undefined, around: Element | undefined): boolean {
  return (
    element !== undefined &&
    around !== undefined &&
    !element.group &&
    NETWORKS.has(around.kind) &&
    BORDER_KIND.test(element.kind)
  );
}

export type BorderSide = 'left' | 'right' | 'top' | 'bottom';

/**
 * Gateways to the internet stand where traffic comes in; the others opposite, unless
 * lines only come in to them.
 */
export function borderSide(element: Element, direction: Direction, entered: boolean): BorderSide {
  const { side } = element.facts;
  if (side !== undefined) return side;
  const start = direction === 'left' ? 'right' : 'left';
  const end = start === 'left' ? 'right' : 'left';
  return entered || /internet/.test(element.kind) ? start : end;
}
