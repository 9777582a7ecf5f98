#!/usr/bin/env node
/** Answers git's question for a name or password: the token of GIT_TOKEN_FILE. Hosts take any name beside a token; GitHub's apps need this one. */

import { readFileSync } from 'node:fs';

const [question = ''] = process.argv.slice(2);
const { GIT_TOKEN_FILE } = process.env;
if (/^username/i.test(question)) process.stdout.write('x-access-token\n');
else if (GIT_TOKEN_FILE) process.stdout.write(`${readFileSync(GIT_TOKEN_FILE, 'utf8').trim()}\n`);
else process.exitCode = 1;
