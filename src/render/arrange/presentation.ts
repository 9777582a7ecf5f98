/** How each element of a diagram looks at one density: its figure, its header, its icon, its zone. */

import { type IconEntry, lookup } from '../../icons/catalogue.ts';
import type { Diagram, Element, Identity } from '../../model/diagram.ts';
import type { Provider, Zone } from '../../model/facts.ts';
import type { Figure, Header } from '../scene/scene.ts';
import type { Density } from '../scene/theme.ts';
import { badgesOf } from './badges.ts';
import { type BorderSide, borderSide, standsOnBorder } from './border.ts';
import { figureOf, gatewayFigure } from './figure.ts';
import type { TextContext } from './figure-text.ts';
import { headerOf } from './header.ts';
import { providers, zonesInForce } from './style.ts';

/** The icons that are drawn, by the key that the scene uses. */
export type DrawnIcons = ReadonlyMap<string, IconEntry | { readonly custom: string }>;

export interface Presentation {
  readonly density: Density;
  readonly context: TextContext;
  /** Grows as figures and headers are asked for. */
  readonly icons: DrawnIcons;
  readonly element: (id: Identity) => Element;
  readonly providers: ReadonlyMap<Identity, Provider>;
  readonly provider: (id: Identity) => Provider;
  /** The zone to show: only where it differs from that of the surroundings. */
  readonly ownZone: (id: Identity) => Zone | undefined;
  readonly figure: (id: Identity) => Figure;
  /** @param inner px that the members need */
  readonly header: (id: Identity, inner: number) => Header;
  readonly isGateway: (id: Identity) => boolean;
  readonly gatewaySide: (id: Identity) => BorderSide;
}

function memoize<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}

function textContext(
  diagram: Diagram,
  density: Density,
): { context: TextContext; icons: DrawnIcons } {
  const icons = new Map<string, IconEntry | { custom: string }>();
  const iconKey: TextContext['iconKey'] = (entry, custom) => {
    const own = custom === undefined ? undefined : lookup(custom);
    if (own) return iconKey(own, undefined);
    if (custom !== undefined) {
      icons.set(`custom/${custom}`, { custom });
      return `custom/${custom}`;
    }
    const source = entry?.source ?? entry?.fallback;
    if (!entry || !source) return undefined;
    const key = `${source.set}/${source.file}`;
    icons.set(key, entry);
    return key;
  };
  const context: TextContext = {
    density,
    linked: Object.keys(diagram.links).length > 0,
    iconKey,
  };
  return { context, icons };
}

function gatewaySides(
  diagram: Diagram,
  element: (id: Identity) => Element,
): (id: Identity) => BorderSide {
  const within = (id: Identity, group: Identity | undefined): boolean => {
    for (let at = element(id).parent; at !== undefined; at = element(at).parent)
      if (at === group) return true;
    return false;
  };
  return memoize((id) => {
    const { parent } = element(id);
    const outer = Object.values(diagram.links).filter(
      ({ from, to }) =>
        (from === id && !within(to, parent)) || (to === id && !within(from, parent)),
    );
    const entered = outer.length > 0 && outer.every(({ to }) => to === id);
    return borderSide(element(id), diagram.direction, entered);
  });
}

export function presentationOf(diagram: Diagram, density: Density): Presentation {
  const { context, icons } = textContext(diagram, density);
  const provided = providers(diagram);
  const inForce = zonesInForce(diagram);
  const element = (id: Identity): Element => diagram.elements[id] as Element;
  const provider = (id: Identity): Provider => provided.get(id) ?? 'aws';
  const ownZone = (id: Identity): Zone | undefined => {
    const { facts, parent } = element(id);
    const around = parent === undefined ? undefined : inForce.get(parent);
    return facts.zone !== undefined && facts.zone !== around ? facts.zone : undefined;
  };
  const badges = badgesOf(diagram, ownZone);
  const isGateway = (id: Identity): boolean => {
    const { parent } = element(id);
    return parent !== undefined && standsOnBorder(element(id), element(parent));
  };
  const gatewaySide = gatewaySides(diagram, element);
  const figure = memoize((id: Identity) =>
    isGateway(id)
      ? gatewayFigure(element(id), provider(id), context, gatewaySide(id), badges(id))
      : figureOf(element(id), provider(id), context, badges(id)),
  );
  const headers = new Map<string, Header>();
  const header = (id: Identity, inner: number): Header => {
    const key = `${Math.round(inner)} ${id}`;
    const known = headers.get(key);
    if (known) return known;
    const made = headerOf(element(id), provider(id), context, badges(id), inner);
    headers.set(key, made);
    return made;
  };
  return {
    density,
    context,
    icons,
    element,
    providers: provided,
    provider,
    ownZone,
    figure,
    header,
    isGateway,
    gatewaySide,
  };
}
