/** What is used of the grammar's nodes. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  /** In UTF-16 units from the start of the text. */
  readonly startIndex: number;
  readonly endIndex: number;
  readonly isNamed: boolean;
  readonly children: readonly SyntaxNode[];
  readonly namedChildren: readonly SyntaxNode[];
}
