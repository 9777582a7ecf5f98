/**
 * Names every platform's packages in package-lock.json. A registry that holds only some of
 * them lets `npm install` leave the others out, and then `npm ci` fails on every machine.
 *
 * Run after `npm install` when test/lock.test.ts asks for it: `node scripts/complete-lock.mjs`.
 */

import { readFileSync, writeFileSync } from 'node:fs';

const SYSTEMS = 'aix android darwin freebsd linux netbsd openbsd openharmony sunos win32'.split(
  ' ',
);
const PROCESSORS = 'arm arm64 ia32 loong64 mips64el ppc64 riscv64 s390x universal wasm32 x64'.split(
  ' ',
);

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const named = new Set(
  Object.keys(lock.packages).map((place) => place.replace(/.*node_modules\//, '')),
);

/** The entry of a package for one platform, by the platform in its name; its digest is not known. */
function entry(name, version, parent) {
  const parts = name.replace(/^.*\//, '').split('-');
  const os = parts.find((part) => SYSTEMS.includes(part));
  const cpu = parts.find((part) => PROCESSORS.includes(part));
  if (!os || !cpu || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(`${name}@${version} names no platform: add it to package-lock.json by hand`);
  }
  const libc = parts.some((part) => part.startsWith('musl')) ? 'musl' : 'glibc';
  return {
    version,
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    ...(os === 'linux' ? { libc: [libc] } : {}),
    license: parent.license,
    optional: true,
    os: [os],
  };
}

for (const parent of Object.values({ ...lock.packages })) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (named.has(name)) continue;
    lock.packages[`node_modules/${name}`] = entry(name, version, parent);
    named.add(name);
    console.log(`added ${name}@${version}`);
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
