/** The whole story, once: from the first commit to an auditor elsewhere, who has git, a bundle and a hash. */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type EvidenceEstate, evidenceEstate, mail } from './evidence-estate.ts';
import { DIAGRAM, manifestOf, rootOf, unpackedScript } from './evidence-forge.ts';

const run = async (e: EvidenceEstate, args: readonly string[], folder?: string) => {
  const ended = await e.cadastre(args, folder);
  expect(ended.stderr).not.toMatch(/This is a bug|^\s+at /m);
  return ended;
};

const ok = async (e: EvidenceEstate, args: readonly string[], folder?: string): Promise<string> => {
  const ended = await run(e, args, folder);
  expect(ended, ended.stdout + ended.stderr).toMatchObject({ code: 0 });
  return ended.stdout;
};

function sixMonthsAfter(day: string): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + 6, 0)).getUTCDate();
  return new Date(Date.UTC(year, month + 5, Math.min(date, last))).toISOString().slice(0, 10);
}

test('edit, approve, merge, publish, hand out, verify; change, rotate, withdraw', async () => {
  const accounts = (content: string): string =>
    DIAGRAM(content).replace('{ content', "{ reviewEvery: '6 months', content");
  const e = evidenceEstate({
    'diagrams/accounts.ts': accounts("account('Payments', { zone: 'cde' })"),
    '.gitattributes': 'out/** -text\n',
  });
  try {
    e.as('eng');
    e.commit('Start');
    const root = rootOf(e);

    // A change on a branch, published nowhere; the engineer looks at a draft.
    e.git('checkout', '-q', '-b', 'change');
    const two = accounts("account('Payments', { zone: 'cde' }), account('Logs')");
    e.commit('Add the log archive', { 'diagrams/accounts.ts': two });
    await ok(e, ['render', '-o', e.path('look'), '-f', 'svg']);
    expect(readFileSync(e.path('look/accounts.svg'), 'utf8')).toContain('DRAFT');

    // The engineer is no approver; the approver sees what it is, and signs on the branch.
    expect(await run(e, ['approve', 'diagrams/accounts.ts', '--yes'])).toMatchObject({ code: 2 });
    e.as('app');
    const unasked = await run(e, ['approve', 'diagrams/accounts.ts']);
    expect(unasked).toMatchObject({ code: 1, stdout: '' });
    expect(unasked.stderr).toMatch(/added account "Logs"/);
    const digest = /model +sha256 ([0-9a-f]{64})/.exec(unasked.stderr)?.[1] ?? '';
    const files = await ok(e, [
      'approve',
      'diagrams/accounts.ts',
      '--yes',
      '--model',
      digest.slice(0, 12),
    ]);
    expect(files.trim().split('\n')).toHaveLength(2);
    e.commit('Approve');
    e.git('checkout', '-q', 'main');
    e.git('merge', '-q', '--no-ff', '-S', '-m', 'Merge the change', 'change');

    // CI publishes, in a detached checkout as CI has it, and has nothing more to do the second time.
    e.as('ci');
    e.git('checkout', '-q', '--detach');
    const published = await ok(e, ['publish', '--branch', 'main']);
    expect(published).toMatch(/^published 1 diagram in [0-9a-f]{40}\n$/);
    expect(e.git('status', '--porcelain')).toBe('');
    e.git('checkout', '-q', 'main');
    expect(await ok(e, ['publish'])).toBe('nothing has changed: no commit made\n');
    execFileSync('sha256sum', ['--quiet', '-c', 'SHA256SUMS'], { cwd: join(e.root, 'out') });
    const first = manifestOf(e);
    expect(first.diagrams.accounts).toMatchObject({
      version: 1,
      makers: [mail('eng')],
      approvals: [{ by: mail('app') }],
      model: digest,
    });
    const svg = readFileSync(join(e.root, 'out/accounts.svg'), 'utf8');
    for (const words of ['eng@example.com', 'app@example.com', first.diagrams.accounts?.date ?? ''])
      expect(svg).toContain(words);
    expect(svg).not.toContain('DRAFT');
    await ok(e, ['check', '--published']);

    // The auditor: another machine, no repository, no network; the same bundle every time.
    const zip = e.path('evidence.zip');
    await ok(e, ['bundle', '-o', zip]);
    const bytes = readFileSync(zip);
    await ok(e, ['bundle', '-o', zip, '--quiet']);
    expect(readFileSync(zip).equals(bytes)).toBe(true);
    mkdirSync(e.path('auditor/x'), { recursive: true });
    const there = e.path('auditor/x');
    expect(await ok(e, ['verify', zip, '--root', root], there)).toMatch(/^verified from the root/m);
    expect(await run(e, ['verify', zip], there)).toMatchObject({ code: 1 });
    const script = unpackedScript(zip, e.path('auditor/unpacked/x'));
    expect(spawnSync('sh', [script, root], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^VERIFIED: history/m),
    });

    // A change that nobody has approved yet is a draft; the version in force is still the first.
    e.as('eng');
    e.commit('One more', {
      'diagrams/accounts.ts': two.replace("'Logs'", "'Logs'), account('Audit'"),
    });
    e.as('ci');
    expect(await run(e, ['publish'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not-approved[\s\S]*approval-lapsed/),
    });
    const day = first.diagrams.accounts?.date ?? '';
    expect(await ok(e, ['log', 'accounts', '--on', day])).toMatch(/^version 1 /m);
    expect(await run(e, ['log', 'accounts', '--on', '2020-01-01'])).toMatchObject({ code: 1 });
    expect(await run(e, ['log', 'accounts', '--on', '2999-01-01'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('2999-01-01 is in the future'),
    });

    // Keys change hands: the approver has a new one, the old one ends tomorrow.
    const next = e.path('keys/next');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', next]);
    const trusted = readFileSync(join(e.root, '.cadastre/allowed_signers'), 'utf8');
    const ends = new Date(Date.now() + 172_800_000).toISOString().slice(0, 10).replaceAll('-', '');
    e.as('app');
    e.commit('New key', {
      '.cadastre/allowed_signers': `${trusted.replace(e.signer('app'), e.signer('app').replace(' ', ` valid-before="${ends}" `))}${mail('app')} ${readFileSync(`${next}.pub`, 'utf8').trim()}\n`,
    });
    e.git('config', 'user.signingkey', next);
    await ok(e, ['approve', 'diagrams/accounts.ts', '--yes']);
    e.commit('Approve with the new key');
    e.as('ci');
    await ok(e, ['publish']);
    expect(manifestOf(e).diagrams.accounts).toMatchObject({ version: 2, previous: digest });
    const log = await ok(e, ['log', 'accounts']);
    expect(log.match(/^(version|DRAFT).*/gm)).toEqual([
      expect.stringMatching(/^version 2/),
      expect.stringMatching(/^DRAFT/),
      expect.stringMatching(/^version 1/),
    ]);
    // What was approved is told against what was approved before, whatever was published in between.
    expect(log.split('\n\n')[1]).toMatch(
      /^version 2 [\s\S]*in force +since [\s\S]*changed +since version 1\n +added account "Audit"$/,
    );
    expect(log.split('\n\n')[3]).toMatch(
      /^version 1 [\s\S]*in force +until \S+, when version 2 was/,
    );
    const due = sixMonthsAfter(manifestOf(e).diagrams.accounts?.date ?? '');
    expect(log).toContain(`  review due   ${due}\n`);

    // The approver was wrong, and says so.
    e.as('app');
    e.git('config', 'user.signingkey', next);
    await ok(e, ['approve', 'diagrams/accounts.ts', '--withdraw', '--yes']);
    e.commit('Withdraw');
    // From now on, not only from the next publication.
    const soon = JSON.parse(await ok(e, ['log', 'accounts', '--json'])).diagrams.accounts.at(-1);
    expect(soon).toMatchObject({ version: 2, until: { how: 'withdrawn', by: mail('app') } });
    await new Promise((done) => setTimeout(done, 1000));
    e.as('ci');
    expect((await run(e, ['publish'])).stderr).toMatch(/it was withdrawn/);
    expect(manifestOf(e).diagrams.accounts).toMatchObject({ version: 2, draft: true });
    expect(await ok(e, ['verify', '--root', root])).toMatch(/accounts: DRAFT/);
    const today = manifestOf(e).published.slice(0, 10);
    const words = `until ${today}, when ${mail('app')} withdrew the approval`;
    const all = await ok(e, ['log', 'accounts']);
    expect(all).toMatch(
      new RegExp(`^version 2 [\\s\\S]*${mail('app')} \\(withdrawn on ${today}\\)`, 'm'),
    );
    expect(all).toContain(`  in force     ${words}\n`);
    expect(all).toMatch(/^DRAFT [\s\S]*?changed +since version 2\n +app@example.com withdrew the/m);
    // The older one does not come back: nothing is in force, and it says since when and by whom.
    const none = await run(e, ['log', 'accounts', '--on', today]);
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toContain(
      `No approved version of accounts was in force at the end of ${today}.`,
    );
    expect(none.stderr).toContain(`accounts: version 2 was in force ${words}.`);
    expect(none.stderr).toContain('No older version takes its place');
    const json = JSON.parse((await run(e, ['log', 'accounts', '--on', today, '--json'])).stdout);
    expect(json).toMatchObject({
      diagrams: {},
      ended: {
        accounts: { version: 2, reviewDue: due, until: { how: 'withdrawn', by: mail('app') } },
      },
    });
    expect(json.ended.accounts.withdrawn).toMatchObject([{ by: mail('app') }]);

    // All of it, elsewhere.
    await ok(e, ['bundle', '-o', zip]);
    expect(await ok(e, ['verify', zip, '--root', root], there)).toMatch(/^verified/m);
    const page = Buffer.from(unzipSync(readFileSync(zip))['index.html'] ?? []).toString('utf8');
    const shown = page.replace(/<[^>]*>/g, '');
    expect(shown).toContain(`in force ${words}`);
    expect(shown).toContain(`No version is in force: version 2 was in force ${words}`);
    expect(page).not.toContain('force-badge">in force');
    const again = unpackedScript(zip, e.path('auditor/again/x'));
    const said = spawnSync('sh', [again, root], { encoding: 'utf8' });
    expect(said, said.stdout + said.stderr).toMatchObject({ status: 0 });
  } finally {
    e.remove();
  }
}, 180_000);
