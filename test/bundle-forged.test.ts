/** verify.sh of a bundle, run for real on histories that somebody forged. */

import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BundleStory, bundleStory } from './bundle-story.ts';
import { forgedOf, holdsInPart, type Ran, refused, verify as verifyAt } from './bundle-unpacked.ts';
import { type EvidenceEstate, mail, type Person, POLICY } from './evidence-estate.ts';
import { header, sign, write } from './evidence-forge.ts';

let story: BundleStory;
beforeAll(async () => {
  story = await bundleStory();
}, 180_000);
afterAll(() => story?.estate.remove());

const verify = (folder: string, root = story.rootHash): Promise<Ran> => verifyAt(folder, root);
const forged = (from: number, forge: (made: EvidenceEstate) => void): string =>
  forgedOf(story, from, forge);

describe('a history that was forged', () => {
  test('one that goes on as it should holds: the tests below fail for what they forge', async () => {
    const folder = forged(0, (made) => {
      made.as('eng');
      made.commit('A word', { 'README.md': 'words' });
    });
    holdsInPart(await verify(folder));
  });

  test('a commit by an unknown key', async () => {
    const folder = forged(0, (made) => {
      made.as('eve');
      made.commit('Mine');
    });
    refused(await verify(folder), /not signed by a key in force for eve@example.com/);
  });

  test('a commit by an unknown key in the name of somebody trusted', async () => {
    const folder = forged(0, (made) => {
      made.as('eve');
      made.git('config', 'user.email', mail('eng'));
      made.commit('Mine');
    });
    refused(await verify(folder), /not signed by a key in force for eng@example.com/);
  });

  test('a commit by a trusted key in the name of somebody else', async () => {
    const folder = forged(0, (made) => {
      made.as('app');
      made.git('config', 'user.email', mail('eng'));
      made.commit('Mine');
    });
    refused(await verify(folder), /not signed by a key in force for eng@example.com/);
  });

  test('a commit that nobody signed, under one that somebody did', async () => {
    const folder = forged(0, (made) => {
      made.as('eng');
      made.git('-c', 'commit.gpgsign=false', 'commit', '-q', '--allow-empty', '-m', 'Nobody');
      made.commit('On top');
    });
    refused(await verify(folder), /is not signed by a key in force/);
  });

  test('a key that admits itself', async () => {
    const folder = forged(0, (made) => {
      made.as('eve');
      const all = readFileSync(join(made.root, '.cadastre/allowed_signers'), 'utf8');
      made.commit('Welcome me', { '.cadastre/allowed_signers': `${all}${made.signer('eve')}\n` });
    });
    refused(await verify(folder), /not signed by a key in force for eve@example.com/);
  });

  test('a key that was revoked', async () => {
    const folder = forged(0, (made) => {
      made.as('eng');
      const key = made.signer('app').split(' ').slice(1).join(' ');
      made.commit('Revoke', { '.cadastre/revoked_keys': `${key}\n` });
      made.as('app');
      made.commit('Still here');
    });
    refused(await verify(folder), /not signed by a key in force for app@example.com/);
  });

  test('a parent hidden behind a signature that stands before it', async () => {
    const folder = forged(0, (made) => {
      const [main, tree] = [made.head(), made.git('rev-parse', 'HEAD^{tree}')];
      made.as('eng');
      const side = made.commit('Side');
      const who = `Eng <${mail('eng')}> ${made.git('log', '-1', '--format=%ct')} +0000`;
      const payload = `tree ${tree}\nparent ${main}\nparent ${side}\nauthor ${who}\ncommitter ${who}\n\nMerge\n`;
      const signature = header('gpgsig', sign(made, 'eng', 'git', payload));
      const before = `parent ${side}\n`;
      made.git(
        'reset',
        '-q',
        '--hard',
        write(made, 'commit', payload.replace(before, signature + before)),
      );
      expect(made.git('log', '-1', '--format=%P')).toBe(main);
    });
    refused(await verify(folder), /is not signed by a key in force/);
  });

  test('a trust file with a pattern, which Cadastre does not take', async () => {
    const folder = forged(0, (made) => {
      const all = readFileSync(join(made.root, '.cadastre/allowed_signers'), 'utf8');
      const anybody = made.signer('eve').replace(mail('eve'), '*@example.com');
      made.as('app');
      made.commit('Anybody', { '.cadastre/allowed_signers': `${all}${anybody}\n` });
      made.as('eve');
      made.commit('Me');
    });
    refused(await verify(folder), /has patterns or authorities/);
  });

  test('a date that goes back', async () => {
    const folder = forged(0, (made) => {
      made.as('eng');
      const before = '2020-01-01T00:00:00Z';
      execFileSync('git', ['commit', '-q', '--allow-empty', '-m', 'Long ago', '--date', before], {
        cwd: made.root,
        env: { ...process.env, GIT_COMMITTER_DATE: before },
      });
    });
    refused(await verify(folder), /is dated \d+ s before one of its ancestors/);
  });

  test('pictures changed after they were published', async () => {
    const folder = forged(0, (made) => {
      made.as('eng');
      made.commit('Nicer', { 'out/payments.svg': '<svg/>' });
    });
    refused(await verify(folder), /files changed since they were published/);
  });

  test('a policy in a form that the script does not read', async () => {
    const folder = forged(0, (made) => {
      made.as('eng');
      made.commit('Flow', {
        '.cadastre/policy.yaml': '{roles: {ci: [ci@example.com]}, approvals: 0}',
      });
      made.commit('On top');
    });
    refused(await verify(folder), /only Cadastre can read/);
  });

  describe('approvals', () => {
    const of = (made: EvidenceEstate): string =>
      made.git('ls-files', '-z', '.cadastre/approvals/names*').split('\0')[0] as string;
    /** From the commit that approved, with its files changed by who made the change; all after it as it was. */
    const approvalsForged = (forge: (made: EvidenceEstate, path: string) => void): string => {
      const [second, changed, first] = [0, 1, 2].map((n) =>
        story.estate.git('rev-parse', `HEAD~${n}`),
      ) as [string, string, string];
      return forged(3, (made) => {
        const again = (person: Person, from: string, folder: string): void => {
          made.as(person);
          made.git('checkout', from, '--', folder);
          made.commit('As it was');
        };
        made.as('eng');
        forge(made, of(made));
        made.commit('Approvals');
        again('ci', first, 'out');
        again('eng', changed, 'diagrams');
        again('ci', second, 'out');
      });
    };

    test('published anew they hold: the tests below fail for what they forge', async () => {
      holdsInPart(await verify(approvalsForged(() => {})));
    });

    test('with a signature for git', async () => {
      const folder = approvalsForged((made, path) => {
        const file = join(made.root, path);
        rmSync(`${file}.sig`);
        execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', 'git', '-f', made.key('app'), file], {
          stdio: 'ignore',
        });
        expect(readFileSync(`${file}.sig`, 'utf8')).toContain('BEGIN SSH SIGNATURE');
      });
      refused(await verify(folder), /names & signs has 0 of the 1 approvals that it needs/);
    });

    test('signed by somebody else', async () => {
      const folder = approvalsForged((made, path) => {
        const file = join(made.root, path);
        rmSync(`${file}.sig`);
        const args = [
          '-q',
          '-Y',
          'sign',
          '-n',
          'pci-diagram-approval',
          '-f',
          made.key('eng'),
          file,
        ];
        execFileSync('ssh-keygen', args, { stdio: 'ignore' });
      });
      refused(await verify(folder), /0 of the 1 approvals/);
    });

    test('by the one who made it', async () => {
      const folder = approvalsForged((made, path) => {
        const own = path.replace(mail('app'), mail('eng'));
        const text = readFileSync(join(made.root, path), 'utf8').replace(mail('app'), mail('eng'));
        writeFileSync(join(made.root, own), text);
        for (const ending of ['', '.sig']) rmSync(join(made.root, path + ending));
        const args = [
          '-q',
          '-Y',
          'sign',
          '-n',
          'pci-diagram-approval',
          '-f',
          made.key('eng'),
          join(made.root, own),
        ];
        execFileSync('ssh-keygen', args, { stdio: 'ignore' });
      });
      refused(await verify(folder), /0 of the 1 approvals/);
    });

    test('one that counts for two', async () => {
      const folder = approvalsForged((made, path) => {
        for (const ending of ['', '.sig'])
          writeFileSync(
            join(made.root, path.replace(mail('app'), 'zed@example.com') + ending),
            readFileSync(join(made.root, path + ending)),
          );
        made.commit('Two', {
          '.cadastre/policy.yaml': POLICY.replace('approvals: 1', 'approvals: 2'),
        });
      });
      refused(await verify(folder), /1 of the 2 approvals/);
    });

    test('by a key that has expired, claiming a time before', async () => {
      const folder = approvalsForged((made, path) => {
        const signers = readFileSync(join(made.root, '.cadastre/allowed_signers'), 'utf8');
        const app = made.signer('app');
        made.commit('Until then', {
          '.cadastre/allowed_signers': signers.replace(
            app,
            app.replace(' ', ' valid-before="20200101" '),
          ),
        });
        const file = join(made.root, path);
        const text = readFileSync(file, 'utf8').replace(/"time":"\d{4}/, '"time":"2019');
        writeFileSync(file, text);
        rmSync(`${file}.sig`);
        const args = [
          '-q',
          '-Y',
          'sign',
          '-n',
          'pci-diagram-approval',
          '-f',
          made.key('app'),
          file,
        ];
        execFileSync('ssh-keygen', args, { stdio: 'ignore' });
      });
      refused(await verify(folder), /0 of the 1 approvals/);
    });

    test('hold when the approver left later, and not when the key was revoked', async () => {
      const left = approvalsForged((made) => {
        const signers = readFileSync(join(made.root, '.cadastre/allowed_signers'), 'utf8');
        made.commit('Left', {
          '.cadastre/allowed_signers': signers.replace(`${made.signer('app')}\n`, ''),
        });
      });
      holdsInPart(await verify(left));
      const revoked = approvalsForged((made) => {
        const key = made.signer('app').split(' ').slice(1).join(' ');
        made.commit('Revoked', { '.cadastre/revoked_keys': `${key}\n` });
      });
      refused(await verify(revoked), /is not signed by a key in force|0 of the 1 approvals/);
    });

    test('of another model', async () => {
      const folder = approvalsForged((made, path) => {
        const text = readFileSync(join(made.root, path), 'utf8');
        writeFileSync(join(made.root, path), text.replace(/"model":"./, '"model":"x'));
      });
      refused(await verify(folder), /0 of the 1 approvals/);
    });
  });
});
