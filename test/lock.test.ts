import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const file = new URL('../package-lock.json', import.meta.url);
const packages: Record<string, Locked> = JSON.parse(readFileSync(file, 'utf8')).packages;

test('the lock file names no registry', () => {
  expect(Object.keys(packages).filter((place) => packages[place]?.resolved)).toEqual([]);
});

test("the lock file names every platform's packages (else: node scripts/complete-lock.mjs)", () => {
  const named = new Set(
    Object.keys(packages).map((place) => place.replace(/.*node_modules\//, '')),
  );
  const wanted = Object.values(packages).flatMap((locked) => [
    ...Object.keys(locked.dependencies ?? {}),
    ...Object.keys(locked.optionalDependencies ?? {}),
  ]);
  expect(wanted.filter((name) => !named.has(name))).toEqual([]);
});
