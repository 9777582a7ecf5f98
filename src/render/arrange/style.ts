/** Which look an element has: its provider, its kind's colours, its zone. */

import { type IconEntry, lookup } from '../../icons/catalogue.ts';
import type { Diagram, Element, Identity } from '../../model/diagram.ts';
import { PROVIDERS, type Provider, type Zone } from '../../model/facts.ts';
import { wordOfKind } from '../../model/words.ts';
import type { LineLook, Paint } from '../scene/scene.ts';
import { STUB, ZONE_LOOKS } from '../scene/theme.ts';

function ownProvider(element: Element): Provider | undefined {
  const prefix = element.kind.split(':', 1)[0] as Provider;
  return (
    element.facts.provider ??
    (element.kind.includes(':') && PROVIDERS.includes(prefix) ? prefix : undefined) ??
    wordOfKind(element.kind)?.provider
  );
}

/**
 * The provider of each element: its own, else that of what surrounds it, else
 * that of its first member that has one, else AWS. (A neutral word such as
 * `vpc` gets the look of the project or account it stands in.)
 */
export function providers(diagram: Diagram): Map<Identity, Provider> {
  const found = new Map<Identity, Provider>();
  const entries = Object.entries(diagram.elements);
  for (const [id, element] of entries) {
    const provider =
      ownProvider(element) ??
      (element.parent === undefined ? undefined : found.get(element.parent));
    if (provider) found.set(id, provider);
  }
  for (const [id, element] of [...entries].reverse()) {
    const provider = found.get(id);
    if (provider && element.parent !== undefined && !found.has(element.parent))
      found.set(element.parent, provider);
  }
  for (const [id, element] of entries)
    if (!found.has(id))
      found.set(id, (element.parent !== undefined && found.get(element.parent)) || 'aws');
  return found;
}

/** The zone that holds at each element: its own, else that of the nearest group around it. */
export function zonesInForce(diagram: Diagram): Map<Identity, Zone> {
  const found = new Map<Identity, Zone>();
  for (const [id, { facts, parent }] of Object.entries(diagram.elements)) {
    const zone = facts.zone ?? (parent === undefined ? undefined : found.get(parent));
    if (zone) found.set(id, zone);
  }
  return found;
}

const PLAIN: Paint = { border: '#64748b', fill: 'none', line: 'solid', width: 1.25 };

function lineOf(style: string | undefined, fallback: LineLook): LineLook {
  return style === 'dashed' || style === 'dotted' || style === 'solid' ? style : fallback;
}

/** How the element's box is painted: the kind's look, then its zone's, then a stub's, then the author's own style. */
export function paintOf(
  element: Element,
  entry: IconEntry | undefined,
  zone?: Zone,
  stub = false,
): Paint {
  const look = entry?.group;
  const base: Paint = look
    ? { border: look.border, fill: look.fill, line: look.line, width: 1.25 }
    : PLAIN;
  const zoned = stub
    ? STUB
    : zone
      ? { ...base, ...ZONE_LOOKS[zone].paint, line: ZONE_LOOKS[zone].paint.line }
      : base;
  const { style } = element.facts;
  if (!style) return zoned;
  return {
    ...zoned,
    border: style.color ?? zoned.border,
    fill: style.fill ?? zoned.fill,
    line: lineOf(style.line, zoned.line),
    width: style.width ?? (style.line === 'bold' ? zoned.width + 1 : zoned.width),
    ...(style.fill === undefined ? {} : { hatched: false }),
  };
}

/** The catalogue's entry that gives the element its icon and look. */
export function entryOf(element: Element, provider: Provider): IconEntry | undefined {
  if (element.kind === 'subnet' && provider === 'aws')
    return lookup(element.facts.access === 'public' ? 'aws:public-subnet' : 'aws:private-subnet');
  return lookup(element.kind, provider);
}
