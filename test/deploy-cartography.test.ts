/** The entrypoint of Cartography's image: the profiles that it writes, and what it refuses. A stand-in takes Cartography's place. */

import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { DEPLOY, ended, newFolder } from './deploy-estate.ts';
import { programOf, withNeed } from './required.ts';
import { expectNoTrace, filesIn } from './run-cli.ts';

const ENTRYPOINT = join(DEPLOY, 'images/cartography/entrypoint.py');

/** Prints its arguments, one a line, and the environment that is for it. */
const CARTOGRAPHY = `#!/bin/sh
printf '%s\\n' "$@"
env | grep -E '^(AWS_|NEO4J_PASSWORD=)' | sort
`;

const WEB_IDENTITY = {
  CREDENTIAL_SOURCE: 'web-identity',
  AWS_ROLE_ARN: 'arn:aws:iam::100000000003:role/CartographyHub',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token',
};

function run(env: NodeJS.ProcessEnv, files: Readonly<Record<string, string>> = {}) {
  const home = newFolder();
  const bin = newFolder();
  writeFileSync(join(bin, 'cartography'), CARTOGRAPHY);
  chmodSync(join(bin, 'cartography'), 0o755);
  const all = {
    accounts: '# ours\n100000000001 management\n\n100000000002 production # the largest\n',
    'external-id': 'an-external-id-of-ours\n',
    password: 'secret-password\n',
    ...files,
  };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(bin, name), text);
  const started = ended(programOf(['python3']) as string, [ENTRYPOINT, '--update-tag', '1'], {
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    HOME: home,
    ACCOUNTS_FILE: join(bin, 'accounts'),
    EXTERNAL_ID_FILE: join(bin, 'external-id'),
    NEO4J_URI: 'bolt://neo4j:7687',
    NEO4J_PASSWORD_FILE: join(bin, 'password'),
    ACCESS_KEY_ID_FILE: join(bin, 'key-id'),
    SECRET_ACCESS_KEY_FILE: join(bin, 'key'),
    ...env,
  });
  return started.then((done) => ({ ...done, home }));
}

const spoke = (account: string, name: string, source: string) => `[profile ${name}]
role_arn = arn:aws:iam::${account}:role/CartographySpoke
${source}
external_id = an-external-id-of-ours
role_session_name = cartography
region = us-east-1
`;

withNeed('python3', test)(
  'a service account with a role is the hub, which assumes each spoke',
  async () => {
    const { code, stdout, stderr, home } = await run(WEB_IDENTITY);
    expect(code, stderr).toBe(0);
    expect(readFileSync(join(home, '.aws/config'), 'utf8')).toBe(
      [
        `[default]\nrole_arn = ${WEB_IDENTITY.AWS_ROLE_ARN}\nweb_identity_token_file = /var/run/token\n`,
        spoke('100000000001', 'management', 'source_profile = default'),
        spoke('100000000002', 'production', 'source_profile = default'),
      ].join('\n'),
    );
    expect(statSync(join(home, '.aws/config')).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, '.aws')).mode & 0o777).toBe(0o700);
    // The hub's role would be taken before every profile.
    expect(stdout.split('\n')).toEqual([
      ...['--neo4j-uri', 'bolt://neo4j:7687', '--neo4j-user', 'neo4j'],
      ...['--neo4j-password-env-var', 'NEO4J_PASSWORD', '--aws-sync-all-profiles'],
      ...['--update-tag', '1'],
      `AWS_CONFIG_FILE=${home}/.aws/config`,
      `AWS_SHARED_CREDENTIALS_FILE=${home}/.aws/credentials`,
      'NEO4J_PASSWORD=secret-password',
      '',
    ]);
  },
);

withNeed('python3', test)('keys are written where only their user reads them', async () => {
  const { code, stderr, home } = await run(
    { CREDENTIAL_SOURCE: 'keys' },
    { 'key-id': 'AKIDEXAMPLE\n', key: 'a-secret-key\n' },
  );
  expect(code, stderr).toBe(0);
  const credentials = join(home, '.aws/credentials');
  expect(readFileSync(credentials, 'utf8')).toBe(
    '[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = a-secret-key\n',
  );
  expect(statSync(credentials).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(home, '.aws/config'), 'utf8')).not.toContain('[default]');
});

withNeed(
  'python3',
  test.each([
    ['container', 'credential_source = EcsContainer'],
    ['instance', 'credential_source = Ec2InstanceMetadata'],
  ]),
)('the source %s is the one of the machine', async (kind, line) => {
  const { code, stderr, home } = await run({ CREDENTIAL_SOURCE: kind });
  expect(code, stderr).toBe(0);
  expect(readFileSync(join(home, '.aws/config'), 'utf8')).toBe(
    [spoke('100000000001', 'management', line), spoke('100000000002', 'production', line)].join(
      '\n',
    ),
  );
});

withNeed('python3', test)('without accounts, only what the arguments name is read', async () => {
  const { code, stdout, home } = await run({ ACCOUNTS_FILE: '' });
  expect(code).toBe(0);
  expect(stdout).not.toContain('--aws-sync-all-profiles');
  expect(filesIn(home)).toEqual([]);
});

withNeed(
  'python3',
  test.each([
    [{ accounts: '1 a\n' }, {}, /accounts:1: expected an account id of 12 digits and a name$/],
    [
      { accounts: '100000000001 a\n100000000001 b\n' },
      {},
      /accounts:2: 100000000001 or b is listed twice$/,
    ],
    [
      { accounts: '100000000001 a\n100000000002 a\n' },
      {},
      /accounts:2: 100000000002 or a is listed twice$/,
    ],
    [
      { accounts: '100000000001 default\n' },
      {},
      /accounts:1: default cannot be the name of a profile$/,
    ],
    [{ accounts: '100000000001 a]\n' }, {}, /accounts:1: a\] cannot be the name of a profile$/],
    [{ accounts: '# none\n' }, {}, /accounts lists no account$/],
    [
      { 'external-id': 'a\nrole_arn = other' },
      {},
      /external-id is empty, or has more than one line$/,
    ],
    [
      {},
      { EXTERNAL_ID_FILE: '/nowhere' },
      /EXTERNAL_ID_FILE: \/nowhere cannot be read: No such file or directory$/,
    ],
    [
      {},
      { CREDENTIAL_SOURCE: 'me' },
      /CREDENTIAL_SOURCE is me, not web-identity, container, instance or keys$/,
    ],
    [{}, { CREDENTIAL_SOURCE: '' }, /the environment variable CREDENTIAL_SOURCE is not set$/],
    [{}, { AWS_ROLE_ARN: '' }, /the environment variable AWS_ROLE_ARN is not set$/],
    [{}, { NEO4J_PASSWORD_FILE: '/nowhere' }, /NEO4J_PASSWORD_FILE: \/nowhere cannot be read/],
    [{}, { NEO4J_URI: '' }, /the environment variable NEO4J_URI is not set$/],
  ] as const),
)(
  '%j and %j are refused in one line, and Cartography is not started',
  async (files, env, words) => {
    const done = await run({ ...WEB_IDENTITY, ...env }, files as Readonly<Record<string, string>>);
    expect(done).toMatchObject({ code: 2, stdout: '' });
    expect(done.stderr.trim()).toMatch(/^error: .*$/);
    expect(done.stderr.trim()).toMatch(words);
    expectNoTrace(done);
    expect(done.stderr).not.toContain('Traceback');
  },
);
