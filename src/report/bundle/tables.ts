/** Segments and links of the models in force, as rows: the same for the page and for CSV. Pure. */

import type { BundleContent, BundledModel, BundledVersion } from '../../evidence/bundle/bundle.ts';
import type { Identity } from '../../model/diagram.ts';
import { csvRow } from '../csv.ts';

export const SEGMENT_HEADERS = [
  ...['segment', 'id', 'kind', 'zone', 'zone set on', 'CIDR', 'region', 'account', 'in', 'owner'],
  ...['environment', 'justification'],
] as const;

export const LINK_HEADERS = [
  ...['from', 'to', 'relation', 'step', 'direction', 'ports', 'control', 'encrypted', 'data'],
  ...['justification', 'from zone', 'to zone', 'crosses a zone border'],
] as const;

/** Accounts and what other clouds call them. */
const ACCOUNT = /(^|:)(account|project|subscription)$/;

/** The groups around an element, the outermost first. */
function around({ diagram: { elements } }: BundledModel, id: Identity): readonly Identity[] {
  const found: Identity[] = [];
  for (let at = elements[id]?.parent; at !== undefined; at = elements[at]?.parent)
    found.unshift(at);
  return found;
}

function nameOf({ diagram: { elements } }: BundledModel, id: Identity): string {
  return (elements[id]?.name ?? id).replaceAll('\n', ' ');
}

/** `web (111122223333)` */
function nameAndId(model: BundledModel, id: Identity): string {
  const own = model.diagram.elements[id]?.facts.id;
  return nameOf(model, id) + (own === undefined ? '' : ` (${own})`);
}

const pathOf = (model: BundledModel, id: Identity): string =>
  around(model, id)
    .map((group) => nameOf(model, group))
    .join(' / ');

/** A fact of the element or of the nearest group around it. */
function nearest<T>(
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

/** Cells by `SEGMENT_HEADERS`, in document order. */
export function segmentRows(model: BundledModel): readonly (readonly string[])[] {
  const { elements } = model.diagram;
  return model.segments.map((id) => {
    const kind = elements[id]?.kind ?? '';
    const { facts = {} } = elements[id] ?? {};
    const zone = nearest(model, id, (at) => elements[at]?.facts.zone);
    const region = nearest(model, id, (at) => {
      const element = elements[at];
      return element?.facts.region ?? (element?.kind === 'region' ? element.name : undefined);
    });
    const owner = nearest(model, id, (at) => elements[at]?.facts.owner);
    const environment = nearest(model, id, (at) => elements[at]?.facts.environment);
    const account = nearest(model, id, (at) =>
      ACCOUNT.test(elements[at]?.kind ?? '') ? nameAndId(model, at) : undefined,
    );
    return [
      nameOf(model, id),
      facts.id ?? '',
      kind,
      model.zones.get(id) ?? '',
      zone === undefined || zone.on === id ? '' : nameOf(model, zone.on),
      (facts.cidr ?? []).join(', '),
      region?.value ?? '',
      account?.value ?? '',
      pathOf(model, id),
      owner?.value ?? '',
      environment?.value ?? '',
      facts.justification ?? '',
    ];
  });
}

/** Cells by `LINK_HEADERS`, in document order. */
export function linkRows(model: BundledModel): readonly (readonly string[])[] {
  const { elements, links } = model.diagram;
  const end = (id: Identity): string => {
    const path = pathOf(model, id);
    return path === '' ? nameAndId(model, id) : `${nameAndId(model, id)} in ${path}`;
  };
  const zoneOf = (id: Identity): string => model.zones.get(id) ?? '';
  return Object.entries(links).map(([id, { relation, from, to, facts }]) => {
    const controls = [
      ...(facts.control ? [facts.control] : []),
      ...[from, to].flatMap((at) =>
        (elements[at]?.facts.controls ?? []).map((name) => `${name} (on ${nameOf(model, at)})`),
      ),
    ];
    return [
      end(from),
      end(to),
      relation,
      String(facts.step ?? ''),
      facts.direction ?? 'forward',
      (facts.ports ?? []).join(', '),
      controls.join(', '),
      facts.encrypted === undefined ? 'not stated' : facts.encrypted ? 'yes' : 'no',
      facts.data ?? '',
      facts.justification ?? '',
      zoneOf(from),
      zoneOf(to),
      model.crossing.has(id) ? 'yes' : 'no',
    ];
  });
}

function approved(version: BundledVersion | undefined): string {
  if (version?.draft) return 'no: DRAFT';
  const how = version?.until?.how;
  return how === 'withdrawn' || how === 'unapproved' ? 'no: withdrawn' : 'yes';
}

/** The tables of all diagrams in one file, with whose they are. */
function csv(
  { models, versions }: BundleContent,
  headers: readonly string[],
  rowsOf: (model: BundledModel) => readonly (readonly string[])[],
): string {
  const lines = [csvRow(['diagram', 'version', 'approved', ...headers])];
  for (const [name, model] of models) {
    const version = versions.get(name)?.find(({ commit }) => commit === model.commit);
    const whose = [name, version?.version ?? null, approved(version)];
    for (const row of rowsOf(model)) lines.push(csvRow([...whose, ...row]));
  }
  // Spreadsheets take a file without this mark for one in the local code page.
  return `\ufeff${lines.join('')}`;
}

export const segmentsCsv = (content: BundleContent): string =>
  csv(content, SEGMENT_HEADERS, segmentRows);

export const linksCsv = (content: BundleContent): string => csv(content, LINK_HEADERS, linkRows);
