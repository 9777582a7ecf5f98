/** Links that move data. */

import type { Identity } from '../model/diagram.ts';
import type { View } from './view.ts';

export function flowsOf(view: View): Identity[] {
  return view.links.filter((id) => view.link(id).relation === 'flow');
}
