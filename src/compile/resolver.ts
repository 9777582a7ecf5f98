/** Gives every element its identity, its parent and its order, and turns links by value into links by identity. */

import { lookup } from '../icons/catalogue.ts';
import { nearest } from '../icons/search.ts';
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
import { wordOfKind } from '../model/words.ts';
import { annotated, annotationOf } from './annotate.ts';
import { defined, modelFacts } from './facts.ts';
import { endHint } from './unknown-end.ts';

/** Deeper nesting than this is refused: nobody can read it, and JSON printers overflow on it. */
const DEEPEST = 1000;

interface Frame {
  readonly content: Content;
  readonly parent: Identity | undefined;
  readonly above: readonly ElementContent[];
}

/** What stands in the place of derived content. */
export type Expansion = (content: DerivedContent) => readonly Content[];

export class Resolver {
  readonly diagnostics: Diagnostic[] = [];
  readonly elements: Record<Identity, Element> = {};
  readonly links: Record<Identity, Link> = {};
  readonly hints: Hint[] = [];
  readonly #identities = new Map<ElementContent, Identity>();
  readonly #places = new Map<Identity, Origin | undefined>();
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
  #place(contents: readonly Content[], within?: Identity): void {
    const stack: Frame[] = contents
      .map((content) => ({ content, parent: within, above: [] }))
      .reverse();
    for (let frame = stack.pop(); frame; frame = stack.pop()) {
      const { content, parent, above } = frame;
      if (content.type === 'derived') {
        for (const made of this.#expand(content).toReversed())
          stack.push({ content: made, parent, above });
        continue;
      }
      if (content.type !== 'element') {
        this.#pending.push(content);
        continue;
      }
      const identity = this.#element(content, parent, above);
      if (identity === undefined) continue;
      const inner = [...above, content];
      for (let i = content.members.length - 1; i >= 0; i--) {
        const member = content.members[i];
        if (member) stack.push({ content: member, parent: identity, above: inner });
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
        if (of.every((id) => id !== undefined))
          this.hints.push({ hint: content.hint, of: of as Identity[] });
      }
    for (const content of later) this.#annotateLink(content);
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
    this.#place(members, identity);
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
    if (!link)
      this.#report(
        'unknown-end',
        `the annotation is of ${annotationOf(content)}, but nothing in the diagram has that id`,
        origin,
        {
          hint: endHint(
            content.of,
            Object.values(this.elements),
            '`cadastre inspect FILE --json` lists the ids; what the options leave out has none.',
          ),
        },
      );
    else
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
        hint: 'A group cannot hold itself, not through other groups either.',
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
        hint: 'A value stands for one element: make a second one, or place it once and link to it.',
      });
      return undefined;
    }
    const entry = lookup(content.kind);
    if (!entry) {
      const near = nearest(content.kind, 3);
      this.#report('unknown-kind', `there is no kind ${quote(content.kind)}`, origin, {
        hint: `${near.length > 0 ? `The nearest are ${near.join(', ')}. ` : ''}\`cadastre icons ${content.kind.replace(/^[^:]*:/, '')}\` searches the catalogue.`,
      });
    }
    // A word stays itself (`vpc`): what it looks like depends on its surroundings.
    const kind = wordOfKind(content.kind) ? content.kind : (entry?.kind ?? content.kind);
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
      const first = this.#places.get(identity);
      this.#report('repeated-id', `the id ${quote(explicit ?? identity)} is used twice`, origin, {
        hint: 'An explicit id names one thing; leave it out where there is none.',
        ...(first ? { related: [{ message: 'first used here', origin: first }] } : {}),
      });
      return undefined;
    }
    this.#places.set(identity, origin);
    this.elements[identity] = {
      kind,
      name: content.name,
      group: content.group || content.members.some((m) => m.type === 'element'),
      ...(parent === undefined ? {} : { parent }),
      order: this.#count(JSON.stringify([parent])) - 1,
      facts: modelFacts(content.facts),
      ...(content.derived === undefined ? {} : { derived: content.derived }),
      ...(origin ? { origin } : {}),
    };
    return identity;
  }

  #end(end: End, at: Origin | undefined, what: string): Identity | undefined {
    if (typeof end === 'string') {
      const identity = explicitIdentity(end);
      if (Object.hasOwn(this.elements, identity)) return identity;
      this.#report(
        'unknown-end',
        `the ${what} names ${quote(end)}, but no element of the diagram has that id`,
        this.at(at),
        { hint: endHint(end, Object.values(this.elements)) },
      );
      return undefined;
    }
    const found = this.#identities.get(end);
    if (found !== undefined) return found;
    const place = this.at(end?.origin);
    this.#report(
      'unplaced-end',
      `the ${what} ends at ${end?.kind ?? 'nothing'} ${quote(String(end?.name ?? ''))}, which is not placed in the diagram`,
      this.at(at),
      {
        hint: 'Put the element into `content`, or into the members of a group that is.',
        ...(place ? { related: [{ message: 'the element is made here', origin: place }] } : {}),
      },
    );
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
      const first = this.links[identity]?.origin ?? this.elements[identity]?.origin;
      this.#report('repeated-id', `the id ${quote(explicit ?? identity)} is used twice`, origin, {
        ...(first ? { related: [{ message: 'first used here', origin: first }] } : {}),
      });
      return;
    }
    this.links[identity] = {
      relation: content.relation,
      from,
      to,
      order: this.#linkCount++,
      facts: defined(content.facts),
      ...(content.derived === undefined ? {} : { derived: content.derived }),
      ...(origin ? { origin } : {}),
    };
  }

  #report(code: string, message: string, origin?: Origin, details?: Parameters<typeof error>[3]) {
    this.diagnostics.push(error(code, message, origin, details));
  }
}
