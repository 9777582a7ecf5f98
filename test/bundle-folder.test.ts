/** A bundle of an estate that is but a folder of a repository, and its verify.sh. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sha256 } from '../src/model/digest.ts';
import { holds, refused, verify } from './bundle-unpacked.ts';
import { evidenceEstate } from './evidence-estate.ts';

describe('an estate in a folder of a repository', () => {
  test('what lies beside it may be unsigned, what lies in it may not', async () => {
    const source = (name: string): string =>
      `import { account, diagram } from 'cadastre';\nexport default diagram('A', { content: [account('${name}')] });\n`;
    const made = evidenceEstate({ 'networks/diagrams/a b.ts': source('one') }, 'networks/');
    onTestFinished(() => made.remove());
    const unsigned = (file: string, text: string): void => {
      mkdirSync(dirname(join(made.root, file)), { recursive: true });
      writeFileSync(join(made.root, file), text);
      made.git('add', file);
      made.git('-c', 'commit.gpgsign=false', 'commit', '-q', '-m', file);
    };
    made.as('eng');
    unsigned('app/main.c', '1');
    const root = made.commit('Diagrams');
    // A branch that began before there was trust.
    made.git('checkout', '-q', '-b', 'side', 'HEAD~1');
    made.commit('Side', { 'app/side.c': '1' });
    made.git('checkout', '-q', 'main');
    made.git('merge', '-q', '--no-ff', '-m', 'Merge', 'side');
    unsigned('app/main.c', '2');
    made.as('ci');
    const published = await made.cadastre(['publish']);
    expect(published.code, published.stderr).toBe(0);
    const bundled = async (): Promise<string> => {
      const zip = made.path('b.zip');
      const { code, stderr } = await made.cadastre(['bundle', '-o', zip]);
      expect(code, stderr).toBe(0);
      const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cadastre-folder-')));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), bytes);
      }
      return folder;
    };
    const folder = await bundled();
    const ran = await verify(folder, root);
    holds(ran);
    expect(ran.said).toContain('a b is a DRAFT');
    unsigned('networks/README.md', 'words');
    const pack = execFileSync('git', ['pack-objects', '--stdout', '--revs', '-q'], {
      cwd: made.root,
      input: `${made.head()}\n`,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    writeFileSync(join(folder, 'history.pack'), pack);
    const head = readFileSync(join(folder, 'bundle.json'), 'utf8');
    const tip = `"tip": "${made.head()}"`;
    writeFileSync(join(folder, 'bundle.json'), head.replace(/"tip": "\w+"/, tip));
    const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').replace(
      /^\w{64}( {2}(?:history\.pack|bundle\.json))$/gm,
      (_, name: string) => sha256(readFileSync(join(folder, name.trim()))) + name,
    );
    writeFileSync(join(folder, 'SHA256SUMS'), sums);
    refused(await verify(folder, root), /is not signed by a key in force/);
  }, 90_000);
});
