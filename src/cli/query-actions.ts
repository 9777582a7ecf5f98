/** What `cadastre query` does with the queries of packs: lists, counts, checks or runs them. */

import type { Project } from '../app/project.ts';
import {
  lint,
  loadPacks,
  type Pack,
  type PackQuery,
  type ParameterValues,
  runQueries,
  select,
  tagsOf,
} from '../app/query/index.ts';
import type { Json } from '../model/derivation.ts';
import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { exitCodeOf } from '../report/reporter.ts';
import { type RowFormat, rowWriter } from '../report/rows.ts';
import { columns, tally } from '../report/text.ts';
import {
  type CommonOptions,
  openProject,
  out,
  outJson,
  refuse,
  report,
  reportOptions,
  say,
} from './run.ts';

export type Action = 'list' | 'tags' | 'count' | 'lint' | 'run';

export interface QueryFlags extends CommonOptions {
  readonly pack?: readonly string[];
  readonly tags?: readonly string[];
  readonly account?: string;
  readonly param?: ParameterValues;
  readonly format: RowFormat;
  /** Seconds. */
  readonly timeout: number;
}

const numberOf = (n: number): string => (n === 1 ? '1 query' : `${n} queries`);

interface Work {
  readonly packs: readonly Pack[];
  readonly queries: readonly PackQuery[];
  /** What the packs were read with. */
  readonly diagnostics: readonly Diagnostic[];
  readonly options: QueryFlags;
  readonly project: Project;
}

function list({ queries, options, diagnostics }: Work): readonly Diagnostic[] {
  const described = queries.map(({ name, tags, description, headers, parameters }) => ({
    name,
    tags,
    description,
    headers,
    parameters: parameters.map(({ name: parameter, description: about, default: preset }) => ({
      name: parameter,
      ...(about === undefined ? {} : { description: about }),
      ...(preset === undefined ? {} : { default: preset }),
    })),
  }));
  if (options.json) outJson({ queries: described, diagnostics });
  else if (queries.length > 0)
    out(
      columns(
        queries.map((q, n) => [
          `${n + 1}/${queries.length}`,
          q.name,
          q.description,
          q.tags.join(','),
        ]),
      ),
    );
  return [];
}

function tags({ packs, options, diagnostics }: Work): readonly Diagnostic[] {
  const counted = tagsOf(packs);
  if (options.json) outJson({ tags: counted, diagnostics });
  else if (counted.length > 0)
    out(columns(counted.map(({ tag, queries }) => [tag, numberOf(queries)])));
  return [];
}

function count({ queries, options, diagnostics }: Work): readonly Diagnostic[] {
  if (options.json) outJson({ count: queries.length, diagnostics });
  else out(String(queries.length));
  return [];
}

function check({ queries, options, diagnostics }: Work): readonly Diagnostic[] {
  const found = lint(queries);
  const all = [...diagnostics, ...found];
  if (options.json) outJson({ checked: queries.map(({ name }) => name), diagnostics: all });
  else {
    report(found);
    if (!options.quiet)
      out(`${numberOf(queries.length)} checked: ${tally(all) || 'nothing found'}`);
  }
  return found;
}

/** Text for stdout in large pieces. A reader that is slower than the database holds the rows back. */
function buffered(): { write(text: string): void | Promise<void>; flush(): Promise<void> } {
  let pieces: string[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    const text = pieces.join('');
    pieces = [];
    size = 0;
    if (text !== '' && !process.stdout.write(text))
      await new Promise((resolve) => process.stdout.once('drain', resolve));
  };
  return {
    write: (text) => {
      pieces.push(text);
      size += text.length;
      return size > 65_536 ? flush() : undefined;
    },
    flush,
  };
}

async function run({
  queries,
  options,
  diagnostics: before,
}: Work): Promise<readonly Diagnostic[]> {
  const { account, param: given = new Map(), timeout, format } = options;
  const request = {
    queries,
    ...(account === undefined ? {} : { account }),
    given,
    timeoutMs: timeout * 1000,
    env: process.env,
    now: new Date(),
  };
  if (options.json) {
    const answers: {
      name: string;
      headers: readonly string[];
      rows: (readonly Json[])[];
      complete: boolean;
    }[] = [];
    const diagnostics = await runQueries(request, {
      begin: ({ name }, headers) => {
        answers.push({ name, headers, rows: [], complete: false });
      },
      row: (cells) => {
        answers[answers.length - 1]?.rows.push(cells);
      },
      end: () => {
        const last = answers[answers.length - 1];
        if (last) last.complete = true;
      },
    });
    outJson({ answers, diagnostics: [...before, ...diagnostics] });
    return diagnostics;
  }
  const writer = rowWriter(format, queries.length > 1);
  const { write, flush } = buffered();
  let answered = 0;
  const diagnostics = await runQueries(request, {
    begin: ({ name, description }, headers) => write(writer.begin({ name, description, headers })),
    row: (cells) => write(writer.row(cells)),
    end: async () => {
      answered += 1;
      await write(writer.end());
      // What a query answered is seen before the next one is asked.
      await flush();
    },
  });
  await flush();
  report(diagnostics);
  if (!options.quiet) {
    const found = tally(diagnostics);
    say(`${answered} of ${numberOf(queries.length)} answered${found ? `, ${found}` : ''}`);
  }
  return diagnostics;
}

const WORK: Record<Action, (work: Work) => readonly Diagnostic[] | Promise<readonly Diagnostic[]>> =
  {
    list,
    tags,
    count,
    lint: check,
    run,
  };

export async function query(
  action: Action,
  names: readonly string[],
  options: QueryFlags,
): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { value: packs, diagnostics } = loadPacks(options.pack ?? [], project.root);
  const selected = packs && select(packs, { tags: options.tags ?? [], names });
  const all = [...diagnostics, ...(selected?.diagnostics ?? [])];
  if (!packs || !selected?.value) {
    refuse(all, options);
    return;
  }
  if (!options.json) report(all);
  const work = { packs, queries: selected.value, diagnostics: all, options, project };
  const found = await WORK[action](work);
  // A query that could not be read was left out: whatever the others say, the answer is not complete.
  const failed = hasErrors(all) || (action !== 'lint' && hasErrors(found)) ? 2 : 1;
  process.exitCode = exitCodeOf([...all, ...found], failed, reportOptions(options, project).failOn);
  if (selected.value.length === 0 && action !== 'count') {
    if (!options.quiet) say('No query has all of these tags.');
    process.exitCode = 1;
  }
}
