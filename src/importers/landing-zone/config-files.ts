/** The files of a Landing Zone Accelerator's configuration, with their placeholders replaced. */

import { posix } from 'node:path';
import { parseYaml } from '../../formats/yaml-tree.ts';
import { type Diagnostic, error, hasErrors } from '../../model/diagnostic.ts';
import type { SourceFile } from '../file-importer.ts';
import { YamlMapping } from '../yaml-mapping.ts';

/** Names that the accelerator fixes, with a key that each of them has. */
export const CONFIG_FILES: Readonly<Record<string, readonly string[]>> = {
  accounts: ['mandatoryAccounts', 'workloadAccounts'],
  organization: ['organizationalUnits', 'serviceControlPolicies', 'enable'],
  network: ['vpcs', 'vpcTemplates', 'transitGateways', 'defaultVpc', 'centralNetworkServices'],
  global: ['homeRegion', 'enabledRegions'],
  iam: ['policySets', 'roleSets', 'groupSets', 'userSets', 'identityCenter', 'providers'],
  security: ['centralSecurityServices', 'accessAnalyzer', 'iamPasswordPolicy'],
  customizations: ['customizations', 'applications', 'firewalls'],
  replacements: ['globalReplacements'],
};

export type ConfigName = keyof typeof CONFIG_FILES;

/** `network` of `config/network-config.yaml`. */
export function configName(path: string): ConfigName | undefined {
  const name = /^([a-z]+)-config\.ya?ml$/i.exec(posix.basename(path))?.[1]?.toLowerCase();
  return name !== undefined && Object.hasOwn(CONFIG_FILES, name) ? name : undefined;
}

/** Stands for a placeholder that no file gives a value: a plain text, so that the file stays YAML. */
const OPEN = /__cadastre_open_(.*?)__/;
const openMark = (name: string): string =>
  `__cadastre_open_${name.replace(/[^\p{L}\p{N} .:/-]/gu, '?')}__`;

/** The name of the placeholder in a text, if it holds one without a value. */
export const openPlaceholder = (text: string): string | undefined => OPEN.exec(text)?.[1];

/** More is no configuration: replacements multiply. */
const MOST_TEXT = 32 * 1024 * 1024;

/** Replaces what stands in two pairs of braces; `{{account NAME}}` is the id of an account. */
function replaced(text: string, values: ReadonlyMap<string, string>): string | undefined {
  let size = text.length;
  const result = text.replace(/\{\{\s*([^{}\n]+?)\s*\}\}/g, (_, name: string) => {
    const value = values.get(name) ?? openMark(name);
    size += value.length;
    return size > MOST_TEXT ? '' : value;
  });
  return size > MOST_TEXT ? undefined : result;
}

const textIn = ({ bytes }: SourceFile): string => new TextDecoder().decode(bytes);

function mapping(
  file: SourceFile,
  text: string,
  report: (diagnostic: Diagnostic) => void,
): YamlMapping | undefined {
  const { value, diagnostics } = parseYaml(text, file.path, { merge: true });
  for (const diagnostic of diagnostics) report(diagnostic);
  if (hasErrors(diagnostics)) return undefined;
  const [tree] = value ?? [];
  if (tree?.is === 'map') return new YamlMapping(tree);
  const hint = 'It may be truncated. Get it again from the repository of the configuration.';
  report(error('import-broken', 'the file holds no mapping', { file: file.path }, { hint }));
  return undefined;
}

function replacementsIn(item: YamlMapping | undefined): Map<string, string> {
  const found = new Map<string, string>();
  for (const one of item?.items('globalReplacements') ?? []) {
    const [key, value] = [one.text('key'), one.text('value')];
    if (key === undefined) continue;
    // A parameter of the Parameter Store has a path and no value here.
    const list = one.node('value')?.is === 'list' ? one.texts('value') : undefined;
    if (list) found.set(key, JSON.stringify(list));
    else if (value !== undefined && one.text('type') !== 'SSM') found.set(key, value);
  }
  return found;
}

/** Ids of accounts by the addresses of mail that the configuration names them by; the addresses go no further. */
function accountIds(accounts: YamlMapping | undefined): ReadonlyMap<string, string> {
  const byMail = new Map(
    (accounts?.items('accountIds') ?? []).flatMap((one): [string, string][] => {
      const [mail, id] = [one.text('email')?.toLowerCase(), one.text('accountId')];
      return mail !== undefined && id !== undefined && /^\d{12}$/.test(id) ? [[mail, id]] : [];
    }),
  );
  const found = new Map<string, string>();
  for (const key of ['mandatoryAccounts', 'workloadAccounts'])
    for (const one of accounts?.items(key) ?? []) {
      const [name, mail] = [one.text('name'), one.text('email')?.toLowerCase()];
      const id = mail === undefined ? undefined : byMail.get(mail);
      if (name !== undefined && id !== undefined) found.set(name, id);
    }
  return found;
}

/** One configuration: a folder with its files. */
export interface ZoneConfig {
  readonly folder: string;
  readonly files: ReadonlyMap<ConfigName, YamlMapping>;
  /** Of the accounts whose ids it states, by name. */
  readonly accountIds: ReadonlyMap<string, string>;
}

/** Errors: those of YAML, `import-broken`, `too-large`. */
export function readConfig(
  folder: string,
  files: readonly SourceFile[],
  report: (diagnostic: Diagnostic) => void,
): ZoneConfig {
  const named = new Map(files.map((file) => [configName(file.path) ?? '', file]));
  const plainOf = (name: ConfigName): YamlMapping | undefined => {
    const file = named.get(name);
    return file && mapping(file, textIn(file), report);
  };
  const values = replacementsIn(plainOf('replacements'));
  const read = new Map<ConfigName, YamlMapping>();
  const readOne = (name: ConfigName, file: SourceFile): void => {
    const text = replaced(textIn(file), values);
    if (text === undefined) {
      const hint = 'Shorten the values in replacements-config.yaml.';
      const message = 'with its placeholders replaced, the file is larger than 32 MiB';
      report(error('too-large', message, { file: file.path }, { hint }));
      return;
    }
    const item = mapping(file, text, report);
    if (item) read.set(name, item);
  };
  const accounts = named.get('accounts');
  if (accounts) readOne('accounts', accounts);
  const ids = accountIds(read.get('accounts'));
  for (const [name, id] of ids) values.set(`account ${name}`, id);
  for (const [name, file] of named)
    if (name !== 'accounts' && name !== 'replacements') readOne(name, file);
  return { folder, files: read, accountIds: ids };
}
