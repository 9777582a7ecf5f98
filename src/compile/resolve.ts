/** Content -> Diagram. */

import type { DiagramContent } from '../model/content.ts';
import { error, failure, type Origin, type Outcome, quote } from '../model/diagnostic.ts';
import { type Diagram, MODEL_FORMAT } from '../model/diagram.ts';
import type { DocumentFacts } from '../model/facts.ts';
import { sheetProblems } from './authored-sheets.ts';
import { defined } from './facts.ts';
import { type Expansion, Resolver } from './resolver.ts';

/**
 * @param locate how a place is printed (paths relative to the estate's root)
 * @returns no value when the content has errors; all of them are listed.
 */
export function resolve(
  content: DiagramContent,
  locate: (origin: Origin) => Origin = (origin) => origin,
  expand: Expansion = () => [],
): Outcome<Diagram> {
  const resolver = new Resolver(locate, expand);
  resolver.all(content.content);
  const { elements, links, hints, diagnostics } = resolver;
  diagnostics.push(...sheetProblems(resolver.sheetHints, elements));
  const origin = resolver.at(content.origin);
  if (Object.keys(elements).length === 0 && diagnostics.length === 0)
    diagnostics.push(
      error('empty-diagram', `the diagram ${quote(content.title)} has no elements`, origin, {
        hint: 'Put at least one element into `content`.',
      }),
    );
  if (diagnostics.length > 0) return failure(diagnostics);
  const { name, direction, layout, columns, sheets, legend, waivers, profile, ...rest } =
    content.options;
  const document = {
    ...rest,
    ...(profile === undefined ? {} : { profile: [profile].flat().join(', ') }),
  };
  return {
    diagnostics,
    value: {
      format: MODEL_FORMAT,
      title: content.title,
      ...(name === undefined ? {} : { name }),
      direction: direction ?? 'right',
      ...(direction === 'right' ? { directionAsked: true as const } : {}),
      ...(layout === undefined ? {} : { layout }),
      ...(sheets === undefined ? {} : { sheets }),
      ...(columns === undefined ? {} : { columns }),
      legend: legend ?? 'auto',
      document: defined(document as DocumentFacts),
      elements,
      links,
      hints,
      waivers: waivers ?? [],
      unresolved: [],
      icons: {},
      ...(origin ? { origin } : {}),
    },
  };
}
