/** What `cadastre drift` calls. */

export { driftOfDiagrams } from './drift-diagrams.ts';
export { driftOfSources } from './drift-sources.ts';
