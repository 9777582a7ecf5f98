/** A template's text -> its sections, with places. Short forms and long ones are read alike. */

import { parseYaml, type YamlNode } from '../../formats/yaml-tree.ts';
import { entryOf, type MapTree, plain } from '../../formats/yaml-values.ts';
import { type Diagnostic, error, type Origin } from '../../model/diagnostic.ts';
import { present } from '../present.ts';

export interface TemplateResource {
  /** `AWS::EC2::VPC` */
  readonly type: string;
  readonly at: Origin;
  readonly properties?: YamlNode;
  /** The name of a condition. */
  readonly condition?: string;
  /** Where the CDK wrote the template of a nested stack. */
  readonly asset?: string;
}

export interface Template {
  readonly path: string;
  readonly at: Origin;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly parameters: ReadonlyMap<string, YamlNode>;
  readonly mappings: ReadonlyMap<string, YamlNode>;
  readonly conditions: ReadonlyMap<string, YamlNode>;
  readonly outputs: ReadonlyMap<string, YamlNode>;
  /** Macros that change the whole template. */
  readonly transforms: readonly string[];
  /** Loops among the resources, by name and place. */
  readonly loops: ReadonlyMap<string, Origin>;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
const FUNCTIONS = [
  ...[
    'And',
    'Base64',
    'Cidr',
    'Contains',
    'EachMemberEquals',
    'EachMemberIn',
    'Equals',
    'FindInMap',
  ],
  ...[
    'ForEach',
    'GetAtt',
    'GetAZs',
    'GetStackOutput',
    'If',
    'ImportValue',
    'Join',
    'Length',
    'Not',
  ],
  ...[
    'Or',
    'RefAll',
    'Select',
    'Split',
    'Sub',
    'ToJsonString',
    'Transform',
    'ValueOf',
    'ValueOfAll',
  ],
];
const TAGS: ReadonlySet<string> = new Set(
  ['Ref', 'Condition', ...FUNCTIONS].map((name) => `!${name}`),
);

/** Above what AWS takes: 1 MB. */
const MOST_VALUES = 1_000_000;

const HINT =
  'Get what was deployed: `aws cloudformation get-template --template-stage Processed --stack-name NAME`.';

/** A YAML parser's own words may quote the file, which may hold secrets. */
function brokenTemplate({ code, message, origin, related }: Diagnostic): Diagnostic {
  const what = code === 'syntax' ? 'not valid YAML or JSON' : message;
  return error('import-broken', what, origin, { hint: HINT, ...present({ related }) });
}

/**
 * @param placed false for a text inside of another file: its lines are not those of the file
 * Errors: `import-broken`.
 */
export function readTemplate(
  text: string,
  path: string,
  report: (diagnostic: Diagnostic) => void,
  placed = true,
): Template | undefined {
  const parsed = parseYaml(text, path, { textOnly: true, tags: TAGS, most: MOST_VALUES });
  // One fault makes others of what follows it.
  const [first] = parsed.diagnostics;
  for (const found of first?.code === 'syntax' ? [first] : parsed.diagnostics)
    report(brokenTemplate(placed ? found : { ...found, origin: { file: path } }));
  if (parsed.diagnostics.length > 0) return undefined;
  const [root] = parsed.value ?? [];
  if (root?.is !== 'map')
    return void report(error('import-broken', 'not a template', { file: path }, { hint: HINT }));
  const at = ({ line, column }: Origin): Origin =>
    placed ? { file: path, ...present({ line, column }) } : { file: path };
  const resources = new Map<string, TemplateResource>();
  const loops = new Map<string, Origin>();
  for (const { key, keyOrigin, value } of section(root, 'Resources')) {
    const resource = resourceOf(value, at(keyOrigin));
    if (resource) resources.set(key, resource);
    else if (key.startsWith('Fn::')) loops.set(key, at(keyOrigin));
  }
  return {
    ...{ path, at: at(root.origin), resources, loops },
    parameters: named(root, 'Parameters'),
    mappings: named(root, 'Mappings'),
    conditions: named(root, 'Conditions'),
    outputs: named(root, 'Outputs'),
    transforms: transformsOf(entryOf(root, 'Transform')?.value),
  };
}

const section = (root: MapTree, name: string) => {
  const tree = entryOf(root, name)?.value;
  return tree?.is === 'map' ? tree.entries : [];
};

const named = (root: MapTree, name: string): ReadonlyMap<string, YamlNode> =>
  new Map(section(root, name).map(({ key, value }) => [key, value]));

/** The text of a scalar under a key; absent where it is a function or missing. */
export function textAt(tree: YamlNode | undefined, ...keys: readonly string[]): string | undefined {
  let inner = tree;
  for (const key of keys) inner = inner?.is === 'map' ? entryOf(inner, key)?.value : undefined;
  if (inner?.is !== 'scalar' || inner.tag !== undefined || inner.value === null) return undefined;
  const text = String(inner.value);
  return text === '' ? undefined : text;
}

function resourceOf(tree: YamlNode, at: Origin): TemplateResource | undefined {
  const type = textAt(tree, 'Type');
  if (tree.is !== 'map' || type === undefined) return undefined;
  return {
    type,
    at,
    ...present({
      properties: entryOf(tree, 'Properties')?.value,
      condition: textAt(tree, 'Condition'),
      asset: textAt(tree, 'Metadata', 'aws:asset:path'),
    }),
  };
}

/** One name, a list of them, or macros with arguments. */
function transformsOf(tree: YamlNode | undefined): readonly string[] {
  if (tree === undefined) return [];
  if (tree.is === 'list') return tree.items.flatMap(transformsOf);
  return [textAt(tree) ?? textAt(tree, 'Name') ?? String(plain(tree))];
}
