// Writes the table of kinds into docs/icons.md, between its markers.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const place = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url));
const rows = /`\n([\s\S]*)\n`/
  .exec(readFileSync(place('src/icons/catalogue-rows.ts'), 'utf8'))[1]
  .split('\n')
  .map((row) => row.split('\t'));

const providers = {
  aws: 'Amazon Web Services',
  gcp: 'Google Cloud',
  azure: 'Azure',
  k8s: 'Kubernetes',
  saas: 'Hosted services',
  brand: 'Software and hardware',
  generic: 'General',
};

const section = ([provider, title]) => {
  const own = rows.filter(([names]) => names.startsWith(`${provider}:`));
  const lines = own.map(([names, name, category, source, look]) => {
    const [kind, ...aliases] = names.split(' ');
    const marks = [look && 'group', source.startsWith('~') && 'no own icon'].filter(Boolean);
    const cells = [
      `\`${kind}\``,
      name,
      category,
      aliases.map((a) => `\`${a}\``).join(' '),
      marks.join(', '),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return `### ${title} (${own.length})

| kind | title | category | aliases | |
| --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
};

const file = place('docs/icons.md');
const text = readFileSync(file, 'utf8');
const table = Object.entries(providers).map(section).join('\n');
writeFileSync(
  file,
  text.replace(
    /<!-- kinds -->[\s\S]*<!-- \/kinds -->/,
    () => `<!-- kinds -->\n\n${table}\n<!-- /kinds -->`,
  ),
);
