/** Query packs, as commands and tests see them. */

export type { Pack, PackQuery } from '../../queries/pack.ts';
export { type ParameterValues, select, tagsOf } from '../../queries/select.ts';
export { lint } from './lint.ts';
export { loadPacks } from './packs.ts';
export { runQueries } from './run.ts';
