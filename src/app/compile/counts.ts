/** How much a Diagram holds, by kind. */

export { countsOf, type KindCount } from '../../compile/account.ts';
