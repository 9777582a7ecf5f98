import { describe, expect, it } from 'vitest';
import { asDot, asSvg } from '../src/model/brands.ts';
import { type ExpectedGroup, verifySvg } from '../src/render/layout/verify.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { cleanSvg, externalReferences } from '../src/render/output/svg.ts';

const DOT =
  asDot(`digraph "G" { fontname="Arial"; node [fontname="Arial", shape=none]; edge [fontname="Arial"];
  subgraph cluster_x { id="c1"; class="zone-cde"; label="My  VPC & <x>"; tooltip="noise";
    a [id="n1", tooltip="noise", label=<<TABLE BORDER="0"><TR><TD FIXEDSIZE="TRUE" WIDTH="40" HEIGHT="40"><IMG SCALE="TRUE" SRC="i.svg"/></TD></TR>
      <TR><TD><B>Bold</B> and <I>it</I></TD></TR></TABLE>>]; }
  b [id="n2", label="plain\\ntwo"]; a -> b [id="e1", label="tcp/5432"]; }`);
const options = {
  title: 'Title <1>',
  description: 'A & B',
  symbols: new Map([
    ['i.svg', { id: 'icon-a', symbol: '<symbol id="icon-a" viewBox="0 0 8 8"/>' }],
  ]),
  tooltips: new Map([['n1', 'a "tip" <b>']]),
};
const draw = async () =>
  asSvg((await loadGraphviz())(DOT, 'dot', 'svg', [{ path: 'i.svg', width: 64, height: 64 }]));

describe('cleanSvg', () => {
  it('stands alone, says what it is, and has no noise', async () => {
    const svg = cleanSvg(await draw(), { ...options, meta: { digest: 'abc' } });
    expect(svg).toMatch(/<svg [^>]*width="\d+" height="\d+" viewBox="0 0 \d+ \d+" role="img"/);
    expect(svg).toContain('aria-labelledby="diagram-title" aria-describedby="diagram-description"');
    expect(svg).toContain('<title id="diagram-title">Title &lt;1&gt;</title>');
    expect(svg).toContain('<desc id="diagram-description">A &amp; B</desc>');
    expect(svg).toContain('data-digest="abc"');
    expect(svg).toContain('<g id="n1" class="node">\n<title>a "tip" &lt;b&gt;</title>');
    expect(svg).toContain('<g id="c1" class="cluster zone-cde">');
    expect(svg.match(/<symbol/g)).toHaveLength(1);
    expect(svg).toMatch(
      /<use xlink:href="#icon-a" x="[\d.-]+" y="[\d.-]+" width="36" height="36"\/>/,
    );
    expect(svg).not.toMatch(/<!|cluster_x|noise|<image|graphviz|\.00|<a /i);
    expect(cleanSvg(await draw(), { ...options, meta: { digest: 'abc' } })).toBe(svg);
  });

  it('keeps spaces that show', async () => {
    const svg = cleanSvg(await draw(), options);
    expect(svg).toMatch(/<text xml:space="preserve"[^>]*> and <\/text>/);
    expect(svg).toMatch(/>My \u00A0VPC &amp; &lt;x&gt;<\/text>/);
    expect(svg).toMatch(/<text x="[^"]*" y="[^"]*" font-weight="bold" font-size="14">Bold</);
  });

  it('links where it is safe', async () => {
    const links = (url: string) => ({ ...options, links: new Map([['n2', url]]) });
    expect(cleanSvg(await draw(), links('https://a.b/?x&y'))).toContain(
      '<a xlink:href="https://a.b/?x&amp;y"',
    );
    expect(cleanSvg(await draw(), links('javascript:alert(1)'))).not.toContain('<a ');
  });

  it('refuses what points outside', async () => {
    const outside = expect.objectContaining({ name: 'SvgError', code: 'external-reference' });
    const raw = await draw();
    expect(() => cleanSvg(raw, { ...options, symbols: new Map() })).toThrow(outside);
    const symbol = '<symbol id="icon-a"><image href="https://x.y/z.png"/></symbol>';
    const symbols = new Map([['i.svg', { id: 'icon-a', symbol }]]);
    expect(() => cleanSvg(raw, { ...options, symbols })).toThrow(outside);
    expect(() => cleanSvg(asSvg('<svg><g></svg>'), options)).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
  });
});

it('externalReferences sees every way out', () => {
  const svg = asSvg(
    `<svg><use href="#a"/><a href="https://ok.b"><image xlink:href='x.png'/></a><rect fill="url(#p)"/>
    <rect style="fill:url('y.svg#p')"/><style>@import "z.css";</style><image href="data:image/png;base64,x"/></svg>`,
  );
  expect(externalReferences(svg)).toEqual(['x.png', 'y.svg#p', 'z.css']);
});

describe('verifySvg', () => {
  const expected = (icon: string) => ({
    ids: [
      { id: 'c1', what: 'VPC', texts: ['My  VPC & <x>'], icons: [] },
      { id: 'n1', what: 'a', texts: ['Bold', ' and ', 'it'], icons: [icon] },
      { id: 'n2', what: 'b', texts: ['plain', 'two'], icons: [] },
      { id: 'e1', what: 'link', texts: ['tcp/5432'], icons: [], line: true as const },
    ],
  });

  it('is content with a whole picture, raw or cleaned', async () => {
    const raw = await draw();
    expect(verifySvg(raw, expected('i.svg'))).toEqual([]);
    expect(verifySvg(cleanSvg(raw, options), expected('#icon-a'))).toEqual([]);
  });

  const problems = (svg: string, ids: readonly ExpectedGroup[]): string[] =>
    verifySvg(asSvg(svg), { ids }).map((p) => `${p.what} ${p.problem}`);

  it('names what is missing', async () => {
    const [cluster, first, second, link] = expected('i.svg').ids;
    if (!cluster || !first || !second || !link) throw new Error('four parts are expected');
    const ids = [
      { ...first, texts: [...first.texts, 'Bold'], icons: ['i.svg', 'k.svg'] },
      { id: 'n9', what: 'gone', texts: [], icons: [] },
      cluster,
      second,
      link,
    ];
    expect(problems(await draw(), ids)).toEqual([
      'a lacks its text "Bold"',
      'a lacks its icon k.svg',
      'gone is not drawn',
    ]);
    expect(verifySvg(asSvg('<svg><g>'), { ids })[0]?.problem).toMatch(/^is not XML/);
  });

  it('names what is drawn and not declared', async () => {
    const [cluster, first, second, link] = expected('i.svg').ids;
    if (!cluster || !first || !second || !link) throw new Error('four parts are expected');
    const raw = await draw();
    expect(problems(raw, [cluster, first, link])).toEqual(['a part n2 is drawn, but not declared']);
    expect(
      problems(raw, [cluster, { ...first, icons: [] }, { ...second, texts: ['plain'] }, link]),
    ).toEqual([
      'a shows the icon i.svg, which is not its own',
      'b shows the text "two", which is not its own',
    ]);
  });

  it('sees what is drawn twice', () => {
    const group = '<g id="n1" class="node"><text>web</text></g>';
    const ids = [{ id: 'n1', what: 'a', texts: ['web'], icons: [] }];
    expect(problems(`<svg>${group}</svg>`, ids)).toEqual([]);
    expect(problems(`<svg>${group}${group}</svg>`, ids)).toEqual(['a is drawn 2 times']);
    const empty = '<g id="n1" class="node"></g>';
    expect(problems(`<svg>${group}${empty}</svg>`, ids)).toEqual(['a is drawn 2 times']);
  });

  it('sees a link without a line', async () => {
    const raw = (await draw()).replace(/<path[^>]*\/>/, '');
    expect(problems(raw, expected('i.svg').ids)).toEqual(['link has no line']);
  });

  it('gives each text to its own line, whatever words they share', () => {
    const texts = ['payments-waf-x', 'waf', 'waf-payments', 'payments'];
    const lines = ['waf', 'payments', 'payments-waf-x', 'waf-payments'];
    const svg = `<svg><g id="n1" class="node">${lines.map((l) => `<text>${l}</text>`).join('')}</g></svg>`;
    const ids = [{ id: 'n1', what: 'a', texts, icons: [] }];
    expect(problems(svg, ids)).toEqual([]);
    expect(problems(svg.replace('<text>waf</text>', ''), ids)).toEqual(['a lacks its text "waf"']);
  });
});
