/** Queries, compared with the model of the graph that comes with Cadastre. Apart from packs: it needs no YAML. */

import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { GraphModel, type ModelData } from '../../queries/graph-model.ts';
import { lintQuery } from '../../queries/lint.ts';
import type { PackQuery } from '../../queries/pack.ts';

const DATA = new URL('../../queries/data/cartography.json', import.meta.url);

let model: GraphModel | undefined;

/** The model of the graph that comes with Cadastre, read once. */
export function graphModel(): GraphModel {
  model ??= new GraphModel(JSON.parse(readFileSync(DATA, 'utf8')) as ModelData);
  return model;
}

/** What is wrong with the queries, in their order. */
export function lint(queries: readonly PackQuery[]): readonly Diagnostic[] {
  const known = graphModel();
  return queries.flatMap((query) => lintQuery(query, known));
}
