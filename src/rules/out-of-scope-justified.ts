/** Everything out of scope is justified. */

import { checkEach, type Rule } from './rule.ts';

export const outOfScopeJustified: Rule = {
  id: 'out-of-scope-justified',
  fact: 'everything out of scope is justified',
  requirements: ['1.2.3', '12.5.2'],
  stage: 'source',
  severity: 'error',
  why: 'An assessor confirms that what is out of scope cannot reach the CDE, so the diagram has to say what prevents it.',
  fix: 'Give it a `justification` that says what separates it from the CDE.',
  explanation:
    'Each element that states the zone `out-of-scope` has a `justification`, either its own or that of a group around it that is also out of scope.',
  check: (view) =>
    checkEach(
      view.elements.filter((id) => view.element(id).facts.zone === 'out-of-scope'),
      (id) => {
        const justified = [id, ...view.around(id)].some(
          (at) =>
            view.zone(at) === 'out-of-scope' &&
            (view.element(at).facts.justification ?? '').trim() !== '',
        );
        return !justified && `${view.name(id)} is out of scope, but nothing says why`;
      },
    ),
};
