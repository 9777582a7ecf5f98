import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customIcon, toSymbol } from '../src/icons/index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'icons-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function icon(content: string | Buffer, name = 'own.svg') {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return customIcon(file, name);
}

const svg = (inner: string, attributes = 'viewBox="0 0 10 10"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inner}</svg>`;

const square = '<rect width="10" height="10"/>';

describe('refused', () => {
  const bomb =
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' +
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>&b;</text></svg>';
  test.each([
    ['a script', svg('<script>alert(1)</script>'), 'icon-active-content'],
    [
      'a script in another case of namespace',
      svg('<x:script xmlns:x="http://www.w3.org/2000/svg"/>'),
      'icon-active-content',
    ],
    [
      'a script in HTML',
      svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>'),
      'icon-active-content',
    ],
    ['onload', svg(square, 'viewBox="0 0 9 9" onload="x()"'), 'icon-event-handler'],
    ['OnClick', svg('<g OnClick="x()"/>'), 'icon-event-handler'],
    ['foreignObject', svg('<foreignObject/>'), 'icon-active-content'],
    [
      'an animation',
      svg('<a><set attributeName="href" to="javascript:x()"/></a>'),
      'icon-active-content',
    ],
    ['a javascript link', svg('<a href="java\nscript:x()"/>'), 'icon-script-link'],
    [
      'an outside image',
      svg('<image href="http://example.org/x.png"/>'),
      'icon-external-reference',
    ],
    ['an outside xlink', svg('<use xlink:href="other.svg#a"/>'), 'icon-external-reference'],
    [
      'an SVG inside a data URI',
      svg('<image href="data:image/svg+xml;base64,AAAA"/>'),
      'icon-external-reference',
    ],
    [
      'xml:base',
      svg(square, 'viewBox="0 0 9 9" xml:base="http://example.org/"'),
      'icon-external-reference',
    ],
    [
      'an outside paint',
      svg('<rect fill="url(http://example.org/#a)"/>'),
      'icon-external-reference',
    ],
    [
      'an outside paint in a style',
      svg('<rect style="fill:url(//example.org/#a)"/>'),
      'icon-external-reference',
    ],
    [
      'an outside paint behind an escape',
      svg('<rect style="fill:u\\72l(//example.org/#a)"/>'),
      'icon-style',
    ],
    ['an escape in an attribute', svg('<rect fill="u\\72l(//example.org/#a)"/>'), 'icon-style'],
    [
      'an imported sheet',
      svg('<style>@import "http://example.org/a.css";</style>'),
      'icon-external-reference',
    ],
    [
      'a sheet with url()',
      svg('<style>.a{fill:url(http://example.org/a)}</style>'),
      'icon-external-reference',
    ],
    ['a font face', svg('<style>@font-face{font-family:x}</style>'), 'icon-style'],
    ['an entity bomb', bomb, 'icon-doctype'],
    ['a document type', `<!DOCTYPE svg SYSTEM "x.dtd">${svg(square)}`, 'icon-doctype'],
    [
      'a style sheet instruction',
      `<?xml-stylesheet href="http://example.org/a.css"?>${svg(square)}`,
      'icon-external-reference',
    ],
    ['broken XML', '<svg xmlns="http://www.w3.org/2000/svg"><g></svg>', 'icon-broken'],
    ['an unknown entity', svg('<text>&nbsp;</text>'), 'icon-broken'],
    ['two roots', svg(square) + svg(square), 'icon-broken'],
    ['no size', svg(square, ''), 'icon-no-size'],
    ['no namespace', '<svg viewBox="0 0 1 1"/>', 'icon-not-svg'],
    ['HTML', '<html xmlns="http://www.w3.org/1999/xhtml"/>', 'icon-not-svg'],
    ['text', 'an icon', 'icon-wrong-type'],
    ['an empty file', '', 'icon-wrong-type'],
    ['a deep one', svg('<g>'.repeat(300) + '</g>'.repeat(300)), 'icon-broken'],
    ['a huge one', svg(`<desc>${'x'.repeat(1_100_000)}</desc>`), 'icon-too-large'],
  ])('%s', (_, content, code) => {
    const { value, diagnostics } = icon(content);
    expect(value).toBeUndefined();
    expect(diagnostics.map((d) => d.code)).toEqual([code]);
    expect(diagnostics[0]?.message).toContain('"own.svg"');
    expect(diagnostics[0]?.hint).toBeTruthy();
  });

  test('what is not there, not a file, not UTF-8', () => {
    const gone = customIcon(path.join(folder, 'gone.svg'), 'gone.svg');
    expect(gone.diagnostics[0]?.code).toBe('icon-missing');
    mkdirSync(path.join(folder, 'a.svg'));
    expect(customIcon(path.join(folder, 'a.svg'), 'a.svg').diagnostics[0]?.code).toBe(
      'icon-not-a-file',
    );
    const latin = Buffer.from(svg('<text>caf\u00e9</text>'), 'latin1');
    expect(icon(latin).diagnostics[0]?.code).toBe('icon-wrong-type');
  });
});

test('a name that the disk cannot hold is unreadable, not absent', () => {
  const name = `${'x'.repeat(300)}.svg`;
  const { value, diagnostics } = customIcon(path.join(folder, name), name);
  expect(value).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: 'icon-unreadable', severity: 'error' }]);
  expect(diagnostics[0]?.message).toContain('(ENAMETOOLONG)');
});

describe('taken', () => {
  test('style sheets become attributes, in the order of their weight', () => {
    const sheet =
      '.a{fill:red}rect{fill:blue}#b{fill:lime}g > .c{opacity:.5}.d{fill:red!important}';
    const { value, diagnostics } = icon(
      svg(
        `<style>${sheet}</style><rect class="a"/><rect class="a" id="b"/><g><path class="c"/></g>` +
          '<path class="d" style="fill:blue"/>',
      ),
    );
    expect(diagnostics).toEqual([]);
    expect(value?.svg).not.toMatch(/style|class/);
    expect(value?.svg).toContain('<rect fill="red"/>');
    expect(value?.svg).toMatch(/<rect [^>]*fill="lime"/);
    expect(value?.svg).toContain('<path opacity=".5"/>');
    expect(value?.svg).toContain('<path fill="red"/>');
  });

  test('titles, metadata, comments and what a drawing program adds are dropped', () => {
    const { value } = icon(
      '<?xml version="1.0" encoding="UTF-8"?><!-- made by -->' +
        svg(
          `<title>x</title><metadata>y</metadata><i:z xmlns:i="urn:i"/>${square}`,
          'width="20px" height="10"',
        ),
    );
    expect(value?.svg).not.toMatch(/title|metadata|made by|urn:i/);
    expect([value?.width, value?.height]).toEqual([20, 10]);
  });

  test('ids with brackets are drawn', () => {
    const { value } = icon(
      svg(
        '<linearGradient id="a(b)"><stop stop-color="#f00"/></linearGradient>' +
          '<rect width="10" height="10" fill="url(#a(b))"/><use xlink:href="#a(b)"/>',
      ),
    );
    if (!value) throw new Error('refused');
    const symbol = toSymbol(value, 'p');
    expect(symbol).toContain('fill="url(#p-n0)"');
    expect(symbol).toContain('href="#p-n0"');
    expect(symbol).not.toContain('xmlns="');
  });

  test.each([
    ['width="20mm" height="10mm"', '0 0 75.59 37.8'],
    ['width="2cm" height="10 mm"', undefined],
    ['width="1in" height="1in"', '0 0 96 96'],
    ['width="72pt" height="6pc"', '0 0 96 96'],
    ['width="40Q" height="10MM"', '0 0 37.8 37.8'],
    ['width="32" height="16px"', '0 0 32 16'],
    ['width="100%" height="100%"', undefined],
    ['width="2em" height="2em"', undefined],
    ['width="0mm" height="5mm"', undefined],
  ])('a size of %s without a viewBox', (size, viewBox) => {
    const { value, diagnostics } = icon(svg(square, size));
    const box = /viewBox="([^"]*)"/.exec(value?.svg ?? '')?.[1];
    const rounded = box?.split(' ').map((v) => Math.round(Number(v) * 100) / 100);
    expect(rounded?.join(' ')).toBe(viewBox);
    expect(diagnostics.map((d) => d.code)).toEqual(viewBox ? [] : ['icon-no-size']);
  });

  test('a PNG is put into an SVG', () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const { value } = icon(png, 'own.png');
    expect(value?.width).toBe(1);
    expect(value?.svg).toContain('href="data:image/png;base64,');
    expect(toSymbol(value ?? never(), 'q')).toContain('<image');
    expect(icon(png.subarray(0, 50), 'cut.png').diagnostics[0]?.code).toBe('icon-broken');
  });

  test('it is drawn', () => {
    const { value } = icon(svg(square));
    const symbol = toSymbol(value ?? never(), 's');
    const { pixels } = new Resvg(
      `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4">${symbol}<use href="#s" width="4" height="4"/></svg>`,
    ).render();
    expect(pixels.filter((_, at) => at % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
  });
});

function never(): never {
  throw new Error('refused');
}
