/** Who administers Okta, and whose people are people of another directory. */

import type { ElementContent } from '../../model/content.ts';
import { sortedBy } from '../../model/order.ts';
import { grouping, link } from '../elements.ts';
import { line } from '../lines.ts';
import { type PeoplePlan, said, several } from './directories.ts';

export function drawAdministrators(canvas: PeoplePlan): void {
  const { people, ledger, options, lines } = canvas;
  const cards = new Map<string, ElementContent>();
  const roles = new Set(people.administrators.map(({ role }) => role));
  for (const role of sortedBy([...roles], (text) => text)) {
    const grants = people.administrators.filter((grant) => grant.role === role);
    const [first] = grants;
    const groups = grants.filter(({ group }) => group !== undefined);
    const alone = grants.reduce((sum, grant) => sum + grant.people, 0);
    const shown = groups.filter(({ group }) => canvas.groups.has(group ?? ''));
    const directory = canvas.directory('okta', first?.tenant);
    ledger.omitted('admin-grant', groups.length - shown.length);
    if (!first || !directory || (options.groups && shown.length === 0)) {
      ledger.omitted('admin-grant', alone);
      continue;
    }
    ledger.folded('admin-grant', alone);
    const card = grouping(ledger, first.at, 'generic:administrator', role, {
      role: said([
        'administers Okta',
        alone > 0 ? `${several(alone, 'person', 'people')} without a group` : undefined,
      ]),
    });
    canvas.put(directory, card);
    cards.set(role, card);
    for (const { group, at } of shown) {
      const from = canvas.groups.get(group ?? '');
      if (from) lines.push(link({ at, counted: 'admin-grant' }, from, card, { label: 'has role' }));
    }
  }
}

/** One line for all people of two directories. */
export function drawIdentityLinks(canvas: PeoplePlan): void {
  const { people, ledger, options, lines } = canvas;
  for (const { okta, center, people: number, at } of people.identityLinks) {
    const from = canvas.directory('okta', okta);
    const to = canvas.directory('aws-identity-center', center);
    if (!from || !to || options.groups) {
      ledger.omitted('identity-link', number);
      continue;
    }
    ledger.folded('identity-link', number);
    lines.push(
      line(ledger, at, 'identity-provider', from.id, to.id, {
        label: `${several(number, 'person', 'people')} of both`,
      }),
    );
  }
}
