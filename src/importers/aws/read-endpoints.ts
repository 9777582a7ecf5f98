/** VPC endpoints, and services of one's own that endpoints of others lead to. */

import type { Collections } from '../../inventory/inventory.ts';
import type { VpcEndpoint } from '../../inventory/network.ts';
import { present } from '../present.ts';
import type { AnswerSet } from './answers.ts';
import { byId, heldBy, identified, inVpc, nameOf, unique } from './records.ts';

export function readEndpoints(
  answers: AnswerSet,
): Pick<Collections, 'endpoints' | 'endpointServices'> {
  const allowed = new Map(
    answers
      .of('AllowedPrincipals')
      .map(({ key = '', items }) => [key, items.flatMap((i) => i.text('Principal') ?? [])]),
  );
  return {
    endpoints: byId(
      identified(
        answers.items('VpcEndpoints'),
        'VpcEndpointId',
        (item, id): VpcEndpoint => ({
          ...inVpc(item, id, item.text('VpcId')),
          type: item.text('VpcEndpointType') ?? 'unknown',
          service: item.text('ServiceName') ?? 'unknown',
          subnets: unique(item.texts('SubnetIds')),
          groups: unique(item.each('Groups', 'GroupId')),
          ...present({ state: item.text('State') }),
        }),
      ),
    ),
    endpointServices: byId(
      identified(answers.items('ServiceConfigurations'), 'ServiceId', (item, id) => ({
        id,
        name: nameOf(item) ?? item.text('ServiceName') ?? id,
        ...heldBy(item),
        balancers: unique([
          ...item.texts('NetworkLoadBalancerArns'),
          ...item.texts('GatewayLoadBalancerArns'),
        ]),
        allowedPrincipals: unique(allowed.get(id) ?? []),
        ...present({ acceptanceRequired: item.choice('AcceptanceRequired') }),
        provenance: item.provenance,
      })),
    ),
  };
}
