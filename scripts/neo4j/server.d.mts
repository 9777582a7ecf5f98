export interface Connection {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}

export interface Server extends Connection {
  /** Puts a new, empty database in the place of the one before; where it is. */
  renew(): Promise<Connection>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
  /** Ends it in the middle of whatever it does. */
  kill(): void;
}

export function startNeo4j(options?: { port?: number; password?: string }): Promise<Server>;
