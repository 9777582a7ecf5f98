/** Expressions of the grammar -> those of the tree. */

import { type HclExpression, type HclStep, literal } from './syntax.ts';
import type { SyntaxNode } from './syntax-node.ts';
import { templateOf, unescaped } from './templates.ts';

const named = (node: SyntaxNode): readonly SyntaxNode[] =>
  node.namedChildren.filter(({ type }) => type !== 'comment');

const first = (node: SyntaxNode): SyntaxNode => {
  const [child] = named(node);
  if (!child) throw new Error(`the grammar gave an empty ${node.type}`);
  return child;
};

/** A sequence of terms: one that others follow is what these are taken from. */
export function expressionOf(node: SyntaxNode): HclExpression {
  if (node.type !== 'expression') return termsOf([node]);
  const inside = node.children.filter(({ type }) => type !== 'comment');
  const [open, inner, close] = inside;
  if (open?.type === '(' && close?.type === ')' && inner)
    return follow({ kind: 'group', inner: expressionOf(inner) }, inside.slice(3));
  return termsOf(inside);
}

function termsOf([head, ...rest]: readonly SyntaxNode[]): HclExpression {
  if (!head) throw new Error('the grammar gave an expression without terms');
  return follow(termOf(head), rest);
}

function follow(start: HclExpression, steps: readonly SyntaxNode[]): HclExpression {
  let result = start;
  for (const step of steps) {
    if (step.type === 'splat') {
      const [splat] = named(step);
      const inner = splat ? named(splat).map(stepOf) : [];
      // After `.*` an index is of the whole result, after `[*]` of each element.
      const index = inner.findIndex(({ kind }) => kind === 'index');
      const end = splat?.type === 'attr_splat' && index >= 0 ? index : inner.length;
      result = { kind: 'splat', of: result, steps: inner.slice(0, end) };
      for (const one of inner.slice(end)) result = withStep(result, one);
    } else result = withStep(result, stepOf(step));
  }
  return result;
}

const withStep = (of: HclExpression, step: HclStep): HclExpression =>
  step.kind === 'attribute'
    ? { kind: 'attribute', of, name: step.name }
    : { kind: 'index', of, key: step.key };

function stepOf(node: SyntaxNode): HclStep {
  if (node.type === 'get_attr') return { kind: 'attribute', name: first(node).text };
  const index = first(node);
  if (index.type === 'legacy_index')
    return { kind: 'index', key: literal(Number(index.text.slice(1))) };
  return { kind: 'index', key: expressionOf(first(index)) };
}

function termOf(node: SyntaxNode): HclExpression {
  switch (node.type) {
    case 'expression':
      return expressionOf(node);
    case 'literal_value':
      return literalOf(first(node));
    case 'template_expr':
      return templateOf(first(node), expressionOf);
    case 'collection_value':
      return collectionOf(first(node));
    case 'variable_expr':
      return { kind: 'variable', name: node.text };
    case 'function_call':
      return callOf(node);
    case 'for_expr':
      return forOf(first(node));
    case 'operation':
      return operationOf(first(node));
    case 'conditional':
      return conditionalOf(node);
    default:
      throw new Error(`the grammar gave an unknown ${node.type}`);
  }
}

function literalOf(node: SyntaxNode): HclExpression {
  switch (node.type) {
    case 'numeric_lit':
      return literal(Number(node.text));
    case 'bool_lit':
      return literal(node.text === 'true');
    case 'null_lit':
      return literal(null);
    default:
      return literal(unescaped(node.text.slice(1, -1)));
  }
}

function collectionOf(node: SyntaxNode): HclExpression {
  if (node.type === 'tuple')
    return {
      kind: 'list',
      items: named(node)
        .filter(({ type }) => type === 'expression')
        .map(expressionOf),
    };
  const entries = named(node)
    .filter(({ type }) => type === 'object_elem')
    .map((element) => {
      const [key, value] = named(element);
      if (!key || !value) throw new Error('the grammar gave an element without a value');
      return [keyOf(expressionOf(key)), expressionOf(value)] as const;
    });
  return { kind: 'map', entries };
}

/** A bare word is the key itself, not a variable. */
const keyOf = (key: HclExpression): HclExpression =>
  key.kind === 'variable' ? literal(key.name) : key;

function callOf(node: SyntaxNode): HclExpression {
  const [name, args] = named(node);
  const given = args ? named(args) : [];
  return {
    kind: 'call',
    name: name?.text ?? '',
    args: given.filter(({ type }) => type === 'expression').map(expressionOf),
    expand: given.some(({ type }) => type === 'ellipsis'),
  };
}

function forOf(node: SyntaxNode): HclExpression {
  const parts = named(node);
  const intro = parts.find(({ type }) => type === 'for_intro');
  const condition = parts.find(({ type }) => type === 'for_cond');
  const values = parts.filter(({ type }) => type === 'expression').map(expressionOf);
  if (!intro) throw new Error('the grammar gave a for without its variables');
  const names = named(intro)
    .filter(({ type }) => type === 'identifier')
    .map(({ text }) => text);
  const over = named(intro).find(({ type }) => type === 'expression');
  const [one, two] = values;
  const isMap = node.type === 'for_object_expr';
  const value = isMap ? two : one;
  if (!over || !value) throw new Error('the grammar gave a for without a value');
  const [keyName, valueName] = names.length > 1 ? names : [undefined, names[0]];
  return {
    kind: 'for',
    valueName: valueName ?? '',
    over: expressionOf(over),
    value,
    grouped: parts.some(({ type }) => type === 'ellipsis'),
    ...(keyName === undefined ? {} : { keyName }),
    ...(isMap && one ? { key: one } : {}),
    ...(condition ? { condition: expressionOf(first(condition)) } : {}),
  };
}

function operationOf(node: SyntaxNode): HclExpression {
  // Terms are children of the operation itself: `a.b == c[0]` is a, .b, ==, c, [0].
  const parts = node.children.filter(({ type }) => type !== 'comment');
  if (node.type === 'unary_operation') {
    const [operator, ...operand] = parts;
    return { kind: 'unary', operator: operator?.type ?? '', operand: sideOf(operand) };
  }
  const at = parts.findIndex((part) => !part.isNamed && OPERATORS.has(part.type));
  return {
    kind: 'binary',
    operator: parts[at]?.type ?? '',
    left: sideOf(parts.slice(0, at)),
    right: sideOf(parts.slice(at + 1)),
  };
}

const OPERATORS = new Set('* / % + - > >= < <= == != && ||'.split(' '));

function sideOf(parts: readonly SyntaxNode[]): HclExpression {
  const [open, inner, close] = parts;
  if (open?.type === '(' && close?.type === ')' && inner)
    return follow({ kind: 'group', inner: expressionOf(inner) }, parts.slice(3));
  return termsOf(parts);
}

/** The grammar reads `a ? b : c ? d : e` from the left, Terraform from the right. */
function conditionalOf(node: SyntaxNode): HclExpression {
  const [condition, yes, no] = named(node).map(expressionOf);
  if (!condition || !yes || !no) throw new Error('the grammar gave half a conditional');
  return rotated(condition, yes, no);
}

function rotated(condition: HclExpression, yes: HclExpression, no: HclExpression): HclExpression {
  if (condition.kind !== 'conditional') return { kind: 'conditional', condition, yes, no };
  return { ...condition, no: rotated(condition.no, yes, no) };
}
