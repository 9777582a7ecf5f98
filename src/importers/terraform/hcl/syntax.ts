/** Terraform's language as a tree: what the grammar gives, without its tokens. */

export type HclExpression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'template'; readonly parts: readonly TemplatePart[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'attribute'; readonly of: HclExpression; readonly name: string }
  | { readonly kind: 'index'; readonly of: HclExpression; readonly key: HclExpression }
  | {
      readonly kind: 'splat';
      readonly of: HclExpression;
      /** What follows the star, of each element. */
      readonly steps: readonly HclStep[];
    }
  | { readonly kind: 'list'; readonly items: readonly HclExpression[] }
  | {
      readonly kind: 'map';
      readonly entries: readonly (readonly [key: HclExpression, value: HclExpression])[];
    }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly HclExpression[];
      /** The last argument is a list of arguments: `f(a...)`. */
      readonly expand: boolean;
    }
  | {
      readonly kind: 'for';
      readonly keyName?: string;
      readonly valueName: string;
      readonly over: HclExpression;
      /** Of a map. */
      readonly key?: HclExpression;
      readonly value: HclExpression;
      /** Values of one key are a list: `=> v...`. */
      readonly grouped: boolean;
      readonly condition?: HclExpression;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: HclExpression;
      readonly yes: HclExpression;
      readonly no: HclExpression;
    }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: HclExpression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: HclExpression;
      readonly right: HclExpression;
    }
  | { readonly kind: 'group'; readonly inner: HclExpression };

export type HclStep =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'index'; readonly key: HclExpression };

export type TemplatePart =
  | string
  | { readonly kind: 'value'; readonly of: HclExpression }
  | {
      readonly kind: 'if';
      readonly condition: HclExpression;
      readonly yes: readonly TemplatePart[];
      readonly no: readonly TemplatePart[];
    }
  | {
      readonly kind: 'for';
      readonly keyName?: string;
      readonly valueName: string;
      readonly over: HclExpression;
      readonly body: readonly TemplatePart[];
    };

export interface HclAttribute {
  readonly value: HclExpression;
  readonly line: number;
}

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
  readonly line: number;
}

export interface HclBody {
  readonly attributes: ReadonlyMap<string, HclAttribute>;
  readonly blocks: readonly HclBlock[];
}

export const EMPTY_BODY: HclBody = { attributes: new Map(), blocks: [] };

export const literal = (value: string | number | boolean | null): HclExpression => ({
  kind: 'literal',
  value,
});
