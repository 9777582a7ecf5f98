/** Real YAML of other tools is not a diagram: it is refused with a place, and never crashes the reader. */

import { expect, test } from 'vitest';
import { corpusFile, corpusFiles } from './corpus.ts';
import { compileIn } from './derived-estate.ts';
import { withNeed } from './required.ts';

withNeed('corpus', test.each([...corpusFiles('', '.yaml'), ...corpusFiles('', '.yml')]))(
  '%s',
  async (name) => {
    const { compiled } = await compileIn({ 'a.yaml': corpusFile(name).toString('utf8') }, 'a.yaml');
    expect(compiled.diagrams).toEqual([]);
    expect(compiled.diagnostics.map(({ severity }) => severity)).toContain('error');
    for (const { origin } of compiled.diagnostics)
      expect(origin).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
  },
);
