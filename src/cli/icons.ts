/** `cadastre icons`: the catalogue of kinds. */

import { entries, type IconEntry, missing } from '../icons/catalogue.ts';
import { nearest, search } from '../icons/search.ts';
import { columns, plural } from '../report/text.ts';
import { type CommonOptions, out, outJson, say } from './run.ts';

export interface IconsCommand extends CommonOptions {
  readonly missing?: boolean;
}

function row({ kind, title, aliases, source, group }: IconEntry): string[] {
  const notes = [...(group ? ['group'] : []), ...(source ? [] : ['generic icon'])];
  return [kind, title, aliases.slice(0, 4).join(' '), notes.join(', ')];
}

export async function iconsCommand(words: readonly string[], options: IconsCommand): Promise<void> {
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
