/** A diagram as Cadastre draws it. */

import type { Diagram } from '../../src/model/diagram.ts';
import { draw } from '../../src/render/draw.ts';
import { loadGraphviz } from '../../src/render/layout/wasm.ts';
import { readPicture } from '../../src/render/linework/drawn-picture.ts';
import { drawnIdentities } from '../figures/measure.ts';
import type { PeerPicture } from './picture.ts';

const titleBlock = { digest: '0'.repeat(64) };

export async function drawnByUs(diagram: Diagram): Promise<PeerPicture> {
  const { svg } = draw({ diagram, titleBlock, icons: {} }, await loadGraphviz());
  const { width, height, parts, lines } = readPicture(svg);
  const identities = drawnIdentities(diagram);
  const drawnAs = new Map([...identities].map(([drawn, id]) => [id, drawn]));
  const endsOf = (line: string): string[] => {
    const link = diagram.links[identities.get(line) ?? ''];
    return link ? [link.from, link.to].map((id) => drawnAs.get(id) ?? '') : [];
  };
  const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
  return {
    ...{ width, height },
    lines: lines.map(({ id, stretches }) => ({ id, stretches, ends: endsOf(id) })),
    words: [
      ...parts.flatMap(({ id, words }) => words.map((box) => ({ box, of: id }))),
      ...lines.flatMap(({ id, label, stretches }) => {
        const trunk = stretches.find((stretch) => stretch.trunk !== undefined)?.trunk;
        return label ? [{ box: label.box, of: id, ...(trunk === undefined ? {} : { trunk }) }] : [];
      }),
    ],
    boxes: parts.filter(({ group }) => !group).map(({ box }) => box),
    smallestFont: Math.min(...sizes),
  };
}
