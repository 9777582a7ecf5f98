/** What a picture must show: every text, icon and line of the scene. */

import { quote } from '../model/diagnostic.ts';
import type { Diagram } from '../model/diagram.ts';
import type { ExpectedGroup } from './layout/verify.ts';
import type { Figure, Header, LinkLabel, Scene, SceneFrame, SceneLink } from './scene/scene.ts';

const textOf = ({ text }: { readonly text: string }): string => text;

export const figureTexts = (figure: Figure): string[] => [
  ...figure.lines.map(textOf),
  ...(figure.aside ? [figure.aside.text] : []),
  ...[...(figure.tags ?? []), ...(figure.remarks ?? [])].map(textOf),
  ...(figure.table?.rows.flatMap((r) => r.cells) ?? []),
];

export const headerTexts = (header: Header): string[] =>
  [...header.lines, ...(header.aside ? [header.aside] : []), ...(header.tags ?? [])].map(textOf);

const labelTexts = (label: LinkLabel | undefined): string[] => [
  ...(label?.lines.map(textOf) ?? []),
  ...(label?.badge === undefined ? [] : [label.badge]),
];

/** What a link says: on its line, or in the tags of its connector pair. */
export const linkTexts = ({ label, connector }: SceneLink): string[] => [
  ...labelTexts(label),
  ...(connector?.tags.flatMap(labelTexts) ?? []),
];

const legendEntries = ({ legend }: SceneFrame) => legend?.rows.flat() ?? [];

const legendTexts = (frame: SceneFrame): string[] =>
  legendEntries(frame).flatMap(({ text, tag, badge, icon, plain, continued }) => [
    text,
    // One mark an entry: an icon goes before a tag, and a tag before a letter.
    ...(plain || continued || icon ? [] : tag ? [tag.text] : badge === undefined ? [] : [badge]),
  ]);

/** The texts of the title, the legend and the title block. */
export const frameTexts = (frame: SceneFrame): Readonly<Record<string, readonly string[]>> => ({
  title: frame.title.lines.map(textOf),
  legend: legendTexts(frame),
  titleblock: frame.titleBlock.fields.flatMap(({ label, value }) => [label, value]),
});

const FRAME_NAMES: Readonly<Record<string, string>> = {
  title: 'the title',
  legend: 'the legend',
  titleblock: 'the title block',
};

/** @param hrefOf what an icon's key is drawn with */
export function expectedGroups(
  scene: Scene,
  diagram: Diagram,
  hrefOf: (key: string) => string,
): ExpectedGroup[] {
  const what = (identity: string): string => {
    const element = diagram.elements[identity];
    return element ? `${element.kind} ${quote(element.name)}` : `the link ${identity}`;
  };
  const icons = (...used: readonly ({ readonly key: string } | undefined)[]): string[] =>
    used.flatMap((use) => (use ? [hrefOf(use.key)] : []));
  return [
    ...scene.nodes.map(({ id, identity, figure }) => ({
      id,
      what: what(identity),
      texts: figureTexts(figure),
      icons: icons(figure.icon),
    })),
    ...scene.groups.map(({ id, identity, header }) => ({
      id,
      what: what(identity),
      texts: headerTexts(header),
      icons: icons(header.icon),
    })),
    ...scene.links.map((link) => ({
      id: link.id,
      what: what(link.identity),
      texts: linkTexts(link),
      icons: [],
      line: true as const,
    })),
    ...(scene.marks ?? []).map(({ id, of, tag }) => ({
      id,
      what: `the mark of ${what(of)}`,
      texts: [tag.text],
      icons: [],
    })),
    ...Object.entries(frameTexts(scene.frame))
      .filter(([id]) => id !== 'legend' || scene.frame.legend !== undefined)
      .map(([id, texts]) => ({
        id,
        what: FRAME_NAMES[id] ?? id,
        texts,
        icons: id === 'legend' ? icons(...legendEntries(scene.frame).map((e) => e.icon)) : [],
      })),
  ];
}
