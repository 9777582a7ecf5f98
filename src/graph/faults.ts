/** What the driver throws -> what a person reads. Neither address nor user nor password is in it. */

import { type Diagnostic, error } from '../model/diagnostic.ts';

export interface Circumstances {
  readonly query: string;
  /** The query was sent with a line of ours above it. */
  readonly explained: boolean;
  readonly timeoutMs: number;
  /** The server has answered before. */
  readonly known: boolean;
  /** A database was named. */
  readonly named: boolean;
  /** Texts that must not be shown. */
  readonly secrets: readonly string[];
}

interface Thrown {
  readonly code: string;
  readonly message: string;
}

/** Codes and texts of an error and of its causes. */
function flat(thrown: unknown): Thrown {
  const codes: string[] = [];
  const messages: string[] = [];
  for (let at = thrown, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code } = at as NodeJS.ErrnoException;
    if (typeof code === 'string') codes.push(code);
    messages.push(at.message);
  }
  return { code: codes[0] ?? '', message: messages.join('\n') || String(thrown) };
}

const WHY: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'connection refused'],
  [/ENOTFOUND|EAI_AGAIN/, 'host not found'],
  [/ETIMEDOUT|ESOCKETTIMEDOUT|timed? ?out|establish connection in/i, 'it did not answer in time'],
  [/EHOSTUNREACH|ENETUNREACH/, 'no route to host'],
  [
    /http endpoint|HTTP/,
    'a web server answers on this port; the Bolt port is a different one (often 7687)',
  ],
  [/CERT|certificate|altname|SELF_SIGNED/i, 'its certificate is not trusted'],
  [/TLS|SSL|EPROTO/, 'the server does not use TLS on this port'],
  [/ECONNRESET|closed by server|hang up/i, 'the server closed the connection'],
];

const ADDRESS_HINT =
  'Check NEO4J_URI: bolt:// or neo4j:// with host and port; bolt+s:// or neo4j+s:// if the server uses TLS (+ssc if its certificate is self-signed).';

export function unreachable(message: string): Diagnostic {
  const why = WHY.find(([pattern]) => pattern.test(message))?.[1];
  return error(
    'graph-unreachable',
    `the graph database cannot be reached${why ? `: ${why}` : ''}`,
    undefined,
    { hint: ADDRESS_HINT },
  );
}

export function timedOut(timeoutMs: number): Diagnostic {
  return error('query-timeout', `the query took longer than ${timeoutMs / 1000} s`, undefined, {
    hint: 'Ask for less, or raise the limit with `--timeout`.',
  });
}

export function writes(): Diagnostic {
  return error('query-writes', 'the query does more than read, so it was not run', undefined, {
    hint: 'A snapshot only reads. Remove CREATE, MERGE, SET, DELETE and procedures that change data.',
  });
}

export function invalid(message: string, hint: string): Diagnostic {
  return error('query-invalid', `the query is wrong: ${message}`, undefined, { hint });
}

const PLACE = /\s*\(line (\d+), column (\d+) \(offset: \d+\)\)[\s\S]*$/;

/** The line with a caret under the column. */
function frame(query: string, line: number, column: number): string {
  const text = query.split(/\r\n|[\n\r]/)[line - 1] ?? '';
  const start = Math.max(0, column - 120);
  const before = text.slice(start, column - 1).replace(/[^\t]/g, ' ');
  const gutter = ' '.repeat(String(line).length);
  return `${line} | ${text.slice(start, start + 200)}\n${gutter} | ${before}^`;
}

/** A message of the server's about the text of the query. */
function aboutText({ message }: Thrown, { query, explained }: Circumstances): Diagnostic {
  const found = PLACE.exec(message);
  const line = Number(found?.[1] ?? 0) - (explained ? 1 : 0);
  const column = Number(found?.[2] ?? 0);
  const whole = message.replace(PLACE, '').trim();
  // The list of all that could stand there is longer than what is wrong.
  const short = whole.length > 160 ? whole.replace(/: expected [\s\S]*$/, '') : whole;
  return line > 0 && column > 0
    ? invalid(`${short} (line ${line} of the query, column ${column})`, frame(query, line, column))
    : invalid(short, 'Correct the query; you can try it out in `cypher-shell` or Neo4j Browser.');
}

/** Takes out what is secret, and all but the first line. */
function publicText(message: string, secrets: readonly string[]): string {
  const [first = ''] = message.trim().split('\n');
  return secrets
    .filter((secret) => secret !== '')
    .sort((a, b) => b.length - a.length)
    .reduce((text, secret) => text.replaceAll(secret, '…'), first)
    .slice(0, 400);
}

const CONNECTION = /^(ServiceUnavailable|SessionExpired|ProtocolError|ERR_SOCKET_BAD_PORT)$/;
const WRONG =
  /^Neo\.ClientError\.(Statement\.(Syntax|Semantic|Parameter|Argument)|Procedure\.ProcedureNot)/;
const UNAVAILABLE = /DatabaseUnavailable|\.General\.|NotALeader|Cluster|Routing/;

/** @param thrown what a call of the driver threw or rejected with */
export function faultOf(thrown: unknown, at: Circumstances): Diagnostic {
  const fault = flat(thrown);
  const { code, message } = fault;
  const told = publicText(message, at.secrets);
  if (/^Neo\.ClientError\.Security\.(?!Forbidden)/.test(code))
    return error(
      'graph-unauthorized',
      /RateLimit/.test(code)
        ? 'the server currently refuses to log in: there were too many failed attempts'
        : /Expired/.test(code)
          ? 'the password has expired'
          : 'the server rejected the user name or password',
      undefined,
      {
        hint: 'Set NEO4J_USER and NEO4J_PASSWORD. Cadastre tried only once: servers lock users out after a few wrong passwords.',
      },
    );
  if (/DatabaseNotFound/.test(code))
    return error(
      'graph-no-database',
      at.named
        ? 'the server has no database with the name in NEO4J_DATABASE'
        : 'the server has no such database',
      undefined,
      { hint: 'Correct NEO4J_DATABASE, or unset it for the user’s home database.' },
    );
  if (/TransactionTimedOut/.test(code)) return timedOut(at.timeoutMs);
  if (/AccessMode|ReadOnly|ForbiddenOnReadOnly/.test(code)) return writes();
  if (CONNECTION.test(code) || /DatabaseUnavailable/.test(code) || /pool is closed/i.test(message))
    return at.known
      ? error('graph-lost', 'the connection to the graph database was lost', undefined, {
          hint: 'The server stopped or the network failed. Run the command again; an existing snapshot is unchanged.',
        })
      : unreachable(message);
  // A text that was explained is right: what is wrong then is a value.
  if (at.explained ? WRONG.test(code) : /ParameterMissing/.test(code)) return aboutText(fault, at);
  return error('query-failed', `the server could not run the query: ${told}`, undefined, {
    hint: UNAVAILABLE.test(code)
      ? 'Try again later; the log of the server has details.'
      : 'Correct the query, or the data that it reads. The user needs the right to read all of it.',
  });
}
