/** Who is in which group, and what groups may use: Google Workspace, Okta, AWS IAM Identity Center. */

import type { PeopleFacts } from '../../inventory/people.ts';
import type { PeopleOptions } from '../../model/derivation.ts';
import { error } from '../../model/diagnostic.ts';
import type { EstateView } from '../view.ts';
import { drawAccess } from './access.ts';
import { drawAdministrators, drawIdentityLinks } from './administration.ts';
import { drawBindings } from './bindings.ts';
import { choose } from './choose.ts';
import { drawDirectories, drawGroups, drawPersons, PeoplePlan } from './directories.ts';

/** Errors: `empty-graph`, `not-in-graph`. */
export const people: EstateView<PeopleOptions, PeopleFacts> = ({
  options,
  inventory,
  ledger,
  report,
}) => {
  for (const { kind, found } of inventory.counts) ledger.found(kind, found);
  const chosen = choose(inventory, options, report);
  const canvas = new PeoplePlan(inventory, chosen, ledger, options);
  if (canvas.people.directories.length === 0) {
    report(
      error('empty-graph', 'the recorded graph has no directory of people', undefined, {
        hint: 'Check that Cartography has read Google Workspace, Okta or IAM Identity Center, then record it again.',
      }),
    );
    return [];
  }
  drawGroups(canvas);
  const accounts = drawAccess(canvas);
  const cloud = drawBindings(canvas);
  drawAdministrators(canvas);
  drawPersons(canvas);
  drawIdentityLinks(canvas);
  return [...drawDirectories(canvas), ...accounts, ...cloud, ...canvas.lines];
};
