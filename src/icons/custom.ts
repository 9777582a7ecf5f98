/** A user's own icon: an SVG, or a PNG wrapped in one. */

import { readFileSync, statSync } from 'node:fs';
import type { Outcome } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest.ts';
import type { Artwork } from './artwork.ts';
import { refusal, sanitise, svgNamespace } from './sanitise.ts';

/** Bytes. An icon is drawn once in every picture that uses it; larger ones are photographs. */
const sizeLimit = 1024 * 1024;
/** Pixels of a PNG's side. */
const sideLimit = 4096;
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The chunks of a PNG must follow each other to the end; else it is cut off or not one. */
function pngSize(bytes: Buffer): { width: number; height: number } | undefined {
  if (bytes.length < 45 || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  let at = pngSignature.length;
  let type = '';
  while (at + 12 <= bytes.length && type !== 'IEND') {
    type = bytes.toString('latin1', at + 4, at + 8);
    at += 12 + bytes.readUInt32BE(at);
  }
  if (type !== 'IEND' || at > bytes.length) return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function fromPng(bytes: Buffer, name: string): Outcome<Artwork> {
  const size = pngSize(bytes);
  if (!size || size.width === 0 || size.height === 0) {
    const hint = 'save it again as PNG, or better as SVG';
    return { diagnostics: [refusal(name, 'icon-broken', 'is a damaged PNG file', hint)] };
  }
  const { width, height } = size;
  if (width > sideLimit || height > sideLimit) {
    const what = `is ${width} × ${height} pixels; the limit is ${sideLimit} per side`;
    return { diagnostics: [refusal(name, 'icon-too-large', what, 'save it at 256 × 256 pixels')] };
  }
  const data = `data:image/png;base64,${bytes.toString('base64')}`;
  const svg =
    `<svg xmlns="${svgNamespace}" viewBox="0 0 ${width} ${height}">` +
    `<image width="${width}" height="${height}" href="${data}"/></svg>`;
  return { value: { svg, width, height, digest: sha256(bytes) }, diagnostics: [] };
}

/** Reads the file, or says why it cannot be. */
function read(file: string, name: string): Outcome<Buffer> {
  try {
    const stat = statSync(file);
    if (!stat.isFile()) {
      const hint = 'give an .svg or .png file';
      return { diagnostics: [refusal(name, 'icon-not-a-file', 'is not a file', hint)] };
    }
    if (stat.size > sizeLimit) {
      const what = `has ${stat.size} bytes; the limit is ${sizeLimit}`;
      const hint = 'simplify it, or save it smaller';
      return { diagnostics: [refusal(name, 'icon-too-large', what, hint)] };
    }
    return { value: readFileSync(file), diagnostics: [] };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const absent = code === 'ENOENT' || code === 'ENOTDIR';
    const what = absent ? 'does not exist' : `cannot be read (${code ?? 'unknown error'})`;
    const hint = absent
      ? 'put the file into the icons folder'
      : 'check the permissions of the file';
    return {
      diagnostics: [refusal(name, absent ? 'icon-missing' : 'icon-unreadable', what, hint)],
    };
  }
}

/**
 * The artwork of a user's own file. `file` is absolute; `name` stands in the
 * messages. Never throws on a bad file: what is wrong with it is in the
 * diagnostics (those of `sanitise`, and `icon-missing`, `icon-not-a-file`,
 * `icon-unreadable`, `icon-too-large`, `icon-wrong-type`).
 */
export function customIcon(file: string, name: string): Outcome<Artwork> {
  const { value: bytes, diagnostics } = read(file, name);
  if (!bytes) return { diagnostics };
  if (bytes.subarray(0, pngSignature.length).equals(pngSignature)) return fromPng(bytes, name);
  const wrong = (what: string): Outcome<Artwork> => ({
    diagnostics: [refusal(name, 'icon-wrong-type', what, 'give an .svg or .png file')],
  });
  if (!/^\uFEFF?\s*</.test(bytes.toString('utf8', 0, 1024))) return wrong('is neither SVG nor PNG');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return wrong('is not UTF-8 text');
  }
  const found = sanitise(text, name);
  if (!found.value) return { diagnostics: found.diagnostics };
  return { value: { ...found.value, digest: sha256(bytes) }, diagnostics: found.diagnostics };
}
