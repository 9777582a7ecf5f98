export interface ExportedGraph {
  readonly nodes: readonly {
    readonly id: number | string;
    readonly labels: readonly string[];
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
  readonly relationships: readonly {
    readonly type: string;
    readonly start: number | string;
    readonly end: number | string;
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
}

export function loadGraph(
  connection: { uri: string; user: string; password: string; database?: string },
  graph: ExportedGraph | string,
): Promise<void>;
