import { Resvg } from '@resvg/resvg-js';
import { describe, expect, test } from 'vitest';
import {
  artwork,
  entries,
  lookup,
  missing,
  nearest,
  search,
  toSymbol,
} from '../src/icons/index.ts';
import { words } from '../src/icons/words.ts';

const inDocument = (symbol: string, id: string) =>
  '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32">' +
  `<defs>${symbol}</defs><use href="#${id}" width="32" height="32"/></svg>`;

/** Pixels that are not transparent, of 32 × 32; and the colour of the one at (2, 2). */
function draw(symbol: string, id: string): { ink: number; corner: number[] } {
  const { pixels } = new Resvg(inDocument(symbol, id), {
    font: { loadSystemFonts: false },
  }).render();
  let ink = 0;
  for (let i = 3; i < pixels.length; i += 4) if ((pixels[i] ?? 0) > 40) ink += 1;
  const at = (2 * 32 + 2) * 4;
  return { ink, corner: [...pixels.subarray(at, at + 4)] };
}

function of(kind: string) {
  const entry = lookup(kind);
  if (!entry) throw new Error(`no ${kind}`);
  return entry;
}

describe('catalogue', () => {
  test('no two kinds claim one name', () => {
    const all = entries().flatMap((entry) => [entry.kind, ...entry.aliases]);
    expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
  });

  test('names are lower case, provider first', () => {
    const all = entries().flatMap((entry) => [entry.kind, ...entry.aliases]);
    expect(all.filter((name) => !/^[a-z0-9]+:[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
  });

  test('looks of groups are complete', () => {
    for (const { kind, group } of entries()) {
      if (!group) continue;
      expect(group.border, kind).toMatch(/^#[0-9a-f]{6}$/);
      expect(group.fill, kind).toMatch(/^(none|#[0-9a-f]{6})$/);
      expect(group.line, kind).toMatch(/^(solid|dashed|dotted)$/);
    }
  });

  test.each([
    ['aws:s3', 'aws:simple-storage-service'],
    ['aws:alb', 'aws:application-load-balancer'],
    ['aws:igw', 'aws:internet-gateway'],
    ['aws:tgw', 'aws:transit-gateway'],
    ['aws:vgw', 'aws:vpn-gateway'],
    ['aws:eks', 'aws:elastic-kubernetes-service'],
    ['gcp:gce', 'gcp:compute-engine'],
    ['azure:vm', 'azure:virtual-machine'],
    ['k8s:svc', 'k8s:service'],
    ['saas:gsuite', 'saas:google-workspace'],
    ['brand:postgres', 'brand:postgresql'],
    ['brand:okta', 'saas:okta'],
  ])('the alias %s is %s', (alias, kind) => {
    expect(lookup(alias)?.kind).toBe(kind);
  });

  test('a word takes the look of its provider', () => {
    expect(lookup('vpc')?.group?.border).toBe('#8c4fff');
    expect(lookup('vpc', 'gcp')?.kind).toBe('gcp:vpc');
    expect(lookup('vpc', 'azure')?.kind).toBe('azure:virtual-network');
    expect(lookup('vpc', 'k8s')?.kind).toBe('aws:vpc');
    expect(lookup('toString')).toBeUndefined();
  });

  test.each(Object.keys(words))('the word %s has an entry for every provider', (word) => {
    for (const provider of ['aws', 'gcp', 'azure', 'k8s', 'saas', 'brand', 'generic'] as const) {
      expect(lookup(word, provider), `${word} of ${provider}`).toBeDefined();
    }
  });

  test('every target of a word exists', () => {
    for (const word of Object.values(words) as { usual: string; by?: Record<string, string> }[]) {
      for (const kind of [word.usual, ...Object.values(word.by ?? {})]) {
        expect(lookup(kind)?.kind, kind).toBeDefined();
      }
    }
  });

  test('few kinds do without artwork of their own', () => {
    expect(missing().length).toBeGreaterThan(0);
    expect(missing().length).toBeLessThan(entries().length / 10);
    expect(missing().every((entry) => entry.fallback)).toBe(true);
  });
});

describe('search', () => {
  test.each([
    ['aws:ec3', 'aws:ec2'],
    ['aws:lamda', 'aws:lambda'],
    ['aws:internet_gateway', 'aws:internet-gateway'],
    ['aws:EC2Instance', 'aws:ec2-instance'],
    ['brand:postgre-sql', 'brand:postgresql'],
    ['acount', 'account'],
  ])('the nearest of %s is %s', (wrong, right) => {
    expect(nearest(wrong)).toContain(right);
  });

  test('what is like nothing has no neighbours', () => {
    expect(nearest('aws:qqqqqqqqqqqqqqqqqqqq')).toEqual([]);
  });

  test('words are found in names, titles and categories', () => {
    expect(search('s3')[0]?.kind).toBe('aws:simple-storage-service');
    expect(search('postgresql database').map((e) => e.kind)).toContain('brand:postgresql');
    expect(search('nothing-of-the-kind')).toEqual([]);
  });
});

describe('artwork', () => {
  test('every entry has ink, and nothing that reaches outside', () => {
    const bad: string[] = [];
    for (const entry of entries()) {
      const symbol = toSymbol(artwork(entry), 'x');
      if (/<script|<style|\son\w+=|class=|(href|src)="(?!#)|url\((?!#x-)/.test(symbol)) {
        bad.push(`${entry.kind}: unsafe`);
      }
      const targets = [...symbol.matchAll(/url\(#([^)]*)\)|href="#([^"]*)"/g)];
      for (const [, a, b] of targets) {
        if (!symbol.includes(`id="${a ?? b}"`)) bad.push(`${entry.kind}: refers to nothing`);
      }
      const { ink } = draw(symbol, 'x');
      if (ink < 30) bad.push(`${entry.kind}: ${ink} pixels of ink`);
    }
    expect(bad).toEqual([]);
  }, 60_000);

  test('the coloured squares of AWS services stay', () => {
    expect(draw(toSymbol(artwork(of('aws:ec2')), 'e'), 'e').corner).toEqual([0xed, 0x71, 0, 255]);
    expect(draw(toSymbol(artwork(of('aws:vpc')), 'v'), 'v').corner).toEqual([0x8c, 0x4f, 255, 255]);
  });

  test('ids and classes of two symbols do not clash', () => {
    const ids = ['gcp:compute-engine', 'gcp:cloud-sql', 'azure:virtual-machine', 'azure:subnet']
      .map((kind, at) => toSymbol(artwork(of(kind)), `i${at}`))
      .flatMap((symbol) => [...symbol.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    expect(ids.length).toBeGreaterThan(4);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('the digest is of the file', () => {
    expect(artwork(of('aws:ec2')).digest).toMatch(/^[0-9a-f]{64}$/);
    expect(artwork(of('aws:ec2')).digest).not.toBe(artwork(of('aws:rds')).digest);
  });
});
