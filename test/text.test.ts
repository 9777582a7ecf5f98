import { createRequire } from 'node:module';
import fc from 'fast-check';
import * as fontkit from 'fontkit';
import { describe, expect, it } from 'vitest';
import { toDrawable } from '../src/text/drawable.ts';
import { graphemes } from '../src/text/graphemes.ts';
import { textWidth, uncovered } from '../src/text/measure.ts';
import { wrapText } from '../src/text/wrap.ts';

const require = createRequire(import.meta.url);

const anyString = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('a', 'B', ' ', '-', '.', '7', '\n', '漢', '。', '👩‍💻', 'é') }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

describe('textWidth', () => {
  it.each([
    ['400Regular/Arimo_400Regular.ttf', false],
    ['700Bold/Arimo_700Bold.ttf', true],
  ])('equals the advance widths of %s', (file, bold) => {
    const font = fontkit.openSync(
      require.resolve(`@expo-google-fonts/arimo/${file}`),
    ) as fontkit.Font;
    for (const text of ['Security account', 'ÅÄÖ ñ €', 'Ελληνικά', 'Журнал', 'שלום']) {
      const units = [...text].reduce(
        (sum, c) => sum + font.glyphForCodePoint(c.codePointAt(0) ?? 0).advanceWidth,
        0,
      );
      expect(textWidth(text, 13, bold)).toBeCloseTo((units * 13) / font.unitsPerEm, 9);
    }
  });

  it('leaves room for what Arimo lacks, by what a reader sees', () => {
    expect(textWidth('日本', 10)).toBe(20);
    expect(textWidth('👩‍💻', 10)).toBeCloseTo(13, 1);
    expect(textWidth('\u0000\u202E\u200D', 10)).toBe(0);
    expect(textWidth('e\u0301', 10)).toBe(textWidth('e', 10));
  });
});

describe('uncovered', () => {
  it('names what has no glyph, once', () => {
    expect(uncovered('né e\u0301 日本日 שלום\u200D\t')).toEqual(['日', '本']);
    expect(uncovered('👩\u200D💻\uFE0F')).toEqual(['👩', '💻']);
  });
});

describe('toDrawable', () => {
  it('replaces what XML 1.0 forbids and keeps the rest', () => {
    expect(toDrawable('a\u0000b\uD800c\uFFFFd\u007F')).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFD');
    expect(toDrawable('a\r\nb\u2028c\td')).toBe('a\nb\nc d');
    expect(toDrawable('👩‍💻 <&">')).toBe('👩‍💻 <&">');
  });

  it('shows overrides and drops unclosed embeddings', () => {
    expect(toDrawable('\u202Egnp.exe\u202C')).toBe('\uFFFDgnp.exe');
    expect(toDrawable('\u2067שלום\u2069 \u202Bx')).toBe('\u2067שלום\u2069 x');
    expect(toDrawable('\u2067a\nb\u2069')).toBe('a\nb');
    expect(toDrawable('مرحبا\u200F שלום')).toBe('مرحبا\u200F שלום');
  });

  it('is legal XML and stable for any string', () => {
    fc.assert(
      fc.property(anyString, (text) => {
        const drawable = toDrawable(text);
        expect(drawable).not.toMatch(/[\0-\x09\x0B-\x1F\uFFFE\uFFFF\u202D\u202E]/);
        expect(drawable.isWellFormed()).toBe(true);
        expect(toDrawable(drawable)).toBe(drawable);
      }),
    );
  });
});

describe('wrapText', () => {
  it.each([
    ['Deployment account', 90, 3, ['Deployment', 'account']],
    ['one two three four five', 110, 9, ['one two three', 'four five']],
    ['MockUpBankProductionAccount', 100, 3, ['MockUpBank', 'Production', 'Account']],
    ['prod-web-frontend', 70, 3, ['prod-web-', 'frontend']],
    ['分析基盤、東京', 60, 3, ['分析基', '盤、東京']],
    [' a\n\n b \n', 60, 9, ['a', '', 'b']],
    ['one two three four five', 60, 2, ['one two', 'three fo…']],
    ['', 60, 2, []],
  ])('%j in %d px, %d lines', (text, width, most, lines) => {
    expect(wrapText(text, width, 13, false, most).lines).toEqual(lines);
  });

  it('keeps right-to-left text that fits as it is', () => {
    const text = '\u2067שלום (12)\u2069 prod';
    expect(wrapText(text, 500, 13).lines).toEqual([text]);
  });

  it('never makes a line too wide, and never loses a letter uncut', () => {
    fc.assert(
      fc.property(
        anyString,
        fc.double({ min: 1, max: 300, noNaN: true }),
        fc.boolean(),
        fc.integer({ min: 1, max: 20 }),
        (text, width, bold, most) => {
          const { lines, truncated } = wrapText(text, width, 12, bold, most);
          expect(lines.length).toBeLessThanOrEqual(most);
          for (const line of lines) {
            const wide = textWidth(line, 12, bold) > width + 1e-6;
            if (wide) expect(graphemes(line).length).toBeLessThanOrEqual(1);
          }
          const bare = (s: string) => s.replace(/[\s\u202A-\u202E\u2066-\u2069]/gu, '');
          if (!truncated) expect(bare(lines.join(''))).toBe(bare(toDrawable(text)));
          else expect(lines.at(-1)?.endsWith('…')).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  // A text of this length takes minutes when each line is measured anew from its start.
  it('cuts absurd names within the time of a test', () => {
    for (const unit of ['x', '漢', 'ab c-d/'])
      expect(wrapText(unit.repeat(10_000), 100, 12, false, 4)).toMatchObject({ truncated: true });
  });
});
