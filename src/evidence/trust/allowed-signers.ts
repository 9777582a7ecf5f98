/**
 * What of OpenSSH's trust files Cadastre takes: plain names, plain keys. Patterns and certificate
 * authorities are refused, since who is meant by them is written elsewhere or nowhere.
 */

export interface Signer {
  readonly principals: readonly string[];
  /** `ssh-ed25519 AAAA…` */
  readonly key: string;
}

const KEY = /^((?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]+) ([A-Za-z0-9+/]+=*)(?: .*)?$/;
const OPTIONS =
  /^(?:(?:namespaces="[\w.,@-]+"|valid-(?:after|before)="?\d{8}(?:\d{4}(?:\d\d)?)?Z?"?)(?:,|(?= )))+ /;

/** One text for one key, however it is padded. */
const normal = (type: string | undefined, key: string | undefined): string =>
  `${type} ${Buffer.from(key ?? '', 'base64').toString('base64')}`;

/** The lines that say something, with their numbers. */
const lines = (text: string): [number, string][] =>
  text
    .split('\n')
    .map((line, i): [number, string] => [i + 1, line.trim().replace(/[ \t]+/g, ' ')])
    .filter(([, line]) => line !== '' && !line.startsWith('#'));

/** @returns the signers, or what is wrong */
export function readSigners(text: string): readonly Signer[] | string {
  const found: Signer[] = [];
  for (const [n, line] of lines(text)) {
    const at = `line ${n} of allowed_signers`;
    const space = line.indexOf(' ');
    const names = line.slice(0, space).replace(/^"(.*)"$/, '$1');
    if (/[*?!]/.test(names)) return `${at} has a pattern: list each address`;
    if (!/^[^\s,"\\]+(,[^\s,"\\]+)*$/.test(names)) return `${at} does not begin with an address`;
    let rest = line.slice(space + 1);
    if (/(^|[, ])cert-authority\b/i.test(rest.split(' ')[0] ?? ''))
      return `${at} has a certificate authority: list each key`;
    rest = rest.replace(OPTIONS, '');
    const key = KEY.exec(rest);
    if (!key) return `${at} has no key, or an unknown option`;
    if (key[1]?.includes('cert')) return `${at} has a certificate: list the key itself`;
    found.push({ principals: names.split(','), key: normal(key[1], key[2]) });
  }
  return found;
}

/** @returns the keys, or what is wrong */
export function readRevoked(text: string): readonly string[] | string {
  const keys: string[] = [];
  for (const [n, line] of lines(text)) {
    const key = KEY.exec(line);
    if (!key) return `line ${n} of revoked_keys is not a public key`;
    keys.push(normal(key[1], key[2]));
  }
  return keys;
}

/** Whether the key stands beside the name, in force or not. */
export const lists = (signers: readonly Signer[], principal: string, key: string): boolean =>
  signers.some((one) => one.key === key && one.principals.includes(principal));
