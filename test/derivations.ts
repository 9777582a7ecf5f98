/** The built-in derivations, loaded: what each asks, and the view that it draws. */

import { DERIVATIONS } from '../src/app/compile/derivations.ts';

export const organization = await DERIVATIONS.organization();
export const network = await DERIVATIONS.network();
export const exposure = await DERIVATIONS.exposure();
export const access = await DERIVATIONS.access();
export const people = await DERIVATIONS.people();
