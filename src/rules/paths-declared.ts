/** Links into and out of the CDE are exactly the paths that are open in the estate. */

import type { Identity } from '../model/diagram.ts';
import { PortSet } from '../model/ports.ts';
import { type ElementPath, type ElementPaths, inDoubt, notAll, portsIn } from './element-paths.ts';
import type { Rule, RuleCheck, RuleFinding } from './rule.ts';
import type { View } from './view.ts';

export const pathsDeclared: Rule = {
  id: 'paths-declared',
  fact: 'links into and out of the cardholder data environment are exactly the paths that are open',
  requirements: ['1.2.3', '1.2.5', '1.2.8', '1.3.1', '1.3.2'],
  stage: 'source',
  severity: 'error',
  why: 'The assessor compares the diagram with the configuration. A path that is open and not drawn is an unknown connection of the CDE; a link whose path is closed describes a network that is not there.',
  fix: 'Declare the path as a link with its ports, or close it; remove a link whose path is closed, or open it. `cadastre paths` lists every path with what decides it.',
  explanation:
    'Judged where an inventory is recorded, for elements that have ids of it. Each connection between the CDE and anything else needs an open path on each of its ports, or on any where it names none; each open path needs a connection or flow between its ends, or what they are in, that names its ports. Where paths cannot be told, or the accounts of the CDE were not read to the end, and nothing is found, the rule is not judged.',
  check: (view) => {
    const { paths } = view;
    if (!paths) return { count: 0, found: [], notJudged: 'no inventory is at hand' };
    if ('missing' in paths) return { count: 0, found: [], notJudged: paths.missing };
    return compared(view, paths);
  },
};

const inCde = (view: View, id: Identity | undefined): boolean =>
  id !== undefined && view.zone(id) === 'cde';

/** Ports that a link declares; every one where it names none. */
const declaredBy = (view: View, link: Identity): PortSet => {
  const { ports = [] } = view.link(link).facts;
  return ports.length === 0 ? PortSet.ALL : portsIn(ports);
};

function compared(view: View, paths: ElementPaths): RuleCheck {
  const borders = view.links.filter(
    (id) =>
      paths.links.has(id) &&
      view.link(id).relation === 'connection' &&
      view.crosses(id) &&
      touchesCde(view, id),
  );
  const crossing = paths.paths.filter(({ from, to }) => inCde(view, from) !== inCde(view, to));
  const found = [
    ...borders.flatMap((id) => closedLink(view, id, paths)),
    ...crossing.flatMap((path) => undeclared(view, path)),
  ];
  const unsure = crossing.filter((path) => path.unsure.length > 0).length;
  const doubts = [inDoubt(unsure, paths), notAll(paths)].filter((own) => own !== undefined);
  return {
    count: borders.length + crossing.length,
    found,
    ...(doubts.length === 0 ? {} : { notJudged: doubts.join('; ') }),
  };
}

const touchesCde = (view: View, id: Identity): boolean => {
  const { from, to } = view.link(id);
  return [from, to].some((end) => view.reached(end).has('cde'));
};

/** A link whose path is not open: on its ports, or, where it names none, on any. */
function closedLink(view: View, id: Identity, { links }: ElementPaths): RuleFinding[] {
  const path = links.get(id);
  if (!path) return [];
  const possible = portsIn(path.open).union(portsIn(path.unsure));
  const named = (view.link(id).facts.ports ?? []).length > 0;
  const closed = declaredBy(view, id).subtract(possible);
  if (named ? closed.isEmpty : !possible.isEmpty) return [];
  const ports = named ? closed.texts.join(', ') : 'a path';
  const message = `${view.linkName(id)} declares ${ports}, and no path is open for it: ${path.closedBy}`;
  return [{ message, at: id }];
}

/** An open path without a link between its ends, or what they are in, that names its ports. */
function undeclared(view: View, path: ElementPath): RuleFinding[] {
  const { from, to, open, decidedBy, fromName, toName } = path;
  const covering = view.links.filter((id) =>
    view.ways(id).some((way) => covers(view, from, way.from) && covers(view, to, way.to)),
  );
  const declared = covering.reduce((all, id) => all.union(declaredBy(view, id)), PortSet.NONE);
  const left = portsIn(open).subtract(declared);
  if (open.length === 0 || left.isEmpty) return [];
  const at = inCde(view, to) ? to : from;
  const message = `${fromName} reaches ${toName} on ${left.texts.join(', ')}, and no link declares it: ${decidedBy}`;
  return [{ message, ...(at === undefined ? {} : { at }) }];
}

const covers = (view: View, inner: Identity | undefined, outer: Identity): boolean =>
  inner !== undefined && view.isIn(inner, outer);
