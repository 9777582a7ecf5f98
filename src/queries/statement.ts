/**
 * What a Cypher statement asks for: patterns, properties, labels, parameters, columns; each variable with
 * all that is said of its labels. It is read tolerantly: what is not understood is passed over, so that a
 * clause of a newer Cypher gives no finding rather than a wrong one. The database says what is no Cypher.
 */

import type { LabelExpression } from './label-expression.ts';
import type { RelationshipPattern } from './patterns.ts';
import type { Fault, Token } from './tokens.ts';

export interface Variable {
  readonly kind: 'node' | 'relationship' | 'value';
  readonly name: string;
  /** All of them hold. */
  readonly labels: LabelExpression[];
}

/** Two nodes of a pattern and what is between them, as written from left to right. */
export interface Segment {
  readonly left: Variable;
  readonly relationship: RelationshipPattern;
  readonly right: Variable;
}

export interface PropertyUse {
  readonly variable: Variable;
  readonly token: Token;
}

export interface Column {
  readonly token: Token;
  /** Without spaces and alias. */
  readonly text: string;
  /** What it returns besides values: a node or relationship, or whatever is there (`*`). */
  readonly whole?: 'node' | 'relationship' | 'star';
}

export interface Returned {
  readonly token: Token;
  readonly columns: readonly Column[];
}

/** A place behind a top-level MATCH where a filter can stand, and what is bound there. */
export interface FilterPlace {
  /** Offset of the first character behind the clause and its WHERE. */
  readonly at: number;
  readonly bound: ReadonlySet<string>;
  /** Which part of a UNION, from 0. */
  readonly part: number;
}

export interface Statement {
  readonly fault?: Fault;
  readonly segments: readonly Segment[];
  readonly uses: readonly PropertyUse[];
  /** Every label expression of a node, wherever it stands. */
  readonly labels: readonly LabelExpression[];
  readonly parameters: readonly Token[];
  readonly writes: readonly Token[];
  /** One for each part of a UNION; none when the statement returns nothing. */
  readonly returns: readonly Returned[];
  readonly places: readonly FilterPlace[];
  /** How many parts a UNION has; 1 without one. */
  readonly parts: number;
}
