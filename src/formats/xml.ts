/** XML as a small tree: enough to check, clean and write an icon. */

import { SaxesParser, type SaxesTagNS } from 'saxes';

export interface XmlAttribute {
  readonly name: string;
  /** Its namespace; empty where it has none. */
  readonly namespace: string;
  readonly value: string;
}

export class XmlElement {
  readonly local: string;
  /** Empty where it has none. */
  readonly namespace: string;
  parent: XmlElement | undefined;
  children: (XmlElement | string)[] = [];
  readonly #attributes = new Map<string, XmlAttribute>();

  constructor(tag: SaxesTagNS, parent: XmlElement | undefined) {
    this.local = tag.local;
    this.namespace = tag.uri;
    this.parent = parent;
    for (const { name, uri, value } of Object.values(tag.attributes))
      this.#attributes.set(name, { name, namespace: uri, value });
  }

  /** A copy: attributes may be set and removed meanwhile. */
  get attributes(): XmlAttribute[] {
    return [...this.#attributes.values()];
  }

  get(name: string): string | undefined {
    return this.#attributes.get(name)?.value;
  }

  set(name: string, value: string): void {
    this.#attributes.set(name, {
      name,
      namespace: this.#attributes.get(name)?.namespace ?? '',
      value,
    });
  }

  delete(name: string): void {
    this.#attributes.delete(name);
  }

  get text(): string {
    return this.children.map((c) => (typeof c === 'string' ? c : c.text)).join('');
  }

  /** Takes the element out of its parent. */
  remove(): void {
    const { parent } = this;
    if (parent) parent.children = parent.children.filter((child) => child !== this);
    this.parent = undefined;
  }

  /** The element and all below it, in document order. */
  *all(): Generator<XmlElement> {
    const open: XmlElement[] = [this];
    for (let element = open.pop(); element; element = open.pop()) {
      yield element;
      const inner = element.children.filter((c): c is XmlElement => typeof c !== 'string');
      open.push(...inner.reverse());
    }
  }

  /** Markup without the prefixes of elements: for a tree of one namespace. */
  toString(): string {
    let tag = `<${this.local}`;
    for (const { name, value } of this.#attributes.values()) tag += ` ${name}="${escaped(value)}"`;
    return this.children.length === 0 ? `${tag}/>` : `${tag}>${this.inner()}</${this.local}>`;
  }

  /** Markup of all that stands between its tags. */
  inner(): string {
    return this.children
      .map((c) => (typeof c === 'string' ? c.replace(/[&<>]/g, entity) : c.toString()))
      .join('');
  }
}

/** What nests deeper than it may. */
export class TooDeep extends Error {}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const entity = (char: string): string => ESCAPED[char] ?? char;
const escaped = (value: string): string => value.replace(/[&<>"\t\n\r]/g, entity);

/**
 * The root of a document, without comments and processing instructions. Throws `TooDeep` when
 * elements nest deeper than `depthLimit`, another Error at what is not well-formed. Entities but XML's own five
 * are errors: a document type is not read.
 */
export function parseXml(text: string, depthLimit: number): XmlElement | undefined {
  const parser = new SaxesParser({ xmlns: true });
  let root: XmlElement | undefined;
  let open: XmlElement | undefined;
  let depth = 0;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    if (++depth > depthLimit) throw new TooDeep(`nests deeper than ${depthLimit} elements`);
    const element = new XmlElement(tag, open);
    open?.children.push(element);
    root ??= element;
    open = element;
  });
  parser.on('closetag', () => {
    depth--;
    open = open?.parent;
  });
  parser.on('text', (chunk) => open?.children.push(chunk));
  parser.on('cdata', (chunk) => open?.children.push(chunk));
  parser.write(text).close();
  return root;
}
