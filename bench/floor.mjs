/**
 * The floor: what anybody would write with the two libraries that no such tool can do without. It
 * lays out a graph of the seed example's size (11 boxes), writes the SVG, and has sharp make a JPG
 * of about as many pixels as ours. No icons, no fonts of its own, no checks.
 *
 *     node bench/floor.mjs FOLDER [GRAPH.dot]
 *
 * With a graph: its SVG only.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Graphviz } from '@hpcc-js/wasm-graphviz';

const [folder, graph] = process.argv.slice(2);

const SEED = {
  'MockUpBank Org': ['root', 'Infra OU', 'Security OU', 'Prod OU', 'Sandbox OU'],
  'Infra OU': ['Deployment account'],
  'Security OU': ['Security account', 'Log Archive'],
  'Prod OU': ['Production'],
  'Sandbox OU': ['Dev Acc'],
};
const edges = Object.entries(SEED).flatMap(([from, all]) => all.map((to) => `"${from}"->"${to}"`));
const seed = `digraph { rankdir=LR; node [shape=box, fontname=Arial]; ${edges.join('; ')} }`;

const graphviz = await Graphviz.load();
const svg = graphviz.layout(graph ? readFileSync(graph, 'utf8') : seed, 'svg', 'dot');
writeFileSync(join(folder, 'floor.svg'), svg);
if (!graph) {
  const { default: sharp } = await import('sharp');
  await sharp(Buffer.from(svg), { density: 144 })
    .flatten({ background: 'white' })
    .jpeg({ quality: 80, chromaSubsampling: '4:4:4' })
    .toFile(join(folder, 'floor.jpg'));
}
