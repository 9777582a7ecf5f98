/** ARCHITECTURE.md, the boundary checker and the tree say the same. */

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';

interface Checker {
  readonly ROOMS: Readonly<Record<string, { readonly may: readonly string[] }>>;
  readonly TYPES_ONLY: readonly { readonly from: string; readonly to: string }[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const text = readFileSync(`${root}ARCHITECTURE.md`, 'utf8');
const cells = [...text.matchAll(/^\| `([a-z/]+)` +\|(.*)\|$/gm)].map(
  ([, room = '', rest = '']) => ({
    room,
    may: rest.split('|').at(-1) ?? '',
  }),
);

let checker: Checker;
beforeAll(async () => {
  checker = await import(new URL('../.dependency-cruiser.mjs', import.meta.url).href);
});

test('its table has the rooms of the checker, in the same order', () => {
  expect(cells.map(({ room }) => room)).toEqual(Object.keys(checker.ROOMS));
});

test('each row says what the room may import, and of what only types', () => {
  for (const { room, may } of cells) {
    const imported = [...may.matchAll(/(types of )?`([a-z/]+)`/g)];
    expect(
      imported.map(([, , name]) => name),
      room,
    ).toEqual(checker.ROOMS[room]?.may);
    const types = imported.filter(([, only]) => only).map(([, , to]) => ({ from: room, to }));
    const expected = checker.TYPES_ONLY.filter(({ from }) => from === room);
    expect(types, room).toEqual(expected.map(({ from, to }) => ({ from, to })));
  }
});

test('each room is a folder', () => {
  for (const room of Object.keys(checker.ROOMS))
    expect(existsSync(`${root}src/${room}`), room).toBe(true);
});

test('each file that it names is there', () => {
  const named = [...text.matchAll(/`((?:[\w-]+\/)+[\w-]*(?:\.ts)?)`/g)].map(
    ([, path = '']) => path,
  );
  expect(named.length).toBeGreaterThan(30);
  const missing = named.filter((path) => ![`src/${path}`, path].some((p) => existsSync(root + p)));
  expect(missing).toEqual([]);
});
