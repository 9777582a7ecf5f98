/** What rules find is published with the pictures, and judged again by who verifies. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evidenceEstate } from './evidence-estate.ts';
import {
  approve,
  expectRefused,
  expectVerified,
  forgePublication,
  manifestOf,
  publish,
} from './evidence-forge.ts';

const SOURCE = `import { diagram, subnet, vpc } from 'cadastre';
export default diagram('Network', {
  profile: 'pci-1.2.3',
  owner: 'Networks',
  waivers: [{ rule: 'segment-zone', reason: 'Goes away', until: '2090-01-01' }],
  content: [vpc('Main', [subnet('データ')])],
});
`;

const CONFIG = `import { defineConfig } from 'cadastre';
export default defineConfig({
  formats: ['svg'],
  rules: [{ id: 'acme/never', severity: 'warning', why: 'w', fix: 'f', check: () => [{ message: 'found by ours' }] }],
});
`;

test('findings, waived ones and those of own rules, are in the manifest; check --published goes by it', async () => {
  const e = evidenceEstate({ 'diagrams/a.ts': SOURCE, 'cadastre.config.ts': CONFIG });
  try {
    e.as('eng');
    e.commit('First');
    e.as('ci');
    const draft = await e.cadastre(['publish']);
    expect(draft.stderr).toMatch(/warning has-findings: "a" is published with \d+ findings/);
    // As render and check do: an auditor gets the JPG.
    expect(draft.stderr).toMatch(/warning glyph-missing: no font has .* in "データ"/);
    const found = manifestOf(e).diagrams.a?.findings ?? [];
    expect(found).toContainEqual({
      rule: 'acme/never',
      severity: 'warning',
      message: 'found by ours',
    });
    expect(found.filter(({ rule }) => rule === 'segment-zone')).toMatchObject([
      { waived: true },
      { waived: true },
    ]);
    expect(found).toContainEqual(
      expect.objectContaining({ rule: 'title-block', message: 'the title block has no approver' }),
    );
    await expectVerified(e, []);
    e.as('app');
    const asked = await e.cadastre(['approve', 'diagrams/a.ts']);
    expect(asked.stderr).toMatch(/\n {2}findings of pci-1\.2\.3\n(?: {4}.*\n)+/);
    expect(asked.stderr).toContain('\n    warning acme/never: found by ours\n');
    expect(asked.stderr).toMatch(/\n {4}waived until 2090-01-01 segment-zone: .* \(Goes away\)\n/);
    await approve(e);
    await publish(e);
    expect(manifestOf(e).diagrams.a?.findings.map(({ rule }) => rule)).not.toContain('title-block');
    await expectVerified(e, []);

    const checked = JSON.parse((await e.cadastre(['check', '--published', '--json'])).stdout);
    const codes = checked.diagnostics.map(({ code }: { code: string }) => code);
    for (const code of [
      'stale',
      'not-drawn-yet',
      'left-over',
      'not-published',
      'title-block',
      'approver-differs',
    ])
      expect(codes).not.toContain(code);
    expect(codes).toContain('segment-cidr');
    expect(checked.judged[0].later).toEqual([]);
    expect(checked.judged[0].checked).toContainEqual(
      expect.objectContaining({ rule: 'title-block', findings: 0 }),
    );
    writeFileSync(join(e.root, 'out/a.svg'), 'another');
    const swapped = await e.cadastre(['check', '--published']);
    expect(swapped.stderr).toMatch(
      /error not-published: out\/a.svg is not the file in the manifest/,
    );
    e.git('checkout', '-q', '--', 'out');

    // Words are those of the version that published; what is found where is not.
    const last = manifestOf(e).diagrams.a?.findings ?? [];
    expect(last.some(({ element }) => element !== undefined)).toBe(true);
    forgePublication(e, ({ diagrams: { a } }) => {
      if (a) Object.assign(a, { findings: a.findings.map((f) => ({ ...f, message: 'reworded' })) });
    });
    await expectVerified(e, []);
    forgePublication(e, ({ diagrams: { a } }) => {
      if (a)
        Object.assign(a, { findings: a.findings.map((f) => ({ ...f, element: '#elsewhere' })) });
    });
    await expectRefused(e, 'findings', /findings differ/, []);
    forgePublication(e, ({ diagrams: { a } }) => {
      if (a) Object.assign(a, { findings: last });
    });

    // CI's key alone cannot leave one out.
    forgePublication(e, ({ diagrams: { a } }) => {
      if (a)
        Object.assign(a, { findings: a.findings.filter(({ rule }) => rule !== 'segment-cidr') });
    });
    await expectRefused(e, 'findings', /findings differ/, []);
  } finally {
    e.remove();
  }
});
