/** Opens a pull request on GitHub, unless the branch has one. */

import { fail, say, secret, setting } from './job.mjs';

const BODY = `What the graph says has changed since the last recording. The difference of the file lists every row that came or went.

Merging it changes what the diagrams show: look at the pictures that the check draws, and have them approved as any other change.`;

/** GitHub takes 65,536 characters. */
const MOST = 60_000;

/** @param {{ title: string, head: string, base: string, report?: string }} request branches of REPOSITORY; Markdown below the text */
export async function openPullRequest({ title, head, base, report = '' }) {
  const body = `${BODY}\n\n${report.length > MOST ? `${report.slice(0, MOST)}\n\n… The log of the job has the rest.` : report}`;
  const [owner, name] = new URL(setting('REPOSITORY')).pathname
    .replace(/^\/|(\.git)?\/?$/g, '')
    .split('/');
  const api = setting('FORGE_API', 'https://api.github.com');
  let answer;
  try {
    answer = await fetch(`${api}/repos/${owner}/${name}/pulls`, {
      method: 'POST',
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${secret('GIT_TOKEN_FILE')}`,
        'user-agent': 'cadastre',
        'x-github-api-version': '2022-11-28',
      },
      body: JSON.stringify({ title, head, base, body }),
      redirect: 'error',
      signal: AbortSignal.timeout(30_000),
    });
  } catch (cause) {
    return fail(`${api} does not answer: ${cause.cause?.message ?? cause.message}`);
  }
  const text = await answer.text();
  if (answer.ok) return say(`opened ${JSON.parse(text).html_url}`);
  if (answer.status === 422 && /already exists/i.test(text))
    return say(`${head} has a pull request already`);
  return fail(`no pull request was opened: ${api} answers ${answer.status}: ${text.slice(0, 300)}`);
}
