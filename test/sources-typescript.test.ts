import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { ElementContent } from '../src/model/content.ts';
import { load, normaliseOrigin } from '../src/sources/index.ts';
import { estate, lines, tryFile, write } from './sources-estate.ts';

const SEED = `import { account, diagram, organization } from 'cadastre';

export default diagram('Seed', {
  content: organization('Org', [account('root', { role: 'management' })]),
});
`;

describe('a TypeScript file', () => {
  it('gives its diagram, with places, and nothing installed beside it', async () => {
    const { root, diagrams, inputs, lines } = await tryFile('diagrams/seed.ts', SEED);
    expect(lines).toEqual([]);
    expect(diagrams.map((d) => d.title)).toEqual(['Seed']);
    expect(inputs).toEqual([join(root, 'diagrams/seed.ts')]);
    const organization = diagrams[0]?.content[0] as ElementContent;
    const at = (content?: ElementContent) =>
      content?.origin && normaliseOrigin(content.origin, root);
    expect(at(organization)).toEqual({ file: 'diagrams/seed.ts', line: 4, column: 12 });
    expect(at(organization.members[0] as ElementContent)).toMatchObject({ line: 4, column: 33 });
  });

  it('keeps places where types, generics and wide characters stand before them', async () => {
    const { lines } = await tryFile(
      'a.ts',
      `import { account, diagram, type DiagramContent } from 'cadastre';
const 漢: '漢😀' = '漢😀' as const; const id = <T,>(x: T): T => x; account(id<string>(漢));
export default (): DiagramContent => diagram('T', { content: account('A') });
`,
    );
    expect(lines).toEqual([
      'a.ts:2:65: warning placed-nowhere: account "漢😀" is not placed anywhere',
    ]);
  });

  it('is a module whatever package.json says, and imports as TypeScript projects do', async () => {
    const { root, diagrams, inputs, lines } = await tryFile(
      'd/a.ts',
      `import { shared } from './_parts.js';
import { more } from './_more';
import data from './_data.json' with { type: 'json' };
import plain from './_data.json';
import { join } from 'node:path';
import { from } from './_folder';
import { diagram } from 'cadastre';
export default async () => diagram(join(data.t, plain.t, from), { content: [shared, more()] });
`,
      {
        'package.json': '{ "type": "commonjs" }',
        'd/_parts.ts': `import { account } from 'cadastre'; export const shared = account('S');`,
        'd/_more.mts': `import { account } from 'cadastre'; export const more = () => account('M');`,
        'd/_data.json': '{ "t": "x" }',
        'd/_folder/index.ts': 'export const from: string = "f";',
      },
    );
    expect(lines).toEqual([]);
    expect(diagrams[0]?.title).toBe('x/x/f');
    expect([...inputs].sort()).toEqual(
      ['_data.json', '_folder/index.ts', '_more.mts', '_parts.ts', 'a.ts'].map((n) =>
        join(root, 'd', n),
      ),
    );
  });

  it('imports packages, and those get the running package too', async () => {
    const { diagrams, lines } = await tryFile(
      'a.ts',
      `import { box } from 'boxes'; import { diagram } from 'cadastre';
export default diagram('T', { content: box });`,
      {
        'node_modules/boxes/package.json': '{ "name": "boxes", "type": "module", "main": "i.js" }',
        'node_modules/boxes/i.js': `import { account } from 'cadastre'; export const box = account('B');`,
      },
    );
    expect(lines).toEqual([]);
    expect(diagrams[0]?.content).toMatchObject([{ name: 'B' }]);
  });

  it('is evaluated anew on every load, with what it imports', async () => {
    const parts = (n: string) => `export const name = '${n}';`;
    const root = estate({
      'a.ts': `import { name } from './_p.ts'; import { account, diagram } from 'cadastre';
export default diagram(name, { content: account('A') });`,
      '_p.ts': parts('one'),
    });
    const title = async () =>
      (await load('a.ts', { root, timeoutMs: 5000 })).value?.diagrams[0]?.title;
    expect(await title()).toBe('one');
    write(root, { '_p.ts': parts('two') });
    expect(await title()).toBe('two');
  });

  it('is evaluated once even if it throws', async () => {
    const { root } = await tryFile(
      'a.ts',
      `import { appendFileSync } from 'node:fs';
appendFileSync(new URL('./ran', import.meta.url), 'x');
JSON.parse('{');
`,
    );
    expect(existsSync(join(root, 'ran'))).toBe(true);
    expect(readFileSync(join(root, 'ran'), 'utf8')).toBe('x');
  });

  it('does not write to stdout, and the streams are as before afterwards', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const before = process.stdout.write;
    await tryFile('a.ts', `process.stdout.write('from the file\\n');\n${SEED}`);
    expect(process.stdout.write).toBe(before);
    expect(write).not.toHaveBeenCalledWith('from the file\n');
    expect(err).toHaveBeenCalledWith('from the file\n');
    vi.restoreAllMocks();
  });

  it('names what is made and placed nowhere, of this file alone', async () => {
    const { lines } = await tryFile(
      'a.ts',
      `import { account, connect, diagram, flow, align, sheet } from 'cadastre';
import { spare } from './_parts.ts';
const [a, b] = [account('A'), account('B')];
connect(a, b);
flow(a, b, { step: 1 });
align(a, b);
sheet('Both', [a, b]);
export default [diagram('T', { name: 't', content: [a, b] })];
`,
      { '_parts.ts': `import { account } from 'cadastre'; export const spare = account('S');` },
    );
    expect(lines).toEqual([
      'a.ts:4:1: warning placed-nowhere: link from "A" to "B" is not placed anywhere',
      'a.ts:5:1: warning placed-nowhere: flow from "A" to "B" is not placed anywhere',
      'a.ts:6:1: warning placed-nowhere: hint align is not placed anywhere',
      'a.ts:7:1: warning placed-nowhere: sheet "Both" is not placed anywhere',
    ]);
  });
});

describe('a broken TypeScript file', () => {
  const cases: readonly [what: string, text: string, expected: string | RegExp][] = [
    ['syntax', 'const a = 1;\nconst b: = 3;\n', /^a\.ts:2:10: error syntax: Unexpected token `=`/],
    [
      'syntax after wide text',
      "const s = '漢😀\te\u0301'; let b: = 3;\n",
      /^a\.ts:1:28: error syntax: /,
    ],
    [
      'a name declared twice',
      'const a = 1;\nconst a = 2;\n',
      "a.ts:2:7: error syntax: Identifier 'a' has already been declared",
    ],
    [
      'an enum',
      'enum A { x }\n',
      'a.ts:1:1: error syntax: TypeScript enum is not supported in strip-only mode',
    ],
    [
      'a missing file',
      "const a = 1;\nimport x from './nope';",
      'a.ts:2:15: error import-not-found: "./nope" cannot be found',
    ],
    [
      'a missing package',
      "import x from '@scope/nope/deep';",
      'a.ts:1:15: error import-not-found: "@scope/nope/deep" cannot be found',
    ],
    [
      'a type imported as a value',
      "import { DiagramInput } from 'cadastre';\nexport default 1;",
      'a.ts:1:10: error missing-export: "cadastre" has no export "DiagramInput"',
    ],
    [
      'a throw',
      "\n  throw new TypeError('bad');",
      'a.ts:2:9: error threw: the file threw TypeError: bad',
    ],
    [
      'a throw with types before it',
      "const f = (x: number): never => { throw new Error('at ' + x); };\nf(1);",
      'a.ts:1:41: error threw: the file threw Error: at 1',
    ],
    ['undefined thrown', 'throw undefined;', 'a.ts: error threw: the file threw undefined'],
    ['null thrown', 'throw null;', 'a.ts: error threw: the file threw null'],
    ['a text thrown', "throw 'oops';", 'a.ts: error threw: the file threw "oops"'],
    ['an object thrown', 'throw { a: 1 };', 'a.ts: error threw: the file threw "{\\"a\\":1}"'],
    [
      'a rejected function',
      "export default async () => {\n  throw new Error('no');\n};",
      'a.ts:2:9: error threw: the file threw Error: no',
    ],
    [
      'a floating rejection',
      "Promise.reject(new Error('later'));\nexport default 1;",
      'a.ts:1:16: error threw: the file threw Error: later',
    ],
    [
      'a word called wrongly',
      "import { connect } from 'cadastre';\n(connect as never as { nope(): void }).nope();",
      /^a\.ts:2:\d+: error threw: the file threw TypeError: /,
    ],
    [
      'process.exit',
      'try { process.exit(3); } catch {}\nexport default 1;',
      'a.ts:1:15: error exited: the file called process.exit(3)',
    ],
    [
      'no default export',
      'export const a = 1, b = 2;',
      'a.ts: error wrong-export: the file has no default export; it exports a, b',
    ],
    ['no export', 'const a = 1;', 'a.ts: error wrong-export: the file has no default export'],
    [
      'a number',
      'export default 5;',
      'a.ts: error wrong-export: the default export is the number 5, not a diagram',
    ],
    [
      'nothing',
      'export default () => {};',
      'a.ts: error wrong-export: the default export is undefined, not a diagram',
    ],
    [
      'an element',
      "import { account } from 'cadastre';\nexport default account('A');",
      'a.ts: error wrong-export: the default export is the element account "A", not a diagram',
    ],
    [
      'an empty list',
      'export default [];',
      'a.ts: error wrong-export: the default export is an empty list, not a diagram',
    ],
    [
      'a list with a stranger',
      'export default [3];',
      'a.ts: error wrong-export: entry 1 of the exported list is the number 3, not a diagram',
    ],
  ];
  it.each(cases)('%s', async (_, text, expected) => {
    const { diagrams, diagnostics, lines } = await tryFile('a.ts', text);
    expect(diagrams).toEqual([]);
    expect(lines.length).toBe(1);
    expect(lines[0]).toMatch(expected);
    expect(diagnostics[0]?.hint).toBeTruthy();
    expect(JSON.stringify(diagnostics)).not.toMatch(/node:internal|cadastre=|src\/sources/);
  });

  it('shows the line in the hint', async () => {
    const { diagnostics } = await tryFile('a.ts', 'const a = 1;\nconst b: = 3;\n');
    expect(diagnostics[0]?.hint).toBe('2 | const b: = 3;\n  |          ^');
  });

  it('names the file of the error, not the one that imports it', async () => {
    const { lines, inputs } = await tryFile('a.ts', "import './_b.ts';\nexport default 1;", {
      '_b.ts': '\nlet x: number = ;',
    });
    expect(lines[0]).toMatch(/^_b\.ts:2:17: error syntax: /);
    expect(inputs.length).toBe(2);
  });

  it('says where JSON is broken', async () => {
    const { lines } = await tryFile('a.ts', "import d from './_d.json';\nexport default d;", {
      '_d.json': '{\n  "a": x\n}',
    });
    expect(lines[0]).toMatch(/^_d\.json:2:8: error syntax: invalid JSON/);
  });

  it('wants unique names in a list, compared without case', async () => {
    const { diagnostics, lines } = await tryFile(
      'a.ts',
      `import { account, diagram } from 'cadastre';
const content = account('A');
export default [
  diagram('X', { name: 'one', content }), diagram('Y', { content }),
  diagram('Z', { name: 'One', content }),
];`,
    );
    expect(lines).toEqual([
      'a.ts:4:43: error wrong-export: the diagram "Y" is part of a list and has no name',
      'a.ts:5:3: error wrong-export: two diagrams in the file are named "One"',
    ]);
    expect(diagnostics[1]?.related?.[0]?.origin.line).toBe(4);
  });

  it('does not exist', async () => {
    const { diagnostics } = await load('no.ts', { root: estate({}), timeoutMs: 100 });
    expect(diagnostics.map((d) => d.code)).toEqual(['not-found']);
  });
});

describe('a file that never ends', () => {
  const alive = 'setInterval(() => {}, 1000).unref();\n';
  it.each([
    ['a promise', `${alive}await new Promise(() => {});`],
    ['an async function', `${alive}export default () => new Promise(() => {});`],
    ['a loop', 'while (true) {}'],
    ['a loop that catches', 'for (;;) try { throw 1; } catch {} finally {}'],
  ])('%s is ended', async (_, text) => {
    const { lines } = await tryFile('a.ts', text, {}, 300);
    expect(lines).toEqual(['a.ts: error timeout: the file did not finish within 0.3 s']);
    const after = await tryFile('b.ts', SEED);
    expect(after.diagrams.length).toBe(1);
  });
});

describe('data from untyped code', () => {
  it('is checked, with the place of the element', async () => {
    const { diagrams, lines: found } = await tryFile(
      'a.js',
      `import { account, connect, diagram, ou } from 'cadastre';
const a = account('A', { zone: 'cdee', colums: 2 });
const b = account(5, { id: 12, tags: { x: 1 }, style: { colour: 'red' } });
export default diagram('T', { direcion: 'up', content: [
  ou('O', [a, b, 'text', 7]),
  connect(a, b, { ports: 'tcp/443' }),
] });`,
    );
    expect(diagrams).toEqual([]);
    expect(found.sort()).toEqual([
      'a.js:2:11: error invalid-value: account "A": zone must be one of cde, connected, security-impacting, out-of-scope, untrusted, but is "cdee"',
      'a.js:2:11: error unknown-key: account "A": unknown key "colums"',
      'a.js:3:11: error invalid-value: account 5: id must be a string, but is 12',
      'a.js:3:11: error invalid-value: account 5: tags.x must be a string, but is 1',
      'a.js:3:11: error invalid-value: the name of a account is 5, not a string',
      'a.js:3:11: error unknown-key: account 5: unknown key "colour" in style',
      'a.js:4:16: error unknown-key: diagram "T": unknown key "direcion"',
      'a.js:5:3: error invalid-value: ou "O" contains "text", which is not content',
      'a.js:5:3: error invalid-value: ou "O" contains 7, which is not content',
      'a.js:6:3: error invalid-value: link: ports must be a list, but is "tcp/443"',
    ]);
    expect(lines([], '')).toEqual([]);
  });

  it('may hold undefined facts', async () => {
    const { lines } = await tryFile(
      'a.js',
      `import { account, diagram } from 'cadastre';
export default diagram('T', { owner: undefined, content: account('A', { id: undefined }) });`,
    );
    expect(lines).toEqual([]);
  });
});

describe('a folder with parentheses in its path', () => {
  it('keeps every place', async () => {
    const { lines } = await tryFile(
      'teams (all)/a.ts',
      `import { account, diagram } from 'cadastre';
account('nowhere');
export default diagram('T', { content: account('A') });`,
    );
    expect(lines).toEqual([
      'teams (all)/a.ts:2:1: warning placed-nowhere: account "nowhere" is not placed anywhere',
    ]);
    const thrown = await tryFile('teams (all)/b.ts', "\n  throw new Error('no');\n");
    expect(thrown.lines).toEqual(['teams (all)/b.ts:2:9: error threw: the file threw Error: no']);
  });
});

describe('code that is written for another way to run it', () => {
  it.each([
    ["import x from '@/lib/a';", 'Path aliases of tsconfig.json are not supported'],
    ["import x from '~/lib/a';", 'Path aliases of tsconfig.json are not supported'],
    ["import x from '#lib/a';", 'Path aliases of tsconfig.json are not supported'],
    ['export default __dirname;', 'modules, which have no __dirname'],
    ["const fs = require('node:fs');", 'modules, which have no require'],
    ['const d = (x: unknown) => x;\n@d\nclass A {}', 'does not support decorators'],
    [
      'const d = (x: any): any => x;\nclass A { @d m(x: string) {} }',
      'does not support decorators',
    ],
  ])('%j gets a hint that helps', async (text, hint) => {
    const { diagnostics } = await tryFile('a.ts', `${text}\nexport {};\n`);
    expect(diagnostics.map((d) => d.hint)).toEqual([expect.stringContaining(hint)]);
  });
});
