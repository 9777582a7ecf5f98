/** A folder of Terraform code, sorted by what its blocks declare. */

import type { Origin } from '../../../model/diagnostic.ts';
import { gather } from '../../../model/order.ts';
import type { HclBlock, HclBody, HclExpression } from './syntax.ts';

export interface DeclaredBlock {
  readonly block: HclBlock;
  readonly at: Origin;
}

export interface ModuleSource {
  /** From the project's root, without a slash at the end; `.` for the root itself. */
  readonly folder: string;
  readonly variables: ReadonlyMap<string, HclBody>;
  readonly locals: ReadonlyMap<string, HclExpression>;
  /** Managed ones by `type.name`, data sources by `data.type.name`. */
  readonly resources: ReadonlyMap<string, DeclaredBlock>;
  readonly modules: ReadonlyMap<string, DeclaredBlock>;
  readonly outputs: ReadonlyMap<string, HclBody>;
  /** By `aws` or `aws.alias`. */
  readonly providers: ReadonlyMap<string, HclBody>;
  /** Addresses before and after, within the module. */
  readonly moved: readonly (readonly [from: string, to: string])[];
  /** Settings of `backend` by its type. */
  readonly backend?: { readonly type: string; readonly body: HclBody };
}

export interface CodeFile {
  readonly path: string;
  readonly body: HclBody;
}

export function moduleSource(folder: string, files: readonly CodeFile[]): ModuleSource {
  const blocks = new Map<string, DeclaredBlock[]>();
  for (const { path, body } of files)
    for (const block of body.blocks)
      gather(blocks, block.type, { block, at: { file: path, line: block.line } });
  const of = (type: string): readonly DeclaredBlock[] => blocks.get(type) ?? [];
  const bodies = (type: string): ReadonlyMap<string, HclBody> =>
    new Map(of(type).map(({ block }) => [block.labels[0] ?? '', block.body]));
  const locals = of('locals').flatMap(({ block }) =>
    [...block.body.attributes].map(([name, { value }]) => [name, value] as const),
  );
  const [backend] = of('terraform')
    .flatMap(({ block }) => block.body.blocks)
    .filter(({ type }) => type === 'backend');
  return {
    folder,
    variables: bodies('variable'),
    locals: new Map(locals),
    resources: new Map([
      ...of('resource').map((declared) => [declared.block.labels.join('.'), declared] as const),
      ...of('data').map(
        (declared) => [`data.${declared.block.labels.join('.')}`, declared] as const,
      ),
    ]),
    modules: new Map(of('module').map((declared) => [declared.block.labels[0] ?? '', declared])),
    outputs: bodies('output'),
    providers: new Map(of('provider').map(({ block }) => [providerKey(block), block.body])),
    moved: of('moved').flatMap(({ block }) => {
      const [from, to] = ['from', 'to'].map((name) =>
        addressOf(block.body.attributes.get(name)?.value),
      );
      return from === undefined || to === undefined ? [] : [[from, to] as const];
    }),
    ...(backend ? { backend: { type: backend.labels[0] ?? '', body: backend.body } } : {}),
  };
}

function providerKey({ labels, body }: HclBlock): string {
  const alias = body.attributes.get('alias')?.value;
  const name = alias?.kind === 'literal' ? `.${alias.value}` : '';
  return `${labels[0] ?? ''}${name}`;
}

/** `aws_vpc.a[0]` of an expression that only names something. */
export function addressOf(expression: HclExpression | undefined): string | undefined {
  if (expression?.kind === 'variable') return expression.name;
  if (expression?.kind === 'attribute') {
    const of = addressOf(expression.of);
    return of === undefined ? undefined : `${of}.${expression.name}`;
  }
  if (expression?.kind !== 'index' || expression.key.kind !== 'literal') return undefined;
  const of = addressOf(expression.of);
  return of === undefined ? undefined : `${of}[${JSON.stringify(expression.key.value)}]`;
}
