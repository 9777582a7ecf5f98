/** Flows are numbered in their order, without gaps. */

import { quote } from '../model/diagnostic.ts';
import { flowsOf } from './flows.ts';
import { checkEach, type Rule } from './rule.ts';

export const flowOrder: Rule = {
  id: 'flow-order',
  fact: 'flows are numbered in order, without gaps',
  requirements: ['1.2.4'],
  stage: 'source',
  severity: 'warning',
  why: 'Flows explain how a payment runs, from where data enters to where it leaves, only if they are in order.',
  fix: 'Give every flow a `step`, starting from 1; use `2a` and `2b` for flows that run in parallel.',
  explanation:
    'Every flow has a `step` that begins with a number, and no number from 1 to the last is missing. Several flows may share a number.',
  check: (view) => {
    const steps = flowsOf(view).map((id) => stepOf(view.link(id).facts.step));
    const last = Math.max(0, ...steps.map((step) => step ?? 0));
    return checkEach(flowsOf(view), (id) => {
      const { step } = view.link(id).facts;
      const n = stepOf(step);
      if (step === undefined) return `${view.linkName(id)} has no step`;
      if (n === undefined || n < 1 || n > MOST)
        return `the step ${quote(String(step))} of ${view.linkName(id)} does not begin with a number of 1 or more`;
      const gap = n > 1 && n <= last && !steps.includes(n - 1);
      return gap && `${view.linkName(id)} is step ${step}, but no flow is step ${n - 1}`;
    });
  },
};

/** Nobody numbers further. */
const MOST = 9999;

function stepOf(step: number | string | undefined): number | undefined {
  const [digits] = /^\d+/.exec(String(step ?? '').trim()) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
