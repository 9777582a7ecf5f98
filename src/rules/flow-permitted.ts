/** Each step of a data flow lies on a path that is open in the estate. */

import { PortSet } from '../model/ports.ts';
import { inDoubt, portsIn } from './element-paths.ts';
import { flowsOf } from './flows.ts';
import type { Rule, RuleCheck, RuleFinding } from './rule.ts';
import type { View } from './view.ts';

export const flowPermitted: Rule = {
  id: 'flow-permitted',
  fact: 'each step of a data flow lies on a path that is open',
  requirements: ['1.2.4', '1.2.5'],
  stage: 'source',
  severity: 'error',
  why: 'A flow over a path that is closed does not happen as it is drawn: the data takes another way, which nobody has drawn, or the diagram is out of date.',
  fix: 'Draw the flow over the way that it takes, or change the rule or route that the finding names. `cadastre paths --closed` explains each closed path.',
  explanation:
    'Judged where an inventory is recorded, for flows between elements that have ids of it: a path has to be open on each port of the flow, or on any where it names none. Where paths cannot be told and nothing is found, the rule is not judged.',
  check: judgeFlows,
};

function judgeFlows(view: View): RuleCheck {
  const { paths } = view;
  if (!paths) return { count: 0, found: [], notJudged: 'no inventory is at hand' };
  if ('missing' in paths) return { count: 0, found: [], notJudged: paths.missing };
  const flows = flowsOf(view);
  const known = flows.filter((id) => paths.links.has(id));
  if (flows.length > 0 && known.length === 0)
    return { count: 0, found: [], notJudged: 'no flow is between things of the inventory' };
  const found: RuleFinding[] = [];
  let unsure = 0;
  for (const id of known) {
    const path = paths.links.get(id);
    if (!path) continue;
    const { ports = [] } = view.link(id).facts;
    const [open, perhaps] = [portsIn(path.open), portsIn(path.unsure)];
    const wanted = ports.length === 0 ? PortSet.ALL : portsIn(ports);
    // Without ports, any path will do.
    const left = ports.length > 0 ? wanted.subtract(open) : open.isEmpty ? wanted : PortSet.NONE;
    const closed = left.subtract(perhaps);
    if (ports.length > 0 ? !closed.isEmpty : !left.isEmpty && perhaps.isEmpty) {
      const on = ports.length > 0 ? ` on ${closed.texts.join(', ')}` : '';
      found.push({
        message: `${view.linkName(id)} has no open path${on}: ${path.closedBy}`,
        at: id,
      });
    } else if (!left.isEmpty) unsure++;
  }
  const others = flows.length - known.length;
  const doubts = [
    inDoubt(unsure, paths),
    others > 0
      ? `${others} of ${flows.length} flows are not between things of the inventory`
      : undefined,
  ].filter((doubt) => doubt !== undefined);
  return {
    count: known.length,
    found,
    ...(doubts.length === 0 ? {} : { notJudged: doubts.join('; ') }),
  };
}
