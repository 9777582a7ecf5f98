// Kinds of Amazon Web Services, read from the file names and titles of the package `aws-icons`.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { aliases } from './icons-aws-aliases.mjs';
import { categories } from './icons-aws-categories.mjs';
import { groups, rewrites, titles } from './icons-aws-names.mjs';

const root = path.dirname(createRequire(import.meta.url).resolve('aws-icons/package.json'));

/** Category of a service by the colour of its square, where the names file has no better one. */
const colours = {
  ed7100: 'compute',
  '8c4fff': 'networking',
  '7aa116': 'storage',
  c925d1: 'database',
  dd344c: 'security',
  e7157b: 'management',
  '01a88d': 'artificial-intelligence',
};

const words = (name) =>
  name
    .replace(/\.svg$/, '')
    .replace(/_/g, '-')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .split('-');

const squash = (text) => text.toLowerCase().replace(/[^a-z0-9]/g, '');

const kebab = (text) =>
  text
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** The hyphenated name: the artwork's own title where it still agrees with the file's name. */
function fullName(file, svg) {
  const base = path.basename(file, '.svg');
  const override = titles[base];
  if (override) return override;
  const title = /<title>([^<]*)/.exec(svg)?.[1] ?? '';
  const name = (title.split('/').at(-1) ?? '')
    .replace(/^(Arch|Res)_/, '')
    .replace(/\s*_(48|32)(_Light|_Dark)?$/, '');
  const own = name.replace(/_/g, ' ').replace(/(?<=\w)-(?=\w)/g, ' ');
  return squash(own) === squash(base) ? own : words(base).join(' ');
}

function list(folder) {
  return readdirSync(path.join(root, 'icons', folder))
    .filter((file) => file.endsWith('.svg'))
    .sort()
    .map((file) => {
      const svg = readFileSync(path.join(root, 'icons', folder, file), 'utf8');
      return { file: `${folder}/${file}`, base: path.basename(file, '.svg'), svg };
    });
}

/** The kind's name of a title: without the vendor, shortened by the rewrites. */
function nameOf(title) {
  let name = kebab(title.replace(/^(AWS|Amazon) /, ''));
  for (const [from, to] of rewrites) name = name.replace(from, to);
  return name;
}

/** A resource's title without the service that its own name repeats or makes needless. */
const shortTitle = (title) =>
  title
    .replace(/^(AWS|Amazon) .+? (?=(AWS|Amazon) )/, '')
    .replace(/^(Amazon VPC|Elastic Load Balancing) (?=.*[a-z])/, '');

/** The names as AWS writes them are aliases of those that were shortened. */
function spellOut(found) {
  const taken = new Set(found.keys());
  for (const short of Object.values(aliases).flat()) taken.add(`aws:${short}`);
  for (const entry of found.values()) {
    const full = `aws:${entry.full}`;
    if (entry.full && !taken.has(full)) {
      taken.add(full);
      entry.aliases.push(full);
    }
    delete entry.full;
  }
}

/** All kinds of AWS: `{ kind, title, category, source, aliases, group? }`. */
export function aws() {
  const found = new Map();
  const add = (kind, entry) => {
    const known = found.get(kind);
    if (known) throw new Error(`aws-icons: ${kind} twice: ${known.source}, ${entry.source}`);
    found.set(kind, { kind, aliases: [], ...entry });
  };
  for (const [name, group] of Object.entries(groups)) {
    const { art, title, category = 'group', ...look } = group;
    add(`aws:${name}`, {
      title,
      category,
      source: art.includes(':') ? art : `aws-icons:${art}.svg`,
      group: look,
    });
  }
  const services = list('architecture-service').filter(({ base }) => !/Dark$/.test(base));
  for (const { file, base, svg } of services) {
    const title = fullName(file, svg);
    const kind = `aws:${nameOf(title)}`;
    const colour = /fill="#([0-9a-f]{6})"/.exec(svg)?.[1] ?? '';
    const category = categories[base] ?? colours[colour] ?? 'general';
    add(kind, { title, category, source: `aws-icons:${file}` });
  }
  for (const { file, svg } of list('resource')) {
    const title = fullName(file, svg);
    const group = /Icon-Resource\/([^/]+)\//.exec(svg)?.[1] ?? '';
    const kind = `aws:${nameOf(title)}`;
    const category = kebab(group.replace(/-Resource$|-and-Content.*|-Identity.*/g, ''));
    add(found.has(kind) ? `${kind}-resource` : kind, {
      full: kebab(title.replace(/^(AWS|Amazon) /, '')),
      title: shortTitle(title),
      category: category || 'general',
      source: `aws-icons:${file}`,
    });
  }
  for (const { file, svg } of list('category')) {
    const title = fullName(file, svg);
    add(`aws:category-${kebab(title)}`, {
      title: `${title} (category)`,
      category: 'category',
      source: `aws-icons:${file}`,
    });
  }
  spellOut(found);
  for (const [name, kinds] of Object.entries(aliases)) {
    const entry = found.get(`aws:${name}`);
    if (!entry) throw new Error(`aws-icons: alias of unknown aws:${name}`);
    const taken = new Set(entry.aliases);
    for (const alias of kinds) if (!taken.has(`aws:${alias}`)) entry.aliases.push(`aws:${alias}`);
  }
  return [...found.values()];
}
