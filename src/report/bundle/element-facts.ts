/** Where an element of a bundled model stands, and what holds for it by the groups around it. Pure. */

import type { BundledModel } from '../../evidence/bundle/bundle.ts';
import { type AccountData, accountDataText } from '../../model/account-data.ts';
import type { Identity } from '../../model/diagram.ts';

/** Accounts and what other clouds call them. */
const ACCOUNT = /(^|:)(account|project|subscription)$/;

/** The groups around an element, the outermost first. */
function around({ diagram: { elements } }: BundledModel, id: Identity): readonly Identity[] {
  const found: Identity[] = [];
  for (let at = elements[id]?.parent; at !== undefined; at = elements[at]?.parent)
    found.unshift(at);
  return found;
}

export function nameOf({ diagram: { elements } }: BundledModel, id: Identity): string {
  return (elements[id]?.name ?? id).replaceAll('\n', ' ');
}

/** `web (111122223333)` */
export function nameAndId(model: BundledModel, id: Identity): string {
  const own = model.diagram.elements[id]?.facts.id;
  return nameOf(model, id) + (own === undefined ? '' : ` (${own})`);
}

export const pathOf = (model: BundledModel, id: Identity): string =>
  around(model, id)
    .map((group) => nameOf(model, group))
    .join(' / ');

/** A fact of the element or of the nearest group around it. */
export function nearest<T>(
  model: BundledModel,
  id: Identity,
  of: (at: Identity) => T | undefined,
): { readonly value: T; readonly on: Identity } | undefined {
  for (const on of [...around(model, id), id].reverse()) {
    const value = of(on);
    if (value !== undefined) return { value, on };
  }
  return undefined;
}

export function accountOf(model: BundledModel, id: Identity): string {
  const { elements } = model.diagram;
  const found = nearest(model, id, (at) =>
    ACCOUNT.test(elements[at]?.kind ?? '') ? nameAndId(model, at) : undefined,
  );
  return found?.value ?? '';
}

export function regionOf(model: BundledModel, id: Identity): string {
  const { elements } = model.diagram;
  const found = nearest(model, id, (at) => {
    const element = elements[at];
    return element?.facts.region ?? (element?.kind === 'region' ? element.name : undefined);
  });
  return found?.value ?? '';
}

export function ownerOf(model: BundledModel, id: Identity): string {
  const { elements } = model.diagram;
  return nearest(model, id, (at) => elements[at]?.facts.owner)?.value ?? '';
}

/** `PAN (p2pe, keys: solution provider); expiry (tls)`; an empty list says that it is none, which is more than nothing. */
export const accountDataCell = (all: readonly AccountData[] | undefined): string =>
  all?.length === 0 ? 'none' : (all ?? []).map(accountDataText).join('; ');
