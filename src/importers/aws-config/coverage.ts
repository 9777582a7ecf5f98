/** Of which types AWS Config says all that there is, by account and region. */

import type { RecordType } from '../../inventory/inventory.ts';
import type { Coverage } from '../../inventory/provenance.ts';
import type { Capture } from './capture.ts';
import type { ConfigDocuments } from './documents.ts';
import { CONFIG_TYPES } from './resource-types.ts';
import { NOT_RECORDED } from './source.ts';

/**
 * A snapshot holds all that is recorded. Which types are recorded, the recorder says; without it, a type of which
 * there is an item. Histories and queries hold what was asked for.
 */
export function coverage(
  { snapshots, recorders }: ConfigDocuments,
  captures: readonly Capture[],
): { readonly [T in RecordType]?: Coverage } {
  const there = new Set(
    captures.map(({ account, region, type }) => `${account}|${region}|${type}`),
  );
  const isRecorded = (place: string, type: string): boolean => {
    const [account, region] = place.split('|');
    const own = recorders.filter(
      (one) =>
        (one.account === undefined || one.account === account) &&
        (one.region === undefined || one.region === region),
    );
    return there.has(`${place}|${type}`) || own.some(({ all, types }) => all || types.has(type));
  };
  const places = [...snapshots.keys()].sort();
  const found: { [T in RecordType]?: Coverage } = {};
  for (const [type, { tells }] of Object.entries(CONFIG_TYPES))
    for (const told of tells)
      found[told] = {
        state: 'not-asked',
        except: places.map((place) => at(place, isRecorded(place, type), type)),
      };
  for (const type of NOT_RECORDED)
    found[type] = {
      state: 'not-asked',
      except: places.map((place) => ({
        ...at(place, false, type),
        reason: 'AWS Config does not record it',
      })),
    };
  found.accounts = { state: 'not-asked', except: [] };
  return found;
}

function at(place: string, read: boolean, type: string): Coverage['except'][number] {
  const [account = '', region = ''] = place.split('|');
  return read
    ? { account, region, state: 'read', reason: '' }
    : { account, region, state: 'not-asked', reason: `AWS Config may not record ${type}` };
}
