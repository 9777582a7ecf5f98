/** A team of five edits one network diagram in a week: nobody approves twice, but where two changed one thing. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  approveAs,
  DIAGRAM_FILE,
  LINES,
  mergeByHost,
  network,
  published,
  publishNow,
  pullRequest,
  refusals,
  teamEstate,
} from './change-team.ts';
import { mail } from './evidence-estate.ts';
import { rootOf, unpackedScript } from './evidence-forge.ts';

const add = (line: string, name: string, cidr: string): Record<string, string> => ({
  [line]: `${LINES[line]}\nsubnet('${name}', { cidr: '${cidr}', zone: 'connected' }),`,
});

test('a week of overlapping pull requests', async () => {
  const e = await teamEstate();
  try {
    const approved = (version: number): void => {
      expect(published(e)).toMatchObject({ version });
      expect(published(e).draft).toBeUndefined();
    };
    approved(1);

    // Monday: three pull requests on the same version, each approved by a colleague who makes another of them.
    const web = add('edge', 'web', '10.1.3.0/24');
    const zone = { build: LINES.build?.replace('No card data', 'Builds only') ?? '' };
    await pullRequest(e, 'web', 'eng', network(web), 'app');
    await pullRequest(e, 'mail', 'app', network(add('db', 'mail', '10.1.4.0/24')), 'eng');
    await pullRequest(e, 'zone', 'eve', network(zone), 'dan');

    // Tuesday: one is merged and published; then the two others, in one publication.
    mergeByHost(e, 'web');
    expect(await publishNow(e)).not.toMatch(/approv/);
    approved(2);
    mergeByHost(e, 'mail', 'zone');
    expect(await publishNow(e)).not.toMatch(/approv/);
    approved(3);
    expect(published(e).approvedChanges).toHaveLength(2);

    // Wednesday: two change the same subnet, and one of these something else as well.
    const now = { ...web, ...add('db', 'mail', '10.1.4.0/24'), ...zone };
    const jump = (to: string): Record<string, string> => ({
      jump: LINES.jump?.replace('security-impacting', to) ?? '',
    });
    await pullRequest(e, 'dan', 'dan', network({ ...now, ...jump('connected') }), 'fay');
    await pullRequest(
      e,
      'fay',
      'fay',
      network({ ...now, ...jump('cde'), ...add('logs', 'audit', '10.2.3.0/24') }),
      'eve',
    );
    mergeByHost(e, 'dan');
    expect(await publishNow(e)).not.toMatch(/approv/);
    approved(4);

    // Thursday: the other conflicts; fay merges main, resolves it, and is told on the branch what is to be approved anew.
    e.git('checkout', '-q', 'fay');
    e.as('fay');
    expect(() => e.git('merge', '-q', 'main')).toThrow();
    const resolved = network({ ...now, ...jump('cde'), ...add('logs', 'audit', '10.2.3.0/24') });
    e.commit('Merge main', { [DIAGRAM_FILE]: resolved });
    expect(await publishNow(e, true)).toMatch(
      /eve@example.com: version 4 has changed element #vpc-2\/subnet=jump since[\s\S]*published as a draft/,
    );
    await approveAs(e, 'eve', { ticket: 'CHG-fay' });
    expect(await publishNow(e, true)).not.toMatch(/approv/);
    mergeByHost(e, 'fay');
    await publishNow(e);
    approved(5);

    // Friday: nothing new, no commit; the chain holds, and the record says whose each change is.
    const head = e.head();
    await publishNow(e);
    expect(e.head()).toBe(head);
    expect(await refusals(e)).toEqual([]);
    const zip = e.path('week.zip');
    const bundled = await e.cadastre(['bundle', '-o', zip]);
    expect(bundled, bundled.stderr).toMatchObject({ code: 0 });
    const script = unpackedScript(zip, e.path('week/x'));
    const said = spawnSync('sh', [script, rootOf(e)], { encoding: 'utf8' });
    expect(said.stdout).toMatch(
      /changes [0-9a-f]{64} of net, made by fay@example.com, are approved by eve@example.com/,
    );
    expect(said.stdout).toMatch(/not: .*that changes approved separately make the models/);
    expect(said.status).toBe(0);
    const page = readFileSync(e.path('week/index.html'), 'utf8');
    expect(page).toMatch(
      /Approved separately[\s\S]*made by app@<wbr>example.com, approved by eng@<wbr>example.com/,
    );
    const log = await e.cadastre(['log', 'net']);
    expect(log.stdout).toMatch(
      /made by eve@example.com, approved by dan@example.com \(CHG-zone\)\n {4}subnet "build": justification/,
    );
    expect(published(e).makers).toEqual([mail('fay')]);
  } finally {
    e.remove();
  }
});
