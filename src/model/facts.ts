/** The facts that elements, links and documents carry: plain data, the same words in TypeScript, YAML and the model. */

import type { AccountData } from './account-data.ts';
import type { Scope } from './derivation.ts';

export const ZONES = [
  'cde',
  'connected',
  'security-impacting',
  'out-of-scope',
  'untrusted',
] as const;
export type Zone = (typeof ZONES)[number];

export const DIRECTIONS = ['right', 'left', 'down', 'up'] as const;
/** The way that links point on the page. */
export type Direction = (typeof DIRECTIONS)[number];

export const PROVIDERS = ['aws', 'gcp', 'azure', 'k8s'] as const;
export type Provider = (typeof PROVIDERS)[number];

export const LINK_DIRECTIONS = ['forward', 'back', 'both', 'none'] as const;
export type LinkDirection = (typeof LINK_DIRECTIONS)[number];

export const LINE_STYLES = ['solid', 'dashed', 'dotted', 'bold'] as const;
export type LineStyle = (typeof LINE_STYLES)[number];

/** How the members of a group are set out: in a grid, one row, one column, or by their links. */
export const LAYOUTS = ['auto', 'grid', 'row', 'column', 'flow', 'tree'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** What a diagram makes a sheet of: whatever fits on one, the whole, or each outermost element of a kind. */
export const SHEETS_BY = ['auto', 'one', 'account', 'ou', 'vpc', 'region', 'zone'] as const;
export type SheetsBy = (typeof SHEETS_BY)[number];

export const SIDES = ['left', 'right', 'top', 'bottom'] as const;
export type Side = (typeof SIDES)[number];

export interface Style {
  /** Line or border colour: `#rrggbb` or a CSS colour name. */
  readonly color?: string;
  readonly fill?: string;
  readonly fontColor?: string;
  readonly line?: LineStyle;
  /** Line width in px. */
  readonly width?: number;
}

export interface LinkStyle extends Style {
  /** What lines of this look stand for, in the legend: else that says how they look. One line of at most 50 characters. */
  readonly legend?: string;
}

/** One row of a route table as it is drawn. */
export interface Route {
  readonly destination: string;
  readonly target: string;
  readonly propagated?: boolean;
}

/** Facts that every element may carry. */
export interface ElementFacts {
  /** The cloud's own id (account number, VPC id, ARN). Unique in a diagram. */
  readonly id?: string;
  readonly zone?: Zone;
  /** What a store keeps of account data; an empty list says that it is none. */
  readonly accountData?: readonly AccountData[];
  readonly cidr?: string | readonly string[];
  readonly region?: string;
  readonly owner?: string;
  readonly environment?: string;
  /** Identifiers of the controls on this element, e.g. security groups, firewalls. */
  readonly controls?: readonly string[];
  readonly justification?: string;
  readonly description?: string;
  /** An address that the drawn element links to: http, https or mailto. */
  readonly link?: string;
  /** A file of the estate's `icons/` folder, or a kind of the catalogue, drawn instead of the kind's own icon. */
  readonly icon?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly provider?: Provider;
  /** E.g. `management` on an account; drawn as a small tag. */
  readonly role?: string;
  readonly status?: string;
  readonly email?: string;
  /** `public` or `private` on a subnet. */
  readonly access?: 'public' | 'private';
  readonly routes?: readonly Route[];
  /** Of a route table: ids or names of the subnets that use it; a mark ties them together. */
  readonly serves?: readonly string[];
  readonly style?: Style;
  /** How a group sets out its members. */
  readonly layout?: Layout;
  /** Number of columns of a group that is set out as a grid. */
  readonly columns?: number;
  /** The side of its surroundings where the element is put. */
  readonly side?: Side;
  /** Further Graphviz attributes of looks (`penwidth`, `fontcolor` …). */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

/** Facts that every link may carry. */
export interface LinkFacts {
  readonly id?: string;
  /** Instead of the label made from the facts; an empty string draws none. */
  readonly label?: string;
  readonly direction?: LinkDirection;
  /** E.g. `tcp/5432`, `tcp/1024-65535`, `icmp`. */
  readonly ports?: readonly string[];
  /** Identifier of the control that permits or filters the traffic. */
  readonly control?: string;
  readonly encrypted?: boolean;
  readonly justification?: string;
  readonly description?: string;
  readonly link?: string;
  /** What moves, in words: e.g. `PAN, expiry`, `token, amount`. */
  readonly data?: string;
  /** What moves of account data; an empty list says that it is none. */
  readonly accountData?: readonly AccountData[];
  /** Number of the step in a data flow. */
  readonly step?: number | string;
  readonly status?: string;
  readonly zone?: Zone;
  readonly tags?: Readonly<Record<string, string>>;
  readonly style?: LinkStyle;
  /** `false`: the link does not influence where its ends are placed. */
  readonly constraint?: boolean;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

export const COVERED_DETAILS = ['vpcs', 'subnets', 'routes', 'resources'] as const;
/**
 * How much of each network is claimed; each includes those before it.
 * - `vpcs`: networks, and how they are connected to each other;
 * - `subnets`: also subnets, gateways and endpoints;
 * - `routes`: also route tables with their routes;
 * - `resources`: also what runs in them, and what their security groups let in from the internet.
 */
export type CoveredDetail = (typeof COVERED_DETAILS)[number];

/** All conditions have to hold. */
export type CoveredVpcs = Pick<Scope, 'accounts' | 'regions' | 'tags'>;

export type CoveredScope =
  /** All OUs and accounts. */
  | { readonly organization: true }
  /** These networks; `detail` is `subnets` when absent. */
  | { readonly vpcs: true | CoveredVpcs; readonly detail?: CoveredDetail }
  /** All connections of the networks of a zone. */
  | { readonly links: Zone };

/** Words are for people; only scopes are compared. */
export type Covered = string | CoveredScope;

/** What a diagram says of itself as a document. */
export interface DocumentFacts {
  readonly description?: string;
  /** Whether the drawn networks have wireless parts, or a statement that there are none. */
  readonly wireless?: boolean | string;
  /** What the diagram claims to show in full: words, or scopes that `drift` compares with an estate. */
  readonly covers?: readonly Covered[];
  readonly locations?: readonly string[];
  readonly owner?: string;
  /** E.g. `6 months`. */
  readonly reviewEvery?: string;
  readonly classification?: string;
  /** Several with commas between: `pci-1.2.3, pci-1.2.4`. */
  readonly profile?: string;
}

/** A waived rule, why, and until when. */
export interface Waiver {
  readonly rule: string;
  readonly reason: string;
  /** Last day, `YYYY-MM-DD`. */
  readonly until: string;
  /** Identity of the element or link; the whole diagram when absent. */
  readonly element?: string;
}
