import { Resvg } from '@resvg/resvg-js';
import { describe, expect, test } from 'vitest';
import { artwork, entries, lookup, missing, names, nearest, search, toSymbol } from '../src/icons/index.ts';
import { words } from '../src/icons/words.ts';

describe('catalogue', () => {
  test('no two kinds claim one name', () => {
    const all = entries().flatMap((entry) => [entry.kind, ...entry.aliases]);
    expect(new Set(all).size).toBe(all.length);
  });

  test('names are lower case, provider first', () => {
    for (const { kind, aliases } of entries()) {
      for (const name of [kind, ...aliases]) expect(name).toMatch(/^[a-z0-9]+:[a-z0-9]+(-[a-z0-9]+)*$/);
    }
  });

  test.each(Object.keys(words))('the word %s has an entry for every provider', (word) => {
    expect(lookup(word), word).toBeDefined();
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
});

describe('artwork', () => {
  test('every entry has ink, and nothing that reaches outside', () => {
    const bad: string[] = [];
    for (const entry of entries()) {
      const art = artwork(entry);
      const symbol = toSymbol(art, 'x');
      if (/<script|<style|\son\w+=|class=|(href|src)="(?!#)/.test(symbol)) bad.push(`${entry.kind}: unsafe`);
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><defs>${symbol}</defs><use href="#x" width="32" height="32"/></svg>`;
      const { pixels } = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
      let ink = 0;
      for (let i = 3; i < pixels.length; i += 4) if ((pixels[i] ?? 0) > 40) ink += 1;
      if (ink < 30) bad.push(`${entry.kind}: ${ink} pixels of ink`);
    }
    expect(bad).toEqual([]);
  }, 60_000);
});
