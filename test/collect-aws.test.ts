/** The script that asks AWS: what it asks, keeps, skips and refuses. A stand-in answers for the command line. */

import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { awsImporter } from '../src/importers/aws/importer.ts';
import { readState } from '../src/inventory/inventory.ts';
import { imported } from './imported-files.ts';
import { programOf, withNeed } from './required.ts';

const SCRIPT = fileURLToPath(new URL('../collect/aws.sh', import.meta.url));
const text = readFileSync(SCRIPT, 'utf8');
const OWN = '100000000001';
const OTHER = '100000000002';

/** Answers like the command line of an organization with two accounts, of which the second refuses instances. */
const AWS = `#!/bin/sh
printf '%s %s\\n' "\${AWS_SESSION_TOKEN:-own}" "$*" >>"$CALLS"
case "$*" in
  *"sts get-caller-identity --query"*) echo ${OWN} ;;
  *"sts assume-role"*) printf 'AKIA\\tsecret-key\\tother\\n' ;;
  *"organizations list-roots --query"*) echo r-1 ;;
  *"list-organizational-units-for-parent --parent-id r-1 --query"*) echo ou-1 ;;
  *"organizations list-accounts --query"*) printf '${OWN}\\t${OTHER}\\n' ;;
  *"organizations list-roots"*) echo '{"Roots":[{"Id":"r-1","Name":"Root"}]}' ;;
  *"list-organizational-units-for-parent --parent-id r-1"*) echo '{"OrganizationalUnits":[{"Id":"ou-1","Name":"Prod"}]}' ;;
  *"list-accounts-for-parent --parent-id ou-1"*) echo '{"Accounts":[{"Id":"${OTHER}","Name":"prod"}]}' ;;
  *"list-accounts-for-parent"*) echo '{"Accounts":[]}' ;;
  *"organizations list-accounts"*) echo '{"Accounts":[{"Id":"${OWN}","Name":"root"},{"Id":"${OTHER}","Name":"prod"}]}' ;;
  *describe-regions*) echo eu-west-1 ;;
  *"describe-transit-gateway-route-tables"*"--query"*) echo tgw-rtb-1 ;;
  *describe-instances*)
    if [ "\${AWS_SESSION_TOKEN:-}" = other ] && [ ! -e "$ALLOWED" ]; then
      echo 'An error occurred (UnauthorizedOperation) when calling the DescribeInstances operation: no' >&2
      exit 254
    fi
    echo '{"Reservations":[]}' ;;
  *describe-nat-gateways*)
    if [ -e "$BROKEN" ]; then echo 'Could not connect' >&2; exit 255; fi
    echo '{"NatGateways":[]}' ;;
  *--query*) ;;
  *"ec2 describe-vpcs"*) echo '{"Vpcs":[{"VpcId":"vpc-'"\${AWS_SESSION_TOKEN:-own}"'","CidrBlock":"10.0.0.0/16"}]}' ;;
  *) echo '{}' ;;
esac
`;

function stage() {
  const root = mkdtempSync(join(tmpdir(), 'collect-'));
  writeFileSync(join(root, 'aws'), AWS);
  chmodSync(join(root, 'aws'), 0o755);
  const [calls, allowed, broken] = ['calls', 'allowed', 'broken'].map((name) => join(root, name));
  const env = {
    PATH: `${root}:${process.env.PATH}`,
    CALLS: calls,
    ALLOWED: allowed,
    BROKEN: broken,
  };
  const run = (...args: string[]) =>
    spawnSync('/bin/sh', [SCRIPT, ...args], { cwd: root, env, encoding: 'utf8' });
  const asked = () =>
    readFileSync(calls as string, 'utf8')
      .trim()
      .split('\n');
  return {
    root,
    run,
    asked,
    allow: () => writeFileSync(allowed as string, ''),
    cut: () => writeFileSync(broken as string, ''),
    calls: calls as string,
  };
}

const filesOf = (root: string) =>
  readdirSync(join(root, 'out'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((path) => ({ path, bytes: readFileSync(join(root, 'out', path)) }));

describe('two accounts of an organization', () => {
  const { root, run, asked, allow, calls } = stage();
  const first = run('-a', 'organization', 'out');

  test('are asked, each with its own credentials, and no question changes anything', () => {
    expect([first.status, first.stderr]).toEqual([
      0,
      expect.stringContaining('account 100000000002'),
    ]);
    expect(
      asked().some((call) => call.startsWith('other ec2 describe-vpcs --region eu-west-1')),
    ).toBe(true);
    const verbs = asked().map((call) => call.split(' ')[2] ?? '');
    expect(
      verbs.filter((verb) => !/^(describe|list|get|search)-|^assume-role$/.test(verb)),
    ).toEqual([]);
  });

  test('become facts, with what was refused', async () => {
    const { facts } = await imported(awsImporter, filesOf(root));
    const { inventory } = facts ?? {};
    expect([...(inventory?.vpcs.keys() ?? [])]).toEqual(['vpc-other', 'vpc-own']);
    expect(inventory?.accounts.get(OTHER)?.path).toEqual(['r-1', 'ou-1']);
    if (!inventory) throw new Error('nothing was read');
    expect(readState(inventory, 'instances', OTHER, 'eu-west-1')).toBe('refused');
    expect(readState(inventory, 'instances', OWN, 'eu-west-1')).toBe('read');
    expect(filesOf(root).map(({ path }) => path)).toContain(
      `${OWN}/eu-west-1/ec2-search-transit-gateway-routes--tgw-rtb-1.json`,
    );
  });

  test('are not asked again what they answered, only what they refused', () => {
    writeFileSync(join(root, 'out', OWN, 'eu-west-1/ec2-describe-vpcs.json'), '{"Vpcs":[]}');
    writeFileSync(calls, '');
    allow();
    expect(run('-a', 'organization', 'out').status).toBe(0);
    const whole = asked().filter((call) => !/--query|sts assume-role/.test(call));
    expect(whole).toEqual(['other ec2 describe-instances --region eu-west-1']);
    expect(readFileSync(join(root, 'out', OWN, 'eu-west-1/ec2-describe-vpcs.json'), 'utf8')).toBe(
      '{"Vpcs":[]}',
    );
    expect(filesOf(root).some(({ path }) => path.endsWith('.refused.json'))).toBe(false);
  });

  test('leave no credentials behind', () => {
    const kept = readdirSync(join(root, 'out'), { recursive: true, encoding: 'utf8' });
    expect(kept.filter((name) => /\.(part|error)$/.test(name))).toEqual([]);
    for (const { bytes } of filesOf(root)) expect(bytes.toString()).not.toContain('secret-key');
  });
});

test('a question without an answer is named, and the exit code says so', () => {
  const { root, run, cut } = stage();
  cut();
  const { status, stderr } = run('out');
  expect(status).toBe(1);
  expect(stderr).toContain('no answer to: aws ec2 describe-nat-gateways --region eu-west-1');
  expect(existsSync(join(root, 'out', OWN, 'eu-west-1/ec2-describe-nat-gateways.json'))).toBe(
    false,
  );
});

test('a folder of something else is left alone', () => {
  const { root, run } = stage();
  const { status, stderr } = run('.');
  expect([status, stderr]).toEqual([2, expect.stringContaining('name another folder')]);
  expect(readdirSync(root).sort()).toEqual(['aws']);
  expect(run().status).toBe(2);
});

test('its permissions are those that it needs, and only read', () => {
  const policy = JSON.parse(
    readFileSync(new URL('../collect/aws-policy.json', import.meta.url), 'utf8'),
  ) as {
    Statement: { Action: string[] }[];
  };
  const actions = policy.Statement.flatMap(({ Action }) => Action);
  expect(actions.filter((action) => !/:(Describe|List|Get|Search)/.test(action))).toEqual([]);
  expect(actions).toEqual([...new Set(actions)].sort());
  const words = new Set(
    [...text.matchAll(/(?<![\w-])(?:describe|list|get|search)-[a-z][a-z-]*[a-z]/g)].map(
      ([command]) => command.replaceAll('-', ''),
    ),
  );
  const named = new Set(actions.map((action) => action.split(':')[1]?.toLowerCase() ?? ''));
  const free = new Set(['getcalleridentity']);
  const missing = [...words].filter(
    (word) =>
      !named.has(word) && !free.has(word) && ![...named].some((action) => action.startsWith(word)),
  );
  expect(missing).toEqual([]);
});

withNeed('shellcheck', test)('shellcheck has nothing to say', () => {
  execFileSync(programOf(['shellcheck']) as string, ['-s', 'sh', SCRIPT]);
});
