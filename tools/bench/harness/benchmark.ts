import type { Answer } from './answer.ts';

/** How much is worked on. Both sides read it from the folder of the benchmark. */
export interface Scale {
  readonly bars: number;
  /** Markets side by side. Default 1. */
  readonly columns?: number;
  /** The longest window of a sweep. */
  readonly longest?: number;
}

/** One side's work, made ready: `run` is what is timed. */
export interface Work {
  run(): unknown;
  /** What the last run took on a clock of its own, such as a simulated exchange's, where that counts instead of the wall's. */
  clockMs?(): number;
  /** What the last run came to, by name; the other side gives the same names. */
  answer(): Answer | Promise<Answer>;
  /** Puts away what the work left on the machine. */
  close?(): void | Promise<void>;
}

/** Another program that does the same work: a script of `peers/` in a Python that somebody has set up. */
export interface Peer {
  readonly program: 'vectorbt' | 'backtrader' | 'backtesting.py';
  readonly script: string;
  readonly args?: readonly string[];
}

/** Another way to the same answer that needs no Python, to compare with instead of a peer. */
export interface OtherWay {
  /** As the table says it, such as `one thread`. */
  readonly name: string;
  readonly open: Benchmark['open'];
}

/** What the project sets itself. Each bound that is named has to hold. */
export interface Goal {
  /** Our time / the peer's, or the other way's, in the same run. */
  readonly ratio?: number;
  readonly ms?: number;
  readonly barsPerSecond?: number;
  /** Resident memory of our process. */
  readonly megabytes?: number;
}

export interface Benchmark {
  /** For `--only`. */
  readonly name: string;
  /** As the table says it. */
  readonly work: (scale: Scale) => string;
  readonly full: Scale;
  /** So small that it runs in a test. */
  readonly small: Scale;
  /** Counted pairs of a full run. */
  readonly pairs: number;
  readonly goal?: Goal;
  /** Writes what both sides read. Loads what only it needs, since the process whose memory is measured names all benchmarks. */
  readonly prepare: (folder: string, scale: Scale) => void | Promise<void>;
  /** Our side; called in a process of its own. */
  readonly open: (folder: string, scale: Scale) => Work | Promise<Work>;
  readonly peer?: Peer;
  readonly otherWay?: OtherWay;
  /** Largest difference between the answers, relative to the larger of the two numbers. 0: the same to the bit. */
  readonly tolerance: number;
  /** The work is a process of its own, so that the memory of the side that starts it says nothing. */
  readonly ownProcess?: boolean;
  /** A database server does part of the work, so that the processor time of the two sides says little. */
  readonly withServer?: boolean;
}
