/** Checks what untyped code may have put into diagrams. */

import { shownValue } from '../formats/format-value.ts';
import { type Content, type DiagramContent, holdsDerived } from '../model/content.ts';
import { type Diagnostic, error, type Origin } from '../model/diagnostic.ts';
import { NAME } from '../model/patterns.ts';
import {
  isAnnotationFacts,
  isDiagramOptions,
  isElementFacts,
  isFilled,
  isLinkFacts,
  isRecord,
  isText,
  matches,
  type UntypedRecord,
} from './fact-guards.ts';

const isEstateName = matches(NAME);

const isQuery = (value: unknown): boolean =>
  isRecord(value) &&
  isFilled(value.text) &&
  isRecord(value.params) &&
  typeof value.toContent === 'function';

const isElement = (value: unknown): boolean => isRecord(value) && value.type === 'element';

const defined = (record: UntypedRecord): UntypedRecord =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

/** Facts that look wrong; the schema says what it is. */
interface Suspect {
  readonly what: 'element' | 'link' | 'annotation' | 'diagram' | 'options';
  readonly subject: string;
  readonly facts: unknown;
  readonly origin: Origin;
}

/** A value that should be content, and what holds it. */
interface Candidate {
  readonly value: unknown;
  readonly holder: string;
  readonly origin: Origin;
}

const SHEET = "Write sheet('Payments', [cards, vault]).";

/** One check of diagrams and everything in them. */
class ContentCheck {
  readonly found: Diagnostic[] = [];
  readonly suspects: Suspect[] = [];
  readonly #seen = new Set<unknown>();
  readonly #open: Candidate[] = [];
  readonly #byType: Readonly<Record<Content['type'], (value: UntypedRecord, at: Origin) => void>> =
    {
      element: (value, at) => this.#element(value, at),
      link: (value, at) => this.#link(value, at),
      hint: (value, at) => this.#hint(value, at),
      annotation: (value, at) => this.#annotation(value, at),
      derived: (value, at) => this.#derived(value, at),
    };

  diagram({ title, options, content }: DiagramContent, holder: string, at: Origin): void {
    if (!isText(title))
      this.#wrong(`the title is ${shownValue(title)}, not a string`, at, 'Titles are strings.');
    if (!isDiagramOptions(options))
      this.suspects.push({ what: 'diagram', subject: holder, facts: options, origin: at });
    this.#list(content, holder, at);
    for (let next = this.#open.pop(); next; next = this.#open.pop()) this.#content(next);
  }

  #wrong(message: string, origin: Origin, hint: string): void {
    this.found.push(error('invalid-value', message, origin, { hint }));
  }

  #list(values: unknown, holder: string, origin: Origin): void {
    if (Array.isArray(values))
      for (const value of values) this.#open.push({ value, holder, origin });
    else this.#wrong(`${holder} is ${shownValue(values)}, not a list`, origin, 'Use [ … ].');
  }

  #content({ value, holder, origin }: Candidate): void {
    const check = isRecord(value) ? this.#checkOf(value.type) : undefined;
    if (!check || !isRecord(value)) {
      const hint = 'Create content with the constructors: account(…), node(…), connect(…).';
      this.#wrong(`${holder} contains ${shownValue(value)}, which is not content`, origin, hint);
      return;
    }
    if (this.#seen.has(value)) return;
    this.#seen.add(value);
    check(value, (value.origin as Origin | undefined) ?? origin);
  }

  #checkOf(type: unknown) {
    return typeof type === 'string' && Object.hasOwn(this.#byType, type)
      ? this.#byType[type as Content['type']]
      : undefined;
  }

  #element({ kind, name, facts, members }: UntypedRecord, origin: Origin): void {
    const subject = `${String(kind)} ${shownValue(name)}`;
    if (!isFilled(kind))
      this.#wrong(
        `the kind of ${shownValue(name)} is ${shownValue(kind)}, not a string`,
        origin,
        'See `cadastre icons`.',
      );
    if (!isText(name))
      this.#wrong(
        `the name of a ${String(kind)} is ${shownValue(name)}, not a string`,
        origin,
        'Names are strings.',
      );
    if (!isElementFacts(facts)) this.suspects.push({ what: 'element', subject, facts, origin });
    this.#list(members, subject, origin);
  }

  #link(link: UntypedRecord, origin: Origin): void {
    for (const end of ['from', 'to'])
      if (!isText(link[end]) && !isElement(link[end]))
        this.#wrong(
          `a link's ${end} is ${shownValue(link[end])}, not an element`,
          origin,
          'Pass the element itself, or its id.',
        );
    const { facts } = link;
    if (!isLinkFacts(facts)) this.suspects.push({ what: 'link', subject: 'link', facts, origin });
  }

  #hint({ hint, name, of }: UntypedRecord, origin: Origin): void {
    if (hint !== 'sheet') return;
    if (!isFilled(name))
      this.#wrong(`the name of a sheet is ${shownValue(name)}, not a string`, origin, SHEET);
    if (!Array.isArray(of) || of.length === 0)
      this.#wrong(`the sheet ${shownValue(name)} has no elements`, origin, SHEET);
  }

  #annotation({ of, facts, members }: UntypedRecord, origin: Origin): void {
    if (!isText(of) && !isElement(of))
      this.#wrong(
        `an annotation refers to ${shownValue(of)}, which is not an element`,
        origin,
        'Pass the element itself, or the id of an element or link.',
      );
    if (!isAnnotationFacts(facts)) {
      const subject = `annotation of ${shownValue(isRecord(of) ? of.name : of)}`;
      this.suspects.push({ what: 'annotation', subject, facts, origin });
    }
    this.#list(members, 'annotation', origin);
  }

  #derived({ estate, derivation, options, query }: UntypedRecord, origin: Origin): void {
    if (!isEstateName(estate))
      this.#wrong(
        `the estate has the invalid name ${shownValue(estate)}`,
        origin,
        'Use the name of a snapshot: letters, digits, space, . _ -',
      );
    if (isRecord(options) && Object.keys(options).length > 0)
      this.suspects.push({
        what: 'options',
        subject: String(derivation),
        facts: defined(options),
        origin,
      });
    if (query !== undefined && !isQuery(query))
      this.#wrong(
        'cypher() needs a query, its parameters and a function',
        origin,
        'Write cypher(`MATCH … RETURN …`, {}, (row) => node(…)).',
      );
  }
}

/** What a function made of the rows of its query, checked as the content of the file is. */
export async function checkMade(
  content: readonly Content[],
  origin: Origin,
): Promise<Diagnostic[]> {
  const diagram: DiagramContent = { type: 'diagram', title: '', options: {}, content, origin };
  const wrong = await checkContent([diagram], origin.file, 'the result of cypher()');
  if (wrong.length > 0 || !holdsDerived(content)) return wrong;
  const message = 'the result of cypher() contains derived content';
  const hint =
    "A query cannot depend on another's rows. Put it beside the first one, or ask for both in one query.";
  return [error('invalid-value', message, origin, { hint })];
}

/** All that is wrong with the data of diagrams; `file` stands in where a place is not known. */
export async function checkContent(
  diagrams: readonly DiagramContent[],
  file: string,
  holder?: string,
): Promise<Diagnostic[]> {
  const check = new ContentCheck();
  for (const diagram of diagrams)
    check.diagram(
      diagram,
      holder ?? `diagram ${shownValue(diagram.title)}`,
      diagram.origin ?? { file },
    );
  return [...check.found, ...(await explained(check.suspects))];
}

async function explained(suspects: readonly Suspect[]): Promise<Diagnostic[]> {
  if (suspects.length === 0) return [];
  const schemas = await import('../model/schema.ts');
  const { problemsOf } = await import('../formats/problems.ts');
  const { elementFacts: element, linkFacts: link, annotationFacts: annotation } = schemas;
  const facts = { element, link, annotation, diagram: schemas.diagramOptions };
  return suspects.flatMap(({ what, subject, facts: given, origin }) => {
    const options = schemas.DERIVED[subject as keyof typeof schemas.DERIVED];
    const schema = what === 'options' ? options : facts[what];
    // An unknown derivation is reported where it is resolved.
    if (!schema) return [];
    return problemsOf(schema, given).map(({ code, message, hint }) =>
      error(code, `${subject}: ${message}`, origin, hint ? { hint } : {}),
    );
  });
}
