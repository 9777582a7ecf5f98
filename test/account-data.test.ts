/** Whatever account data flows through or rests in is the CDE, whatever the diagram calls it. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findings } from './rule-findings.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`fixtures/cases/rules/${name}`, import.meta.url), 'utf8');

const RULE = 'account-data-in-cde';

/** A payment from `a` by `b` to the store `c`. */
const three = (b: string, c: string, first: string, second: string): string => `title: T
content:
  - { kind: aws:lambda, name: a, zone: cde }
  - { kind: aws:sqs, name: b, ${b} }
  - { kind: aws:s3, name: c, ${c} }
links:
  - { from: a, to: b, relation: flow, ${first} }
  - { from: b, to: c, relation: flow, ${second} }
`;

describe('account data outside the CDE', () => {
  test('names each element and each flow that it passes, and the store that it ends in', async () => {
    expect(await findings(RULE, fixture('pan-outside-cde.yaml'))).toEqual([
      '7: aws:application-load-balancer "alb" is connected, but handles PAN, CVV (tls)',
      '8: aws:simple-queue-service "queue" is connected, but handles PAN, CVV (tls, clear)',
      '9: aws:lambda "fn" is out-of-scope, but handles PAN (clear)',
      '11: aws:rds "bi" is connected, but handles PAN (clear)',
      '13: the flow from "Shopper" to "alb" carries PAN, CVV (tls) outside the CDE',
      '23: the flow from "alb" to "queue" carries PAN, CVV (tls) outside the CDE',
      '33: the flow from "queue" to "fn" carries PAN (clear) outside the CDE',
      '43: the flow from "fn" to "bi" carries PAN (clear) outside the CDE',
      '53: the flow from "queue" to "vault" carries PAN (tls) outside the CDE',
    ]);
  });

  test.each(['p2pe', 'tokenized', 'truncated'])(
    'a PAN that is %s may be outside with a justification',
    async (protection) => {
      const data = `accountData: [{ element: pan, protection: ${protection} }]`;
      const zone = 'zone: out-of-scope';
      expect(await findings(RULE, three(zone, zone, data, data))).toEqual([
        `4: aws:simple-queue-service "b" is out-of-scope, but handles PAN (${protection}, without a justification)`,
        `5: aws:simple-storage-service "c" is out-of-scope, but handles PAN (${protection}, without a justification)`,
        `7: the flow from "a" to "b" carries PAN (${protection}, without a justification) outside the CDE`,
        `8: the flow from "b" to "c" carries PAN (${protection}, without a justification) outside the CDE`,
      ]);
      const why = `${zone}, justification: holds no keys`;
      expect(await findings(RULE, three(why, why, data, data))).toEqual([]);
      const links = `${data}, justification: no keys beyond the CDE`;
      expect(await findings(RULE, three(zone, zone, links, links))).toEqual([]);
    },
  );

  test.each(['clear', 'tls', 'dukpt', 'hashed', 'encrypted'])(
    'a justification does not help a PAN that is %s',
    async (protection) => {
      const data = `accountData: [{ element: pan, protection: ${protection} }]`;
      const why = 'zone: out-of-scope, justification: no card data';
      expect(await findings(RULE, three(why, why, data, data))).toHaveLength(4);
    },
  );

  test('one protected element does not cover another', async () => {
    const data =
      'accountData: [{ element: pan, protection: tokenized }], data: "token, CVV", justification: x';
    expect(await findings(RULE, three('zone: connected', 'zone: cde', data, 'data: x'))).toEqual([
      '4: aws:simple-queue-service "b" is connected, but handles CVV (protection not stated)',
      '7: the flow from "a" to "b" carries CVV (protection not stated) outside the CDE',
    ]);
  });

  test('words beside a statement that leaves them out still count', async () => {
    const data = 'accountData: [], data: PAN';
    expect(
      await findings(RULE, three('zone: connected', 'zone: cde', data, 'accountData: []')),
    ).toHaveLength(2);
  });

  test('what rests counts without any flow, and what has no zone is outside', async () => {
    const store = (facts: string) => `title: T\ncontent: [{ kind: aws:rds, name: s, ${facts} }]\n`;
    expect(await findings(RULE, store('description: PAN encrypted with AES-256'))).toEqual([
      '2: aws:rds "s" is in no zone, but keeps PAN (encrypted)',
    ]);
    const stated = 'accountData: [{ element: pan, protection: hashed }]';
    expect(await findings(RULE, store(`zone: connected, ${stated}`))).toHaveLength(1);
    expect(await findings(RULE, store(`zone: cde, ${stated}`))).toEqual([]);
    for (const none of ['Tokens only, no account data', 'Does not hold PAN', 'Reports'])
      expect(await findings(RULE, store(`zone: connected, description: "${none}"`))).toEqual([]);
  });

  test('name, expiry and service code alone make no CDE; untrusted ends are not judged', async () => {
    const zone = 'zone: connected';
    const data = 'data: "cardholder name, expiry, service code"';
    expect(await findings(RULE, three(zone, zone, data, data))).toEqual([]);
    const pan = 'data: PAN, encrypted: true';
    expect(await findings(RULE, three('zone: untrusted', 'zone: cde', pan, pan))).toEqual([]);
  });
});

describe('sensitive authentication data', () => {
  const steps = (first: string, second: string): string =>
    three('zone: cde', 'zone: cde', `step: 1, ${first}`, `step: 2, ${second}`);
  const cvv = 'accountData: [{ element: cvv, protection: encrypted }]';

  test.each([
    [steps('data: authorization request', cvv), []],
    [
      steps('data: authorization response', cvv),
      ['8: the flow from "b" to "c" moves CVV after authorization'],
    ],
    [steps(`${cvv}, label: authorization`, 'data: approval code'), []],
    [
      steps('data: settlement file', `${cvv}, label: monthly settlement`),
      ['8: the flow from "b" to "c" moves CVV after authorization'],
    ],
    [
      steps('data: "refund, track data"', 'data: x'),
      ['7: the flow from "a" to "b" moves track data after authorization'],
    ],
  ])('does not move after authorization', async (text, found) => {
    expect(await findings('sensitive-data-after-authorization', text)).toEqual(found);
  });

  test('is kept nowhere, as a flow or the store itself says', async () => {
    const kept = three('zone: cde', 'zone: cde, description: "PAN, track 2"', 'data: x', cvv);
    expect(await findings('sensitive-data-stored', kept)).toEqual([
      '8: the flow from "b" to "c" stores CVV',
      '5: aws:simple-storage-service "c" keeps track 2',
    ]);
    const pin = 'accountData: [{ element: pin, protection: hashed }]';
    expect(
      await findings(
        'sensitive-data-stored',
        three(`zone: cde, ${pin}`, 'zone: cde', 'data: x', 'data: x'),
      ),
    ).toEqual(['4: aws:simple-queue-service "b" keeps PIN']);
  });
});

test('an element or a protection that there is not is named where it is written', async () => {
  const wrong = three('zone: cde', 'zone: cde', 'accountData: [{ element: pn }]', 'data: x');
  const { tryFile } = await import('./sources-estate.ts');
  const { lines, diagnostics } = await tryFile('a.yaml', wrong);
  expect(lines).toEqual([
    'a.yaml:7:53: error missing-key: accountData[1].protection is missing',
    'a.yaml:7:64: error invalid-value: accountData[1].element must be one of pan, expiry, name, service-code, cvv, pin, track, but is "pn"',
  ]);
  expect(diagnostics[1]?.hint).toBe('Did you mean "pan"?');
});

describe('words that the reader does not know', () => {
  const told = async (data: string): Promise<string[]> =>
    findings(
      'data-understood',
      three('zone: cde', 'zone: cde', `data: ${JSON.stringify(data)}`, 'data: tokens'),
    );

  test.each([
    // German, Spanish, French, Polish, Japanese, Chinese, Arabic; abbreviations.
    ['Kartennummer, Ablaufdatum', ['Kartennummer', 'Ablaufdatum']],
    ['Kartennummer und Status', ['Kartennummer und Status']],
    ['PAN und Prüfziffer', ['PAN und Prüfziffer']],
    ['No. de tarjeta', ['No. de tarjeta']],
    ['número de tarjeta y token', ['número de tarjeta y token']],
    ['nom du porteur, n° de carte', ['nom du porteur', 'n° de carte']],
    ['numer karty', ['numer karty']],
    ['カード番号、有効期限', ['カード番号', '有効期限']],
    ['カード番号とstatus', ['カード番号とstatus']],
    ['卡号', ['卡号']],
    ['رقم البطاقة', ['رقم البطاقة']],
    ['acct no, KK-Nr.', ['acct no', 'KK-Nr.']],
    ['CCN status', ['CCN status']],
  ])('%s: cannot tell, and never none', async (data, parts) => {
    const [found, ...more] = await told(data);
    expect(more).toEqual([]);
    for (const part of parts) expect(found).toContain(`"${part}"`);
  });

  test.each([
    'PAN, expiry and CVV',
    'token, amount',
    'no account data',
    'Does not contain PAN',
    'PAN encrypted with AES-256',
    'tokenized PAN for settlement',
    'approval code',
  ])('%s is understood', async (data) => {
    expect(await told(data)).toEqual([]);
  });

  test('what may take a protection back leaves it open, and what does is in the clear', async () => {
    const zone = 'zone: connected, justification: the provider alone has the keys';
    const of = (data: string) =>
      findings('account-data-in-cde', three(zone, zone, `data: ${data}`, 'data: tokens'));
    expect(await of('tokenized PAN')).toEqual([]);
    for (const data of ['PAN not tokenized', 'PAN nicht tokenized', 'PAN sin tokenized'])
      expect(await of(data), data).not.toEqual([]);
  });
});

describe('what words beside name', () => {
  const RULE = 'account-data-in-cde';
  const zone = 'zone: out-of-scope, justification: no card data';
  test.each([
    ['label: "PAN, CVV"', 'carries PAN, CVV (protection not stated) outside the CDE'],
    ['description: sends the PAN to the archive', 'carries PAN (protection not stated)'],
    ['data: reports, label: card numbers', 'carries PAN (protection not stated)'],
  ])('a link with %s is named', async (facts, found) => {
    const all = await findings(RULE, three(zone, zone, facts, 'data: tokens'));
    expect(all.join('\n')).toContain(found);
  });

  test.each([
    'label: no PAN',
    'description: The PAN never passes here',
    'description: Towards the cardholder data environment',
    'data: tokens, label: tokens',
  ])('a link with %s is not', async (facts) => {
    expect(await findings(RULE, three(zone, zone, facts, 'data: tokens'))).toEqual([]);
  });

  test.each([
    ['pan-archive', '', true],
    ['Card data vault', '', true],
    ['card_numbers', 'description: Nightly export', true],
    ['token-vault', '', false],
    ['pan-archive', 'accountData: []', false],
    ['Card data vault', 'description: "Tokens only, no account data"', false],
  ])('a store called %s (%s) keeps account data: %s', async (name, facts, keeps) => {
    const more = facts === '' ? '' : `, ${facts}`;
    const text = `title: T\ncontent: [{ kind: aws:s3, name: ${JSON.stringify(name)}, ${zone}${more} }]\n`;
    expect(await findings(RULE, text)).toHaveLength(keeps ? 1 : 0);
  });
});
