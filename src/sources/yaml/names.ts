/** What links, hints and annotations of a YAML diagram may call its elements: ref, else id, else name. */

import type { YamlNode } from '../../formats/yaml-tree.ts';
import { readText } from '../../formats/yaml-values.ts';
import type { ElementContent, End } from '../../model/content.ts';
import { type Diagnostic, error, type Origin, quote } from '../../model/diagnostic.ts';
import { nearestOf } from '../../model/nearest.ts';

/** One diagram while it is read. */
export class YamlReading {
  readonly report: (diagnostic: Diagnostic) => void;
  /** Whether some of it is derived: then an id that is not found may be one of those. */
  derives = false;
  readonly #refs = new Map<string, ElementContent[]>();
  readonly #ids = new Map<string, ElementContent[]>();
  readonly #names = new Map<string, ElementContent[]>();

  constructor(report: (diagnostic: Diagnostic) => void) {
    this.report = report;
  }

  add(element: ElementContent, ref: string | undefined): void {
    for (const [map, key] of [
      [this.#refs, ref],
      [this.#ids, element.facts.id],
      [this.#names, element.name],
    ] as const)
      if (key !== undefined) map.set(key, [...(map.get(key) ?? []), element]);
  }

  /** @param others further ids that the text may be, e.g. of links: these stay texts. */
  end(tree: YamlNode, what: string, others: readonly string[] = []): End | undefined {
    const text = readText(tree, what, this.report);
    if (text === undefined) return undefined;
    const found = this.#refs.get(text) ?? this.#ids.get(text) ?? this.#names.get(text) ?? [];
    if (found.length === 1) return found[0];
    if (found.length > 1) this.#ambiguous(text, found, tree.origin);
    else if (this.derives || others.includes(text)) return text;
    else this.#unknown(text, others, tree.origin);
    return undefined;
  }

  #ambiguous(text: string, found: readonly ElementContent[], at: Origin): void {
    const places = found.map((e) => e.origin).filter((o): o is Origin => o !== undefined);
    this.report(
      error('ambiguous-end', `${quote(text)} matches ${found.length} elements`, at, {
        hint: 'Give the element a `ref:` of its own and use that.',
        related: places.map((origin, i) => ({
          message: `${found[i]?.kind} ${quote(found[i]?.name ?? '')}`,
          origin,
        })),
      }),
    );
  }

  #unknown(text: string, others: readonly string[], at: Origin): void {
    const known = [this.#refs, this.#ids, this.#names].flatMap((map) => [...map.keys()]);
    const near = nearestOf(text, [...known, ...others]);
    this.report(
      error('unknown-end', `no element has the ref, id or name ${quote(text)}`, at, {
        hint: near
          ? `Did you mean ${quote(near)}?`
          : 'Ends are refs, ids or names of elements above.',
      }),
    );
  }
}
