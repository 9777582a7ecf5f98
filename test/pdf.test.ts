/** A PDF of sheets: the words of each picture, none lost, links that lead to pages, and the model attached. */

import { createRequire } from 'node:module';
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { account, connect, diagram, node, region, subnet, vpc } from '../src/index.ts';
import { asSvg } from '../src/model/brands.ts';
import { canonicalModel } from '../src/model/canonical.ts';
import type { DiagramContent, ElementContent } from '../src/model/content.ts';
import { sha256 } from '../src/model/digest.ts';
import { type Drawing, draw } from '../src/render/draw.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { type PdfInput, pdfOf } from '../src/render/output/pdf/pdf.ts';
import { readSvg } from './svg-reader.ts';

const { resolve: find } = createRequire(import.meta.url);
const ARABIC = find('@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf');
const THAI = find('@expo-google-fonts/noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf');

let layout: LayoutPort;
beforeAll(async () => {
  layout = await loadGraphviz();
});

const [hub, office] = [node('aws:transit-gateway', 'hub & core'), node('azure:firewall', 'Azure')];
const pay = vpc('pay', { zone: 'cde', cidr: '10.1.0.0/16' }, [node('aws:rds', 'vault')]);
const web = vpc('web', { zone: 'out-of-scope', link: 'https://example.com/web' }, [
  subnet('a', [node('aws:ec2', 'shop')]),
  node('gcp:pubsub', 'queue'),
]);
const ATLAS = diagram('Estate <one> & ไทย حساب', {
  sheets: 'account',
  content: [region('eu-west-1', [account('front', [web]), account('cards', [pay])]), hub, office],
  links: [
    connect(pay.members[0] as ElementContent, web.members[1] as ElementContent, {
      ports: ['tcp/5432'],
    }),
    connect(web, hub),
    connect(hub, pay),
  ],
});

interface Information {
  readonly info: Readonly<Record<string, unknown>>;
}

interface Made {
  readonly drawing: Drawing;
  readonly input: PdfInput;
}

function made(content: DiagramContent, more: Partial<PdfInput> = {}): Made {
  const { value } = resolve(content);
  if (!value) throw new Error('not valid');
  const model = canonicalModel(value);
  const digest = sha256(model);
  const input = { diagram: value, titleBlock: { digest }, icons: {}, name: 'estate' };
  const drawing = draw(input, layout);
  const sheets = [drawing.svg, ...drawing.sheets].map((svg, i) => ({
    svg,
    name: drawing.sheetNames[i] ?? '',
  }));
  const { title } = value;
  const about = { title, model, digest, modelFile: 'estate.model.json' };
  return { drawing, input: { ...about, sheets, paper: 'A3', fontFiles: [ARABIC, THAI], ...more } };
}

const opened = async (bytes: Uint8Array): Promise<PDFDocumentProxy> =>
  getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;

async function wordsOf(pdf: PDFDocumentProxy, n: number): Promise<string> {
  const { items } = await (await pdf.getPage(n)).getTextContent();
  return items.map((item) => ('str' in item ? item.str : '')).join('\n');
}

// A font may draw one character as several glyphs, whose others stand for none: readers of the bare text get a control code.
const characters = (text: string): string => [...text.replace(/[\s\p{Cc}]/gu, '')].sort().join('');

describe('the PDF of an atlas', () => {
  let pdf: PDFDocumentProxy;
  let all: Made;
  beforeAll(async () => {
    all = made(ATLAS);
    pdf = await opened(await pdfOf(all.input));
  });

  test('has a page for each sheet, named in the outline', async () => {
    expect(pdf.numPages).toBe(3);
    const outline = await pdf.getOutline();
    expect(outline.map(({ title }) => title)).toEqual(['1 Overview', '2 cards', '3 front']);
    for (const [i, { dest }] of outline.entries()) {
      const [page] = dest as [Parameters<PDFDocumentProxy['getPageIndex']>[0]];
      expect(await pdf.getPageIndex(page)).toBe(i);
    }
  });

  test('holds every word of each picture as text, in every script, and the digest of the model', async () => {
    for (const [i, { svg }] of all.input.sheets.entries()) {
      const foot = `Sheet ${i + 1} of 3 · model sha256:${all.input.digest}`;
      const words = await wordsOf(pdf, i + 1);
      expect(words).toContain(foot);
      expect(characters(words.replace(foot, ''))).toBe(characters(readSvg(svg).text));
    }
    expect(await wordsOf(pdf, 1)).toContain('حساب');
  });

  test('leads from card to sheet and back, and out to where elements link', async () => {
    const targets = async (n: number): Promise<unknown[]> =>
      (await (await pdf.getPage(n)).getAnnotations()).map(({ dest, url }) => dest ?? url);
    expect(await targets(1)).toEqual(expect.arrayContaining(['sheet-2', 'sheet-3']));
    expect(await targets(2)).toEqual(expect.arrayContaining(['sheet-3', 'sheet-1']));
    expect(await targets(3)).toContain('https://example.com/web');
    for (const n of [1, 2, 3]) {
      const dest = await pdf.getDestination(`sheet-${n}`);
      expect(await pdf.getPageIndex(dest?.[0])).toBe(n - 1);
    }
  });

  test('a link covers the card that it is on', async () => {
    const page = await pdf.getPage(1);
    const link = (await page.getAnnotations()).find(({ dest }) => dest === 'sheet-2');
    const { items } = await page.getTextContent();
    const words = items.find((item) => 'str' in item && item.str === 'cards');
    const [x = 0, y = 0] = (words as { transform: number[] }).transform.slice(4);
    const [left, bottom, right, top] = (link?.rect ?? []) as number[];
    expect(x).toBeGreaterThan(left ?? 0);
    expect(x).toBeLessThan(right ?? 0);
    expect(y).toBeGreaterThan(bottom ?? 0);
    expect(y).toBeLessThan(top ?? 0);
  });

  test('has the model attached', async () => {
    const attached = await pdf.getAttachments();
    const { filename, content } = attached['estate.model.json'];
    expect(filename).toBe('estate.model.json');
    expect(sha256(Buffer.from(content))).toBe(all.input.digest);
  });

  test('names the diagram, and no time at which nothing was published', async () => {
    const { info } = (await pdf.getMetadata()) as unknown as Information;
    expect(info.Title).toBe('Estate <one> & ไทย حساب');
    expect(info.CreationDate).toBeUndefined();
    const dated = await opened(await pdfOf({ ...all.input, date: '2026-11-22' }));
    const published = (await dated.getMetadata()) as unknown as Information;
    expect(published.info.CreationDate).toBe('D:20261122000000Z');
  });

  test('has the same bytes each time', async () => {
    const [a, b] = [await pdfOf(all.input), await pdfOf(made(ATLAS).input)];
    expect(Buffer.compare(a, b)).toBe(0);
  });
});

describe('paper', () => {
  const POINTS = 72 / 25.4;
  const pageOf = async (input: PdfInput): Promise<number[]> =>
    (await (await opened(await pdfOf(input))).getPage(1)).view.map(Math.round);
  const tall = (n: number): DiagramContent =>
    diagram('Tall', {
      layout: 'column',
      content: Array.from({ length: n }, (_, i) => account(`${i}`)),
    });

  test.each([
    ['A3', 420, 297],
    ['A4', 297, 210],
    ['Letter', 279.4, 215.9],
  ] as const)('%s lies across under a picture that is wide', async (paper, width, height) => {
    const page = await pageOf(made(ATLAS, { paper }).input);
    expect(page).toEqual([0, 0, Math.round(width * POINTS), Math.round(height * POINTS)]);
  });

  test('stands upright under one that is high', async () => {
    const [, , width = 0, height = 0] = await pageOf(made(tall(30)).input);
    expect(height).toBeGreaterThan(width);
  });
});

test.each([
  ['an element', '<foreignObject width="3" height="3"/>'],
  ['a filter', '<g filter="url(#f)"><path d="M0 0H3"/></g>'],
  ['a paint', '<path d="M0 0H3" fill="url(#g)"/>'],
  ['a group that is translucent', '<g opacity="0.5"><path d="M0 0H3"/></g>'],
])('%s that a PDF would not show is not passed over', async (_, inside) => {
  const svg = asSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9">${inside}</svg>`,
  );
  const { input } = made(ATLAS);
  await expect(pdfOf({ ...input, sheets: [{ name: 'one', svg }] })).rejects.toThrow();
});
