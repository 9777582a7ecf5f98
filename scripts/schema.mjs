/**
 * Writes schema/diagram.schema.json, which editors complete YAML diagrams from, out of
 * src/model/schema.ts. `--check` only compares, and fails when the file is not current.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FILE = new URL('../schema/diagram.schema.json', import.meta.url);

const bundled = await build({
  stdin: {
    contents: `import { z } from 'zod';
      import { LEAST_NUMERIC_ID } from './src/model/patterns.ts';
      import { yamlDocument } from './src/model/schema.ts';
      import { names } from './src/icons/catalogue.ts';
      // As the reader does, take a number where a text is wanted: only it sees how it was written (0123).
      const override = ({ jsonSchema: s, path }) => {
        if (s.type !== 'string' || s.pattern || s.enum || s.const !== undefined) return;
        if (path.at(-1) === 'id') {
          s.type = ['string', 'integer'];
          s.minimum = LEAST_NUMERIC_ID;
        } else if (s.minLength === undefined) s.type = ['string', 'number'];
      };
      // Draft 7 is what editors' YAML extensions read.
      export const schema = z.toJSONSchema(yamlDocument, { target: 'draft-7', io: 'input', override });
      // Once for all elements: every kind, alias and word, the words first, as an editor offers them.
      const { description } = schema.definitions.kind;
      const words = names().filter((name) => !name.includes(':'));
      const kinds = names().filter((name) => name.includes(':')).sort();
      schema.definitions.kind = { description, type: 'string', enum: [...words, ...kinds] };`,
    resolveDir: fileURLToPath(new URL('..', import.meta.url)),
  },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  logLevel: 'error',
});
const code = bundled.outputFiles[0].text;
const { schema } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
const text = `${JSON.stringify(schema, null, 2)}\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== text) {
    console.error('schema/diagram.schema.json is not current: run node scripts/schema.mjs');
    process.exitCode = 1;
  }
} else writeFileSync(FILE, text);
