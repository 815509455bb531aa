/** The parts of a terminal stream that commands use. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Everything a command takes from its process, so that tests can run it inside theirs. */
export interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results: text for people, or exactly one JSON document. */
  readonly stdout: OutputStream;
  /** Progress and errors. */
  readonly stderr: OutputStream;
  /** Aborts when the process is asked to end; a command then stops, cleans up and returns. */
  readonly signal: AbortSignal;
}

/** 0: done. 1: something went wrong while working. 2: the command line was wrong. */
export type ExitCode = 0 | 1 | 2;
