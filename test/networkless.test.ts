/** Which kinds have no network of their own, for all of the catalogue: a segment of these needs no CIDR. */

import { expect, test } from 'vitest';
import { entries } from '../src/icons/catalogue.ts';
import { isNetworkless, unplacedCategories } from '../src/rules/networkless.ts';

test('every category of the catalogue says where its kinds are', () => {
  expect(unplacedCategories()).toEqual([]);
});

// A new kind shows here: look at it, then `npm run golden`.
test('the kinds without a network are these', async () => {
  const kinds = entries()
    .map(({ kind }) => kind)
    .filter(isNetworkless);
  await expect(`${kinds.sort().join('\n')}\n`).toMatchFileSnapshot(
    'fixtures/networkless-kinds.txt',
  );
});

test.each([
  ['aws:lambda', true],
  ['aws:organizations', true],
  ['aws:cost-explorer', true],
  ['aws:cloudwatch', true],
  ['saas:stripe', true],
  ['user', true],
  ['aws:cloudhsm', false],
  ['aws:managed-microsoft-ad', false],
  ['aws:network-firewall', false],
  ['aws:ec2', false],
  ['aws:rds', false],
  ['azure:entra-id', true],
  ['azure:entra-domain-services', false],
  ['gcp:compute-engine', false],
  ['k8s:pod', false],
  ['brand:postgresql', false],
  ['no:such-kind', false],
])('%s: %s', (kind, without) => {
  expect(isNetworkless(kind)).toBe(without);
});
