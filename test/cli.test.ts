/** What every command promises: results on stdout, the rest on stderr, and exit codes that scripts can trust. */

import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type Ended,
  estate,
  expectNoTrace,
  filesIn,
  GOOD,
  cadastre as inOwnProcess,
  source,
} from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const WARNED = source(`[account('A')]`, `account('Forgotten');`);
const WRONG = source(`[node('aws:ec3' as never, 'x')]`);
const JSON_COMMANDS = [['render'], ['check'], ['inspect', 'diagrams/a.ts'], ['icons', 'ec2']];

const json = ({ stdout }: Ended) => JSON.parse(stdout);
const codes = (ended: Ended): string[] =>
  json(ended).diagnostics.map((d: { code: string }) => d.code);

describe('help', () => {
  test('is what the command alone prints', async () => {
    const root = estate({});
    const alone = await inOwnProcess(root, []);
    expect(alone).toMatchObject({ code: 0, stderr: '' });
    for (const word of [
      'Usage: cadastre',
      'render',
      'check',
      'inspect',
      'icons',
      'Exit codes:',
      'cadastre render --watch',
    ])
      expect(alone.stdout).toContain(word);
    const asked = await cadastre(root, ['--help']);
    expect(asked).toMatchObject({ code: 0, stderr: '', stdout: alone.stdout });
  });

  test.each(['render', 'check', 'inspect', 'icons'])('of %s names its options', async (command) => {
    const ended = await cadastre(estate({}), [command, '--help']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('--json');
  });

  test('has the version', async () => {
    const ended = await cadastre(estate({}), ['--version']);
    const { version } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    );
    expect(ended).toMatchObject({ code: 0, stderr: '', stdout: `${version}\n` });
  });
});

describe('wrong usage', () => {
  test.each([
    [['rendr'], /unknown command 'rendr'[\s\S]*Did you mean render\?/],
    [['render', '--formts', 'svg'], /unknown option '--formts'[\s\S]*Did you mean --formats\?/],
    [['render', '--fail-on', 'never'], /'--fail-on <severity>' argument 'never' is invalid/],
    [['inspect'], /missing required argument 'file'/],
    [['inspect', 'a', 'b'], /too many arguments/],
  ])('%j is told and ends with 2', async (args, expected) => {
    const ended = await inOwnProcess(estate({}), args);
    expectNoTrace(ended);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(expected);
    expect(ended.stderr).toContain('`cadastre --help` lists commands and options.');
  });

  test.each(['gif', 'svg,gif', '', 'svg,,png'])('the formats %j are refused', async (formats) => {
    const root = estate({ 'diagrams/a.ts': GOOD });
    const ended = await cadastre(root, ['render', '-f', formats]);
    expectNoTrace(ended);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(
      /error unknown-format: .*\n {4}Formats are svg, jpg, png, pdf, dot, drawio/,
    );
    expect(filesIn(join(root, 'out'))).toEqual([]);
    const asJson = await cadastre(root, ['render', '--json', '-f', formats]);
    expect(codes(asJson)).toEqual(['unknown-format']);
  });

  test.each(['render', 'check', 'inspect'])('%s of a file that is not there', async (command) => {
    const ended = await cadastre(estate({}), [command, 'nowhere.ts']);
    expectNoTrace(ended);
    expect(ended).toMatchObject({ code: 2 });
    expect(ended.stderr).toMatch(/error \S+: .*nowhere\.ts/);
  });

  test.each(['render', 'check'])('%s without any diagrams', async (command) => {
    const ended = await cadastre(estate({ 'notes.txt': '' }), [command]);
    expectNoTrace(ended);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/error \S+: .*diagrams.*\n {4}\S/);
  });
});

describe('--json', () => {
  test.each(JSON_COMMANDS)('%s keeps stdout one JSON document', async (...args) => {
    const root = estate({ 'diagrams/a.ts': `console.log('from the file');\n${GOOD}` });
    const ended = await cadastre(root, [...args, '--json']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toMatch(/^[[{][\s\S]*[\]}]\n$/);
    expect(() => json(ended)).not.toThrow();
  });

  test.each(JSON_COMMANDS.slice(0, 3))('%s lists what is wrong, with places', async (...args) => {
    const ended = await cadastre(estate({ 'diagrams/a.ts': WRONG }), [...args, '--json']);
    expect(ended.code).toBe(args[0] === 'check' ? 1 : 2);
    expect(json(ended).diagnostics).toMatchObject([
      {
        severity: 'error',
        code: 'unknown-kind',
        origin: { file: 'diagrams/a.ts', line: 4, column: 44 },
      },
    ]);
  });

  test.each(JSON_COMMANDS.slice(0, 3))('%s says what is wrong with the config', async (...args) => {
    const root = estate({ 'diagrams/a.ts': GOOD, 'cadastre.config.yaml': 'timeout: soon\n' });
    const ended = await cadastre(root, [...args, '--json']);
    expect(ended).toMatchObject({ code: 2, stderr: '' });
    expect(codes(ended)).toEqual(['invalid-value']);
  });

  test('of render tells files, what changed, and the digest of the model', async () => {
    const root = estate({ 'diagrams/a.ts': GOOD });
    const ended = await cadastre(root, ['render', '--json', '-f', 'svg']);
    const { rendered, diagnostics } = json(ended);
    const files = ['out/a.svg', 'out/a.model.json'];
    expect(rendered).toMatchObject([{ source: 'diagrams/a.ts', name: 'a', files, changed: files }]);
    expect(rendered[0].model).toMatch(/^[0-9a-f]{64}$/);
    expect(diagnostics).toEqual([]);
    expect(readFileSync(join(root, 'out/a.svg'), 'utf8')).toContain(rendered[0].model);
    const inspected = await cadastre(root, ['inspect', 'diagrams/a.ts', '--json']);
    expect(json(inspected).diagrams[0].model).toBe(rendered[0].model);
  });

  test('of inspect holds the whole diagram', async () => {
    const root = estate({ 'diagrams/a.ts': source(`[ou('O', [account('A', { id: '1' })])]`) });
    const { diagrams } = json(await cadastre(root, ['inspect', 'diagrams/a.ts', '--json']));
    expect(diagrams[0].diagram.elements['#1']).toMatchObject({
      kind: 'account',
      name: 'A',
      parent: 'ou=O',
    });
    expect(diagrams[0].counts).toMatchObject([
      { kind: 'account', found: 1, drawn: 1 },
      { kind: 'ou', found: 1, drawn: 1 },
    ]);
  });
});

describe('streams', () => {
  test('render prints its files on stdout and progress on stderr', async () => {
    const ended = await inOwnProcess(estate({ 'diagrams/a.ts': GOOD }), ['render', '-f', 'svg']);
    expect(ended.stdout).toBe('out/a.svg\nout/a.model.json\n');
    expect(ended.stderr).toMatch(/^\[1\/1\] a\n1 diagram drawn, 2 files changed\n$/);
    expect(ended.stderr + ended.stdout).not.toMatch(/\x1b/);
  });

  test.each([['render', '-f', 'svg'], ['check'], ['icons', 'ec2']])(
    '--quiet silences the progress of %s',
    async (...args) => {
      const ended = await inOwnProcess(estate({ 'diagrams/a.ts': GOOD }), [...args, '--quiet']);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
    },
  );

  test('--quiet still tells what is wrong', async () => {
    const ended = await inOwnProcess(estate({ 'diagrams/a.ts': WRONG }), ['render', '--quiet']);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^diagrams\/a\.ts:4:44: error unknown-kind: /);
  });

  test('a reader that leaves early is no fault', async () => {
    const ended = await inOwnProcess(estate({}), ['icons'], {
      onStart: (child) => child.stdout?.destroy(),
    });
    expectNoTrace(ended);
    expect(ended.code).toBe(0);
  });
});

describe('exit codes', () => {
  test('warnings fail only when asked to', async () => {
    const root = estate({ 'diagrams/a.ts': WARNED });
    for (const command of ['render', 'check']) {
      expect((await inOwnProcess(root, [command])).code).toBe(0);
      const strict = await inOwnProcess(root, [command, '--fail-on', 'warning']);
      expect(strict.code).toBe(1);
      expect(strict.stderr).toMatch(/warning placed-nowhere/);
    }
    expect(filesIn(join(root, 'out'))).toContain('a.svg');
  });

  test('the config may ask, and the command line overrules it', async () => {
    const root = estate({ 'diagrams/a.ts': WARNED, 'cadastre.config.yaml': 'failOn: warning\n' });
    expect((await cadastre(root, ['render', '-f', 'svg'])).code).toBe(1);
    expect((await cadastre(root, ['render', '-f', 'svg', '--fail-on', 'error'])).code).toBe(0);
  });

  test('a search for icons that finds nothing is 1, with the nearest', async () => {
    const near = await cadastre(estate({}), ['icons', 'ec22']);
    expect(near).toMatchObject({ code: 1, stdout: '' });
    expect(near.stderr).toMatch(/Nothing found for "ec22"\. The nearest kinds are .*\baws:ec2\b/);
    const far = await cadastre(estate({}), ['icons', 'zzzqqq']);
    expect(far).toMatchObject({ code: 1, stdout: '' });
    expect(far.stderr).toMatch(/Nothing found for "zzzqqq"\. Try other words\./);
  });
});

describe('render', () => {
  test('changes no file when nothing changed', async () => {
    const root = estate({ 'diagrams/a.ts': GOOD, 'diagrams/b.ts': WARNED });
    const args = ['render', '-f', 'svg,jpg,png,dot'];
    const first = await cadastre(root, args);
    const out = join(root, 'out');
    const times = () =>
      filesIn(out).map((name) => [name, statSync(join(out, name), { bigint: true }).mtimeNs]);
    const before = times();
    expect(before).toHaveLength(10);
    for (const env of [{}, { XDG_CACHE_HOME: '/dev/null' }]) {
      const again = await cadastre(root, args, { env });
      expect(times()).toEqual(before);
      expect(again.code).toBe(0);
      expect(again.stdout).toBe(first.stdout);
      expect(again.stderr).toMatch(
        /warning placed-nowhere: [\s\S]*2 diagrams (drawn|unchanged), 0 files changed, 1 warning/,
      );
    }
  });

  test('puts right what somebody changed', async () => {
    const root = estate({ 'diagrams/a.ts': GOOD });
    await cadastre(root, ['render', '-f', 'svg']);
    const file = join(root, 'out/a.svg');
    const svg = readFileSync(file, 'utf8');
    writeFileSync(file, svg.replace('Good', 'Evil'));
    const again = await cadastre(root, ['render', '-f', 'svg']);
    expect(again.stderr).toContain('1 file changed');
    expect(readFileSync(file, 'utf8')).toBe(svg);
  });

  test('draws what is named, wherever it lies, and from folders below the root', async () => {
    const root = estate({
      'cadastre.config.yaml': 'sources: src/pictures\nout: made\nformats: [svg]\n',
      'src/pictures/team/net.ts': GOOD,
      'src/pictures/_parts.ts': 'export const x = 1;\n',
      'elsewhere/other.ts': GOOD,
    });
    const all = await cadastre(join(root, 'src'), ['render', '-q']);
    expect(all).toMatchObject({ code: 0, stdout: 'made/team/net.svg\nmade/team/net.model.json\n' });
    const named = await cadastre(join(root, 'elsewhere'), [
      'render',
      '-q',
      'other.ts',
      '-o',
      'here',
    ]);
    expect(named.code, named.stderr).toBe(0);
    expect(filesIn(join(root, 'elsewhere/here'))).toEqual(['other.model.json', 'other.svg']);
  });

  test('of a list draws each by its name', async () => {
    const list = `import { account, diagram } from 'cadastre';
const one = (name: string) => diagram(name, { name, content: account(name) });
export default async () => ['refund', 'payment'].map(one);
`;
    const root = estate({ 'diagrams/flows.ts': list });
    await cadastre(root, ['render', '-f', 'svg']);
    expect(filesIn(join(root, 'out'))).toEqual([
      'flows.payment.model.json',
      'flows.payment.svg',
      'flows.refund.model.json',
      'flows.refund.svg',
    ]);
  });
});

describe('check', () => {
  test('writes nothing, and finds errors as its work', async () => {
    const root = estate({ 'diagrams/a.ts': GOOD, 'diagrams/b.ts': WRONG });
    const ended = await cadastre(root, ['check']);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/error unknown-kind/);
    expect(filesIn(root)).toEqual(['diagrams/a.ts', 'diagrams/b.ts']);
  });

  test('--published holds the output folder against the sources', async () => {
    const root = estate({ 'diagrams/a.ts': GOOD, 'diagrams/b.ts': GOOD });
    const check = () => cadastre(root, ['check', '--published']);
    const none = await check();
    expect(none.code).toBe(1);
    expect(
      none.stderr.match(/error not-drawn-yet: out\/[ab]\.(svg|jpg|model\.json) is missing$/gm),
    ).toHaveLength(6);
    await cadastre(root, ['render']);
    const fine = await check();
    expect(fine).toMatchObject({ code: 0, stdout: '2 diagrams checked: nothing found\n' });

    const svg = readFileSync(join(root, 'out/a.svg'), 'utf8');
    writeFileSync(join(root, 'out/a.svg'), svg.replace('Good', 'Evil'));
    rmSync(join(root, 'out/b.jpg'));
    const stale = await check();
    expect(stale.code).toBe(1);
    expect(stale.stderr).toMatch(
      /^diagrams\/a\.ts: error stale: out\/a\.svg differs from what diagrams\/a\.ts produces\n {4}Run `cadastre render`/m,
    );
    expect(stale.stderr).toMatch(/^diagrams\/b\.ts: error not-drawn-yet: out\/b\.jpg is missing$/m);
    expect(stale.stderr.match(/error/g)).toHaveLength(2);
    expect(readFileSync(join(root, 'out/a.svg'), 'utf8')).toContain('Evil');
  });

  test('--published names what no source makes', async () => {
    const root = estate({ 'diagrams/a.ts': GOOD, 'diagrams/b.ts': GOOD });
    await cadastre(root, ['render', '-f', 'svg,jpg']);
    rmSync(join(root, 'diagrams/b.ts'));
    const ended = await cadastre(root, ['check', '--published']);
    expect(ended.code, ended.stderr).toBe(1);
    expect(ended.stderr).toMatch(/error left-over: .*out\/b\.svg$/m);
  });
});

test('a run in the process that tests share is that of a process of its own', async () => {
  const files = { 'diagrams/a.ts': WARNED, 'diagrams/b.ts': WRONG };
  for (const args of [['--version'], ['render', '-f', 'svg'], ['check', '--json'], ['rendr']])
    expect(await cadastre(estate(files), args)).toEqual(await inOwnProcess(estate(files), args));
});
