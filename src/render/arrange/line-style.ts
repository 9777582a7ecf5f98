/** How a link is drawn, and what the legend calls it. */

import type { Link } from '../../model/diagram.ts';
import { isOutOfService } from '../../model/status.ts';
import { PROTECTION_LOOKS, protectionsOf } from '../scene/protection-looks.ts';
import type { LineLook } from '../scene/scene.ts';

/** States that are over: they will not become active by themselves, as a pending one may. */
const OVER = /reject|fail|delet|expire|terminat|down|denied|closed/i;

const QUIET_LINE = '#64748b';

/** @param stub named by a source, and not described in it */
export function lineStyle(
  { relation, facts: { status, accountData, style = {} } }: Pick<Link, 'relation' | 'facts'>,
  stub: boolean,
): { color: string; line: LineLook; dash?: string; width: number; text: string } {
  const { line, color, legend } = style;
  const inactive = isOutOfService(status);
  const own = line === 'dashed' || line === 'dotted' ? line : undefined;
  const drawn =
    own ?? (inactive ? (OVER.test(status) ? 'dotted' : 'dashed') : stub ? 'dotted' : 'solid');
  // A line that is not active, not described or drawn as its author wants says its protection in words only.
  const [weakest] = drawn === 'solid' ? protectionsOf(accountData) : [];
  const protection = weakest === undefined ? undefined : PROTECTION_LOOKS[weakest];
  const said = [
    ...(protection && !legend ? [protection.title] : []),
    ...(inactive ? [`not active: ${status}`] : []),
    ...(stub ? ['unresolved'] : []),
    ...(!inactive && !stub && !legend && line !== undefined && line !== 'solid' ? [line] : []),
  ];
  const name = legend ?? (relation === 'flow' ? 'Data flow' : 'Connection');
  return {
    color: color ?? (relation === 'flow' ? '#1d4ed8' : inactive || stub ? QUIET_LINE : '#334155'),
    line: drawn,
    ...(protection === undefined ? {} : { dash: protection.dash }),
    width: line === 'bold' ? 2.5 : 1.4,
    text: said.length > 0 ? `${name} (${said.join(', ')})` : name,
  };
}
