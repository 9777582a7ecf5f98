/** The record of a change as Markdown, as a page, and as a JSON document. Pure. */

import { PAGE_STYLE } from './bundle/style.ts';
import { cdePathsDocument, cdePathsHtml, cdePathsMarkdown, cdeVerdict } from './cde-paths.ts';
import {
  countWords,
  diagramWords,
  type PicturePaths,
  type ReportedDiagram,
  type ReportedDiff,
  SIGNS,
} from './diff.ts';
import { html, htmlList, htmlTable, relativeUrl } from './html.ts';
import { markdownText } from './markdown.ts';
import { terminalText } from './terminal.ts';

interface ReportedFinding {
  readonly diagram: string;
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
}

export interface ReportedChange {
  readonly from?: string;
  readonly to: string;
  readonly asOf: string;
  readonly commits: readonly {
    readonly id: string;
    readonly author: string;
    readonly time: string;
    readonly subject: string;
  }[];
  readonly diff: ReportedDiff;
  readonly findings: {
    readonly came: readonly ReportedFinding[];
    readonly went: readonly ReportedFinding[];
  };
  readonly approvals: readonly {
    readonly diagram: string;
    readonly model: string;
    readonly by: string;
    readonly time: string;
    readonly ticket?: string;
    readonly remark?: string;
  }[];
  readonly statements: readonly {
    readonly key: keyof typeof STATEMENTS;
    readonly text: string;
    readonly source: string;
  }[];
  readonly missing: readonly (keyof typeof STATEMENTS)[];
}

/** What a record states, in its order, with the trailer that says it. */
const STATEMENTS = {
  reason: { title: 'Reason', trailer: 'Change-Reason' },
  impact: { title: 'Security impact', trailer: 'Change-Impact' },
  approval: { title: 'Approval', trailer: 'Change-Approval' },
  test: { title: 'Test', trailer: 'Change-Test' },
  backOut: { title: 'Back-out', trailer: 'Change-Back-Out' },
} as const;

const KEYS = Object.keys(STATEMENTS) as (keyof typeof STATEMENTS)[];

/** `Change-Test, Change-Back-Out`: how to state what is missing. */
export const missingWords = (missing: ReportedChange['missing']): string =>
  missing.map((key) => `${STATEMENTS[key].title} (${STATEMENTS[key].trailer})`).join(', ');

const NOT_VERIFIED =
  'Approvals and authors are listed as the repository has them. `cadastre verify` judges signatures, keys and roles.';

const changedOf = ({ diff }: ReportedChange): readonly ReportedDiagram[] =>
  diff.diagrams.filter(({ change }) => change !== 'unchanged');

const commitWords = ({ from, to }: ReportedChange): string =>
  `${from === undefined ? 'nothing' : from.slice(0, 12)} → ${to.slice(0, 12)}`;

const whatWords = ({ change, differences }: ReportedDiagram): string =>
  change === 'changed' ? countWords(differences) : `${change} as a whole`;

function stated(record: ReportedChange, key: keyof typeof STATEMENTS): readonly string[] {
  return record.statements
    .filter((one) => one.key === key)
    .map(({ text, source }) => `${text} (${source})`);
}

function approvalLines({ approvals }: ReportedChange): readonly string[] {
  return approvals.map(
    ({ diagram, model, by, time, ticket, remark }) =>
      `${diagram}: ${by} on ${time.slice(0, 10)}, model ${model.slice(0, 12)}${[ticket, remark].flatMap((text) => (text ? `, ${text}` : [])).join('')}`,
  );
}

function statementWords(record: ReportedChange, key: keyof typeof STATEMENTS): readonly string[] {
  const words = [
    ...stated(record, key),
    ...(key === 'approval' ? approvalLines(record).map((line) => `signed file: ${line}`) : []),
  ];
  return record.missing.includes(key) ? [...words, 'MISSING'] : words;
}

export function changeMarkdown(record: ReportedChange, pictures: PicturePaths): string {
  const item = (line: string): string => `- ${markdownText(line)}\n`;
  const findings = (title: string, all: readonly ReportedFinding[]): string =>
    `### ${title}: ${all.length}\n\n${all.map(({ diagram, rule, severity, message }) => item(`${diagram}: ${severity} ${rule}: ${message}`)).join('')}\n`;
  const statements = KEYS.map((key) => {
    const words = statementWords(record, key);
    const lines = words.map((one) => (one === 'MISSING' ? '**missing**' : markdownText(one)));
    return `- **${STATEMENTS[key].title}:** ${lines.join('; ')}\n`;
  }).join('');
  const diagrams = changedOf(record).map((one) => {
    const lines = one.differences.flatMap(({ change, words }) =>
      words.map((line) => `- **${SIGNS[change]}** ${markdownText(line)}\n`),
    );
    const drawn = (pictures[one.name] ?? [])
      .map((path) => `![${markdownText(path)}](<${encodeURI(path)}>)\n\n`)
      .join('');
    return `### ${markdownText(one.title)}\n\n\`${one.name}\`: ${whatWords(one)}\n\n${lines.join('')}\n${drawn}`;
  });
  const unknown = record.diff.notCompared.map(item).join('');
  return [
    `# Change record\n\n\`${commitWords(record)}\`: ${diagramWords(record.diff.diagrams)}\n\n`,
    `## Statements\n\n${statements}\n`,
    `## Diagrams\n\n${diagrams.join('')}`,
    unknown === '' ? '' : `### Not compared, since a version has errors\n\n${unknown}\n`,
    record.diff.cdePaths ? cdePathsMarkdown(record.diff.cdePaths) : '',
    `## Findings of rules, as of ${record.asOf}\n\n`,
    findings('Came', record.findings.came),
    findings('Went', record.findings.went),
    `## Commits\n\n${record.commits.map(({ id, author, time, subject }) => item(`${id.slice(0, 12)} ${time.slice(0, 10)} ${author}: ${subject}`)).join('')}\n`,
    `${NOT_VERIFIED}\n`,
  ].join('');
}

/** A page that stands alone beside its pictures. */
export function changePage(record: ReportedChange, pictures: PicturePaths): string {
  const lines = (all: readonly string[]): string =>
    all.map((one) => (one === 'MISSING' ? '<strong>missing</strong>' : html(one))).join('<br>');
  const findings = (caption: string, all: readonly ReportedFinding[]): string =>
    all.length === 0
      ? `<p>${html(caption)}: none.</p>`
      : htmlTable(
          `${caption}: ${all.length}`,
          ['Diagram', 'Rule', 'Severity', 'Finding'],
          all.map(({ diagram, rule, severity, message }) =>
            [diagram, rule, severity, message].map(html),
          ),
        );
  const diagrams = changedOf(record).map((one) => {
    const rows = one.differences.flatMap(({ change, words }) =>
      words.map((line) => [html(`${SIGNS[change]} ${change}`), html(line)]),
    );
    const drawn = (pictures[one.name] ?? []).map(
      (path) =>
        `<figure><img src="${relativeUrl(path)}" alt="${html(path)}" style="max-width:100%"><figcaption>${html(path)}</figcaption></figure>`,
    );
    return [
      `<h3>${html(one.title)}</h3><p><code>${html(one.name)}</code>: ${html(whatWords(one))}</p>`,
      rows.length > 0 ? htmlTable('What changed', ['Change', 'In words'], rows) : '',
      ...drawn,
    ].join('\n');
  });
  const { notCompared } = record.diff;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Change record ${html(commitWords(record))}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<h1>Change record</h1>
<p class="lead">${html(commitWords(record))}: ${html(diagramWords(record.diff.diagrams))}</p>
<h2>Statements</h2>
${htmlList(KEYS.map((key) => [STATEMENTS[key].title, lines(statementWords(record, key))]))}
<h2>Diagrams</h2>
${diagrams.join('\n')}
${notCompared.length > 0 ? `<p><strong>Not compared</strong>, since a version has errors: ${html(notCompared.join(', '))}</p>` : ''}
<h2>Paths into and out of the cardholder data environment</h2>
${record.diff.cdePaths ? cdePathsHtml(record.diff.cdePaths) : ''}
<h2>Findings of rules, as of ${html(record.asOf)}</h2>
${findings('Came', record.findings.came)}
${findings('Went', record.findings.went)}
<h2>Commits</h2>
${htmlTable(
  'Commits of the change, newest first',
  ['Commit', 'Date', 'Author', 'Subject'],
  record.commits.map(({ id, author, time, subject }) =>
    [id.slice(0, 12), time.slice(0, 10), author, subject].map(html),
  ),
)}
<p>${html(NOT_VERIFIED)}</p>
</body>
</html>
`;
}

/** `cadastre/change@1`. */
export const changeDocument = (record: ReportedChange, pictures: PicturePaths): object => ({
  format: 'cadastre/change@1',
  ...(record.from === undefined ? {} : { from: record.from }),
  to: record.to,
  asOf: record.asOf,
  commits: record.commits.map(({ id, author, time, subject }) => ({ id, author, time, subject })),
  diagrams: record.diff.diagrams.map(({ name, title, change }) => ({
    ...{ name, title, change },
    pictures: pictures[name] ?? [],
  })),
  changes: record.diff.diagrams.flatMap(({ name, differences }) =>
    differences.map((one) => ({ diagram: name, ...one })),
  ),
  notCompared: record.diff.notCompared,
  findings: record.findings,
  paths: record.diff.cdePaths ? cdeVerdict(record.diff.cdePaths) : 'not judged',
  ...(record.diff.cdePaths ? cdePathsDocument(record.diff.cdePaths) : {}),
  approvals: record.approvals,
  statements: record.statements,
  missing: record.missing,
});

interface ReportedMerge {
  readonly commit: string;
  readonly subject: string;
  readonly author: string;
  readonly time: string;
  readonly diagrams: readonly string[];
  readonly missing: ReportedChange['missing'];
  readonly notCompared: readonly string[];
}

/** A block for each merged change whose record lacks something. */
export const mergesText = (merges: readonly ReportedMerge[]): string =>
  merges
    .filter(({ missing, notCompared }) => missing.length + notCompared.length > 0)
    .flatMap(({ commit, subject, author, time, diagrams, missing, notCompared }) => [
      `${commit.slice(0, 12)} ${time.slice(0, 10)} ${author}: ${subject}`,
      ...(diagrams.length > 0 ? [`  changes ${diagrams.join(', ')}`] : []),
      ...(missing.length > 0 ? [`  missing ${missingWords(missing)}`] : []),
      ...notCompared.map((source) => `  ${source}: not compared, see the errors`),
    ])
    .map(terminalText)
    .join('\n');
