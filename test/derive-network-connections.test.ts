/** What joins small networks made by hand: ends that are unknown, gone, or no VPCs. */

import { describe, expect, it } from 'vitest';
import type { Row } from './derived-answers.ts';
import { byId, drawnSmall, linkOf, nameAt, type SmallGraph } from './network-answers.ts';
import { ONE, peering, subnet, vpc } from './network-rows.ts';

describe('connections', () => {
  const two: SmallGraph = {
    ...ONE,
    vpcs: [vpc('vpc-a'), vpc('vpc-b')],
    subnets: [subnet('subnet-a', 'vpc-a'), subnet('subnet-b', 'vpc-b')],
  };

  it('leaves deleted peerings out, and counts them (surprise 6)', () => {
    const built = drawnSmall({
      ...two,
      peerings: [peering('pcx-1', ['vpc-a'], ['vpc-b'], 'deleted')],
    });
    expect(built.counts['peering-connection']).toEqual([1, 0, 0, 1]);
  });

  it('draws an end of which the graph does not say which VPC it is', () => {
    const built = drawnSmall({ ...two, peerings: [peering('pcx-1', ['vpc-a'], [])] });
    expect(nameAt(built, linkOf(built, 'pcx-1').to)).toBe('accepter of pcx-1');
    expect(built.stubs).toEqual(['accepter of peering pcx-1']);
  });

  it.each([{}, { accounts: ['account-1'] }])(
    'never leaves a peering out of which no end is known: %j',
    (options) => {
      const built = drawnSmall({ ...two, peerings: [peering('pcx-1', [], [])] }, options);
      expect(built.counts['peering-connection']).toEqual([1, 1, 0, 0]);
      expect(built.stubs).toEqual(['requester of peering pcx-1', 'accepter of peering pcx-1']);
      expect(linkOf(built, 'pcx-1').facts.label).toContain('no side known');
    },
  );

  it('draws VPCs that only their subnets name', () => {
    const built = drawnSmall({ ...ONE, subnets: [subnet('subnet-a', 'vpc-gone', { vpcs: [] })] });
    expect(built.counts['unlisted-vpc']).toEqual([1, 1, 0, 0]);
    expect(built.stubs).toEqual(['VPC vpc-gone']);
    expect(built.path('subnet-a')).toContain('vpc-gone');
  });

  const transit: Row = {
    id: 'arn:aws:ec2:eu-west-1:100000000001:transit-gateway/tgw-1',
    short: 'tgw-1',
    owner: '100000000001',
    region: 'eu-west-1',
    state: 'available',
    accounts: ['100000000001'],
    sharedWith: [],
  };
  const attachment = (more: Row): Row => ({
    id: 'tgw-attach-1',
    type: 'vpc',
    state: 'available',
    region: 'eu-west-1',
    accounts: ['100000000001'],
    gateways: [transit.id as string],
    vpcs: ['vpc-a'],
    subnets: [],
    ...more,
  });

  it('draws the far end of an attachment that is no VPC', () => {
    const built = drawnSmall({
      ...ONE,
      transit: [transit],
      attachments: [attachment({ type: 'vpn', vpcs: [] })],
    });
    const { from, to, facts } = linkOf(built, 'tgw-attach-1');
    expect([nameAt(built, from), to, facts.status]).toEqual([
      'VPN connection',
      '#tgw-1',
      'available',
    ]);
    expect(built.stubs).toEqual(['far end of attachment tgw-attach-1']);
  });

  it('draws the attachment to a gateway that the graph does not have', () => {
    const built = drawnSmall({
      ...ONE,
      attachments: [attachment({ gateways: [], state: 'pendingAcceptance' })],
    });
    const { from, to, facts } = linkOf(built, 'tgw-attach-1');
    expect([from, nameAt(built, to), facts.status]).toEqual([
      '#vpc-a',
      'unknown transit gateway',
      'pendingAcceptance',
    ]);
  });

  it('says on a gateway how many attachments a narrower picture does not show', () => {
    const built = drawnSmall(
      {
        ...two,
        transit: [transit],
        attachments: [attachment({}), attachment({ id: 'tgw-attach-2', vpcs: ['vpc-b'] })],
      },
      { vpcs: ['vpc-a'] },
    );
    expect(byId(built, 'tgw-1').facts.role).toBe('1 more attached, not shown');
    expect(built.counts['transit-gateway-attachment']).toEqual([2, 1, 0, 1]);
  });
});
