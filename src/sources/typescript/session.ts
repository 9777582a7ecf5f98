/** What one evaluation of a file has read and found: the loader's hooks write it, the evaluator reads it. */

import type { Diagnostic } from '../../model/diagnostic.ts';

export interface Session {
  readonly version: number;
  /** The estate's root, for messages. */
  readonly root: string;
  /** Text of every local file that was loaded, by absolute path: what V8 was given, positions unchanged. */
  readonly texts: Map<string, string>;
  readonly problems: Diagnostic[];
  /**
   * True in a first attempt that gives V8 a TypeScript file as it is where that cannot change its
   * meaning: a file without types is common, and loading the type stripper costs some 50 ms.
   */
  asIs: boolean;
  /** True from the moment the first statement runs: before it, an attempt may be repeated. */
  began: boolean;
  /** Called when code was loaded that may run for ever. */
  readonly mayRunLong: () => void;
}

const sessions = new Map<number, Session>();
let versions = 0;

export function openSession(options: Pick<Session, 'root' | 'asIs' | 'mayRunLong'>): Session {
  versions += 1;
  const session: Session = {
    version: versions,
    texts: new Map(),
    problems: [],
    began: false,
    ...options,
  };
  sessions.set(versions, session);
  return session;
}

export function closeSession(session: Session): void {
  sessions.delete(session.version);
}

/** The session of a version; an import that comes after its end gets one that nobody reads. */
export function sessionOf(version: number): Session {
  return (
    sessions.get(version) ?? {
      version,
      root: '',
      texts: new Map(),
      problems: [],
      asIs: false,
      began: true,
      mayRunLong: () => {},
    }
  );
}
