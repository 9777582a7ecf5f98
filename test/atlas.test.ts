/** Atlases: nothing of a diagram is lost between its sheets, each sheet is read like a page, and sheets lead to each other. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readModel } from '../src/app/verify/published-model.ts';
import { resolve } from '../src/compile/resolve.ts';
import {
  account,
  connect,
  diagram,
  node,
  organization,
  ou,
  region,
  sheet,
  vpc,
} from '../src/index.ts';
import { canonicalModel } from '../src/model/canonical.ts';
import type { DiagramContent, ElementContent } from '../src/model/content.ts';
import { type Diagram, inDocumentOrder } from '../src/model/diagram.ts';
import { SHEETS_BY, type SheetsBy } from '../src/model/facts.ts';
import { sheetFile, sheetOfFile } from '../src/model/sheet-files.ts';
import { type Drawing, draw } from '../src/render/draw.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { readPicture } from '../src/render/linework/drawn-picture.ts';
import { type AtlasSheet, atlasOf, notOnSheets } from '../src/render/sheets/atlas.ts';
import { drawnIdentities } from './figures/measure.ts';
import { readSvg } from './svg-reader.ts';

let layout: LayoutPort;
beforeAll(async () => {
  layout = await loadGraphviz();
});

const compiled = (content: DiagramContent): Diagram => {
  const { value, diagnostics } = resolve(content);
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return inDocumentOrder(value);
};

const drawn = (of: Diagram): Drawing =>
  draw({ diagram: of, titleBlock: { digest: '0' }, icons: {}, name: 'estate' }, layout);

/** Two accounts with networks, what joins them, and a link within one. */
function twoAccounts(sheets: SheetsBy): Diagram {
  const hub = node('aws:transit-gateway', 'hub');
  const pay = vpc('pay', { zone: 'cde', cidr: '10.1.0.0/16' }, [node('aws:rds', 'vault')]);
  const web = vpc('web', [node('aws:ec2', 'shop'), node('aws:ec2', 'cart')]);
  const [shop, cart] = web.members as ElementContent[];
  const [vault] = pay.members as ElementContent[];
  return compiled(
    diagram('Estate', {
      sheets,
      content: [region('eu-west-1', [account('front', [web]), account('cards', [pay])]), hub],
      links: [
        connect(shop as ElementContent, cart as ElementContent),
        connect(shop as ElementContent, vault as ElementContent, { ports: ['tcp/5432'] }),
        connect(cart as ElementContent, vault as ElementContent, { ports: ['tcp/5433'] }),
        connect(web, hub),
        connect(hub, pay),
      ],
    }),
  );
}

describe('a sheet for each account', () => {
  test('comes behind an overview, the cardholder data environment first', () => {
    const sheets = atlasOf(twoAccounts('account'), 'account');
    expect(sheets.map(({ number, name }) => [number, name])).toEqual([
      [1, 'Overview'],
      [2, 'cards'],
      [3, 'front'],
    ]);
  });

  test('shows what it is linked to as cards that name their sheet, and lead there', () => {
    const { svg, sheets, diagnostics } = drawn(twoAccounts('account'));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const [cards, front] = sheets as unknown as [string, string];
    expect(readSvg(cards).text).toMatch(/sheet 3/);
    expect(readSvg(front).text).toMatch(/sheet 2/);
    expect(cards).toContain('<a xlink:href="3.svg">');
    expect(front).toContain('<a xlink:href="../estate.svg">');
    expect(svg).toContain('<a xlink:href="estate.sheets/2.svg">');
    // Both links from the shop, for themselves.
    expect(readSvg(cards).text).toMatch(/tcp\/5432[\s\S]*tcp\/5433|tcp\/5433[\s\S]*tcp\/5432/);
  });

  test('is numbered in the title block and on the root, with the ids of the whole', () => {
    const of = twoAccounts('account');
    const { svg, sheets } = drawn(of);
    for (const [i, picture] of [svg, ...sheets].entries()) {
      expect(readSvg(picture).text).toContain(`${i + 1} of 3`);
      expect(picture).toContain(`data-sheet="${i + 1}"`);
      expect(readSvg(picture).problems).toEqual([]);
    }
    const ids = drawnIdentities(of);
    const seen = [svg, ...sheets].flatMap((picture) => {
      const { parts, lines } = readPicture(picture);
      return [...parts, ...lines].map(({ id }) => ids.get(id));
    });
    const all = [...Object.keys(of.elements), ...Object.keys(of.links)];
    expect(new Set(seen.filter((id) => id !== undefined))).toEqual(new Set(all));
  });

  test('keeps the zone of what stands elsewhere', () => {
    const [, , front] = atlasOf(twoAccounts('account'), 'account');
    const foreign = Object.values(front?.diagram.elements ?? {}).find((e) => e.name === 'vault');
    expect(foreign?.facts.zone).toBe('cde');
  });

  test('on the overview, several links between two accounts are one line with their number', () => {
    const [overview] = atlasOf(twoAccounts('account'), 'account');
    const labels = Object.values(overview?.diagram.links ?? {}).map((l) => l.facts.label);
    expect(labels.filter((l) => l === '2 links')).toHaveLength(1);
  });
});

/** Accounts of three networks each, joined to a transit gateway of their own. */
function threeHubs(accounts: number): DiagramContent {
  const hubs = [0, 1, 2].map((n) => node('aws:transit-gateway', `hub-${n}`));
  const teams = Array.from({ length: accounts }, (_, a) =>
    account(
      `team-${a}`,
      [0, 1, 2].map((n) => vpc(`net-${a}-${n}`)),
    ),
  );
  return diagram('Three hubs', {
    sheets: 'auto',
    content: [account('Network', hubs), ...teams],
    links: teams.flatMap(({ members }) =>
      members.map((one, n) =>
        connect(one as ElementContent, hubs[n] as ElementContent, { label: `to hub ${n}` }),
      ),
    ),
  });
}

test('lines of many boxes to the same ends elsewhere do not cross: each box has cards of its own that lead there', () => {
  const whole = compiled(threeHubs(24));
  const sheets = atlasOf(whole, 'auto');
  expect(notOnSheets(whole, sheets)).toEqual([]);
  const hubSheets = sheets.filter(({ shows }) =>
    [...shows].some((id) => whole.elements[id]?.kind === 'aws:transit-gateway'),
  );
  const teams = sheets.slice(1).filter((one) => !hubSheets.includes(one));
  expect(teams.length).toBeGreaterThan(2);
  for (const { diagram: one, leads } of teams) {
    const cards = Object.entries(one.elements).filter(([, e]) => e.kind === 'aws:transit-gateway');
    const near = Object.values(one.elements).filter(({ kind }) => kind === 'account');
    expect(cards).toHaveLength(3 * near.length);
    for (const [id] of cards) expect(hubSheets.map((s) => s.number)).toContain(leads.get(id));
    // Every link leads from its network to a card with the name of its hub.
    for (const [id, { from, to }] of Object.entries(one.links)) {
      const hub = whole.elements[whole.links[id]?.to ?? '']?.name;
      expect(from).toBe(whole.links[id]?.from);
      expect(one.elements[to]?.name).toBe(hub);
    }
  }
  const { quality, diagnostics } = drawn(whole);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(quality.points).toBeGreaterThanOrEqual(6.5);
});

test('a page that would be a tangle is an atlas, one that is readable is not', () => {
  expect(drawn(compiled(threeHubs(4))).sheets).toEqual([]);
  const { sheets, diagnostics } = drawn(compiled(threeHubs(12)));
  expect(sheets.length).toBeGreaterThan(1);
  expect(diagnostics.map(({ code }) => code)).not.toContain('small-text');
});

test('recorded networks that are too many for one page are an atlas, unless the author wants one page', () => {
  const { sheets: _, ...written } = compiled(threeHubs(16));
  expect(drawn(written).sheets).toEqual([]);
  const elements = Object.fromEntries(
    Object.entries(written.elements).map(([id, e]) => [id, { ...e, derived: e.kind }]),
  );
  const recorded = { ...written, elements };
  expect(drawn(recorded).sheets.length).toBeGreaterThan(1);
  expect(drawn({ ...recorded, sheets: 'one' }).sheets).toEqual([]);
});

test('a hub has one line to each sheet with many of its spokes, and each spoke its own', () => {
  const hub = node('aws:transit-gateway', 'hub');
  const spokes = Array.from({ length: 60 }, (_, i) => account(`team-${i}`, [vpc(`net-${i}`)]));
  const networks = spokes.map(({ members }) => members[0] as ElementContent);
  const whole = compiled(
    diagram('Hub', { content: [hub, ...spokes], links: networks.map((one) => connect(one, hub)) }),
  );
  const sheets = atlasOf(whole, 'auto');
  expect(notOnSheets(whole, sheets)).toEqual([]);
  const [, withHub, next] = sheets;
  const labels = Object.values(withHub?.diagram.links ?? {}).map((l) => l.facts.label);
  expect(labels.filter((l) => /^\d+ links$/.test(l ?? ''))).toHaveLength(sheets.length - 2);
  expect(Object.keys(next?.diagram.links ?? {}).filter((id) => id.startsWith('sheet'))).toEqual([]);
});

test('the signed model says how a diagram is divided, only where its author does', () => {
  expect(canonicalModel(twoAccounts('account'))).toContain('"sheets":"account"');
  const plain = compiled(diagram('T', { content: node('aws:ec2', 'a') }));
  expect(canonicalModel(plain)).not.toContain('sheets');
});

test('what fits on one page is one page', () => {
  const { sheets, svg } = drawn(twoAccounts('auto'));
  expect(sheets).toEqual([]);
  expect(svg).not.toContain('data-sheet');
});

test('an organization that is too large for one page becomes legible sheets', () => {
  const units = Array.from({ length: 60 }, (_, u) =>
    ou(
      `Unit ${u}`,
      Array.from({ length: 10 }, (__, a) => account(`account-${u}-${a}`)),
    ),
  );
  const of = compiled(diagram('Org', { sheets: 'auto', content: organization('Org', units) }));
  const { quality, diagnostics, sheets } = drawn(of);
  expect(diagnostics).toEqual([]);
  expect(quality.points).toBeGreaterThanOrEqual(6.5);
  expect(sheets.length).toBeGreaterThan(3);
  const texts = sheets.map((sheet) => readSvg(sheet).text).join('\n');
  for (const u of [0, 31, 59]) expect(texts).toContain(`account-${u}-9`);
});

const tree: fc.Arbitrary<{ kinds: number[]; links: [number, number][] }> = fc.record({
  kinds: fc.array(fc.nat(9), { minLength: 2, maxLength: 60 }),
  links: fc.array(fc.tuple(fc.nat(59), fc.nat(59)), { maxLength: 40 }),
});

/** Elements nested by chance: each number says what it is, and where in the one before it stands. */
function randomDiagram({ kinds, links }: { kinds: number[]; links: [number, number][] }): Diagram {
  const all: ElementContent[] = [];
  const build = (depth: number): ElementContent[] => {
    const made: ElementContent[] = [];
    while (kinds.length > all.length) {
      const n = kinds[all.length] ?? 0;
      const name = `e${all.length}`;
      if (depth < 4 && n < 5) {
        const place = all.length;
        all.push(undefined as never);
        const inside = build(depth + 1);
        const facts = n === 0 ? ({ zone: 'cde' } as const) : {};
        const word = [account, region, vpc, ou, vpc][n] as typeof vpc;
        all[place] = word(name, facts, inside);
        made.push(all[place] as ElementContent);
      } else {
        all.push(node('aws:ec2', name));
        made.push(all.at(-1) as ElementContent);
        if (n === 9) break;
      }
    }
    return made;
  };
  const content: ElementContent[] = [];
  while (kinds.length > all.length) content.push(...build(0));
  const at = (n: number): ElementContent => all[n % all.length] as ElementContent;
  return compiled(
    diagram('Random', { content, links: links.map(([a, b]) => connect(at(a), at(b))) }),
  );
}

/** Sheets of an author's own: up to three of the elements at these places, none inside of another. */
function withSheets(of: Diagram, places: readonly (readonly number[])[]): Diagram {
  const ids = Object.keys(of.elements);
  const above = (id: string): string[] => {
    const parent = of.elements[id]?.parent;
    return parent === undefined ? [] : [parent, ...above(parent)];
  };
  const taken: string[] = [];
  const hints = places.flatMap((all, n) => {
    const own = all.flatMap((place) => {
      const id = ids[place % ids.length] ?? '';
      const clash = taken.some((t) => t === id || above(t).includes(id) || above(id).includes(t));
      if (clash) return [];
      taken.push(id);
      return [id];
    });
    return own.length > 0 ? [{ hint: 'sheet' as const, name: `own ${n}`, of: own }] : [];
  });
  return { ...of, hints };
}

const places = fc.array(fc.array(fc.nat(999), { minLength: 1, maxLength: 3 }), { maxLength: 4 });

test('whatever the estate, nothing is lost between sheets, and each holds together by itself', () => {
  fc.assert(
    fc.property(tree, fc.constantFrom(...SHEETS_BY), places, (shape, chosen, own) => {
      const by = chosen === 'one' ? undefined : chosen;
      const whole = withSheets(randomDiagram(shape), own);
      const sheets = atlasOf(whole, by);
      if (sheets.length === 0) return;
      expect(notOnSheets(whole, sheets)).toEqual([]);
      for (const { diagram: sheet, shows, leads, number } of sheets) {
        const here = new Set([...Object.keys(sheet.elements), ...Object.keys(sheet.links)]);
        expect([...shows].filter((id) => !here.has(id))).toEqual([]);
        const groups = new Set(
          Object.entries(sheet.elements).flatMap(([id, e]) => (e.group ? [id] : [])),
        );
        for (const { parent } of Object.values(sheet.elements))
          if (parent !== undefined) expect(groups).toContain(parent);
        for (const { from, to } of Object.values(sheet.links))
          expect(here.has(from) && here.has(to)).toBe(true);
        for (const to of leads.values()) {
          expect(to).not.toBe(number);
          expect(to).toBeLessThanOrEqual(sheets.length);
        }
      }
      // A link is on each sheet that shows one of its ends for itself, or one of several in a line there.
      for (const [id, { from, to }] of Object.entries(whole.links))
        for (const { shows, number, diagram: sheet } of sheets) {
          if (number === 1 || !(shows.has(from) || shows.has(to)) || shows.has(id)) continue;
          expect(Object.keys(sheet.links).some((line) => line.startsWith('sheet-links:'))).toBe(
            true,
          );
        }
    }),
    { numRuns: 300 },
  );
});

describe('sheets of the author', () => {
  const pay = vpc('pay', { zone: 'cde' }, [node('aws:rds', 'vault')]);
  const [logs, shop, spare] = [vpc('logs'), vpc('shop'), vpc('spare')];
  const inRegions = [
    region('eu-west-1', [account('cards', [pay]), account('front', [shop])]),
    region('eu-north-1', [account('ops', [logs]), account('lab', [spare])]),
  ];
  const estate = (...of: ReturnType<typeof sheet>[]): DiagramContent =>
    diagram('Estate', {
      content: [inRegions, of],
      links: [connect(shop, pay), connect(logs, pay)],
    });
  const namesOn = (one: AtlasSheet | undefined): string[] =>
    Object.values(one?.diagram.elements ?? {}).map(({ name }) => name);

  test('hold what they name, wherever that stands, the cardholder data environment first', () => {
    const whole = compiled(estate(sheet('Selling', [shop, logs]), sheet('Payments', [pay])));
    const sheets = atlasOf(whole, undefined);
    expect(sheets.map(({ name }) => name)).toEqual(['Overview', 'Payments', 'Selling']);
    expect(notOnSheets(whole, sheets)).toEqual([]);
    const [overview, payments, selling] = sheets;
    expect(namesOn(payments)).toEqual(
      expect.arrayContaining(['cards', 'pay', 'vault', 'shop', 'logs']),
    );
    expect(namesOn(selling)).toEqual(
      expect.arrayContaining(['eu-west-1', 'front', 'shop', 'eu-north-1', 'ops', 'logs']),
    );
    expect(namesOn(selling)).not.toContain('spare');
    // What no sheet names stays on the overview; a card for both regions stands in neither.
    expect(namesOn(overview)).toEqual(expect.arrayContaining(['lab', 'spare', 'Selling']));
    const card = Object.values(overview?.diagram.elements ?? {}).find((e) => e.name === 'Selling');
    expect(card?.parent).toBeUndefined();
  });

  test('are in the signed model, and drawn without another option', () => {
    const whole = compiled(estate(sheet('Payments', [pay])));
    expect(canonicalModel(whole)).toContain('"hint":"sheet","name":"Payments"');
    expect(readModel(canonicalModel(whole))?.hints).toEqual(whole.hints);
    const { sheets, sheetNames } = drawn(whole);
    expect([sheets.length, sheetNames]).toEqual([1, ['Overview', 'Payments']]);
    expect(drawn({ ...whole, sheets: 'one' }).sheets).toEqual([]);
  });

  test('the rest is divided as `sheets` says', () => {
    const whole = compiled(estate(sheet('Payments', [pay])));
    expect(atlasOf(whole, 'vpc').map(({ name }) => name)).toEqual([
      'Overview',
      'Payments',
      'shop',
      'logs',
      'spare',
    ]);
  });

  test.each([
    ['an element on two sheets', [sheet('A', [pay]), sheet('B', [pay])], 'sheet-overlap'],
    [
      'an element inside of one on another sheet',
      [sheet('A', [pay]), sheet('B', pay.members as ElementContent[])],
      'sheet-overlap',
    ],
    ['a name twice', [sheet('A', [pay]), sheet('A', [shop])], 'sheet-repeated'],
    ['an element that is not there', [sheet('A', ['vpc-0'])], 'unknown-end'],
  ])('%s is an error with its place', (_, of, code) => {
    const { value, diagnostics } = resolve(estate(...of));
    expect(value).toBeUndefined();
    expect(diagnostics.map((d) => d.code)).toEqual([code]);
    expect(diagnostics[0]?.origin?.line).toBeGreaterThan(0);
  });
});

test('names of sheets are read back', () => {
  expect(sheetFile('team/flows', 12)).toBe('team/flows.sheets/12.svg');
  expect(sheetOfFile('team/flows.sheets/12.svg')).toEqual({ name: 'team/flows', number: 12 });
  for (const no of ['flows.sheets/1.svg', 'flows.sheets/02.svg', 'flows.sheets/2.jpg', 'x/2.svg'])
    expect(sheetOfFile(no)).toBeUndefined();
});
