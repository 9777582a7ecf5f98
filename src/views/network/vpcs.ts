/** VPCs as boxes with everything in them, or as cards. */

import type { InternetGateway, Vpc, VpcEndpoint } from '../../inventory/network.ts';
import type { VpcRoute } from '../../inventory/routing.ts';
import type { ElementContent } from '../../model/content.ts';
import { byName, element } from '../elements.ts';
import { aclsOf } from './acls.ts';
import { firewallWords } from './firewalls.ts';
import { isBare, type Plan } from './plan.ts';
import { zonesOf } from './subnets.ts';
import { tablesOf } from './tables.ts';

/** What a service's endpoint is called: the end of `com.amazonaws.eu-west-1.s3`. */
const serviceName = (service: string): string => service.replace(/^com\.amazonaws\.[^.]+\./, '');

export function endpointElement(
  { inventory, fates }: Plan,
  endpoint: VpcEndpoint,
  controls: readonly string[],
): ElementContent {
  const { id, type, service, state, subnets } = endpoint;
  const names = subnets.map((s) => inventory.subnets.get(s)?.name ?? s).sort();
  return element(
    { at: endpoint.provenance.at, counted: fates.draw('vpc-endpoint', id) },
    'aws:vpc-endpoint',
    serviceName(service),
    {
      id,
      controls,
      role: type.toLowerCase(),
      status: state === undefined || state.toLowerCase() === 'available' ? undefined : state,
      description: [
        `${type} endpoint of ${service}`,
        ...(names.length > 0 ? [`in ${names.join(', ')}`] : []),
      ].join('; '),
    },
  );
}

export function gatewayElement({ fates }: Plan, gateway: InternetGateway): ElementContent {
  return element(
    { at: gateway.provenance.at, counted: fates.draw('internet-gateway', gateway.id) },
    'aws:internet-gateway',
    gateway.name,
    {
      id: gateway.id,
      tags: gateway.tags,
      status: gateway.vpc === undefined ? 'not attached' : undefined,
    },
  );
}

const words = (parts: readonly (string | undefined)[]): string | undefined =>
  parts.filter((p) => p !== undefined).join('; ') || undefined;

export interface Extra {
  /** What else its description says, e.g. of groups that nothing uses. */
  readonly notes: readonly string[];
  readonly groupsOf: (ids: readonly string[]) => readonly string[];
  readonly unresolved: (route: VpcRoute) => boolean;
}

/** A VPC that is drawn with everything in it. */
export function vpcElement(plan: Plan, vpc: Vpc, extra: Extra): ElementContent {
  const { inventory, fates, wishes, contents, ledger } = plan;
  const { at } = vpc.provenance;
  const counted = fates.draw(vpc.unlisted ? 'unlisted-vpc' : 'vpc', vpc.id);
  if (vpc.stub)
    ledger.stub({
      kind: counted,
      id: vpc.id,
      what: { type: 'vpc', name: vpc.id },
      reason: vpc.stub,
      at,
    });
  for (const [id, block] of inventory.addressBlocks)
    if (block.vpc === vpc.id && !block.gone) fates.fold('cidr-block', [id]);
  const acls = aclsOf(plan, vpc);
  const { drawn, folded } = tablesOf(plan, vpc, extra.unresolved);
  const facts = {
    id: vpc.id,
    cidr: vpc.blocks,
    region: vpc.region,
    role: vpc.isDefault ? 'default VPC' : undefined,
    tags: vpc.tags,
    description: words([
      vpc.accounts.length > 1 ? `listed by the accounts ${vpc.accounts.join(', ')}` : undefined,
      acls.length > 0 ? `network ACLs: ${acls.join(', ')}` : undefined,
      ...folded.map(
        (table) => `main route table ${table.id}: serves no subnet, routes only within`,
      ),
      ...firewallWords(plan, vpc),
      ...extra.notes,
    ]),
  };
  if (wishes.depth === 'vpcs' || isBare(vpc))
    return element({ at, counted }, 'vpc', vpc.name, facts);
  const gateways = [...inventory.internetGateways.values()].filter((g) => g.vpc === vpc.id);
  const endpoints = [...inventory.endpoints.values()].filter(
    (e) => e.vpc === vpc.id && !fates.has('vpc-endpoint', e.id),
  );
  return element({ at, counted }, 'vpc', vpc.name, facts, [
    ...byName(gateways.map((g) => gatewayElement(plan, g))),
    ...byName(contents.get(vpc.id) ?? []),
    ...zonesOf(plan, vpc),
    ...byName(endpoints.map((e) => endpointElement(plan, e, extra.groupsOf(e.groups)))),
    ...byName(drawn),
  ]);
}

/** A VPC that is not drawn in full: counted, with its blocks, and as a stub where it is one. */
function countBrief({ fates, inventory, ledger }: Plan, vpc: Vpc): string {
  const { at } = vpc.provenance;
  const counted = fates.draw(vpc.unlisted ? 'unlisted-vpc' : 'vpc', vpc.id);
  if (vpc.stub)
    ledger.stub({
      kind: counted,
      id: vpc.id,
      what: { type: 'vpc', name: vpc.id },
      reason: vpc.stub,
      at,
    });
  for (const [id, block] of inventory.addressBlocks)
    if (block.vpc === vpc.id && !block.gone) fates.fold('cidr-block', [id]);
  return counted;
}

/** A VPC of another account in which what is asked for runs: its subnets and gateways that have to do with that. */
export function hostElement(plan: Plan, vpc: Vpc): ElementContent {
  const { inventory, contents } = plan;
  const counted = countBrief(plan, vpc);
  const gateways = [...inventory.internetGateways.values()].filter((g) => g.vpc === vpc.id);
  return element(
    { at: vpc.provenance.at, counted },
    'vpc',
    vpc.name,
    {
      id: vpc.id,
      cidr: vpc.blocks,
      region: vpc.region,
      tags: vpc.tags,
      role: 'shared, not detailed here',
      description: 'Shown with what runs in it and belongs to an account of this picture',
      style: { line: 'dashed' },
    },
    [
      ...byName(gateways.map((g) => gatewayElement(plan, g))),
      ...byName(contents.get(vpc.id) ?? []),
      ...zonesOf(plan, vpc, ({ id }) => contents.has(id)),
    ],
  );
}

/** A VPC that is drawn only because something is joined to it. */
export function neighbourElement(plan: Plan, vpc: Vpc): ElementContent {
  const { at } = vpc.provenance;
  const counted = countBrief(plan, vpc);
  return element({ at, counted }, 'vpc', vpc.name, {
    id: vpc.id,
    cidr: vpc.blocks,
    region: vpc.region,
    tags: vpc.tags,
    role: vpc.stub ? undefined : 'not detailed here',
    description: vpc.stub ? undefined : 'Shown because something of this picture is joined to it',
    style: { line: 'dashed' },
  });
}
