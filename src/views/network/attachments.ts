/** The ends of a transit gateway's attachments, as far as the graph knows them. */

import type { TransitAttachment, TransitGateway } from '../../inventory/transit.ts';
import { element, link } from '../elements.ts';
import type { Plan } from './plan.ts';

const FAR: Readonly<Record<string, string>> = {
  vpn: 'VPN connection',
  'vpn-concentrator': 'VPN concentrator',
  'direct-connect-gateway': 'Direct Connect gateway',
  peering: 'another transit gateway',
  'tgw-peering': 'another transit gateway',
  connect: 'SD-WAN appliance',
  'network-function': 'network function',
};

/** What an attachment is of, in words. */
export function farEnd({ inventory }: Plan, { vpc, type }: TransitAttachment): string {
  if (vpc !== undefined) return inventory.vpcs.get(vpc)?.name ?? vpc;
  return FAR[type] ?? `${type} attachment`;
}

/** The far end of an attachment that is no VPC: the graph has no node for it. */
export function farElement(
  plan: Plan,
  attachment: TransitAttachment,
  gateway: TransitGateway,
): string {
  const { id, type, vpc } = attachment;
  const { at } = attachment.provenance;
  const { fates, ledger, boxes } = plan;
  const end = `${id}/far-end`;
  const counted = fates.draw('attachment-far-end', end);
  ledger.stub({
    kind: counted,
    id: end,
    what: { type: 'attachment-far-end', name: id },
    reason: vpc
      ? { code: 'attached-vpc-not-recorded' }
      : { code: 'attachment-kind-not-recorded', type },
    at,
  });
  boxes.add(
    undefined,
    undefined,
    element({ at, counted }, 'on-premises', farEnd(plan, attachment), {
      id: end,
      description: `Attached to ${gateway.short} by ${id}`,
      style: { line: 'dashed' },
    }),
  );
  return end;
}

/** An attachment to a gateway that the graph does not have: a stub beside its VPC. */
export function drawLooseAttachment(plan: Plan, attachment: TransitAttachment): void {
  const { fates, ledger, boxes, links, inventory } = plan;
  const { id, vpc, state, region, accounts } = attachment;
  const { at } = attachment.provenance;
  const end = `${id}/gateway`;
  const counted = fates.draw('attachment-far-end', end);
  ledger.stub({
    kind: counted,
    id: end,
    what: { type: 'attachment-transit-gateway', name: id },
    reason: { code: 'transit-gateway-not-recorded' },
    at,
  });
  const owner = (vpc === undefined ? undefined : inventory.vpcs.get(vpc)?.owner) ?? accounts[0];
  boxes.add(
    owner,
    region,
    element({ at, counted }, 'aws:transit-gateway', 'unknown transit gateway', {
      id: end,
    }),
  );
  const from = vpc !== undefined && plan.chosen.selected.has(vpc) ? vpc : undefined;
  if (from === undefined) {
    fates.fold('transit-gateway-attachment', [id]);
    return;
  }
  links.push(
    link({ at, counted: fates.draw('transit-gateway-attachment', id) }, from, end, {
      id,
      status: state,
      direction: 'both',
      label: '',
    }),
  );
}
