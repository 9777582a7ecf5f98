/** `cadastre check` as people and CI run it: profiles, days, formats, rules of their own that misbehave, what changed. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import { githubText } from '../src/report/github.ts';
import { sarifText } from '../src/report/sarif.ts';
import { type Ended, estate, expectNoTrace, put } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const net = (options: string, subnet = "cidr: '10.20.0.0/24'"): string => `
import { diagram, node, subnet, vpc } from 'cadastre';
export default diagram('Net', {
  ${options}
  content: vpc('cde', { zone: 'cde', cidr: '10.20.0.0/16' }, [
    subnet('app', { ${subnet} }, [node('aws:ec2', 'api')]),
  ]),
});
`;
const WAIVED = `profile: 'pci-1.2.3', waivers: [
    { rule: 'segment-cidr', reason: 'Is removed', until: '2027-03-31', element: 'vpc=cde/subnet=app' },
  ],`;

interface Report {
  readonly diagnostics: readonly Diagnostic[];
  readonly asOf: string;
  readonly judged: readonly {
    readonly profile?: string;
    readonly checked: readonly { rule: string; findings: number; waived: number }[];
    readonly waived: readonly { rule: string; reason: string }[];
    readonly left: readonly string[];
  }[];
}
const json = ({ stdout }: Ended): Report => JSON.parse(stdout);
const codes = (ended: Ended): string[] => json(ended).diagnostics.map(({ code }) => code);

describe('--profile', () => {
  test('is the diagram’s own unless one is given', async () => {
    const root = estate({ 'diagrams/net.ts': net("profile: 'pci-1.2.3',", '') });
    const own = await cadastre(root, ['check', '--json']);
    expect(own.code).toBe(1);
    expect(codes(own)).toContain('segment-cidr');
    expect(json(own).judged[0]?.profile).toBe('pci-1.2.3');
    expect(json(own).judged[0]?.left.join()).toContain('matches the configuration');

    const other = await cadastre(root, ['check', '--json', '--profile', 'pci-1.2.4']);
    expect(codes(other)).toContain('flows-shown');
    expect(codes(other)).not.toContain('segment-cidr');

    const none = await cadastre(root, ['check', '--json', '--profile', 'none']);
    expect(none.code).toBe(0);
    expect(json(none)).toMatchObject({
      diagnostics: [],
      judged: [{ profile: 'none', checked: [] }],
    });
  });

  test('takes several, each rule once, and names the profiles of each finding', async () => {
    const root = estate({ 'diagrams/net.ts': net('', '') });
    const given = await cadastre(root, ['check', '--json', '--profile', 'pci-1.2.3,pci-1.2.4']);
    expect(given.code).toBe(1);
    const messages = (ended: Ended) =>
      json(ended).diagnostics.map((d) => `${d.code}: ${d.message}`);
    const text = messages(given).join('\n');
    expect(text).toMatch(/^segment-cidr: .* \[pci-1\.2\.3\]$/m);
    expect(text).toMatch(/^flows-shown: .* \[pci-1\.2\.4\]$/m);
    expect(text).toMatch(/^owner-stated: .* \[pci-1\.2\.3, pci-1\.2\.4\]$/m);
    expect(codes(given).filter((code) => code === 'owner-stated')).toHaveLength(1);
    const rules = json(given).judged[0]?.checked.map(({ rule }) => rule) ?? [];
    expect(new Set(rules).size).toBe(rules.length);

    put(root, { 'diagrams/net.ts': net("profile: ['pci-1.2.3', 'pci-1.2.4'],", '') });
    const own = await cadastre(root, ['check', '--json']);
    expect(messages(own)).toEqual(messages(given));
    expect(json(own).judged[0]?.profile).toBe('pci-1.2.3, pci-1.2.4');

    const wrong = await cadastre(root, ['check', '--profile', 'pci-1.2.3,pci-9']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('unknown profile "pci-9"');
  });

  test('without any, nothing is judged', async () => {
    const ended = await cadastre(estate({ 'diagrams/net.ts': net('', '') }), ['check']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toBe('1 diagram checked: nothing found\n');
  });

  test.each(['pci-1.2', 'constructor', ''])('%j is unknown', async (name) => {
    const root = estate({ 'diagrams/net.ts': net('') });
    const given = await cadastre(root, ['check', '--profile', name]);
    expectNoTrace(given);
    expect(given).toMatchObject({ code: 2, stdout: '' });
    expect(given.stderr).toMatch(
      /^error unknown-profile: .*\n {4}Profiles are pci-1.2.3, pci-1.2.4/,
    );
    put(root, { 'diagrams/net.ts': net(`profile: '${name}',`) });
    const own = await cadastre(root, ['check']);
    expect(own.code).toBe(1);
    expect(own.stderr).toMatch(/diagrams\/net\.ts:3:16: error unknown-profile/);
  });

  test('prints facts and what remains the assessor’s, and no verdict', async () => {
    const root = estate({ 'diagrams/net.ts': net(WAIVED, '') });
    const { stdout, stderr, code } = await cadastre(root, ['check', '--as-of', '2026-11-22']);
    expect(code).toBe(1);
    expect(stdout).toContain(
      '  does not hold     the diagram has an owner (1 of 1)  owner-stated\n',
    );
    expect(stdout).toMatch(
      / {2}waived {12}every segment has a CIDR \(2 checked, 1 waived\) {2}segment-cidr\n/,
    );
    expect(stdout).toMatch(
      /waived until 2027-03-31: segment-cidr: diagrams\/net\.ts:\d+:\d+: subnet "app" has no CIDR \(Is removed\)/,
    );
    expect(stdout).toContain('Left to the assessor:\n    - that the diagram matches');
    expect(stdout).toContain('when published    the title block is complete');
    expect(stdout + stderr).not.toMatch(/\bpass(ed)?\b|compliant/i);
  });
});

describe('--as-of', () => {
  test('decides whether a waiver still holds', async () => {
    const root = estate({ 'diagrams/net.ts': net(WAIVED, '') });
    const on = async (day: string) =>
      json(await cadastre(root, ['check', '--json', '--as-of', day]));
    const last = await on('2027-03-31');
    expect(last.asOf).toBe('2027-03-31');
    expect(last.judged[0]?.waived).toMatchObject([{ rule: 'segment-cidr', reason: 'Is removed' }]);
    expect(last.diagnostics.map(({ code }) => code)).not.toContain('waiver-expired');
    const over = await on('2027-04-01');
    expect(over.judged[0]?.waived).toEqual([]);
    expect(over.diagnostics.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['segment-cidr', 'waiver-expired']),
    );
  });

  test('is today without it', async () => {
    const before = new Date().toISOString().slice(0, 10);
    const { asOf } = json(
      await cadastre(estate({ 'diagrams/net.ts': net('') }), ['check', '--json']),
    );
    expect([before, new Date().toISOString().slice(0, 10)]).toContain(asOf);
  });

  test.each(['2026-02-30', 'today', '2026-1-1', '2026-13-01', ''])('%j is no day', async (day) => {
    const ended = await cadastre(estate({ 'diagrams/net.ts': net('') }), ['check', '--as-of', day]);
    expectNoTrace(ended);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('Expected a date as YYYY-MM-DD.');
  });
});

// The official schema, and the checker that the package holding it is made for.
const library = createRequire(
  createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json'),
);
const Ajv = library('ajv') as new (
  options: object,
) => {
  addMetaSchema(schema: object): void;
  validate(schema: object, data: unknown): boolean;
  errors: unknown;
};
const schema = library('./lib/schemas/sarif-2.1.0-rtm.5.json') as object;
function wrongInSarif(log: unknown): unknown {
  const ajv = new Ajv({ schemaId: 'auto', validateSchema: false, unknownFormats: 'ignore' });
  ajv.addMetaSchema(library('ajv/lib/refs/json-schema-draft-04.json') as object);
  return ajv.validate(schema, log) ? [] : ajv.errors;
}

describe('--format', () => {
  test('json is --json', async () => {
    const root = estate({ 'diagrams/net.ts': net("profile: 'pci-1.2.3',") });
    const [a, b] = [
      await cadastre(root, ['check', '--format', 'json', '--as-of', '2026-11-22']),
      await cadastre(root, ['check', '--json', '--as-of', '2026-11-22']),
    ];
    expect(a.stdout).toBe(b.stdout);
    expect(a.code).toBe(b.code);
  });

  test('sarif is a SARIF log, with rules, places in the repository and suppressions', async () => {
    const repository = estate({ 'cloud team/diagrams/net.ts': net(WAIVED, '') });
    mkdirSync(join(repository, '.git'));
    const root = join(repository, 'cloud team');
    const args = ['check', '--format', 'sarif', '--as-of', '2026-11-22'];
    const ended = await cadastre(root, args);
    expect(ended.code).toBe(1);
    const log = JSON.parse(ended.stdout);
    expect(wrongInSarif(log)).toEqual([]);
    const [{ tool, results }] = log.runs;
    const of = (rule: string) => results.filter((r: { ruleId: string }) => r.ruleId === rule);
    expect(tool.driver.rules[of('owner-stated')[0].ruleIndex]).toMatchObject({
      id: 'owner-stated',
      defaultConfiguration: { level: 'error' },
      properties: { tags: ['PCI DSS 1.2.3', 'PCI DSS 1.1.2'] },
    });
    expect(of('segment-cidr')).toMatchObject([
      {
        level: 'note',
        suppressions: [{ kind: 'inSource', justification: 'Is removed (until 2027-03-31)' }],
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'cloud%20team/diagrams/net.ts' },
              region: { startLine: 8, startColumn: 5 },
            },
          },
        ],
      },
    ]);
  });

  test('sarif of what is no rule', async () => {
    const ended = await cadastre(estate({ 'diagrams/net.ts': 'export default 1;' }), [
      'check',
      '--format',
      'sarif',
    ]);
    expect(ended.code).toBe(1);
    const log = JSON.parse(ended.stdout);
    expect(wrongInSarif(log)).toEqual([]);
    expect(log.runs[0].results).toMatchObject([{ ruleId: 'wrong-export', level: 'error' }]);
  });

  test('github marks lines', async () => {
    const root = estate({ 'diagrams/net.ts': net(WAIVED, '') });
    const ended = await cadastre(root, ['check', '--format', 'github', '--as-of', '2026-11-22']);
    expect(ended.code).toBe(1);
    const lines = ended.stdout.trimEnd().split('\n');
    for (const line of lines)
      expect(line).toMatch(
        /^::(error|warning|notice) file=diagrams\/net\.ts,line=\d+,col=\d+,title=[a-z-]+::\S/,
      );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^::notice .*title=segment-cidr::waived until 2027-03-31: subnet "app" has no CIDR%0AIs removed$/,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^::error .*title=owner-stated::the diagram has no owner%0ASet /),
    );
  });

  test.each([
    [['--format', 'xml'], "argument 'xml' is invalid"],
    [['--format', 'sarif', '--json'], 'cannot be used with'],
  ])('%j is refused', async (args, said) => {
    const ended = await cadastre(estate({ 'diagrams/net.ts': net('') }), ['check', ...args]);
    expectNoTrace(ended);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(said);
  });

  const text = fc.string({
    unit: fc.constantFrom('a', ' ', ':', ',', '%', '\n', '\r', '"', 'ü', '::', '😀', '/'),
  });
  const diagnostic: fc.Arbitrary<Diagnostic> = fc.record({
    severity: fc.constantFrom('error', 'warning'),
    code: fc.constantFrom('a-b', 'acme/c'),
    message: text,
    hint: text,
    origin: fc.record({
      file: text.map((t) => `d${t}`),
      line: fc.integer({ min: 1, max: 9 }),
      column: fc.integer({ min: 1, max: 9 }),
    }),
  });
  test('whatever the words are, an annotation is one line and says the same', () => {
    const decoded = (part: string): string =>
      part
        .replaceAll('%2C', ',')
        .replaceAll('%3A', ':')
        .replaceAll('%0A', '\n')
        .replaceAll('%0D', '\r')
        .replaceAll('%25', '%');
    fc.assert(
      fc.property(diagnostic, (one) => {
        const [line = '', ...more] = githubText([one], []).split('\n');
        expect(more).toEqual(['']);
        const [, level, properties = '', message = ''] =
          /^::([a-z]+) ([^\r\n]*?)::([^\r\n]*)$/.exec(line) ?? [];
        expect(level).toBe(one.severity);
        expect(decoded(message)).toBe(`${one.message}\n${one.hint}`);
        const pairs = properties.split(',').map((pair) => pair.split('=').map(decoded));
        expect(pairs).toEqual([
          ['file', one.origin?.file],
          ['line', String(one.origin?.line)],
          ['col', String(one.origin?.column)],
          ['title', one.code],
        ]);
      }),
    );
  });
  test('whatever the words are, a log is SARIF', () => {
    const origin = { file: 'other file.ts', line: 2 };
    fc.assert(
      fc.property(fc.array(diagnostic, { maxLength: 4 }), (all) => {
        const log = sarifText({
          version: '1.2.3',
          rules: [],
          diagnostics: all.map((one) => ({ ...one, related: [{ message: 'also', origin }] })),
          waived: [{ rule: 'x', message: 'm', reason: 'r', until: '2027-01-01' }],
        });
        expect(wrongInSarif(JSON.parse(log))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('rules of the config', () => {
  /** Drawing has the same limit: short only where a rule never ends, and not so short that a busy machine misses it. */
  const config = (check: string): string => `
import { defineConfig, type Diagram } from 'cadastre';
export default defineConfig({
  timeout: ${/for \(;;|=> \{\}\)/.test(check) ? 5 : 30},
  rules: [
    { id: 'acme/first', severity: 'error', why: 'W', fix: 'Mend it.', check: ${check} },
    { id: 'acme/last', severity: 'warning', why: 'W', fix: 'F', requirement: 'Policy 4', check: () => [{ message: 'still judged', element: 'vpc=cde' }] },
  ],
});
`;
  const run = async (check: string, options = ''): Promise<Ended> => {
    const files = { 'cadastre.config.ts': config(check), 'diagrams/net.ts': net(options) };
    const ended = await cadastre(estate(files), ['check', '--json']);
    expectNoTrace(ended);
    return ended;
  };

  test('are judged for every diagram, with places, requirement and hint', async () => {
    const ended = await run(`({ elements }: Diagram) =>
      Object.keys(elements).filter((id) => id.includes('ec2')).map((element) => ({ message: 'no EC2', element }))`);
    expect(ended.code).toBe(1);
    expect(json(ended).diagnostics).toMatchObject([
      {
        severity: 'error',
        code: 'acme/first',
        message: 'no EC2',
        hint: 'Mend it.',
        origin: { file: 'diagrams/net.ts', line: 6 },
      },
      { severity: 'warning', code: 'acme/last', hint: 'F (Policy 4)', origin: { line: 5 } },
    ]);
    expect(json(ended).judged[0]?.checked.map(({ rule }) => rule)).toEqual([
      'acme/first',
      'acme/last',
    ]);
  });

  test('hold when they return nothing found, and can be waived', async () => {
    const ended = await run(
      '() => []',
      `waivers: [{ rule: 'acme/last', reason: 'R', until: '2999-01-01' }],`,
    );
    expect(ended.code).toBe(0);
    expect(json(ended)).toMatchObject({
      diagnostics: [],
      judged: [{ waived: [{ rule: 'acme/last', reason: 'R' }] }],
    });
  });

  test('are left out under none', async () => {
    const ended = await run(`() => [{ message: 'x' }]`, `profile: 'none',`);
    expect(json(ended).diagnostics).toEqual([]);
  });

  test.each([
    [
      'that throws',
      `() => { throw new Error('oh'); }`,
      /the rule "acme\/first" on "Net" failed: .*threw Error: oh/,
    ],
    ['that throws nonsense', '() => { throw null; }', /failed: .*threw null/],
    [
      'that changes the diagram',
      `(d: Diagram) => { (d.elements['vpc=cde'] as any).name = 'x'; return []; }`,
      /failed: .*TypeError/,
    ],
    ['that never ends', '() => { for (;;); }', /failed: .*did not finish within 5 s/],
    [
      'that waits for ever',
      '() => new Promise(() => {}) as any',
      /failed: .*(waits for a promise that never settles|did not finish)/,
    ],
    ['that ends the process', '() => process.exit(0)', /failed: .*process\.exit\(0\)/],
    [
      'whose finding never ends',
      '() => [{ get message() { for (;;); } }] as any',
      /failed: .*did not finish/,
    ],
    [
      'whose finding is a circle',
      '() => { const a: any = {}; a.message = a; return [a]; }',
      /failed: .*TypeError/,
    ],
  ])('%s is told of, and the next is judged', async (_, check, said) => {
    const ended = await run(check);
    expect(ended.code).toBe(1);
    const { diagnostics } = json(ended);
    expect(diagnostics.map(({ code }) => code)).toEqual(['rule-failed', 'acme/last']);
    expect(diagnostics[0]?.message).toMatch(said);
    expect(diagnostics[0]?.origin?.file).toBe('cadastre.config.ts');
  });

  test.each([
    ['undefined', 'did not return a list of findings'],
    ['({ message: "x" })', 'did not return a list of findings'],
    ['["x"]', 'returned a finding (number 1) without a message'],
    ['[{ message: "x" }, null]', 'returned a finding (number 2) without a message'],
    ['[{ message: " " }]', 'without a message'],
    ['[{ message: "x", element: 1 }]', 'whose element is not a string'],
    [
      '[{ message: "x", element: "vpc=other" }]',
      'for "vpc=other", which is not an element or link',
    ],
    ['[{ message: "x", element: "toString" }]', 'for "toString", which is not an element or link'],
    ['[{ message: "x", elements: [] }]', 'with an unknown key "elements"'],
  ])('that returns %s', async (value, said) => {
    const ended = await run(`() => ${value} as any`);
    expect(codes(ended)).toEqual(['rule-result', 'acme/last']);
    expect(json(ended).diagnostics[0]?.message).toContain(said);
  });

  test('is found at its line in the config', async () => {
    const ended = await run(`() => {
      throw new Error('here');
    }`);
    expect(json(ended).diagnostics[0]).toMatchObject({
      origin: { file: 'cadastre.config.ts', line: 7 },
    });
    expect(json(ended).diagnostics[0]?.hint).toContain("throw new Error('here');");
  });

  test.each([
    [
      `{ id: 'mine', severity: 'error', why: 'W', fix: 'F', check: () => [] }`,
      /rules\[1\]\.id must be lower-case words with a slash/,
    ],
    [
      `{ id: 'a/b', severity: 'fatal', why: 'W', fix: 'F', check: () => [] }`,
      /rules\[1\]\.severity must be one of error, warning/,
    ],
    [
      `{ id: 'a/b', severity: 'error', why: 'W', fix: 'F', check: 'x' }`,
      /rules\[1\]\.check must be a function/,
    ],
    [
      `{ id: 'a/b', severity: 'error', why: 'W', fix: 'F', check: () => [], stage: 1 }`,
      /unknown key "stage"/,
    ],
  ])('%s is refused', async (rule, said) => {
    const files = {
      'cadastre.config.ts': `export default { rules: [${rule}] };`,
      'diagrams/net.ts': net(''),
    };
    const ended = await cadastre(estate(files), ['check']);
    expectNoTrace(ended);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(said);
  });

  test('twice the same id is refused, and so are rules in YAML', async () => {
    const rule = `{ id: 'a/b', severity: 'error', why: 'W', fix: 'F', check: () => [] }`;
    const twice = await cadastre(
      estate({
        'cadastre.config.ts': `export default { rules: [${rule}, ${rule}] };`,
        'diagrams/net.ts': net(''),
      }),
      ['check'],
    );
    expect(twice.code).toBe(2);
    expect(twice.stderr).toMatch(/rules must not repeat an id/);
    const yaml = 'rules:\n  - { id: a/b, severity: error, why: W, fix: F, check: none }\n';
    const ended = await cadastre(
      estate({ 'cadastre.config.yaml': yaml, 'diagrams/net.ts': net('') }),
      ['check'],
    );
    expectNoTrace(ended);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/cadastre\.config\.yaml:2:.*check must be a function/);
  });
});

describe('--published', () => {
  const stale = (ended: Ended): string =>
    json(ended).diagnostics.find(({ message }) => message.includes('model.json'))?.hint ?? '';

  test('says in words what changed since', async () => {
    const root = estate({ 'cadastre.config.yaml': 'formats: [dot]\n', 'diagrams/net.ts': net('') });
    expect((await cadastre(root, ['render'])).code).toBe(0);
    put(root, {
      'diagrams/net.ts': net("owner: 'Net team',", "cidr: '10.20.1.0/24', zone: 'connected'"),
    });
    const ended = await cadastre(root, ['check', '--published', '--json']);
    expect(ended.code).toBe(1);
    expect(stale(ended)).toBe(
      [
        'Changes since then:',
        '  diagram: owner "Net team" added',
        '  subnet "app": CIDR 10.20.0.0/24 became 10.20.1.0/24',
        '  subnet "app": zone connected added',
        'Run `cadastre render` and commit the result.',
      ].join('\n'),
    );
  });

  test('ten lines at most', async () => {
    const many = (n: number) => `import { account, diagram } from 'cadastre';
export default diagram('Many', { content: Array.from({ length: ${n} }, (_, i) => account('a' + i)) });`;
    const root = estate({ 'cadastre.config.yaml': 'formats: [dot]\n', 'diagrams/net.ts': many(1) });
    await cadastre(root, ['render']);
    put(root, { 'diagrams/net.ts': many(21) });
    const lines = stale(await cadastre(root, ['check', '--published', '--json'])).split('\n');
    expect(lines).toHaveLength(13);
    expect(lines.slice(-3)).toEqual([
      '  added account "a18"',
      '  and 10 more',
      'Run `cadastre render` and commit the result.',
    ]);
  });

  test.each([
    ['no JSON', () => '{', /not a valid Cadastre model/],
    ['no model', () => '{"format":"cadastre/diagram@1","title":"x"}', /not a valid Cadastre model/],
    [
      'null entries',
      (m: string) => JSON.stringify({ ...JSON.parse(m), links: { x: null } }),
      /not a valid Cadastre model/,
    ],
    [
      'another form',
      (m: string) => JSON.stringify(JSON.parse(m), undefined, 2),
      /not in canonical form/,
    ],
    [
      'references to nothing',
      (m: string) =>
        JSON.stringify({
          ...JSON.parse(m),
          links: {
            constructor: {
              relation: 'flow',
              from: 'toString',
              to: '__proto__',
              order: 0,
              facts: {},
            },
          },
        }),
      /not a valid Cadastre model/,
    ],
  ])('a published model that holds %s', async (_, broken, said) => {
    const root = estate({ 'cadastre.config.yaml': 'formats: [dot]\n', 'diagrams/net.ts': net('') });
    await cadastre(root, ['render']);
    const path = join(root, 'out/net.model.json');
    writeFileSync(path, broken(readFileSync(path, 'utf8')));
    const ended = await cadastre(root, ['check', '--published', '--json']);
    expectNoTrace(ended);
    expect(ended.code).toBe(1);
    expect(stale(ended)).toMatch(said);
  });
});
