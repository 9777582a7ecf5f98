// Kinds of brands, hosted services and general things; and what is drawn where none has a picture.
import { brands } from './icons-brands-names.mjs';
import { generic, genericGroups } from './icons-generic-names.mjs';
import { saas } from './icons-saas-names.mjs';

function read(provider, tables) {
  return Object.entries(tables).flatMap(([category, table]) =>
    table
      .trim()
      .split('\n')
      .map((line) => {
        const [name, title, art, aliases = ''] = line.split('|').map((cell) => cell.trim());
        return {
          kind: `${provider}:${name}`,
          title,
          category,
          source: art === '?' ? undefined : `${art}.svg`,
          aliases: aliases ? aliases.split(/\s+/).map((alias) => `${provider}:${alias}`) : [],
        };
      }),
  );
}

/** Hosted services and brands; each is found under the other's prefix too where that is free. */
export function brandKinds() {
  const list = [...read('saas', saas), ...read('brand', brands)];
  const taken = new Set(list.flatMap(({ kind, aliases }) => [kind, ...aliases]));
  for (const entry of list) {
    for (const name of [entry.kind, ...entry.aliases]) {
      const other = name.startsWith('saas:')
        ? name.replace('saas:', 'brand:')
        : name.replace('brand:', 'saas:');
      if (taken.has(other)) continue;
      taken.add(other);
      entry.aliases.push(other);
    }
  }
  return list;
}

export function genericKinds() {
  return read('generic', generic).map((entry) => {
    const group = genericGroups[entry.kind.replace('generic:', '')];
    return group ? { ...entry, group } : entry;
  });
}
