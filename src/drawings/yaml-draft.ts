/** A draft as the text of a diagram file. Strings are quoted as in JSON, which is YAML. */

import type { DiagramDraft, DraftElement, DraftLink } from './draft.ts';

const text = (value: string): string => JSON.stringify(value);

function elementLines(element: DraftElement, depth: number, used: ReadonlySet<string>): string[] {
  const pad = '  '.repeat(depth);
  const { ref, kind, name, description, cidr, routes, members } = element;
  const facts = [
    `kind: ${kind}`,
    `name: ${text(name)}`,
    ...(used.has(ref) ? [`ref: ${ref}`] : []),
    ...(cidr === undefined ? [] : [`cidr: ${text(cidr)}`]),
    ...(description === undefined ? [] : [`description: ${text(description)}`]),
    ...(routes && routes.length > 0
      ? [
          'routes:',
          ...routes.map(
            (r) => `  - { destination: ${text(r.destination)}, target: ${text(r.target)} }`,
          ),
        ]
      : []),
    ...(members.length > 0 ? ['members:'] : []),
  ];
  return [
    ...facts.map((fact, i) => `${pad}${i === 0 ? '- ' : '  '}${fact}`),
    ...members.flatMap((member) => elementLines(member, depth + 2, used)),
  ];
}

const linkLine = ({ from, to, label, direction }: DraftLink): string => {
  const facts = [
    `from: ${from}`,
    `to: ${to}`,
    ...(label === undefined ? [] : [`label: ${text(label)}`]),
    ...(direction === 'forward' ? [] : [`direction: ${direction}`]),
  ];
  return `  - { ${facts.join(', ')} }`;
};

/** A comment may hold no line break. */
const comment = (words: string): string => `#   ${words.replace(/\s+/g, ' ')}`;

/** @param name of the diagram, where a file has several */
function documentText({ title, content, links, notes }: DiagramDraft, name?: string): string {
  const used = new Set(links.flatMap(({ from, to }) => [from, to]));
  const lines = [
    ...(notes.length > 0
      ? ['# Not taken over as it looks:', ...notes.map((n) => comment(`${n.what}: ${n.reason}`))]
      : []),
    `title: ${text(title)}`,
    ...(name === undefined ? [] : [`name: ${name}`]),
    ...(content.length > 0 ? ['content:'] : ['content: []']),
    ...content.flatMap((element) => elementLines(element, 1, used)),
    ...(links.length > 0 ? ['links:', ...links.map(linkLine)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** @param file that it was drafted from */
export function draftText(file: string, drafts: readonly DiagramDraft[]): string {
  const head = `# Drafted from ${file.replace(/\s+/g, ' ')}: a drawing says what somebody drew, not what there is.\n`;
  const [only] = drafts;
  if (drafts.length === 1 && only) return head + documentText(only);
  return head + drafts.map((draft, i) => documentText(draft, `page-${i + 1}`)).join('---\n');
}
