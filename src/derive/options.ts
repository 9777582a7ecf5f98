export { OPTIONS } from '../model/derivation-schema.ts';
