/** Words of a search in one form: American, singular, written out. */

const AMERICAN: readonly (readonly [RegExp, string])[] = [
  [/^(cent|met|theat|fib|lit)re(s?)$/, '$1er$2'],
  [/is(ation|ations)$/, 'iz$1'],
  [
    /^((?:un|de|re)?(?:anonym|author|categor|central|custom|digital|local|monet|normal|optim|organ|pseudonym|recogn|serial|standard|synchron|token|virtual|visual))is(e|ed|er|ers|es|ing)$/,
    '$1iz$2',
  ],
  [/^(behavi|col|fav|harb|lab|neighb)our/, '$1or'],
  [/^(cata|dia|ana)logue/, '$1log'],
  [/^(lic|def|off)ence/, '$1ense'],
  [/^programmes?$/, 'program'],
  [/^cheque/, 'check'],
  [/^grey/, 'gray'],
  [/^analyse/, 'analyze'],
];

const WRITTEN_OUT: Readonly<Record<string, string>> = {
  ad: 'active directory',
  apigw: 'api gateway',
  az: 'availability zone',
  db: 'database',
  dc: 'data center',
  dwh: 'data warehouse',
  fw: 'firewall',
  gw: 'gateway',
  k8s: 'kubernetes',
  lb: 'load balancer',
  mq: 'message queue',
  nic: 'network interface',
  rt: 'route table',
  sg: 'security group',
  vm: 'virtual machine',
};

const american = (word: string): string =>
  AMERICAN.reduce((text, [british, form]) => text.replace(british, form), word);

/** The same for what is searched and what is searched for, so that it need not be good English. */
function singular(word: string): string {
  if (word.length < 4 || /(?:ss|us|is)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh)es$|^(?:bus|status|virus)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

/** Letters and digits; all else parts words. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/['’]/g, '')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean)
    .map((word) => singular(american(word)));

/** The words with their abbreviations written out; nothing where there is none. */
export function writtenOut(words: readonly string[]): string[] | undefined {
  if (!words.some((word) => Object.hasOwn(WRITTEN_OUT, word))) return undefined;
  return words.flatMap((word) =>
    wordsOf((Object.hasOwn(WRITTEN_OUT, word) && WRITTEN_OUT[word]) || word),
  );
}
