/** Gives every element its identity, its parent and its order, and turns links by value into links by identity. */

import type { DiagnosticCode } from '../model/codes.ts';
import type {
  AnnotationContent,
  Content,
  DerivedContent,
  ElementContent,
  End,
  LinkContent,
} from '../model/content.ts';
import { type Diagnostic, error, type Origin, quote } from '../model/diagnostic.ts';
import type { Element, Hint, Identity, Link } from '../model/diagram.ts';
import { explicitIdentity, linkIdentity, pathIdentity } from '../model/identity.ts';
import { annotated, annotationOf } from './annotate.ts';
import { Clashes, shownId } from './clashes.ts';
import { defined, modelFacts } from './facts.ts';
import { knownKind } from './known-kind.ts';
import { endHint, LISTED_IDS, unknownEnd, unplacedEnd } from './unknown-end.ts';

/** Deeper nesting than this is refused: nobody can read it, and JSON printers overflow on it. */
const DEEPEST = 1000;

interface Frame {
  readonly content: Content;
  readonly parent: Identity | undefined;
  readonly above: readonly ElementContent[];
  readonly source: DerivedContent | undefined;
}

/** What stands in the place of derived content. */
export type Expansion = (content: DerivedContent) => readonly Content[];

export class Resolver {
  diagnostics: Diagnostic[] = [];
  readonly elements: Record<Identity, Element> = {};
  readonly links: Record<Identity, Link> = {};
  readonly hints: Hint[] = [];
  readonly sheetHints: [Hint, Origin | undefined][] = [];
  readonly #identities = new Map<ElementContent, Identity>();
  /** What has each identity. */
  readonly #placed = new Map<Identity, ElementContent | LinkContent>();
  readonly #expanded = new Set<DerivedContent>();
  readonly #clashes = new Clashes();
  readonly #counts = new Map<string, number>();
  readonly #pending: Content[] = [];
  #linkCount = 0;
  readonly #locate: (origin: Origin) => Origin;
  readonly #expand: Expansion;

  constructor(locate: (origin: Origin) => Origin, expand: Expansion) {
    this.#locate = locate;
    this.#expand = expand;
  }

  at(origin: Origin | undefined): Origin | undefined {
    return origin && this.#locate(origin);
  }

  #count(key: string): number {
    const n = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, n);
    return n;
  }

  /** Walks with a stack of its own, so that depth is limited by us and not by the engine. */
  #place(contents: readonly Content[], within?: Identity, by?: DerivedContent): void {
    const stack: Frame[] = contents
      .map((content) => ({ content, parent: within, above: [], source: by }))
      .reverse();
    for (let frame = stack.pop(); frame; frame = stack.pop()) {
      const { content, parent, above, source } = frame;
      if (content.type === 'derived') {
        if (this.#isAgain(content)) continue;
        for (const made of this.#expand(content).toReversed())
          stack.push({ content: made, parent, above, source: content });
        continue;
      }
      this.#clashes.made(content, source);
      if (content.type !== 'element') {
        this.#pending.push(content);
        continue;
      }
      const identity = this.#element(content, parent, above);
      if (identity === undefined) continue;
      const inner = [...above, content];
      for (let i = content.members.length - 1; i >= 0; i--) {
        const member = content.members[i];
        if (member) stack.push({ content: member, parent: identity, above: inner, source });
      }
    }
  }

  /** Elements first, what is added to them next: links may end at any of these. */
  all(contents: readonly Content[]): void {
    this.#place(contents);
    const later = this.#annotateElements();
    for (const content of this.#pending)
      if (content.type === 'link') this.#link(content);
      else if (content.type === 'hint') {
        const of = content.of.map((end) => this.#end(end, content.origin, 'hint'));
        if (of.some((id) => id === undefined)) continue;
        const { type: _, origin: __, ...hint } = content;
        const made = { ...hint, of: of as Identity[] };
        this.hints.push(made);
        if (made.hint === 'sheet') this.sheetHints.push([made, this.at(content.origin)]);
      }
    for (const content of later) this.#annotateLink(content);
    this.diagnostics = this.#clashes.settle(this.diagnostics, (origin) => this.at(origin));
  }

  #isAgain(content: DerivedContent): boolean {
    const again = this.#expanded.has(content);
    this.#expanded.add(content);
    const message = `the result of ${content.derivation} is placed twice`;
    const hint = 'Place it once, and link to its elements by their cloud ids.';
    if (again) this.#report('placed-twice', message, this.at(content.origin), { hint });
    return again;
  }

  /**
   * Members that an annotation adds may bring further content, also what another annotation is of,
   * wherever that stands.
   * @returns those that are of no element: it may be a link's id
   */
  #annotateElements(): readonly AnnotationContent[] {
    let waiting: readonly AnnotationContent[] = [];
    let read = 0;
    for (;;) {
      const fresh = this.#pending.slice(read).filter((content) => content.type === 'annotation');
      read = this.#pending.length;
      const open = [...waiting, ...fresh];
      waiting = open.filter((content) => !this.#annotateElement(content));
      if (waiting.length === open.length && this.#pending.length === read) return waiting;
    }
  }

  /** @returns false where it names no element that is placed so far */
  #annotateElement(content: AnnotationContent): boolean {
    const { of, facts, members } = content;
    const origin = this.at(content.origin);
    const identity = typeof of === 'string' ? explicitIdentity(of) : this.#identities.get(of);
    const element = identity === undefined ? undefined : this.elements[identity];
    if (identity === undefined || !element) return false;
    const what = `${element.kind} ${quote(element.name)}`;
    this.elements[identity] = annotated(
      members.some((m) => m.type === 'element') ? { ...element, group: true } : element,
      modelFacts(facts) as Readonly<Record<string, unknown>>,
      what,
      origin,
      (d) => this.diagnostics.push(d),
    );
    this.#place(members, identity, this.#clashes.sourceOf(content));
    return true;
  }

  #annotateLink(content: AnnotationContent): void {
    const origin = this.at(content.origin);
    if (typeof content.of !== 'string') {
      this.#end(content.of, content.origin, 'annotation');
      return;
    }
    const identity = explicitIdentity(content.of);
    const link = this.links[identity];
    if (!link) {
      const message = `the annotation refers to ${annotationOf(content)}, but nothing in the diagram has that id`;
      const hint = endHint(content.of, Object.values(this.elements), LISTED_IDS);
      this.#report('unknown-end', message, origin, { hint });
    } else
      this.links[identity] = annotated(
        link,
        defined(content.facts) as Readonly<Record<string, unknown>>,
        `the link ${annotationOf(content)}`,
        origin,
        (d) => this.diagnostics.push(d),
      );
  }

  #element(
    content: ElementContent,
    parent: Identity | undefined,
    above: readonly ElementContent[],
  ): Identity | undefined {
    const origin = this.at(content.origin);
    const what = `${content.kind} ${quote(content.name)}`;
    if (above.includes(content)) {
      this.#report('cycle', `${what} is a member of itself`, origin, {
        hint: 'A group cannot contain itself, directly or through other groups.',
      });
      return undefined;
    }
    if (above.length >= DEEPEST) {
      this.#report('too-deep', `${what} is nested more than ${DEEPEST} groups deep`, origin, {
        hint: 'Split the diagram, or flatten groups that have a single member.',
      });
      return undefined;
    }
    if (this.#identities.has(content)) {
      this.#report('placed-twice', `${what} is placed twice in the diagram`, origin, {
        hint: 'A value stands for one element: create a second one, or place it once and link to it.',
      });
      return undefined;
    }
    const kind = knownKind(content.kind, origin, (d) => this.diagnostics.push(d));
    const explicit = content.facts.id;
    const identity =
      explicit !== undefined
        ? explicitIdentity(explicit)
        : pathIdentity(
            parent,
            kind,
            content.name,
            this.#count(JSON.stringify([parent, kind, content.name])),
          );
    this.#identities.set(content, identity);
    if (Object.hasOwn(this.elements, identity)) {
      const other = this.#placed.get(identity);
      if (this.#clashes.between(other, content, shownId(kind, explicit ?? content.name)))
        return identity;
      const first = this.at(other?.origin);
      this.#report('repeated-id', `the id ${quote(explicit ?? identity)} is used twice`, origin, {
        hint: 'An explicit id must be unique. Omit it if the element has none.',
        ...(first ? { related: [{ message: 'first used here', origin: first }] } : {}),
      });
      return undefined;
    }
    this.#placed.set(identity, content);
    this.elements[identity] = {
      kind,
      name: content.name,
      group: content.group || content.members.some((m) => m.type === 'element'),
      ...(parent === undefined ? {} : { parent }),
      order: this.#count(JSON.stringify([parent])) - 1,
      facts: modelFacts(content.facts),
      ...this.#clashes.kindOf(content),
      ...(origin ? { origin } : {}),
    };
    return identity;
  }

  #end(end: End, at: Origin | undefined, what: string): Identity | undefined {
    if (typeof end === 'string') {
      const identity = explicitIdentity(end);
      if (Object.hasOwn(this.elements, identity)) return identity;
      const elements = Object.values(this.elements);
      this.diagnostics.push(unknownEnd(end, what, elements, this.at(at)));
      return undefined;
    }
    const found = this.#identities.get(end);
    if (found !== undefined) return found;
    this.diagnostics.push(unplacedEnd(end, what, this.at(at), this.at(end?.origin)));
    return undefined;
  }

  #link(content: LinkContent): void {
    const what = content.relation === 'flow' ? 'flow' : 'link';
    const from = this.#end(content.from, content.origin, what);
    const to = this.#end(content.to, content.origin, what);
    if (from === undefined || to === undefined) return;
    const origin = this.at(content.origin);
    const explicit = content.facts.id;
    const identity =
      explicit !== undefined
        ? explicitIdentity(explicit)
        : linkIdentity(
            content.relation,
            from,
            to,
            this.#count(JSON.stringify([content.relation, from, to])),
          );
    if (Object.hasOwn(this.links, identity) || Object.hasOwn(this.elements, identity)) {
      const other = this.#placed.get(identity);
      if (this.#clashes.between(other, content, shownId(what, explicit ?? identity))) return;
      const first = this.at(other?.origin);
      this.#report('repeated-id', `the id ${quote(explicit ?? identity)} is used twice`, origin, {
        ...(first ? { related: [{ message: 'first used here', origin: first }] } : {}),
      });
      return;
    }
    this.#placed.set(identity, content);
    this.links[identity] = {
      relation: content.relation,
      from,
      to,
      order: this.#linkCount++,
      facts: defined(content.facts),
      ...this.#clashes.kindOf(content),
      ...(origin ? { origin } : {}),
    };
  }

  #report(
    code: DiagnosticCode,
    message: string,
    origin?: Origin,
    details?: Parameters<typeof error>[3],
  ) {
    this.diagnostics.push(error(code, message, origin, details));
  }
}
