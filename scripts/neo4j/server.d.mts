export interface Server {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
  /** Ends it in the middle of whatever it does. */
  kill(): void;
}

export function startNeo4j(options?: { port?: number; password?: string }): Promise<Server>;
