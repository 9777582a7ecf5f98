/** The internet, and by which gateways networks are joined to it. */

import type { InternetGateway } from '../../inventory/network.ts';
import type { ElementContent } from '../../model/content.ts';
import { element, link } from '../elements.ts';
import type { Plan } from './plan.ts';

/**
 * @returns the internet, when any drawn network is joined to it. Where networks are cards, the gateways are the
 * lines themselves.
 */
export function drawInternet(
  plan: Plan,
  gateways: readonly InternetGateway[],
): ElementContent | undefined {
  const { fates, links, wishes } = plan;
  const attached = gateways.filter(({ vpc }) => vpc !== undefined);
  const [first] = attached;
  if (!first) return undefined;
  const internet = element(
    { at: first.provenance.at, counted: fates.draw('internet', 'internet') },
    'internet',
    'Internet',
    {
      zone: 'untrusted',
    },
  );
  fates.made('internet');
  for (const { id, name, vpc, provenance } of attached) {
    const { at } = provenance;
    if (vpc === undefined) continue;
    if (wishes.depth === 'vpcs')
      links.push(
        link({ at, counted: fates.draw('internet-gateway', id) }, internet, vpc, {
          id,
          label: name,
          direction: 'both',
          description: `Internet gateway ${id}`,
        }),
      );
    else
      links.push(
        link({ at, counted: fates.draw('internet-connection', id) }, internet, id, {
          label: '',
          direction: 'both',
        }),
      );
  }
  if (wishes.depth !== 'vpcs') fates.made('internet-connection');
  return internet;
}
