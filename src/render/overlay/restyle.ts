/** A scene with marks: what changed stands out, everything else is pale. */

import { groundOf } from '../arrange/scene-parts.ts';
import type {
  LinkLabel,
  Scene,
  SceneGroup,
  SceneLink,
  SceneNode,
  Tag,
  TextLine,
} from '../scene/scene.ts';
import {
  MARK_LOOKS,
  markedPaint,
  QUIET_BORDER,
  QUIET_LINE,
  QUIET_TEXT,
  quietPaint,
} from './looks.ts';
import type { Overlay, OverlayChange } from './overlay.ts';

const quiet = (line: TextLine): TextLine => ({ ...line, color: QUIET_TEXT });

const quietTag = (tag: Tag): Tag => ({
  ...tag,
  ground: '#ffffff',
  color: QUIET_TEXT,
  border: QUIET_BORDER,
});

/** The words of a figure or a header: names, details beside them, tags. */
interface QuietedWords {
  readonly lines: readonly TextLine[];
  readonly aside?: TextLine;
  readonly tags?: readonly Tag[];
  readonly remarks?: readonly Tag[];
}

const quietWords = <T extends QuietedWords>(words: T): T => ({
  ...words,
  lines: words.lines.map(quiet),
  ...(words.aside ? { aside: quiet(words.aside) } : {}),
  ...(words.tags ? { tags: words.tags.map(quietTag) } : {}),
  ...(words.remarks ? { remarks: words.remarks.map(quietTag) } : {}),
});

const dashOf = (change: OverlayChange): { readonly dash?: string } => {
  const { dash } = MARK_LOOKS[change];
  return dash === undefined ? {} : { dash };
};

function restyledGroup(group: SceneGroup, change: OverlayChange | undefined): SceneGroup {
  const { paint, header } = group;
  if (change) return { ...group, paint: markedPaint(paint, change, true), ...dashOf(change) };
  return { ...group, paint: quietPaint(paint), header: quietWords(header), faded: true };
}

function restyledNode(node: SceneNode, change: OverlayChange | undefined): SceneNode {
  const { figure } = node;
  if (!change) {
    const paint = quietPaint(figure.paint);
    return { ...node, figure: { ...quietWords(figure), paint }, faded: true };
  }
  const paint = markedPaint({ ...figure.paint, rounded: true }, change, false);
  return { ...node, figure: { ...figure, paint }, ...dashOf(change) };
}

function restyledLink(
  link: SceneLink,
  change: OverlayChange | undefined,
  groups: readonly SceneGroup[],
): SceneLink {
  // What words stand on is another colour now.
  const onGround = (label: LinkLabel): LinkLabel => ({
    ...label,
    ground: groundOf(label.box, groups),
    ...(change ? {} : { lines: label.lines.map(quiet) }),
  });
  const { dash: _, ...plain } = link;
  const words = {
    ...(link.label ? { label: onGround(link.label) } : {}),
    ...(link.connector
      ? {
          connector: {
            ...link.connector,
            tags: [onGround(link.connector.tags[0]), onGround(link.connector.tags[1])] as const,
          },
        }
      : {}),
  };
  if (!change) return { ...link, color: QUIET_LINE, width: Math.min(link.width, 1.2), ...words };
  const { color, width } = MARK_LOOKS[change];
  return { ...plain, color, line: 'solid', width, ...dashOf(change), ...words };
}

export function restyled(scene: Scene, { marks }: Overlay): Scene {
  const groups = scene.groups.map((group) =>
    restyledGroup(group, marks.get(group.identity)?.change),
  );
  return {
    ...scene,
    groups,
    nodes: scene.nodes.map((node) => restyledNode(node, marks.get(node.identity)?.change)),
    links: scene.links.map((link) => restyledLink(link, marks.get(link.identity)?.change, groups)),
  };
}
