/** Findings as a SARIF 2.1.0 log, which code hosts and editors read. */

import type { Diagnostic, Origin, Severity } from '../model/diagnostic.ts';
import type { WaivedFinding } from './rule-summary.ts';

export interface SarifRule {
  readonly id: string;
  readonly fact: string;
  readonly why: string;
  readonly fix: string;
  readonly explanation: string;
  readonly requirements: readonly string[];
  readonly severity: Severity;
}

export interface SarifRun {
  readonly version: string;
  readonly rules: readonly SarifRule[];
  /** Files are relative to the repository. */
  readonly diagnostics: readonly Diagnostic[];
  readonly waived: readonly WaivedFinding[];
}

/** A path as a URI reference. */
const uri = (file: string): string =>
  (file.startsWith('/') ? 'file://' : '') + file.split('/').map(encodeURIComponent).join('/');

function location({ file, line, column }: Origin): object {
  const region =
    line === undefined
      ? {}
      : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } };
  return { physicalLocation: { artifactLocation: { uri: uri(file) }, ...region } };
}

const text = (content: string): { text: string } => ({ text: content });

function descriptor({
  id,
  fact,
  why,
  fix,
  explanation,
  requirements,
  severity,
}: SarifRule): object {
  return {
    id,
    shortDescription: text(fact),
    fullDescription: text(why),
    help: text(`${why}\n\n${explanation}\n\n${fix}`),
    defaultConfiguration: { level: severity },
    properties: { tags: requirements },
  };
}

/** @returns pretty-printed JSON. Codes that are no rule are listed with their id alone. */
export function sarifText({ version, rules, diagnostics, waived }: SarifRun): string {
  const codes = [...diagnostics.map(({ code }) => code), ...waived.map(({ rule }) => rule)];
  const known = new Set(rules.map(({ id }) => id));
  const others = [...new Set(codes.filter((code) => !known.has(code)))].sort();
  const descriptors = [...rules.map(descriptor), ...others.map((id) => ({ id }))];
  const at = new Map([...rules.map(({ id }) => id), ...others].map((id, i) => [id, i]));
  const result = (code: string, level: string, message: string, origin?: Origin): object => ({
    ruleId: code,
    ruleIndex: at.get(code),
    level,
    message: text(message),
    locations: origin ? [location(origin)] : [],
  });
  const results = [
    ...diagnostics.map(({ severity, code, message, hint, origin, related = [] }) => ({
      ...result(code, severity, hint === undefined ? message : `${message}\n${hint}`, origin),
      relatedLocations: related.map((other) => ({
        ...location(other.origin),
        message: text(other.message),
      })),
    })),
    ...waived.map(({ rule, message, reason, until, origin }) => ({
      ...result(rule, 'note', message, origin),
      suppressions: [{ kind: 'inSource', justification: `${reason} (until ${until})` }],
    })),
  ];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Cadastre', version, rules: descriptors } },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}
