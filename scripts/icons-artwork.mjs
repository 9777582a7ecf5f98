// Takes single pictures out of the icon packages, as they are, into src/icons/artwork.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import azurePack from '@isoflow/isopacks/dist/azure.js';
import kubernetesPack from '@isoflow/isopacks/dist/kubernetes.js';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL('../src/icons/artwork/', import.meta.url));

/** Colour of one-coloured pictures that no brand gives a colour. */
export const neutral = '4d5b6e';

function iconify(set) {
  const pack = JSON.parse(readFileSync(require.resolve(`@iconify-json/${set}/icons.json`), 'utf8'));
  const info = JSON.parse(readFileSync(require.resolve(`@iconify-json/${set}/info.json`), 'utf8'));
  return (name, colour) => {
    let icon = pack.icons[name];
    const alias = pack.aliases?.[name];
    if (!icon && alias) icon = { ...pack.icons[alias.parent], ...alias };
    if (!icon) throw new Error(`${set}: no icon ${name}`);
    const { left = 0, top = 0, width = pack.width ?? 16, height = pack.height ?? 16, body } = icon;
    const paint =
      info.palette && !body.includes('currentColor') ? '' : ` color="#${colour ?? neutral}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}"${paint}>${body}</svg>\n`;
  };
}

async function react(file) {
  const module = await import(file);
  const component = module.default?.default ?? module.default;
  return `${renderToStaticMarkup(createElement(component))}\n`;
}

function isopack(pack, name) {
  const icon = (pack.default ?? pack).icons.find(({ id }) => id === name);
  if (!icon) throw new Error(`isopacks: no icon ${name}`);
  const [, base64] = icon.url.split('base64,');
  return `${Buffer.from(base64, 'base64').toString('utf8').trim()}\n`;
}

let brands;
async function simple(name) {
  brands ??= await import('simple-icons');
  const icon = Object.values(brands).find(({ slug }) => slug === name);
  if (!icon) throw new Error(`simple-icons: no icon ${name}`);
  // Paler than this it would not be seen on a white page.
  const [r, g, b] = [0, 2, 4].map((at) => Number.parseInt(icon.hex.slice(at, at + 2), 16));
  const pale = (r * 299 + g * 587 + b * 114) / 1000 > 215;
  return `${icon.svg.replace('<svg ', `<svg fill="#${pale ? neutral : icon.hex.toLowerCase()}" `)}\n`;
}

const sets = { logos: iconify('logos'), devicon: iconify('devicon'), mdi: iconify('mdi') };

/** The text of a picture. `name` may end in `.rrggbb`: the colour of a one-coloured one. */
async function extract(set, name) {
  const [, base, colour] = /^(.*?)(?:\.([0-9a-f]{6}))?$/.exec(name);
  if (set === 'gcp' || set === 'azure') return react(`@likec4/icons/${set}/${base}`);
  if (set === 'isopacks-azure') return isopack(azurePack, base);
  if (set === 'kubernetes') return isopack(kubernetesPack, base);
  if (set === 'simple-icons') return simple(base);
  return sets[set](base, colour);
}

/** Writes the artwork of every `set:name.svg` in `sources`, and nothing else, into the folder. */
export async function writeArtwork(sources) {
  rmSync(folder, { recursive: true, force: true });
  for (const source of [...sources].sort()) {
    const [set, file] = source.split(':');
    mkdirSync(path.join(folder, set), { recursive: true });
    writeFileSync(path.join(folder, set, file), await extract(set, file.replace(/\.svg$/, '')));
  }
}
