/**
 * YAML text as a tree with places. Aliases share the tree they stand for, so that honest reuse costs
 * nothing; what it would be written out is bounded. Nothing in a file runs or is fetched.
 */

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
} from 'yaml';
import type { DiagnosticCode } from '../model/codes.ts';
import { type Diagnostic, error, type Origin, type Outcome, quote } from '../model/diagnostic.ts';

export interface YamlEntry {
  readonly key: string;
  readonly keyOrigin: Origin;
  readonly value: YamlNode;
}
export type YamlNode =
  | {
      readonly is: 'map';
      readonly origin: Origin;
      readonly entries: readonly YamlEntry[];
      readonly tag?: string;
    }
  | {
      readonly is: 'list';
      readonly origin: Origin;
      readonly items: readonly YamlNode[];
      readonly tag?: string;
    }
  | {
      readonly is: 'scalar';
      readonly tag?: string;
      readonly origin: Origin;
      readonly value: string | number | boolean | null;
      /** As it is written. */
      readonly source: string;
    };

/** What other tools' files may hold, and diagrams may not. */
export interface YamlDialect {
  /** Tags such as `!Ref` are kept on their nodes: all of them, or only these. */
  readonly tags?: true | ReadonlySet<string>;
  /** Merge keys: `<<: *defaults`. */
  readonly merge?: true;
  /** Every value but null stays the text that it is written as: `012345678901` keeps its zero. */
  readonly textOnly?: true;
  /** How many values a file may hold, with aliases expanded. */
  readonly most?: number;
}

const keepsTag = ({ tags }: YamlDialect, tag: string): boolean =>
  tags === true || (tags?.has(tag) ?? false);

/** Written out, a file holds no more than this many values, this deep. */
const MOST = 100_000;
const DEEPEST = 2_200;

interface Size {
  readonly count: number;
  readonly depth: number;
}

class Builder {
  readonly diagnostics: Diagnostic[] = [];
  readonly #sizes = new Map<YamlNode, Size>();
  readonly #anchors = new Map<string, YamlNode | null | undefined>();
  readonly #origin: (offset: number) => Origin;

  readonly #dialect: YamlDialect;

  constructor(origin: (offset: number) => Origin, dialect: YamlDialect) {
    this.#origin = origin;
    this.#dialect = dialect;
  }

  report(code: DiagnosticCode, message: string, origin: Origin, hint: string): void {
    this.diagnostics.push(error(code, message, origin, { hint }));
  }

  /** The tree of a node; undefined after an error. */
  build(node: unknown, at: Origin): YamlNode | undefined {
    const origin = (node as Node | null)?.range ? this.#origin((node as Node).range?.[0] ?? 0) : at;
    if (isAlias(node)) return this.#alias(node.source, origin);
    const anchor = (node as { anchor?: string } | null)?.anchor;
    // An alias inside of its own anchor finds `undefined` here.
    if (anchor) this.#anchors.set(anchor, undefined);
    const tree = this.#tagged(this.#value(node, origin), node);
    if (anchor) this.#anchors.set(anchor, tree ?? null);
    return tree;
  }

  /** With its own tag, which is none of YAML's: `!Ref`. */
  #tagged(tree: YamlNode | undefined, node: unknown): YamlNode | undefined {
    const { tag } = (node ?? {}) as { tag?: string };
    if (!tree || !tag?.startsWith('!') || !keepsTag(this.#dialect, tag)) return tree;
    const tagged = { ...tree, tag };
    const size = this.#sizes.get(tree);
    if (size) this.#sizes.set(tagged, size);
    return tagged;
  }

  #alias(name: string, origin: Origin): YamlNode | undefined {
    const tree = this.#anchors.get(name);
    if (tree) return tree;
    // What it stands for was refused, which has been reported there.
    if (tree === null) return undefined;
    if (this.#anchors.has(name))
      this.report(
        'unsupported-yaml',
        `the alias *${name} is inside its own anchor`,
        origin,
        'An element cannot contain itself.',
      );
    else
      this.report(
        'syntax',
        `the alias *${name} has no anchor before it`,
        origin,
        `Define the anchor before its use: &${name}.`,
      );
    return undefined;
  }

  #value(node: unknown, origin: Origin): YamlNode | undefined {
    if (isMap(node)) return this.#map(node.items, origin);
    if (isSeq(node)) {
      const items = node.items
        .map((item) => this.build(item, origin))
        .filter((t) => t !== undefined);
      return this.#sized({ is: 'list', origin, items }, items);
    }
    const blank = this.#dialect.textOnly && isScalar(node) && isNull(node.source, node.type);
    const value = isScalar(node) && !blank ? node.value : null;
    const source = isScalar(node) ? (node.source ?? String(value ?? '')) : '';
    const plain = typeof value === 'bigint' ? Number(value) : value;
    return this.#sized({ is: 'scalar', origin, value: plain as string | null, source }, []);
  }

  #map(pairs: readonly { key: unknown; value: unknown }[], origin: Origin): YamlNode | undefined {
    const entries = new Map<string, YamlEntry>();
    const merged: YamlEntry[] = [];
    for (const { key, value } of pairs) {
      const keyOrigin = (key as Node | null)?.range
        ? this.#origin((key as Node).range?.[0] ?? 0)
        : origin;
      const tree = this.build(value, keyOrigin);
      if (!isScalar(key)) {
        this.report('unsupported-yaml', 'a key must be a string', keyOrigin, 'Write `key: value`.');
        continue;
      }
      const name = key.source ?? String(key.value);
      const first = entries.get(name);
      if (name === '<<' && this.#dialect.merge) merged.push(...(tree ? mergedEntries(tree) : []));
      else if (name === '<<')
        this.report(
          'unsupported-yaml',
          'merge keys (<<) are not supported',
          keyOrigin,
          'Reuse whole elements with anchors and aliases, or write the keys out.',
        );
      else if (first)
        this.diagnostics.push(
          error('duplicate-key', `duplicate key ${quote(name)}`, keyOrigin, {
            hint: 'Remove one of them.',
            related: [{ message: 'the first one', origin: first.keyOrigin }],
          }),
        );
      else if (tree) entries.set(name, { key: name, keyOrigin, value: tree });
    }
    // What the mapping says itself goes before what is merged into it, and of that the first.
    for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    const list = [...entries.values()];
    return this.#sized(
      { is: 'map', origin, entries: list },
      list.map((entry) => entry.value),
    );
  }

  #sized<T extends YamlNode>(tree: T, inner: readonly YamlNode[]): T | undefined {
    const size = { count: 1, depth: 1 };
    for (const part of inner) {
      const { count, depth } = this.#sizes.get(part) ?? { count: 1, depth: 1 };
      size.count += count;
      size.depth = Math.max(size.depth, depth + 1);
    }
    this.#sizes.set(tree, size);
    const { most = MOST } = this.#dialect;
    if (size.count <= most && size.depth <= DEEPEST) return tree;
    const what =
      size.count > most
        ? `more than ${most} values`
        : `values nested more than ${DEEPEST} levels deep`;
    this.report(
      'too-large',
      `with aliases expanded, this has ${what}`,
      tree.origin,
      'Aliases of aliases multiply. Split the file, or use fewer aliases.',
    );
    return undefined;
  }
}

/** As YAML writes it without quotes. */
const isNull = (source: string | undefined, type: string | undefined): boolean =>
  type === 'PLAIN' && /^(?:|~|null|Null|NULL)$/.test(source ?? '');

/** Of a mapping, or of the mappings in a list. */
const mergedEntries = (tree: YamlNode): readonly YamlEntry[] =>
  tree.is === 'list' ? tree.items.flatMap(mergedEntries) : tree.is === 'map' ? tree.entries : [];

function tooDeep(origin: Origin): Diagnostic {
  return error('too-large', 'the file is nested too deeply to be read', origin, {
    hint: 'Remove levels of nesting.',
  });
}

function notes(
  doc: Document.Parsed,
  text: string,
  origin: (offset: number) => Origin,
  dialect: YamlDialect,
): Diagnostic[] {
  const found = doc.errors.map((problem) =>
    /call stack/.test(problem.message)
      ? tooDeep(origin(problem.pos[0]))
      : error('syntax', problem.message.replace(/\s+/g, ' '), origin(problem.pos[0]), {
          hint: 'Check indentation, quotes and brackets here and just above.',
        }),
  );
  for (const warning of doc.warnings) {
    const tag = /^!\S*/.exec(text.slice(warning.pos[0], warning.pos[0] + 100))?.[0];
    if (tag && keepsTag(dialect, tag)) continue;
    const message = tag ? `the tag ${tag} is not supported` : warning.message;
    found.push(
      error('unsupported-yaml', message.replace(/\s+/g, ' '), origin(warning.pos[0]), {
        hint: 'Write plain values without tags; a YAML diagram never runs code.',
      }),
    );
  }
  if (doc.directives.yaml.version !== '1.2')
    found.push(
      error('unsupported-yaml', `YAML ${doc.directives.yaml.version} is not supported`, origin(0), {
        hint: 'Remove the %YAML line: files are read as YAML 1.2.',
      }),
    );
  return found;
}

/**
 * The documents of a YAML text, empty ones left out.
 * @param file Path for places. Errors: `syntax`, `duplicate-key`, `unsupported-yaml`, `too-large`.
 */
export function parseYaml(
  source: string,
  file: string,
  dialect: YamlDialect = {},
): Outcome<readonly YamlNode[]> {
  const text = source.replace(/^\uFEFF/, '');
  const lines = new LineCounter();
  const origin = (offset: number): Origin => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      version: '1.2',
      logLevel: 'error',
      ...(dialect.textOnly ? { schema: 'failsafe' } : {}),
    });
    const diagnostics: Diagnostic[] = [];
    const trees: YamlNode[] = [];
    for (const doc of 'empty' in parsed ? [] : parsed) {
      const noted = notes(doc, text, origin, dialect);
      diagnostics.push(...noted);
      if (noted.length > 0 || doc.contents === null) continue;
      const builder = new Builder(origin, dialect);
      const tree = builder.build(doc.contents, origin(0));
      diagnostics.push(...builder.diagnostics);
      if (tree && !(tree.is === 'scalar' && tree.value === null)) trees.push(tree);
    }
    return { value: trees, diagnostics };
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return { diagnostics: [tooDeep({ file })] };
  }
}
