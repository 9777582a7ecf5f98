/** Whoever verifies runs nothing of the estate that is verified, unless they ask for it. */

import { existsSync, rmSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { evidenceEstate } from './evidence-estate.ts';

const marking = (path: string, rest: string): string =>
  `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(path)}, '');\n${rest}`;

describe('an estate whose config and diagrams leave a mark when they run', () => {
  test('verify and log run neither; verify --evaluate runs both', async () => {
    const e = evidenceEstate({});
    onTestFinished(() => e.remove());
    const [config, diagram] = [e.path('config-ran'), e.path('diagram-ran')];
    e.as('eng');
    e.commit('Estate', {
      'cadastre.config.ts': marking(
        config,
        "export default { out: 'pictures', formats: ['svg'] };\n",
      ),
      'diagrams/a.ts': marking(
        diagram,
        "import { account, diagram } from 'cadastre';\nexport default diagram('A', { content: account('one') });\n",
      ),
    });
    const root = e.head();
    e.as('ci');
    expect((await e.cadastre(['publish'])).code).toBe(0);
    expect([existsSync(config), existsSync(diagram)]).toEqual([true, true]);
    e.git('clean', '-fdxq');
    for (const mark of [config, diagram]) rmSync(mark, { force: true });

    const verified = await e.cadastre(['verify', '--root', root, '--out', 'pictures']);
    expect(verified.stdout).toContain(`verified from the root ${root}`);
    expect(verified.code).toBe(0);
    const told = await e.cadastre(['verify', '--root', root]);
    expect(told.stderr).toContain('cadastre.config.ts is code and was not run');
    const logged = await e.cadastre(['log', 'a', '--out', 'pictures']);
    expect(logged.stdout).toContain('DRAFT');
    expect([existsSync(config), existsSync(diagram)]).toEqual([false, false]);

    const evaluated = await e.cadastre(['verify', '--root', root, '--evaluate']);
    expect(evaluated.stdout).toMatch(/^pass\s+sources\s+a\s+diagrams\/a\.ts produces this model$/m);
    expect(evaluated.code).toBe(0);
    expect([existsSync(config), existsSync(diagram)]).toEqual([true, true]);
  }, 90_000);
});
