/** The small graphs made by hand, what is recorded of each, and what diagrams make of the recordings. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { countsOf, type KindCount } from '../src/compile/census.ts';
import type { Census, Element, Link } from '../src/model/diagram.ts';
import { unresolvedText } from '../src/model/unresolved.ts';
import { compileIn } from './derived-estate.ts';

export const GRAPHS = ['aws', 'gcp', 'kubernetes', 'people'] as const;
export type GraphName = (typeof GRAPHS)[number];

export const graphFile = (name: string): string =>
  fileURLToPath(new URL(`fixtures/graphs/${name}`, import.meta.url));

const CALLS: Readonly<Record<GraphName, readonly string[]>> = {
  aws: ['network()', 'exposure()'],
  gcp: ['gcpOrganization()', 'gcpNetwork()'],
  kubernetes: ['kubernetes()'],
  people: ['people()', 'people({ members: true })', 'people({ members: true, email: true })'],
};

const source = (name: GraphName, calls: readonly string[]): string =>
  `import { diagram, estate } from 'cadastre';
export default [
${calls.map((call, n) => `  diagram('Drawn ${n}', { name: 'drawn-${n}', content: [estate('${name}').${call}] }),`).join('\n')}
];
`;

/** A diagram file that asks all that is recorded of a graph. */
export const asksAll = (name: GraphName): string => source(name, CALLS[name]);

export const recorded = (name: GraphName): string =>
  readFileSync(graphFile(`${name}.snapshot.json`), 'utf8');

export interface Drawn {
  readonly elements: readonly Element[];
  readonly links: readonly Link[];
  readonly counts: ReadonlyMap<string, KindCount>;
  readonly census: readonly Census[];
  /** What is unresolved, each `what: reason`. */
  readonly unresolved: readonly string[];
  /** `file:line:col: severity code: message` of every problem. */
  readonly lines: readonly string[];
  /** The only element of a name. */
  named(name: string): Element;
  /** Names of the members of an element, in order. */
  members(id: string): string[];
  /** Names of the boxes around an element, the outermost first. */
  path(element: Element): string[];
  /** Lines as `from -> to: ports, control`. */
  readonly ways: readonly string[];
}

/** What one call of a derivation makes of the recording. No database takes part. */
export async function drawn(name: GraphName, call: string): Promise<Drawn> {
  const { compiled, lines } = await compileIn(
    {
      [`diagrams/snapshots/${name}.json`]: recorded(name),
      'diagrams/a.ts': source(name, [call]),
    },
    'diagrams/a.ts',
  );
  const diagram = compiled.diagrams[0]?.diagram;
  const entries = Object.entries(diagram?.elements ?? {});
  const elements = entries.map(([, element]) => element);
  const links = Object.values(diagram?.links ?? {});
  const nameOf = (identity: string): string => diagram?.elements[identity]?.name ?? identity;
  return {
    elements,
    links,
    counts: new Map((diagram ? countsOf(diagram) : []).map((count) => [count.kind, count])),
    census: diagram?.census ?? [],
    unresolved: (diagram?.unresolved ?? []).map((entry) => {
      const { what, reason } = unresolvedText(entry);
      return `${what}: ${reason}`;
    }),
    lines,
    named(text) {
      const found = elements.filter((element) => element.name === text);
      if (found.length !== 1 || !found[0])
        throw new Error(`${found.length} elements are called ${text}`);
      return found[0];
    },
    members(id) {
      const identity = entries.find(([, { facts }]) => facts.id === id)?.[0];
      return elements.filter(({ parent }) => parent === identity).map((element) => element.name);
    },
    path(element) {
      const names: string[] = [];
      for (let at = element.parent; at !== undefined; at = diagram?.elements[at]?.parent)
        names.unshift(nameOf(at));
      return names;
    },
    ways: links.map(({ from, to, facts }) => {
      const said = [facts.label, ...(facts.ports ?? []), facts.control].filter(Boolean).join(', ');
      return `${nameOf(from)} -> ${nameOf(to)}${said === '' ? '' : `: ${said}`}`;
    }),
  };
}

/** `found = drawn + folded + omitted` of a kind, as text. */
export const fate = ({ counts }: Drawn, kind: string): string => {
  const {
    found,
    drawn: shown,
    folded,
    omitted,
  } = counts.get(kind) ?? {
    found: 0,
    drawn: 0,
    folded: 0,
    omitted: 0,
  };
  return `${found} = ${shown} + ${folded} + ${omitted}`;
};
