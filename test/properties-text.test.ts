/** Any text anywhere: drawn as text, or refused with a reason; never markup, never a broken picture. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { validate } from '../src/compile/validate.ts';
import { diagram } from '../src/dsl/diagram.ts';
import { group, node, routeTable } from '../src/dsl/element.ts';
import { connect } from '../src/dsl/link.ts';
import { refusedAttributes } from '../src/render/dot/print.ts';
import { draw } from '../src/render/draw.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { toDrawable } from '../src/text/drawable.ts';
import { type ReadSvg, readSvg } from './svg-reader.ts';

let layout: LayoutPort;
beforeAll(async () => {
  layout = await (await import('../src/render/layout/wasm.ts')).loadGraphviz();
});

/** What people type, what attackers type, and what nobody types. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom(
      ...'\\<>&"\'|{}[];:#%=/~\n\r\t\0NGTLEHnlr ',
      '&amp;',
      '&#',
      '<b>',
      ']]>',
      '-->',
      '<!--',
      '<?',
      '\u202e',
      '\u2066',
      '\u2069',
      '\ud800',
      '\udc00',
      '\ufffe',
      '\u00a0',
      '\u200d',
    ),
    maxLength: 25,
  }),
);

interface Texts {
  readonly title: string;
  readonly node: string;
  readonly group: string;
  readonly label: string;
  readonly id: string;
  readonly cidr: string;
  readonly tag: string;
}
const texts: fc.Arbitrary<Texts> = fc.record({
  title: text,
  node: text,
  group: text,
  label: text,
  id: text.filter((t) => t !== ''),
  cidr: text,
  tag: text,
});

/** The picture, or codes of the errors that refused it. */
function picture(t: Texts): ReadSvg | readonly string[] {
  const web = node('aws:ec2', t.node, {
    id: `x${t.id}`,
    cidr: t.cidr,
    tags: { [t.tag]: t.tag, k: t.tag },
    owner: t.tag,
    role: t.tag,
  });
  const other = node('aws:rds', 'db', { description: t.tag });
  const table = routeTable('routes', { routes: [{ destination: t.cidr, target: t.tag }] });
  const { value, diagnostics } = resolve(
    diagram(t.title, {
      description: t.tag,
      owner: t.tag,
      content: [
        group('aws:vpc', t.group, [web, table]),
        other,
        connect(web, other, { label: t.label, data: t.tag, control: t.tag }),
      ],
    }),
  );
  expect(diagnostics).toEqual([]);
  if (!value) throw new Error('no diagram');
  const errors = validate(value, refusedAttributes).filter((d) => d.severity === 'error');
  if (errors.length > 0) return errors.map((d) => d.code);
  const drawing = draw({ diagram: value, icons: {}, titleBlock: { digest: 'd' } }, layout);
  expect(drawing.diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  return readSvg(drawing.svg);
}

const isRefused = (p: ReadSvg | readonly string[]): p is readonly string[] => Array.isArray(p);
const bare = (s: string): string =>
  s.replace(/[\s\u00A0\u200E\u200F\u061C\u202A-\u202C\u2066-\u2069]/g, '');

describe('any text', () => {
  test('makes a well-formed picture, or is refused for its half characters', () => {
    fc.assert(
      fc.property(texts, (t) => {
        const p = picture(t);
        if (isRefused(p)) {
          expect(new Set(p)).toEqual(new Set(['lone-surrogate']));
          expect(Object.values(t).every((s) => s.isWellFormed())).toBe(false);
        } else {
          expect(p.problems).toEqual([]);
          expect(Object.values(t).every((s) => s.isWellFormed())).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('never becomes an element or an attribute', () => {
    const usual = picture({
      title: 'a',
      node: 'a',
      group: 'a',
      label: 'a',
      id: 'a',
      cidr: 'a',
      tag: 'a',
    });
    if (isRefused(usual)) throw new Error('refused');
    const known = new Set(usual.attributes.map(([name]) => name));
    for (const name of ['xml:space', 'font-style', 'textLength']) known.add(name);
    fc.assert(
      fc.property(texts, (t) => {
        const p = picture(t);
        if (isRefused(p)) return;
        expect([...p.elements].filter((name) => !usual.elements.has(name))).toEqual([]);
        expect(p.attributes.filter(([name]) => !known.has(name))).toEqual([]);
        for (const [name, value] of p.attributes)
          if (/href|src|style|^on/.test(name)) expect(value).toMatch(/^#icon-\d+$/);
      }),
      { numRuns: 100 },
    );
  });

  test('that is short is read in the picture and in the tooltip', () => {
    const short = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      text.map((s) => s.slice(0, 10)),
    );
    fc.assert(
      fc.property(short, short, short, (nodeName, groupName, label) => {
        fc.pre(
          [nodeName, groupName, label].every(
            (s) => s.isWellFormed() && s.split(/[\n\r\u2028\u2029\v\f\x85]/).length < 3,
          ),
        );
        const p = picture({
          title: 'T',
          node: nodeName,
          group: groupName,
          label,
          id: '1',
          cidr: '10.0.0.0/8',
          tag: 't',
        });
        if (isRefused(p)) throw new Error('refused');
        for (const name of [nodeName, groupName, label]) {
          expect(bare(p.text)).toContain(bare(toDrawable(name)));
          expect(p.tooltips.some((tip) => bare(tip).includes(bare(toDrawable(name))))).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});
