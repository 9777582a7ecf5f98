/** The title row of a group. */

import type { Element } from '../../model/diagram.ts';
import type { Provider } from '../../model/facts.ts';
import { textWidth } from '../../text/measure.ts';
import type { CutText, Header, IconUse, TextLine } from '../scene/scene.ts';
import { QUIET, tagsWidth, widest } from '../scene/theme.ts';
import type { Badges } from './badges.ts';
import {
  detailLines,
  details,
  joinedDetails,
  nameLines,
  sum,
  type TextContext,
} from './figure-text.ts';
import { withCut } from './fit-text.ts';
import { entryOf } from './style.ts';

/** No line begins with the dot between two details. */
const withoutLeadingDot = (lines: readonly TextLine[]): TextLine[] =>
  lines.map((line) => ({ ...line, text: line.text.replace(/^· /, '') }));

/** Title row of a group whose members need `inner` px. Long names wrap at the group's width, at 240 px at least. */
export function headerOf(
  element: Element,
  provider: Provider,
  context: TextContext,
  badges: Badges,
  inner: number,
): Header {
  const { density } = context;
  // Remarks first: tags keep their place at the end.
  const tags = [...badges.remarks, ...badges.tags];
  const entry = entryOf(element, provider);
  const withIcon = element.facts.icon !== undefined || entry?.group?.corner !== false;
  const key = withIcon ? context.iconKey(entry, element.facts.icon) : undefined;
  const taken = (key ? density.groupIcon + 7 : 8) + 6 + (tags.length > 0 ? tagsWidth(tags) + 8 : 0);
  const room = Math.max(inner - taken, 150);
  const cut: CutText[] = [];
  const name = nameLines(element, room, density.groupName, 2, cut);
  const small = density.detailSize;
  const detail = joinedDetails(details(element, context), ' · ');
  const onOneLine =
    !context.linked &&
    name.length === 1 &&
    detail !== '' &&
    textWidth(name[0]?.text ?? '', density.groupName, true) + 10 + textWidth(detail, small) <= room;
  const lines: TextLine[] = onOneLine
    ? name
    : [
        ...name,
        ...(detail
          ? withoutLeadingDot(detailLines([{ what: 'details', text: detail }], room, small, cut))
          : []),
      ];
  const width = onOneLine
    ? textWidth(name[0]?.text ?? '', density.groupName, true) + 10 + textWidth(detail, small)
    : widest(lines);
  const iconUse: IconUse | undefined = key ? { key, size: density.groupIcon } : undefined;
  return {
    w: Math.ceil(width) + taken,
    h: Math.ceil(Math.max(density.groupIcon, sum(lines) + (density.name === 'list' ? 2 : 6))),
    lines,
    ...(onOneLine ? { aside: { text: detail, size: small, color: QUIET } } : {}),
    ...(iconUse ? { icon: iconUse } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...withCut(cut),
  };
}
