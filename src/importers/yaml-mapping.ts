/** A mapping in a YAML file of another tool: its values by key, whatever they really are, and where it stands. */

import type { YamlNode } from '../formats/yaml-tree.ts';
import { entryOf, type MapTree } from '../formats/yaml-values.ts';
import type { Origin } from '../model/diagnostic.ts';

/** As it is written: an account id that YAML takes for a number keeps its zeros. */
export const textOf = (tree: YamlNode | undefined): string | undefined =>
  tree?.is !== 'scalar' || tree.value === null || tree.source === ''
    ? undefined
    : typeof tree.value === 'string'
      ? tree.value
      : tree.source;

/** What is absent, empty or of another type than it should be counts as absent: it never ends an import. */
export class YamlMapping {
  readonly tree: MapTree;

  constructor(tree: MapTree) {
    this.tree = tree;
  }

  get at(): Origin {
    return this.tree.origin;
  }

  get keys(): readonly string[] {
    return this.tree.entries.map(({ key }) => key);
  }

  node(key: string): YamlNode | undefined {
    return entryOf(this.tree, key)?.value;
  }

  text(key: string): string | undefined {
    return textOf(this.node(key))?.trim() || undefined;
  }

  number(key: string): number | undefined {
    const text = this.text(key);
    return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
  }

  flag(key: string): boolean {
    return this.text(key)?.toLowerCase() === 'true';
  }

  /** A list of texts, or a single one. */
  texts(key: string): readonly string[] {
    const tree = this.node(key);
    const nodes = tree?.is === 'list' ? tree.items : tree ? [tree] : [];
    return nodes.flatMap((node) => textOf(node)?.trim() || []);
  }

  item(key: string): YamlMapping | undefined {
    const tree = this.node(key);
    return tree?.is === 'map' ? new YamlMapping(tree) : undefined;
  }

  /** A list of mappings, or a single one. */
  items(key: string): readonly YamlMapping[] {
    const tree = this.node(key);
    const nodes = tree?.is === 'list' ? tree.items : tree ? [tree] : [];
    return nodes.flatMap((node) => (node.is === 'map' ? new YamlMapping(node) : []));
  }

  /** Of a list, or of a mapping; 1 for anything else that is there. */
  size(key: string): number {
    const tree = this.node(key);
    if (tree === undefined || (tree.is === 'scalar' && tree.value === null)) return 0;
    return tree.is === 'list' ? tree.items.length : 1;
  }
}
