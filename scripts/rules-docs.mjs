/**
 * Writes docs/rules.md and a page for each rule in docs/rules/, out of src/rules. `--check` only compares,
 * and fails when a page is not current.
 */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const DOCS = new URL('../docs/', import.meta.url);

const bundled = await build({
  entryPoints: [fileURLToPath(new URL('../src/rules/profiles.ts', import.meta.url))],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  logLevel: 'error',
  // The few packages that rules use are CommonJS.
  banner: {
    js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(import.meta.url)});`,
  },
});
const code = bundled.outputFiles[0].text;
const { PROFILES, RULES } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const profilesOf = (rule) =>
  Object.keys(PROFILES).filter((name) => PROFILES[name].rules.some(({ id }) => id === rule.id));
const STAGES = {
  source: 'in a pull request, by `cadastre check`',
  published: 'where there is a manifest: it needs version, dates and approvals',
};

const page = (rule) => `# ${rule.id}

${capital(rule.fact)}.

${rule.why}

**What is checked.** ${rule.explanation}

**What to do.** ${rule.fix}

| | |
| --- | --- |
| severity | ${rule.severity} |
| requirements of PCI DSS v4.0.1 | ${rule.requirements.join(', ')} |
| profiles | ${profilesOf(rule)
  .map((name) => `\`${name}\``)
  .join(', ')} |
| judged | ${STAGES[rule.stage]} |

Where it does not hold for a good reason, [waive it](../rules.md#waivers).
`;

const row = (rule) =>
  `| [\`${rule.id}\`](rules/${rule.id}.md) | ${rule.fact} | ${rule.severity} | ${rule.requirements.join(', ')} |`;

const section = ([name, { title, rules, left }]) => `### ${name}

${capital(title)}.

| rule | the fact | severity | PCI DSS |
| --- | --- | --- | --- |
${rules.map(row).join('\n')}

Left to the assessor:

${left.map((what) => `- ${what}`).join('\n')}
`;

const tables = Object.entries(PROFILES)
  .filter(([, { rules }]) => rules.length > 0)
  .map(section)
  .join('\n');

const index = readFileSync(new URL('rules.md', DOCS), 'utf8').replace(
  /<!-- profiles -->[\s\S]*<!-- \/profiles -->/,
  () => `<!-- profiles -->\n\n${tables}\n<!-- /profiles -->`,
);

const files = new Map([
  ['rules.md', index],
  ...RULES.map((rule) => [`rules/${rule.id}.md`, page(rule)]),
]);

mkdirSync(new URL('rules/', DOCS), { recursive: true });
const old = readdirSync(new URL('rules/', DOCS))
  .map((name) => `rules/${name}`)
  .filter((name) => !files.has(name));
const read = (name) => {
  try {
    return readFileSync(new URL(name, DOCS), 'utf8');
  } catch {
    return undefined;
  }
};
const wrong = [...old, ...[...files].filter(([name, text]) => read(name) !== text).map(([n]) => n)];

if (process.argv.includes('--check')) {
  for (const name of wrong)
    console.error(`docs/${name} is not current: run node scripts/rules-docs.mjs`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
} else {
  for (const name of old) rmSync(new URL(name, DOCS));
  for (const [name, text] of files) writeFileSync(new URL(name, DOCS), text);
}
