/** `cadastre icons`: the catalogue of kinds. */

import type { IconEntry } from '../icons/catalogue.ts';
import { columns, plural } from '../report/text.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, out, outJson, say } from './run.ts';

interface IconsFlags extends CommonOptions {
  readonly missing?: boolean;
}

function row({ kind, title, aliases, source, group }: IconEntry): string[] {
  const notes = [...(group ? ['group'] : []), ...(source ? [] : ['generic icon'])];
  return [kind, title, aliases.slice(0, 4).join(' '), notes.join(', ')];
}

async function icons(words: readonly string[], options: IconsFlags): Promise<void> {
  const { entries, missing } = await import('../icons/catalogue.ts');
  const { nearest, search } = await import('../icons/search.ts');
  const wanted = words.join(' ');
  const found = wanted === '' ? entries() : search(wanted);
  const without = new Set(missing());
  const shown = options.missing ? found.filter((e) => without.has(e)) : found;
  if (options.json) {
    outJson(
      shown.map(({ kind, title, provider, category, aliases, source, group }) => ({
        kind,
        title,
        provider,
        category,
        aliases,
        group: group !== undefined,
        artwork: source !== undefined,
      })),
    );
    process.exitCode = shown.length > 0 || options.missing ? 0 : 1;
    return;
  }
  if (shown.length > 0) out(columns([['KIND', 'TITLE', 'ALSO', 'NOTES'], ...shown.map(row)]));
  if (!options.quiet) say(plural(shown.length, 'kind'));
  if (shown.length === 0 && !options.missing) {
    const near = nearest(wanted, 5);
    const advice =
      near.length > 0 ? `The nearest kinds are ${near.join(', ')}.` : 'Try other words.';
    say(`Nothing found for "${wanted}". ${advice}`);
    process.exitCode = 1;
  }
}

export const iconsCommand: Declare = (program) => {
  common(
    program
      .command('icons')
      .argument('[search...]', 'words to search for in titles and kinds')
      .description('list the kinds for node() and group()')
      .option('--missing', 'only those drawn with a generic icon'),
  ).action((words: string[], options: IconsFlags) => icons(words, options));
};
