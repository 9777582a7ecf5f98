/** No store of the cardholder data environment can be reached from untrusted networks. */

import { isStore } from './kinds.ts';
import { checkEach, type Rule } from './rule.ts';

export const storageExposed: Rule = {
  id: 'storage-exposed',
  fact: 'no store of the cardholder data environment can be reached from untrusted networks',
  requirements: ['1.4.4'],
  stage: 'source',
  severity: 'error',
  why: 'Systems that store cardholder data must not be directly accessible from untrusted networks.',
  fix: 'Put something in between: let the link end at an application, or use a private subnet. If the diagram is wrong, correct it.',
  explanation:
    'Databases, buckets, disks and file stores in the zone `cde`: neither the store nor a group around it is the end of a link from something untrusted, and it is not in a subnet whose `access` is `public`.',
  check: (view) =>
    checkEach(
      view.inZone('cde').filter((id) => isStore(view.element(id).kind)),
      (id) => {
        const way = view.links
          .flatMap((link) => view.ways(link))
          .find(
            ({ from, to }) =>
              view.isIn(id, to) && !view.isIn(from, to) && view.zone(from) === 'untrusted',
          );
        if (way) {
          const box = way.to === id ? '' : `, like everything in ${view.name(way.to)},`;
          return `${view.name(id)} in the CDE${box} is linked directly from ${view.name(way.from)}`;
        }
        const open = view.around(id).find((group) => view.element(group).facts.access === 'public');
        return open && `${view.name(id)} in the CDE is in the public ${view.name(open)}`;
      },
    ),
};
