/** Segments, links and components of the models in force, as rows: the same for the page and for CSV. Pure. */

import type { BundleContent, BundledModel, BundledVersion } from '../../evidence/bundle/bundle.ts';
import type { Identity } from '../../model/diagram.ts';
import { csvRow } from '../csv.ts';
import { COMPONENT_HEADERS, componentRows } from './components.ts';
import {
  accountDataCell,
  accountOf,
  nameAndId,
  nameOf,
  nearest,
  ownerOf,
  pathOf,
  regionOf,
} from './element-facts.ts';

export const SEGMENT_HEADERS = [
  ...['segment', 'id', 'kind', 'zone', 'zone set on', 'CIDR', 'region', 'account', 'in', 'owner'],
  ...['account data', 'environment', 'justification'],
] as const;

export const LINK_HEADERS = [
  ...['from', 'to', 'relation', 'step', 'direction', 'ports', 'control', 'encrypted', 'data'],
  ...['account data', 'justification', 'from zone', 'to zone', 'crosses a zone border'],
] as const;

/** Cells by `SEGMENT_HEADERS`, in document order. */
export function segmentRows(model: BundledModel): readonly (readonly string[])[] {
  const { elements } = model.diagram;
  return model.segments.map((id) => {
    const kind = elements[id]?.kind ?? '';
    const { facts = {} } = elements[id] ?? {};
    const zone = nearest(model, id, (at) => elements[at]?.facts.zone);
    const environment = nearest(model, id, (at) => elements[at]?.facts.environment);
    return [
      nameOf(model, id),
      facts.id ?? '',
      kind,
      model.zones.get(id) ?? '',
      zone === undefined || zone.on === id ? '' : nameOf(model, zone.on),
      (facts.cidr ?? []).join(', '),
      regionOf(model, id),
      accountOf(model, id),
      pathOf(model, id),
      ownerOf(model, id),
      accountDataCell(facts.accountData),
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
      accountDataCell(facts.accountData),
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

export const componentsCsv = (content: BundleContent): string =>
  csv(content, COMPONENT_HEADERS, componentRows);
