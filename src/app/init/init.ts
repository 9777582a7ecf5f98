/** A starter estate: writes what is missing, and never over what is there. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { openRepository, type Repository } from '../../evidence/git/git.ts';
import { chainOf, openChain } from '../../evidence/open-chain.ts';
import {
  isLiteralKey,
  keyPath,
  literalKey,
  signingSettings,
} from '../../evidence/signatures/signing-key.ts';
import { TRUST_FOLDER } from '../../evidence/trust/trust.ts';
import { type Diagnostic, type Outcome, warning } from '../../model/diagnostic.ts';
import { type FileToWrite, writeTogether } from '../../render/output/write.ts';
import { DEFAULTS } from '../../sources/config/types.ts';
import { type Starter, starterFiles } from './files.ts';

export interface Initialised {
  /** Paths from the estate's root (`../` where the repository begins above it). */
  readonly written: readonly string[];
  /** What was there already and is left as it is. */
  readonly kept: readonly string[];
  readonly inRepository: boolean;
  readonly hasSigner: boolean;
  /** Whether npm has a package here, or above in the repository: `npm ci` in the workflows needs it. */
  readonly hasPackage: boolean;
  /** Id of the first commit with a trust file; absent until there is one. */
  readonly root?: string;
}

function packageAround(folder: string, top: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return true;
    if (at === top || dirname(at) === at) return false;
  }
}

/** The public key that git signs with, if it is an SSH key that can be read. */
function publicKey(configured: string, top: string): string | undefined {
  const plain = (text: string): string | undefined =>
    /^((?:ssh-|ecdsa-|sk-)\S+ \S+)/.exec(text.trim())?.[1];
  if (configured === '') return undefined;
  if (isLiteralKey(configured)) return plain(literalKey(configured));
  const path = keyPath(configured, top);
  for (const file of [`${path}.pub`, path])
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) {
      const key = plain(readFileSync(file, 'utf8'));
      if (key) return key;
    }
  return undefined;
}

async function signerOf(repository: Repository): Promise<Starter['signer']> {
  const { email, key: configured } = await signingSettings(repository);
  const key = publicKey(configured, repository.top);
  return email !== '' && key ? { email, key } : undefined;
}

/** The root to give to an auditor, once it is committed. */
async function rootIn(folder: string): Promise<string | undefined> {
  if (!existsSync(join(folder, TRUST_FOLDER))) return undefined;
  const { value: opened } = await openChain(folder, 'HEAD');
  if (!opened) return undefined;
  const { value: chain } = await chainOf(opened, DEFAULTS.out);
  opened.repository.close();
  return chain?.history.root;
}

const NO_REPOSITORY = warning(
  'no-repository',
  'the folder is not in a git repository: no trust file was written',
  undefined,
  {
    hint: 'Run `git init`, set up a signing key, and run `cadastre init` again; it adds what is missing.',
  },
);

const NO_KEY = warning(
  'no-key',
  'git has no SSH signing key or no e-mail address: no trust file was written',
  undefined,
  {
    hint: [
      'Set them up as follows, then run `cadastre init` again; it adds what is missing.',
      'ssh-keygen -t ed25519 -f ~/.ssh/signing',
      'git config --global gpg.format ssh',
      'git config --global user.signingkey ~/.ssh/signing',
      'git config --global commit.gpgsign true',
      'git config --global user.email you@example.com',
      'git config --global user.name "Your Name"',
    ].join('\n'),
  },
);

interface StarterFile {
  /** From the estate's root. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

/** What a starter estate has, wherever it lies in its repository. */
function filesAt(folder: string, top: string, starter: Starter): readonly StarterFile[] {
  const files = starterFiles(starter);
  const up = '../'.repeat(starter.prefix.split('/').length - 1);
  const at = (texts: Readonly<Record<string, string>>, base: string, before: string) =>
    Object.entries(texts).map(([name, text]) => ({
      name: before + name,
      path: join(base, name),
      text,
    }));
  return [...at(files.estate, folder, ''), ...at(files.top, top, up)];
}

/** A config in YAML is a config, and any diagram is a first one. */
function isReplaced(name: string, folder: string): boolean {
  if (name === 'cadastre.config.ts')
    return ['yaml', 'yml'].some((ending) => existsSync(join(folder, `cadastre.config.${ending}`)));
  const diagrams = join(folder, 'diagrams');
  return name.startsWith('diagrams/') && existsSync(diagrams) && readdirSync(diagrams).length > 0;
}

/**
 * @param folder absolute; made if it is not there
 * Warnings: `no-repository`, `no-key`: without them the trust file is left out, and a later run adds it.
 */
export async function init(folder: string, version: string): Promise<Outcome<Initialised>> {
  const diagnostics: Diagnostic[] = [];
  // The folder may not be there yet; what is above it says which repository it will be in.
  let above = folder;
  while (!(existsSync(above) && statSync(above).isDirectory()) && dirname(above) !== above)
    above = dirname(above);
  const opened = await openRepository(above);
  const repository = opened.value;
  const signer = repository && (await signerOf(repository));
  repository?.close();
  if (!repository) {
    const others = opened.diagnostics.filter(({ code }) => code !== 'no-repository');
    diagnostics.push(...(others.length > 0 ? others : [NO_REPOSITORY]));
  } else if (!signer) diagnostics.push(NO_KEY);
  const inside = repository ? repository.prefix + relative(above, folder).split(sep).join('/') : '';
  const prefix = inside === '' || inside.endsWith('/') ? inside : `${inside}/`;
  const top = repository?.top ?? folder;
  const all = filesAt(folder, top, { ...(signer ? { signer } : {}), prefix, version });
  const root = await rootIn(folder);
  const kept = all.filter(({ path }) => existsSync(path));
  const missing = all.filter((file) => !kept.includes(file) && !isReplaced(file.name, folder));
  const written = writeTogether(
    missing.map(({ name, path, text }): FileToWrite => ({ name, path, bytes: Buffer.from(text) })),
  );
  diagnostics.push(...written.diagnostics);
  return {
    value: {
      written: written.diagnostics.length > 0 ? [] : missing.map(({ name }) => name),
      kept: kept.map(({ name }) => name),
      inRepository: repository !== undefined,
      hasSigner: signer !== undefined,
      hasPackage: packageAround(folder, top),
      ...(root ? { root } : {}),
    },
    diagnostics,
  };
}
