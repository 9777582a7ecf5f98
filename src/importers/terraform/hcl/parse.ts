/** Terraform's language -> a tree, by the grammar of tree-sitter. The only file that knows that package. */

import { readFileSync } from 'node:fs';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { expressionOf } from './expressions.ts';
import { EMPTY_BODY, type HclAttribute, type HclBlock, type HclBody } from './syntax.ts';

const GRAMMAR = new URL('./grammar/tree-sitter-terraform.wasm', import.meta.url);

let ready: Promise<Parser> | undefined;
let loaded: Parser | undefined;

/** Loads the grammar once. */
function parser(): Promise<Parser> {
  ready ??= (async () => {
    await Parser.init();
    const made = new Parser();
    made.setLanguage(await Language.load(readFileSync(GRAMMAR)));
    loaded = made;
    return made;
  })();
  return ready;
}

/** What `parsedNow` needs. */
export async function loadGrammar(): Promise<void> {
  await parser();
}

/** A place where the text is no Terraform, from 1. */
export interface HclFault {
  readonly line: number;
  readonly column: number;
}

export type ParsedHcl =
  | { readonly body: HclBody; readonly fault?: undefined }
  | { readonly fault: HclFault };

/** @param text without a byte order mark */
export const parseHcl = async (text: string): Promise<ParsedHcl> =>
  parsedWith(await parser(), text);

/** While code is evaluated, which is after some of it was parsed. Throws before the grammar is loaded. */
export function parsedNow(text: string): ParsedHcl {
  if (!loaded) throw new Error('the grammar is not loaded');
  return parsedWith(loaded, text);
}

function parsedWith(parser: Parser, text: string): ParsedHcl {
  const tree = parser.parse(text);
  if (!tree) return { fault: { line: 1, column: 1 } };
  try {
    const { rootNode } = tree;
    const wrong = rootNode.hasError ? faultIn(rootNode) : undefined;
    if (wrong) return { fault: wrong };
    const body = rootNode.namedChildren.find((node) => node?.type === 'body');
    return { body: body ? bodyOf(body) : EMPTY_BODY };
  } finally {
    tree.delete();
  }
}

/** The innermost node that does not belong there, or that is missing. */
function faultIn(node: Node): HclFault {
  const inner = node.children.find((child) => child.isMissing || child.isError || child.hasError);
  if (inner && !node.isMissing) return faultIn(inner);
  return { line: node.startPosition.row + 1, column: node.startPosition.column + 1 };
}

function bodyOf(node: Node): HclBody {
  const attributes = new Map<string, HclAttribute>();
  const blocks: HclBlock[] = [];
  for (const child of node.namedChildren) {
    const line = child.startPosition.row + 1;
    if (child.type === 'attribute') {
      const [name, value] = child.namedChildren.filter(({ type }) => type !== 'comment');
      if (name && value) attributes.set(name.text, { value: expressionOf(value), line });
    } else if (child.type === 'block') blocks.push(blockOf(child, line));
  }
  return { attributes, blocks };
}

function blockOf(node: Node, line: number): HclBlock {
  const parts = node.namedChildren.filter(({ type }) => type !== 'comment');
  const [type, ...rest] = parts;
  const labels = rest
    .filter((part) => part.type === 'identifier' || part.type === 'string_lit')
    .map((part) => (part.type === 'identifier' ? part.text : part.text.slice(1, -1)));
  const body = rest.find((part) => part.type === 'body');
  return { type: type?.text ?? '', labels, body: body ? bodyOf(body) : EMPTY_BODY, line };
}
