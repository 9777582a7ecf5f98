/** How much a Diagram holds, by kind. */

export { countsOf } from '../../compile/census.ts';
