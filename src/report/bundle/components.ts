/** Components of a model, third parties among them, as rows: what 12.5.2 asks to be listed. Pure. */

import type { BundledModel } from '../../evidence/bundle/bundle.ts';
import type { Identity } from '../../model/diagram.ts';
import { accountDataCell, accountOf, nameOf, ownerOf, pathOf, regionOf } from './element-facts.ts';

export const COMPONENT_HEADERS = [
  ...[
    'component',
    'id',
    'kind',
    'zone',
    'third party',
    'account data',
    'controls',
    'region',
    'account',
    'in',
  ],
  ...['owner', 'description', 'justification'],
] as const;

/** A tag that names the party whose component it is. */
const THIRD_PARTY = 'third-party';

/** Services of others by their kind, and whatever is tagged. */
function thirdParty({ diagram: { elements } }: BundledModel, id: Identity): string {
  const { kind = '', facts = {} } = elements[id] ?? {};
  return facts.tags?.[THIRD_PARTY] ?? (kind.startsWith('saas:') ? 'yes' : '');
}

/** Cells by `COMPONENT_HEADERS`, in document order: all that holds nothing and is no segment. */
export function componentRows(model: BundledModel): readonly (readonly string[])[] {
  const { elements } = model.diagram;
  const groups = new Set(Object.values(elements).map(({ parent }) => parent));
  const segments = new Set(model.segments);
  return Object.entries(elements)
    .filter(([id, { kind }]) => !groups.has(id) && !segments.has(id) && kind !== 'internet')
    .map(([id, { kind, facts }]) => [
      nameOf(model, id),
      facts.id ?? '',
      kind,
      model.zones.get(id) ?? '',
      thirdParty(model, id),
      accountDataCell(facts.accountData),
      (facts.controls ?? []).join(', '),
      regionOf(model, id),
      accountOf(model, id),
      pathOf(model, id),
      ownerOf(model, id),
      facts.description ?? '',
      facts.justification ?? '',
    ]);
}
