/** What the links of a diagram declare: peerings, attachments of transit gateways, ports that are open to the internet. */

import type { Diagram, Element, Identity, Link } from '../../model/diagram.ts';
import { parsePort } from '../../model/ports.ts';
import type { DeclaredRecords, StandsFor } from './declared-records.ts';

interface LinkEnds {
  readonly identity: Identity;
  readonly link: Link;
  readonly from?: StandsFor | undefined;
  readonly to?: StandsFor | undefined;
}

const vpcEnd = (end: StandsFor | undefined): string | undefined =>
  end?.type === 'vpcs' ? end.id : undefined;
const gatewayEnd = (end: StandsFor | undefined): string | undefined =>
  end?.type === 'transitGateways' ? end.id : undefined;

const isPeering = ({ link, from, to }: LinkEnds): boolean =>
  link.facts.id?.startsWith('pcx-') ?? (vpcEnd(from) !== undefined && vpcEnd(to) !== undefined);

const isAttachment = ({ link, from, to }: LinkEnds): boolean =>
  link.facts.id?.startsWith('tgw-attach-') ??
  ((vpcEnd(from) !== undefined && gatewayEnd(to) !== undefined) ||
    (gatewayEnd(from) !== undefined && vpcEnd(to) !== undefined));

const more = ({ link: { origin, derived, facts } }: LinkEnds) => ({
  explicit: facts.id !== undefined,
  ...(origin ? { origin } : {}),
  ...(derived === undefined ? {} : { derived }),
});

/** A line that says nothing else claims that traffic passes. */
function readConnection(ends: LinkEnds, records: DeclaredRecords): void {
  const { identity, link, from, to } = ends;
  const id = link.facts.id ?? identity;
  const { status } = link.facts;
  if (isPeering(ends))
    records.add(
      'peerings',
      id,
      { status: status ?? 'active', requester: vpcEnd(from), accepter: vpcEnd(to), gone: false },
      more(ends),
    );
  else if (isAttachment(ends))
    records.add(
      'transitAttachments',
      id,
      {
        state: status ?? 'available',
        vpc: vpcEnd(from) ?? vpcEnd(to),
        gateway: gatewayEnd(from) ?? gatewayEnd(to),
        accounts: [],
      },
      more(ends),
    );
}

const isOutside = ({ kind }: Element): boolean =>
  kind === 'internet' || kind === 'aws:internet-gateway';

/** Ports of a link from the internet into a network, by the control that it names. */
function readOpenings({ link }: LinkEnds, diagram: Diagram, records: DeclaredRecords): void {
  const { control, ports = [], direction = 'forward' } = link.facts;
  if (control === undefined) return;
  const [begin, end] = direction === 'back' ? [link.to, link.from] : [link.from, link.to];
  const [outer, inner] = [diagram.elements[begin], diagram.elements[end]];
  if (!outer || !inner || !isOutside(outer) || isOutside(inner)) return;
  const around = records.around.get(end);
  const own = records.standsFor.get(end);
  const vpc = own?.type === 'vpcs' ? own.id : around?.vpc;
  for (const text of ports) {
    const range = parsePort(text);
    if (range)
      records.openings.push({
        control,
        ports: range,
        at: link.origin ?? { file: '' },
        ...(vpc === undefined ? {} : { vpc }),
      });
  }
}

/** Flows say what data moves, and nothing of how networks are joined. */
export function readLinks(diagram: Diagram, records: DeclaredRecords): void {
  for (const [identity, link] of Object.entries(diagram.links)) {
    if (link.relation === 'flow') continue;
    const ends = {
      identity,
      link,
      from: records.standsFor.get(link.from),
      to: records.standsFor.get(link.to),
    };
    readConnection(ends, records);
    readOpenings(ends, diagram, records);
  }
}
