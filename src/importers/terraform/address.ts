/** Addresses of resources, taken apart: `module.net["core.eu"].aws_subnet.app[0]`. */

export interface ResourceAddress {
  /** Modules from the root down. */
  readonly modules: readonly { readonly name: string; readonly index: string }[];
  /** `aws_subnet.app`, `data.aws_vpc.x` */
  readonly base: string;
  /** `[0]`, `["key"]`, or nothing. */
  readonly index: string;
}

const MODULE = /module\.([^.[]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\./y;
const INDEX = /(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?$/;

export function parseResourceAddress(text: string): ResourceAddress {
  const modules: { name: string; index: string }[] = [];
  let at = 0;
  for (;;) {
    MODULE.lastIndex = at;
    const found = MODULE.exec(text);
    if (!found) break;
    modules.push({ name: found[1] ?? '', index: found[2] ?? '' });
    at = MODULE.lastIndex;
  }
  const rest = text.slice(at);
  const index = INDEX.exec(rest)?.[0] ?? '';
  return { modules, base: rest.slice(0, rest.length - index.length), index };
}

export const modulePrefix = (modules: ResourceAddress['modules']): string =>
  modules.map(({ name, index }) => `module.${name}${index}.`).join('');
