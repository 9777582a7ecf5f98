/** Each rule by a diagram that breaks it and one that holds it; waivers; and that the documents are of these rules. */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { diagram } from '../src/dsl/diagram.ts';
import * as c from '../src/dsl/element.ts';
import { connect, flow } from '../src/dsl/link.ts';
import type { Contents, DiagramOptions, ElementContent } from '../src/model/content.ts';
import type { Diagram, Identity } from '../src/model/diagram.ts';
import type { ElementFacts, LinkFacts, Waiver } from '../src/model/facts.ts';
import { after, parsePeriod } from '../src/model/period.ts';
import { readAccountData } from '../src/rules/account-data.ts';
import type { ElementPaths, NoElementPaths } from '../src/rules/element-paths.ts';
import { judge } from '../src/rules/judge.ts';
import { PROFILES, RULES } from '../src/rules/profiles.ts';
import { insecureName, isAnything } from '../src/rules/services.ts';
import type { PublishedFacts } from '../src/rules/view.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const AS_OF = '2026-11-22';

function made(content: Contents, options: Partial<DiagramOptions> = {}): Diagram {
  const { value, diagnostics } = resolve(diagram('T', { ...options, content }));
  expect(diagnostics).toEqual([]);
  return value as Diagram;
}

interface Case {
  readonly breaks: Diagram;
  /** Messages, in order. */
  readonly says: readonly string[];
  readonly holds: Diagram;
  /** How many it looks at in what holds. */
  readonly count: number;
  readonly published?: { readonly breaks: PublishedFacts; readonly holds: PublishedFacts };
  readonly paths?: { readonly breaks: ElementPaths; readonly holds: ElementPaths };
}

const inCde = (...more: Contents[]): Contents => [
  c.vpc('cde', { zone: 'cde', cidr: '10.20.0.0/16' }, [c.node('aws:ec2', 'api')]),
  more,
];
/** A link between two nodes in these zones. */
function linked(
  from: ElementFacts,
  to: ElementFacts,
  facts: LinkFacts,
  kinds = ['aws:ec2', 'aws:ec2'],
): Diagram {
  const a = c.node(kinds[0] as 'aws:ec2', 'a', from);
  const b = c.node(kinds[1] as 'aws:ec2', 'b', to);
  return made([a, b, connect(a, b, facts)]);
}
function moved(
  facts: LinkFacts,
  from: ElementFacts = {},
  to: ElementFacts = {},
  kind = 'aws:ec2',
): Diagram {
  const a = c.node('aws:ec2', 'a', { zone: 'cde', ...from });
  const b = c.node(kind as 'aws:ec2', 'b', to);
  return made([a, b, flow(a, b, facts)]);
}
const stated = (options: Partial<DiagramOptions>): Diagram => made(inCde(), options);
const PUBLISHED: PublishedFacts = {
  version: 3,
  date: '2026-06-01',
  makers: ['ann@example.com'],
  approvers: ['bob@example.com'],
};
const [CDE, CONNECTED, UNTRUSTED, OUT] = [
  { zone: 'cde' },
  { zone: 'connected' },
  { zone: 'untrusted' },
  { zone: 'out-of-scope' },
] as const;
const stub = (facts: ElementFacts): Diagram => ({
  ...made([c.node('generic:unknown' as 'aws:ec2', 'tgw-9', { id: 'tgw-9', ...facts })]),
  unresolved: [{ what: 'tgw-9', element: '#tgw-9', reason: 'no node of the graph' }],
});

const OPENED = { decidedBy: 'sg-b: in tcp/443 from 10.0.0.0/8', unsure: [] };

/** What is said of a link between a and b, and of the path there. */
function pathsOf(
  of: Diagram,
  open: readonly string[],
  unsure: readonly string[] = [],
): ElementPaths {
  const [link = ''] = Object.keys(of.links);
  const ports = { ...OPENED, open, unsure };
  const ends = { from: '#i-a', to: '#i-b', fromName: 'a', toName: 'b' } as const;
  return {
    paths: open.length + unsure.length > 0 ? [{ ...ports, ...ends }] : [],
    links: new Map([
      [link as Identity, { ...ports, closedBy: 'acl-b: inbound: the rest is denied' }],
    ]),
    causes: unsure.length > 0 ? ['ACL_RULES_UNKNOWN'] : [],
    lacking: [],
  };
}

/** A in scope and b in the CDE, both of the inventory. */
function recorded(join: (a: ElementContent, b: ElementContent) => Contents): Diagram {
  const a = c.node('aws:ec2', 'a', { ...CONNECTED, id: 'i-a' });
  const b = c.node('aws:ec2', 'b', { ...CDE, id: 'i-b' });
  return made([a, b, join(a, b)]);
}

const declaring = (...ports: string[]): Diagram => recorded((a, b) => connect(a, b, { ports }));
const flowing = (...ports: string[]): Diagram => recorded((a, b) => flow(a, b, { ports }));

const CASES: Readonly<Record<string, Case>> = {
  'paths-declared': {
    breaks: declaring('tcp/443', 'tcp/22'),
    says: [
      'the link from "a" to "b" declares tcp/22, and no path is open for it: acl-b: inbound: the rest is denied',
      'a reaches b on tcp/8443, and no link declares it: sg-b: in tcp/443 from 10.0.0.0/8',
    ],
    holds: declaring('tcp/443'),
    count: 2,
    paths: {
      breaks: pathsOf(declaring('tcp/443', 'tcp/22'), ['tcp/443', 'tcp/8443']),
      holds: pathsOf(declaring('tcp/443'), ['tcp/443']),
    },
  },
  'flow-permitted': {
    breaks: flowing('tcp/22'),
    says: [
      'the flow from "a" to "b" has no open path on tcp/22: acl-b: inbound: the rest is denied',
    ],
    holds: flowing('tcp/443'),
    count: 1,
    paths: {
      breaks: pathsOf(flowing('tcp/22'), ['tcp/443']),
      holds: pathsOf(flowing('tcp/443'), ['tcp/443']),
    },
  },
  'cde-shown': {
    breaks: made([c.vpc('x', CONNECTED)]),
    says: ['nothing in the diagram is in the zone cde'],
    holds: made(inCde()),
    count: 1,
  },
  'segment-zone': {
    breaks: made([c.vpc('x', [c.subnet('s')]), c.zone('z')]),
    says: ['vpc "x" has no zone', 'subnet "s" has no zone', 'zone "z" has no zone'],
    holds: made([c.zone('z', CDE, [c.vpc('x', [c.subnet('s')])]), c.onPremises('o', CONNECTED)]),
    count: 4,
  },
  'component-zone': {
    breaks: made([c.account('a', [c.node('aws:transit-gateway', 'tgw')]), c.internet()]),
    says: ['aws:transit-gateway "tgw" has no zone, and neither does a group around it'],
    holds: made([
      c.account('a', CONNECTED, [c.node('aws:transit-gateway', 'tgw'), c.routeTable('r')]),
      c.internet(),
    ]),
    count: 2,
  },
  'segment-cidr': {
    breaks: made([
      c.vpc('x', [c.subnet('s', { cidr: '10.0.0.0/24' }), c.subnet('t')]),
      c.zone('z', CDE, [c.node('aws:ec2', 'u')]),
    ]),
    says: ['vpc "x" has no CIDR', 'subnet "t" has no CIDR', 'zone "z" has no CIDR'],
    holds: made([
      c.vpc('google', [c.subnet('s', { cidr: '10.0.0.0/24' })]),
      c.zone('z', [c.vpc('x', { cidr: '2001:db8::/48' }, [c.zone('inner')])]),
    ]),
    count: 3,
  },
  'cidr-nested': {
    breaks: made([
      c.vpc('x', { cidr: ['10.0.0.0/16', '2001:db8::/48'] }, [
        c.subnet('in', { cidr: ['10.0.1.0/24', '2001:db8:0:1::/64'] }),
        c.subnet('out', { cidr: '10.1.0.0/24' }),
        c.availabilityZone('a', [c.subnet('six', { cidr: '2001:db9::/64' })]),
      ]),
    ]),
    says: [
      '10.1.0.0/24 of subnet "out" is not within vpc "x"',
      '2001:db9::/64 of subnet "six" is not within vpc "x"',
    ],
    // A network that states no IPv6 block says nothing about those of its subnets.
    holds: made([
      c.vpc('x', { cidr: ['10.0.0.0/16', '100.64.0.0/18'] }, [
        c.subnet('s', { cidr: ['100.64.0.0/24', '2001:db8::/64'] }),
      ]),
    ]),
    count: 1,
  },
  'cidr-overlap': (() => {
    const [a, b, alone] = ['a', 'b', 'alone'].map((name) =>
      c.vpc(name, { cidr: '10.0.0.0/16' }, [c.subnet('s', { cidr: '10.0.0.0/24' })]),
    ) as [ReturnType<typeof c.vpc>, ReturnType<typeof c.vpc>, ReturnType<typeof c.vpc>];
    const hub = c.node('aws:transit-gateway', 'tgw');
    const [x, y] = ['x', 'y'].map((name) => c.vpc(name, { cidr: '10.0.0.0/16' })) as [
      ReturnType<typeof c.vpc>,
      ReturnType<typeof c.vpc>,
    ];
    const world = c.internet();
    const one = c.vpc('one', { cidr: '10.9.0.0/16' }, [
      c.subnet('p', { cidr: '10.9.0.0/23' }),
      c.subnet('q', { cidr: '10.9.1.0/24' }),
      c.subnet('six', { cidr: '::/0' }),
    ]);
    return {
      breaks: made([a, b, alone, hub, one, connect([a, b], hub)]),
      says: [
        '10.0.0.0/16 of vpc "b" overlaps 10.0.0.0/16 of vpc "a"',
        '10.9.1.0/24 of subnet "q" overlaps 10.9.0.0/23 of subnet "p"',
      ],
      holds: made([x, y, world, connect([x, y], world)]),
      count: 2,
    };
  })(),
  'cde-connections-shown': {
    breaks: made(inCde()),
    says: ['no link leads into or out of the zone cde'],
    holds: linked(CONNECTED, CDE, {}),
    count: 1,
  },
  'scope-connected': {
    breaks: made([c.vpc('x', CONNECTED, [c.node('aws:ec2', 'a')])]),
    says: ['vpc "x" is connected, but no link shows to what'],
    holds: (() => {
      const a = c.node('aws:ec2', 'a');
      const b = c.node('aws:ec2', 'b', { zone: 'security-impacting' });
      return made([c.vpc('x', CONNECTED, [a]), c.account('acc', [b]), connect(a, b)]);
    })(),
    count: 2,
  },
  'border-control': {
    breaks: linked(CONNECTED, CDE, { label: 'sg-1: tcp/443' }),
    says: ['the link from "a" to "b" names no control and no ports, between connected and cde'],
    holds: linked(CONNECTED, CDE, { control: 'sg-1', ports: ['tcp/443'] }),
    count: 1,
  },
  'ports-named': {
    breaks: linked(CONNECTED, CDE, { ports: ['tcp/443', 'all'] }),
    says: ['the link from "a" to "b" allows "all", which names no service'],
    holds: linked(CONNECTED, CDE, { ports: ['tcp/443', 'icmp', 'tcp/1024-2048'] }),
    count: 1,
  },
  'insecure-service': {
    breaks: linked(CONNECTED, CDE, { ports: ['tcp/23'] }),
    says: ['the link from "a" to "b" uses tcp/23 (Telnet) and does not say how it is secured'],
    holds: linked(CONNECTED, CDE, { ports: ['tcp/21'], justification: 'within IPsec only' }),
    count: 1,
  },
  'untrusted-to-cde': {
    breaks: linked(UNTRUSTED, CDE, { ports: ['tcp/443'], control: 'waf' }),
    says: [
      'the link from "a" to "b" connects an untrusted network with the CDE without a justification',
    ],
    holds: linked(UNTRUSTED, CDE, { justification: 'Card payments of shops' }),
    count: 1,
  },
  'storage-exposed': {
    breaks: (() => {
      const db = c.node('aws:rds', 'vault');
      const world = c.internet();
      return made([
        world,
        c.vpc('x', CDE, [
          c.subnet('edge', { access: 'public' }, [c.node('aws:s3-bucket', 'files')]),
          db,
        ]),
        connect(world, db),
      ]);
    })(),
    says: [
      'aws:s3-bucket "files" in the CDE is in the public subnet "edge"',
      'aws:rds "vault" in the CDE is linked directly from internet "Internet"',
    ],
    // The database may call out; that is another rule's.
    holds: linked(CDE, UNTRUSTED, {}, ['aws:rds', 'aws:ec2']),
    count: 1,
  },
  'out-of-scope-linked': {
    breaks: linked(OUT, CDE, { control: 'sg', ports: ['tcp/1'] }),
    says: ['the link from "a" to "b" connects the CDE with something marked out of scope'],
    holds: linked(OUT, CONNECTED, {}),
    count: 1,
  },
  'out-of-scope-justified': {
    breaks: made([
      c.vpc('x', OUT),
      c.ou('o', { ...CONNECTED, justification: 'of something else' }, [c.account('a', OUT)]),
    ]),
    says: [
      'vpc "x" is out of scope, but nothing says why',
      'account "a" is out of scope, but nothing says why',
    ],
    holds: made([c.ou('o', { ...OUT, justification: 'No route' }, [c.vpc('x', OUT)])]),
    count: 2,
  },
  'security-services-shown': {
    breaks: made(inCde()),
    says: [
      'the diagram shows nothing that secures or manages the CDE: no element is security-impacting',
    ],
    holds: made(inCde(c.node('aws:cloudtrail', 'logs', { zone: 'security-impacting' }))),
    count: 1,
  },
  'preproduction-apart': {
    breaks: made([
      c.vpc('x', { ...CDE, environment: 'Staging' }, [
        c.node('aws:ec2', 'a'),
        c.node('aws:ec2', 'b', { environment: 'production' }),
      ]),
    ]),
    says: [
      'vpc "x" is in the CDE, but its environment is "Staging"',
      'aws:ec2 "a" is in the CDE, but its environment is "Staging"',
    ],
    holds: made([
      c.vpc('x', { ...CDE, environment: 'production' }),
      c.vpc('y', { environment: 'dev' }),
    ]),
    count: 1,
  },
  'wireless-stated': {
    breaks: stated({ wireless: ' ' }),
    says: ['the diagram does not say whether there are wireless networks'],
    holds: stated({ wireless: false }),
    count: 1,
  },
  'wireless-shown': {
    breaks: stated({ wireless: true }),
    says: ['the diagram says that there are wireless networks, but shows none'],
    holds: made([c.node('generic:wifi', 'Guests')], { wireless: true }),
    count: 1,
  },
  'locations-stated': {
    breaks: stated({ locations: [' '] }),
    says: ['the diagram does not name its locations'],
    holds: stated({ locations: ['AWS eu-west-1'] }),
    count: 1,
  },
  'covers-stated': {
    breaks: stated({}),
    says: ['the diagram does not say what it covers'],
    holds: stated({ covers: ['All VPCs'] }),
    count: 1,
  },
  'owner-stated': {
    breaks: stated({}),
    says: ['the diagram has no owner'],
    holds: stated({ owner: 'Network team' }),
    count: 1,
  },
  'review-period': {
    breaks: stated({ reviewEvery: '2 years' }),
    says: ['the review period "2 years" is longer than twelve months'],
    holds: stated({ reviewEvery: '12 months' }),
    count: 1,
  },
  'unresolved-explained': {
    breaks: stub({}),
    says: ['"tgw-9" is not resolved (no node of the graph), and nothing explains it'],
    holds: stub({ justification: 'Belongs to the acquirer' }),
    count: 1,
  },
  'legend-shown': {
    breaks: stated({ legend: 'none' }),
    says: ['the diagram has no legend'],
    holds: stated({}),
    count: 1,
  },
  'flows-shown': {
    breaks: linked(UNTRUSTED, CDE, {}),
    says: ['no flow has an end in the zone cde'],
    holds: moved({}),
    count: 1,
  },
  'flow-data': {
    breaks: moved({ data: '' }),
    says: ['the flow from "a" to "b" does not say what moves'],
    holds: moved({ data: 'PAN' }),
    count: 1,
  },
  'flow-encryption-stated': {
    breaks: moved({}),
    says: ['the flow from "a" to "b" does not say whether it is encrypted'],
    holds: moved({ encrypted: false }),
    count: 1,
  },
  'flow-order': {
    breaks: (() => {
      const [a, b] = [c.node('aws:ec2', 'a'), c.node('aws:ec2', 'b')];
      const steps = [1, 4, '2a', 'first', 0] as const;
      return made([a, b, flow(b, a), steps.map((step) => flow(a, b, { step }))]);
    })(),
    says: [
      'the flow from "b" to "a" has no step',
      'the flow from "a" to "b" is step 4, but no flow is step 3',
      'the step "first" of the flow from "a" to "b" does not begin with a number of 1 or more',
      'the step "0" of the flow from "a" to "b" does not begin with a number of 1 or more',
    ],
    holds: (() => {
      const [a, b] = [c.node('aws:ec2', 'a'), c.node('aws:ec2', 'b')];
      return made([a, b, [1, '2a', '2b', 3].map((step) => flow(a, b, { step }))]);
    })(),
    count: 4,
  },
  'pan-in-clear': {
    breaks: made(
      (() => {
        const [a, b] = [c.node('aws:ec2', 'a', CDE), c.node('aws:ec2', 'b', UNTRUSTED)];
        return [
          a,
          b,
          flow(a, b, { data: 'PAN, expiry', encrypted: false }),
          flow(b, a, { data: 'card number and token' }),
        ];
      })(),
    ),
    says: [
      'the flow from "a" to "b" sends PAN over an untrusted network in the clear',
      'the flow from "b" to "a" sends card number over an untrusted network without saying that it is encrypted',
    ],
    holds: moved({ data: 'PAN', encrypted: true }, {}, UNTRUSTED),
    count: 1,
  },
  'storage-marked': {
    breaks: moved({}, {}, {}, 'aws:rds'),
    says: ['aws:rds "b" keeps data, but does not say what data, or how it is protected'],
    holds: moved({}, {}, { description: 'PAN, AES-256' }, 'aws:rds'),
    count: 1,
  },
  'data-understood': {
    breaks: moved({ data: 'clearing file, amount, report' }),
    says: [
      'the flow from "a" to "b" moves "clearing file", "report", which may or may not be account data',
    ],
    holds: moved({ data: 'clearing file', accountData: [] }),
    count: 1,
  },
  'account-data-in-cde': {
    breaks: moved({ data: 'PAN', encrypted: true }, CDE, CONNECTED),
    says: [
      'aws:ec2 "b" is connected, but handles PAN (tls)',
      'the flow from "a" to "b" carries PAN (tls) outside the CDE',
    ],
    holds: moved(
      { data: 'PAN', accountData: [{ element: 'pan', protection: 'p2pe' }] },
      { ...CONNECTED, justification: 'no keys' },
      { ...CONNECTED, justification: 'no keys' },
    ),
    count: 3,
  },
  'sensitive-data-after-authorization': {
    breaks: moved({ data: 'CVV', label: 'settlement' }),
    says: ['the flow from "a" to "b" moves CVV after authorization'],
    holds: moved({ data: 'CVV', label: 'authorization' }),
    count: 1,
  },
  'sensitive-data-stored': {
    breaks: moved({ data: 'PAN, encrypted CVC' }, {}, {}, 'aws:s3-bucket'),
    says: ['the flow from "a" to "b" stores encrypted CVC'],
    holds: moved({ data: 'encrypted PAN' }, {}, {}, 'aws:s3-bucket'),
    count: 2,
  },
  'title-block': {
    breaks: stated({}),
    says: ['the title block has no maker and no approver'],
    holds: stated({}),
    count: 1,
    published: { breaks: { ...PUBLISHED, makers: [], approvers: [] }, holds: PUBLISHED },
  },
  'reviewed-in-time': {
    breaks: stated({ reviewEvery: '6 months' }),
    says: ['the diagram was due for review on 2026-11-21'],
    holds: stated({ reviewEvery: '6 months' }),
    count: 1,
    published: {
      breaks: { ...PUBLISHED, date: '2026-05-21' },
      holds: { ...PUBLISHED, date: '2026-05-22' },
    },
  },
  'approver-differs': {
    breaks: stated({}),
    says: ['Ann@example.com approved what they made'],
    holds: stated({}),
    count: 1,
    published: {
      breaks: { ...PUBLISHED, approvers: ['Ann@example.com', 'bob@example.com'] },
      holds: PUBLISHED,
    },
  },
};

test('every rule has a case', () => {
  expect(Object.keys(CASES).sort()).toEqual(RULES.map(({ id }) => id));
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const one = CASES[id] as Case;
  const of = (which: 'breaks' | 'holds', waivers: readonly Waiver[] = []) =>
    judge(
      {
        diagram: { ...one[which], waivers },
        asOf: AS_OF,
        ...(one.published ? { published: one.published[which] } : {}),
        ...(one.paths ? { paths: one.paths[which] } : {}),
      },
      [rule],
    );

  test('finds what breaks it', () => {
    const { diagnostics, checked, waived, later } = of('breaks');
    expect(diagnostics.map(({ message }) => message)).toEqual(one.says);
    for (const { code, severity, hint } of diagnostics) {
      expect({ code, severity }).toEqual({ code: id, severity: rule.severity });
      expect(hint).toContain(rule.fix);
    }
    expect(checked).toMatchObject([{ rule: id, findings: one.says.length, waived: 0 }]);
    expect([...waived, ...later]).toEqual([]);
  });

  test('holds', () => {
    const { diagnostics, checked } = of('holds');
    expect(diagnostics).toEqual([]);
    expect(checked).toMatchObject([{ rule: id, findings: 0, count: one.count }]);
  });

  test('can be waived, to the last day', () => {
    const { diagnostics, waived, checked } = of('breaks', [
      { rule: id, reason: 'R', until: AS_OF },
    ]);
    expect(diagnostics).toEqual([]);
    expect(waived.map(({ message }) => message)).toEqual(one.says);
    expect(waived[0]).toMatchObject({ rule: id, reason: 'R', until: AS_OF });
    expect(checked).toMatchObject([{ findings: 0, waived: one.says.length }]);
  });

  test('is found again when the waiver has expired', () => {
    const { diagnostics, waived } = of('breaks', [{ rule: id, reason: 'R', until: '2026-11-21' }]);
    expect(waived).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toEqual([
      ...one.says.map(() => id),
      'waiver-expired',
    ]);
    expect(diagnostics.at(-1)?.message).toContain('ended on 2026-11-21');
  });

  test('tells of a waiver that waives nothing', () => {
    const { diagnostics } = of('holds', [{ rule: id, reason: 'R', until: '2030-01-01' }]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['waiver-unused']);
  });

  if (rule.stage === 'published')
    test('waits for what is published', () => {
      const judgement = judge({ diagram: one.breaks, asOf: AS_OF }, [rule]);
      expect(judgement).toMatchObject({ diagnostics: [], checked: [], later: [{ rule: id }] });
    });
});

describe('rules that ask for an inventory', () => {
  const rules = ['paths-declared', 'flow-permitted'] as const;
  const outcome = (id: string, of: Diagram, paths?: ElementPaths | NoElementPaths) => {
    const rule = RULES.filter((one) => one.id === id);
    const { checked, diagnostics } = judge(
      { diagram: of, asOf: AS_OF, ...(paths ? { paths } : {}) },
      rule,
    );
    return { notJudged: checked[0]?.notJudged, found: diagnostics.length };
  };

  test.each(rules)('%s is not judged without one', (id) => {
    const none = { notJudged: 'no inventory is at hand', found: 0 };
    expect(outcome(id, declaring('tcp/443'))).toEqual(none);
    const missing = { missing: 'no estate is recorded' };
    expect(outcome(id, flowing('tcp/443'), missing).notJudged).toBe('no estate is recorded');
  });

  test.each(rules)('%s is not judged where a path cannot be told', (id) => {
    const diagram = id === 'flow-permitted' ? flowing('tcp/443') : declaring('tcp/443');
    expect(outcome(id, diagram, pathsOf(diagram, [], ['tcp/443']))).toEqual({
      notJudged: '1 path cannot be told: ACL_RULES_UNKNOWN',
      found: 0,
    });
  });

  test('paths-declared is not judged where something of the CDE was not read, and still finds', () => {
    const lacking = ['network-interface in 222222222222: no source was asked for it there'];
    const of = (diagram: Diagram, open: string[]) =>
      outcome('paths-declared', diagram, { ...pathsOf(diagram, open), lacking });
    expect(of(declaring('tcp/443'), ['tcp/443'])).toEqual({
      notJudged: `paths may be missing: ${lacking[0]}`,
      found: 0,
    });
    expect(of(declaring('tcp/443'), ['tcp/443', 'tcp/22'])).toMatchObject({ found: 1 });
  });

  test('a waiver of what is not judged is not called unused', () => {
    const diagram = {
      ...declaring('tcp/443'),
      waivers: [{ rule: rules[0], reason: 'R', until: '2030-01-01' }],
    };
    expect(outcome(rules[0], diagram)).toEqual({ notJudged: 'no inventory is at hand', found: 0 });
  });

  test('a link without ports needs any path, and a path from what is not drawn is undeclared', () => {
    const diagram = recorded((a, b) => connect(a, b));
    expect(outcome('paths-declared', diagram, pathsOf(diagram, []))).toMatchObject({ found: 1 });
    expect(outcome('paths-declared', diagram, pathsOf(diagram, ['tcp/443']))).toMatchObject({
      found: 0,
    });
    const { paths, ...rest } = pathsOf(diagram, ['tcp/443']);
    const strange = {
      ...rest,
      paths: paths.map(({ from: _, ...path }) => ({ ...path, fromName: 'partner' })),
    };
    expect(outcome('paths-declared', diagram, strange)).toMatchObject({ found: 1 });
  });
});

describe('what a recording says of itself explains nothing', () => {
  const said = { description: 'Internet gateway igw-1' };
  const recorded = (annotated?: readonly string[]): Diagram => {
    const diagram = linked(UNTRUSTED, CDE, said);
    const links = Object.entries(diagram.links).map(([id, link]) => [
      id,
      { ...link, derived: 'way', ...(annotated ? { annotated } : {}) },
    ]);
    return { ...diagram, links: Object.fromEntries(links) };
  };
  const rule = RULES.filter(({ id }) => id === 'untrusted-to-cde');
  const codes = (diagram: Diagram): readonly string[] =>
    judge({ diagram, asOf: AS_OF }, rule).diagnostics.map(({ code }) => code);

  test('a description of the derivation', () => {
    expect(codes(recorded())).toEqual(['untrusted-to-cde']);
    expect(codes(recorded(['control']))).toEqual(['untrusted-to-cde']);
  });

  test('a person’s does, on what is recorded and on what is not', () => {
    expect(codes(recorded(['description']))).toEqual([]);
    expect(codes(linked(UNTRUSTED, CDE, said))).toEqual([]);
  });
});

describe('waivers', () => {
  const broken = made([c.subnet('a', CDE), c.subnet('b', { ...CDE, id: 'subnet-b' })]);
  const codes = (...waivers: Waiver[]): string[] => {
    const { diagnostics, waived } = judge(
      { diagram: { ...broken, waivers }, asOf: AS_OF },
      RULES.filter(({ id }) => id === 'segment-cidr'),
    );
    return [
      ...diagnostics.map(({ code }) => code),
      ...waived.map(({ element }) => `waived ${element}`),
    ];
  };
  const waiver = (element?: string, rule = 'segment-cidr'): Waiver => ({
    rule,
    reason: 'R',
    until: '2030-01-01',
    ...(element === undefined ? {} : { element }),
  });

  test('of one element leave the others', () => {
    expect(codes(waiver('subnet=a'))).toEqual(['segment-cidr', 'waived subnet=a']);
    expect(codes(waiver('#subnet-b'))).toEqual(['segment-cidr', 'waived #subnet-b']);
    expect(codes(waiver('subnet-b'))).toEqual(['segment-cidr', 'waived #subnet-b']);
  });
  test('of an unknown rule or element', () => {
    expect(codes(waiver(undefined, 'segment-cidrs'))).toEqual([
      'segment-cidr',
      'segment-cidr',
      'waiver-unknown-rule',
    ]);
    expect(codes(waiver('subnet=c'))).toEqual([
      'segment-cidr',
      'segment-cidr',
      'waiver-unknown-element',
    ]);
    expect(codes(waiver('constructor'))).toEqual([
      'segment-cidr',
      'segment-cidr',
      'waiver-unknown-element',
    ]);
  });
  test('of a rule that is not judged now say nothing', () => {
    expect(codes(waiver(undefined, 'segment-zone'))).toEqual(['segment-cidr', 'segment-cidr']);
  });
  test('of which one is expired and another is not', () => {
    expect(codes({ ...waiver(), until: '2020-01-01' }, waiver('subnet=a'))).toEqual([
      'segment-cidr',
      'waiver-expired',
      'waived subnet=a',
    ]);
  });
});

describe('details', () => {
  const only = (id: string, d: Diagram) =>
    judge(
      { diagram: d, asOf: AS_OF },
      RULES.filter((rule) => rule.id === id),
    ).diagnostics.map(({ message }) => message);

  test('a control may stand on an end, or be one', () => {
    for (const d of [
      linked(CONNECTED, { ...CDE, controls: ['sg-1'] }, { ports: ['tcp/1'] }),
      linked(CONNECTED, CDE, { ports: ['tcp/1'] }, ['aws:ec2', 'aws:network-firewall']),
      linked(CONNECTED, CDE, { ports: ['tcp/1'] }, ['gcp:cloud-armor', 'aws:ec2']),
    ])
      expect(only('border-control', d)).toEqual([]);
    expect(only('border-control', linked({}, CDE, {}))).toEqual([
      'the link from "a" to "b" names no control and no ports, between no zone and cde',
    ]);
    expect(only('border-control', linked({}, CONNECTED, {}))).toEqual([]);
  });
  test('a flow over a drawn connection needs no control of its own', () => {
    const [a, b] = [c.node('aws:ec2', 'a', CONNECTED), c.node('aws:ec2', 'b', CDE)];
    const control = { control: 'sg', ports: ['tcp/1'] };
    expect(only('border-control', made([a, b, connect(a, b, control), flow(b, a)]))).toEqual([]);
    expect(only('border-control', made([a, b, flow(b, a)]))).toHaveLength(1);
  });
  test('a statement that is contradicted', () => {
    const d = made([c.node('aws:ec2', 'Wi-Fi controller')], { wireless: false });
    expect(only('wireless-shown', d)).toEqual([
      'the diagram says that there are no wireless networks, but shows aws:ec2 "Wi-Fi controller"',
    ]);
  });
  test('a review period that is none', () => {
    expect(only('review-period', stated({ reviewEvery: 'often' }))).toEqual([
      'the review period "often" is not a period such as "6 months"',
    ]);
    expect(only('review-period', stated({}))).toEqual([
      'the diagram does not say how often it is reviewed',
    ]);
  });
  test('a finding stands where its element does', () => {
    const { diagnostics } = judge({ diagram: made([c.subnet('a')]), asOf: AS_OF }, RULES);
    const found = diagnostics.find(({ code }) => code === 'segment-cidr');
    expect(found?.origin?.file).toContain('rules.test.ts');
    expect(found?.hint).toContain('(PCI DSS 1.2.3)');
  });

  test.each([
    ['6 months', '2026-05-31', '2026-11-30'],
    ['1 year', '2024-02-29', '2025-02-28'],
    ['90 days', '2026-11-22', '2027-02-20'],
    ['2 weeks', '2026-12-25', '2027-01-08'],
    ['quarterly', '2026-11-30', '2027-02-28'],
    ['Annually', '2026-01-01', '2027-01-01'],
  ])('%s after %s is %s', (text, from, to) => {
    const period = parsePeriod(text);
    expect(period && after(from, period)).toBe(to);
  });
  test.each(['', '0 months', 'six months', '6', 'month', '1.5 years'])(
    '%j is no period',
    (text) => {
      expect(parsePeriod(text)).toBeUndefined();
    },
  );

  test.each([
    ['any', true],
    ['*', true],
    ['tcp', true],
    ['tcp/0-65535', true],
    ['udp/any', true],
    ['-1', true],
    ['tcp/443', false],
    ['443', true],
    ['icmp', false],
    ['esp', false],
    ['icmp/8', false],
    ['all', true],
    ['tcp/70000', true],
    ['tcp/1024-5000', false],
    ['HTTPS', true],
  ])('ports %j name nothing: %s', (ports, nothing) => {
    expect(isAnything(ports)).toBe(nothing);
  });
  test.each([
    ['tcp/23', 'Telnet'],
    ['21', 'FTP'],
    ['tcp/20-21', 'FTP'],
    ['udp/161', 'SNMP'],
    ['udp/80', undefined],
    ['tcp/443', undefined],
    ['tcp/1-65535', undefined],
  ])('ports %j are known for %s', (ports, service) => {
    expect(insecureName(ports)).toBe(service);
  });

  test.each([
    ['PAN, expiry, CVC', ['pan', 'expiry', 'cvv'], []],
    ['truncated PAN', ['pan truncated'], []],
    ['Tokenised card number and PIN block', ['pan tokenized', 'pin'], []],
    ['full track data; encrypted CVV2', ['track', 'cvv encrypted'], []],
    ['PAN (P2PE)/service code', ['pan p2pe', 'service-code'], []],
    ['cardholder name + unencrypted PAN', ['name', 'pan clear'], []],
    ['PIN under DUKPT, HMAC of the PAN', ['pin dukpt', 'pan hashed'], []],
    ['No account data', [], []],
    ['PAN, no CVV', ['pan'], []],
    ['token, amount, last four', [], []],
    ['PAN, not encrypted', ['pan'], ['not encrypted']],
    ['authorization request', [], ['authorization request']],
    ['pancakes, tracking number', [], ['pancakes', 'tracking number']],
    ['', [], []],
  ])('in the words %j is %j, and nobody knows of %j', (data, found, unknown) => {
    const read = readAccountData(data);
    const text = ({ element, protection }: (typeof read.entries)[number]) =>
      protection === undefined ? element : `${element} ${protection}`;
    expect(read.entries.map(text)).toEqual(found);
    expect(read.unknown).toEqual(unknown);
  });
});

describe('profiles', () => {
  test('ids are of one form, each rule is in one at least, texts are sentences', () => {
    for (const { id, why, fix, explanation, fact } of RULES) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      for (const text of [why, fix, explanation]) expect(text, id).toMatch(/^[A-Z].*\.$/);
      expect(fact, id).not.toMatch(/\.$/);
    }
    expect(Object.keys(PROFILES)).toEqual(['pci-1.2.3', 'pci-1.2.4', 'none']);
  });
  test('the documents are of these rules', () => {
    const script = fileURLToPath(new URL('../scripts/rules-docs.mjs', import.meta.url));
    expect(() =>
      execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' }),
    ).not.toThrow();
    for (const { id } of RULES) expect(existsSync(`${root}docs/rules/${id}.md`), id).toBe(true);
  });
});
