/** What we write in the formats of others, read by their own tools. */

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pypiPython, withNeed } from './required.ts';
import { estate } from './run-cli.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function python(...args: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(pypiPython() as string, args, { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

const STATEMENT = `
import sys
from google.protobuf import json_format
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
parsed = json_format.Parse(open(sys.argv[1]).read(), statement_pb2.Statement())
statement = Statement.copy_from_pb(parsed)
statement.validate()
print(len(statement.pb.subject), statement.pb.predicate_type)
`;

withNeed('pypi', test)("in-toto's own library takes the manifest as a statement", () => {
  const out = join(root, 'out');
  const files = readdirSync(out).filter((name) => /\.(svg|jpg|model\.json)$/.test(name));
  expect(python('-c', STATEMENT, join(out, 'manifest.json'))).toEqual({
    status: 0,
    output: `${files.length} urn:cadastre:drafts:1\n`,
  });
});

const check = (file: string): { status: number | null; output: string } =>
  python('-m', 'check_jsonschema', '--schemafile', join(root, 'schema/diagram.schema.json'), file);

withNeed('pypi', test)('another validator holds YAML diagrams to the published schema', () => {
  expect(check(join(root, 'diagrams/aws-accounts-layout-yaml.yaml'))).toMatchObject({ status: 0 });
  const wrong = estate({
    'a.yaml': 'title: A\ncontent:\n  - kind: vpc\n    name: a\n    zone: cde\n    nam: b\n',
  });
  const { status, output } = check(join(wrong, 'a.yaml'));
  expect(status).toBe(1);
  expect(output).toContain('nam');
});
