/** Code runs while diagrams are made, and may exchange a file for that moment: what is published must not say otherwise. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { wasLoadedOtherwise } from '../src/sources/typescript/loaded-texts.ts';
import { compileIn } from './derived-estate.ts';

test('a file that was another while its diagram was made from it is noticed, one that was not is not', async () => {
  const { compiled, lines } = await compileIn(
    {
      'diagrams/_b.ts': "export const name = 'committed';\n",
      'diagrams/a.ts': `import { writeFileSync } from 'node:fs';
import { account, diagram } from 'cadastre';
const file = new URL('./_b.ts', import.meta.url);
file.search = '';
writeFileSync(file, "export const name = 'another';");
const { name } = await import('./_b.ts');
writeFileSync(file, "export const name = 'committed';\\n");
export default diagram('T', { content: account(name, { description: file.pathname }) });
`,
    },
    'diagrams/a.ts',
  );
  expect(lines).toEqual([]);
  const [element] = Object.values(compiled.diagrams[0]?.diagram.elements ?? {});
  expect(element?.name).toBe('another');
  const path = decodeURIComponent(element?.facts.description ?? '');
  expect(wasLoadedOtherwise(path, readFileSync(path))).toBe(true);
  const own = join(path, '../a.ts');
  expect(wasLoadedOtherwise(own, readFileSync(own))).toBe(false);
});
