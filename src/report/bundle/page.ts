/** `index.html` of a bundle: one page that opens offline and prints. Pure. */

import type { BundleContent, BundleHead } from '../../evidence/bundle/bundle.ts';
import { html, htmlList, htmlTable } from '../html.ts';
import { plural } from '../text.ts';
import { diagramSection } from './diagram.ts';
import { paperStyle } from './print-sheets.ts';
import { PAGE_STYLE } from './style.ts';
import { checksSection, proofSection, trustSection, verifySection } from './trust.ts';
import { badge, type DiagramEvidence, lastInForce, lastWords, moment, people } from './versions.ts';

/** Nothing is fetched from anywhere, and nothing runs. */
const POLICY =
  "default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

function evidenceOf({ versions, models, newest }: BundleContent): readonly DiagramEvidence[] {
  return [...versions].flatMap(([name, all], i) => {
    const model = models.get(name);
    const shown = all.find(({ commit }) => commit === model?.commit) ?? all.at(-1);
    if (!shown) return [];
    const current = newest.diagrams.includes(name);
    return [{ name, anchor: `diagram-${i + 1}`, versions: all, shown, model, current }];
  });
}

/** Where none is in force, with the one that was. */
function state({ shown, versions }: DiagramEvidence): string {
  const last = lastInForce(versions);
  return badge(shown) + (last ? `<br><span class="until">${lastWords(last)}</span>` : '');
}

function reviewDue({ shown: { draft, until, reviewDue: day } }: DiagramEvidence): string {
  if (draft || until) return '<span class="quiet">none in force</span>';
  return day === undefined
    ? '<span class="quiet">no period stated</span>'
    : `<span class="whole">${html(day)}</span>`;
}

function overview(all: readonly DiagramEvidence[]): string {
  return htmlTable(
    plural(all.length, 'diagram'),
    ['Diagram', 'State', 'Version', 'Date', 'Made by', 'Approved by', 'Review due'],
    all.map((one) => [
      `<a href="#${one.anchor}">${html(one.shown.title)}</a>`,
      state(one),
      String(one.shown.version),
      `<span class="whole">${html(one.shown.date)}</span>`,
      people(one.shown.makers),
      people([...new Set(one.shown.approvals.map(({ by }) => by))]) ||
        '<span class="quiet">nobody</span>',
      reviewDue(one),
    ]),
  );
}

/** A print proves nothing, so it says which bundle to hold it against. */
const printedWords = ({ by }: BundleHead, contents: string): string =>
  `${by === undefined ? 'UNVERIFIED: nobody signed this page' : `Cannot be verified on paper; signed by ${by} in the bundle`} with the contents ${contents}`;

/** A text between quotes in CSS: whatever is no plain character by its number. */
const cssText = (text: string): string =>
  `"${text.replace(/[^A-Za-z0-9 .,:;@_+-]/g, (c) => `\\${(c.codePointAt(0) ?? 0).toString(16)} `)}"`;

/** On each sheet, in the margin. */
const footStyle = (head: BundleHead, contents: string): string =>
  `@page { @bottom-left { content: ${cssText(printedWords(head, contents))}; font: 6pt Arial, sans-serif; color: #4b5563; text-align: left; }
  @bottom-right { width: 14mm; content: counter(page) " / " counter(pages); font: 6pt Arial, sans-serif; color: #4b5563; } }
`;

/** @param contents SHA-256 of the list of all files of the bundle but this page */
export function bundlePage(content: BundleContent, contents: string): string {
  const { head, newest } = content;
  const all = evidenceOf(content);
  const commit = (id: string): string => `<span class="hash">${html(id)}</span>`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Diagrams and their evidence, ${html(newest.published.slice(0, 10))}</title>
<style>${PAGE_STYLE}${paperStyle(all)}${footStyle(content.head, contents)}</style>
</head>
<body>
<header>
<h1>Diagrams and their evidence</h1>
<p class="lead">The published diagrams of an estate: who made and who approved each version, what changed,
and the signed history that proves it.</p>
${htmlList([
  ['Published', moment(newest.published)],
  ['Up to commit', commit(head.tip)],
  ['Publishing commit', newest.commit === head.tip ? 'the same' : commit(newest.commit)],
  [
    'Root (first signed commit)',
    `${commit(head.root)} <span class="quiet">compare it with the one you were given separately</span>`,
  ],
  [
    'Folder in the repository',
    head.prefix === '' ? 'the top folder' : `<code>${html(head.prefix)}</code>`,
  ],
  ['Assembled with', html(head.tool)],
  [
    'Handed out by',
    head.by === undefined
      ? '<strong>nobody signed it: this page and the tables are unverified</strong>'
      : `${html(head.by)}, who signed the digests of all files`,
  ],
  ['Digest of all other files', `<span class="hash">${contents}</span>`],
])}
<nav aria-label="Contents"><ul>
<li><a href="#verify">Verify in a minute</a></li>
${all.map(({ anchor, shown }) => `<li><a href="#${anchor}">${html(shown.title)}</a></li>`).join('\n')}
<li><a href="#trust">Who is trusted</a></li>
<li><a href="#checks">Checks</a></li>
<li><a href="#proof">What is proved</a></li>
<li><a href="segments.csv">segments.csv</a></li>
<li><a href="links.csv">links.csv</a></li>
<li><a href="components.csv">components.csv</a></li>
</ul></nav>
</header>
<main>
${overview(all)}
${verifySection(content)}
${all.map(diagramSection).join('\n')}
${trustSection(content)}
${checksSection(content)}
${proofSection(content)}
</main>
<p class="sheet-note">${html(printedWords(head, contents))}</p>
</body>
</html>
`;
}
