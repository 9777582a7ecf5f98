/** What the labels are made of, from the scene and its theme. */

export { TAG_HEIGHT, TAG_SIZE, tagWidth, widest } from '../arrange/figure.ts';
export { LEGEND_MARK } from '../arrange/frame.ts';
export { BADGE } from '../arrange/label.ts';
export type {
  Figure,
  Header,
  IconUse,
  LegendEntry,
  LinkLabel,
  SceneFrame,
  TextLine,
} from '../arrange/scene.ts';
export { LINE, lineHeight, SMALL, ZONE_LOOKS } from '../arrange/theme.ts';
export { textWidth } from '../text/measure.ts';
