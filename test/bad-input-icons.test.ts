/** The estate's own icons: what is missing, broken or hostile is refused with the reason, and never reaches a picture. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { estate, expectNoTrace, type Files, filesIn, GOOD } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const SQUARE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#123456"/></svg>';
const wrapped = (inner: string, head = ''): string =>
  `${head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10"><rect width="10" height="10"/>${inner}</svg>`;

const diagramWith = (icon: string): string => `import { diagram, node } from 'cadastre';
export default diagram('Icons', {
  content: node('aws:ec2', 'web', { icon: ${JSON.stringify(icon)} }),
});
`;

const bomb = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">${'bcdefgh'
  .split('')
  .slice(0, -1)
  .map((c) => `<!ENTITY ${String.fromCharCode(c.charCodeAt(0) + 1)} "${`&${c};`.repeat(10)}">`)
  .join('')}]>`;

const REFUSED: Readonly<Record<string, string | Uint8Array>> = {
  'broken.svg': '<svg xmlns="http://www.w3.org/2000/svg"><rect></svg>',
  'empty.svg': '',
  'html.svg': '<html><body>404</body></html>',
  'script.svg': wrapped('<script>alert(1)</script>'),
  'handler.svg': wrapped('<g onload="alert(1)"><rect width="1" height="1"/></g>'),
  'remote.svg': wrapped('<image xlink:href="https://example.org/track.png" width="1" height="1"/>'),
  'local.svg': wrapped('<use xlink:href="file:///etc/passwd#a"/>'),
  'foreign.svg': wrapped(
    '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://example.org"/></foreignObject>',
  ),
  'bomb.svg': wrapped('<text>&h;</text>', bomb),
  'external-entity.svg': wrapped(
    '<text>&x;</text>',
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
  ),
  'broken.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]),
  'text.png': 'no picture at all',
};

describe('an icon', () => {
  test('of the estate is drawn, and its digest stands in the model', async () => {
    const root = estate({ 'diagrams/a.ts': diagramWith('square.svg'), 'icons/square.svg': SQUARE });
    const ended = await cadastre(root, ['render', '-f', 'svg']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(readFileSync(join(root, 'out/a.svg'), 'utf8')).toContain('#123456');
    const { icons } = JSON.parse(readFileSync(join(root, 'out/a.model.json'), 'utf8'));
    expect(icons['square.svg']).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ['that is missing', 'nowhere.svg', {}, /: error \S+: .*nowhere\.svg/],
    ['outside of the folder', '../x.svg', { 'x.svg': SQUARE }, /: error icon-outside: /],
    ['further outside', '../../../../etc/passwd', {}, /: error icon-outside: /],
    ['by an absolute path', '/etc/passwd', {}, /: error icon-outside: /],
    ['that is a folder', 'sub', { 'icons/sub/x.svg': SQUARE }, /: error \S+: /],
    ['of no known format', 'x.bmp', { 'icons/x.bmp': 'BM' }, /: error \S+: .*x\.bmp/],
    ['with an odd name', 'a\u0000b.svg', {}, /: error \S+: /],
  ] as [string, string, Files, RegExp][])(
    '%s is an error at its element',
    async (_, icon, files, expected) => {
      const root = estate({
        'diagrams/bad.ts': diagramWith(icon),
        'diagrams/good.ts': GOOD,
        ...files,
      });
      const ended = await cadastre(root, ['render', '-f', 'svg']);
      expectNoTrace(ended);
      expect(ended.code, ended.stderr).toBe(2);
      expect(ended.stderr).toMatch(new RegExp(`^diagrams/bad\\.ts:3:12${expected.source}`, 'm'));
      expect(ended.stderr).toMatch(/^ {4}\S/m);
      expect(ended.stderr).not.toContain('root:x:0');
      expect(filesIn(join(root, 'out'))).toEqual(['good.model.json', 'good.svg']);
    },
  );

  test('that is broken or hostile is refused, each with its reason, or made harmless', async () => {
    const names = Object.keys(REFUSED);
    const root = estate({
      'diagrams/good.ts': GOOD,
      ...Object.fromEntries(names.map((name) => [`diagrams/${name}.ts`, diagramWith(name)])),
      ...Object.fromEntries(names.map((name) => [`icons/${name}`, REFUSED[name] as string])),
    });
    const ended = await cadastre(root, ['render', '-f', 'svg']);
    expectNoTrace(ended);
    expect(ended.code, ended.stderr).toBe(2);
    const drawn = filesIn(join(root, 'out')).filter((name) => name.endsWith('.svg'));
    expect(drawn).toContain('good.svg');
    for (const name of names) {
      if (drawn.includes(`${name}.svg`)) {
        const svg = readFileSync(join(root, 'out', `${name}.svg`), 'utf8');
        expect(svg, name).not.toMatch(
          /<script|<foreignObject|<iframe|onload|https?:\/\/example|passwd|<!ENTITY|alert\(/i,
        );
      } else
        expect(ended.stderr).toMatch(
          new RegExp(
            `^diagrams/${name.replace('.', '\\.')}\\.ts:3:12: error \\S+: .*${name.replace('.', '\\.')}`,
            'm',
          ),
        );
    }
    for (const name of [
      'broken.svg',
      'empty.svg',
      'html.svg',
      'bomb.svg',
      'external-entity.svg',
      'broken.png',
      'text.png',
      'script.svg',
      'remote.svg',
    ])
      expect(drawn, name).not.toContain(`${name}.svg`);
  });
});
